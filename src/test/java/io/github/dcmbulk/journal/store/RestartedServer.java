package io.github.dcmbulk.journal.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;

/** A PostgreSQL server of its own, that a test stops and starts again. */
public final class RestartedServer implements AutoCloseable {
  private final Path directory;
  private final int port;
  private EmbeddedPostgres server;

  /** Starts one that keeps its data there. */
  public RestartedServer(Path directory) throws IOException {
    this.directory = directory;
    this.server = start(0);
    this.port = server.getPort();
  }

  private EmbeddedPostgres start(int atPort) throws IOException {
    return EmbeddedPostgres.builder()
        .setPGStartupWait(Duration.ofMinutes(5))
        .setPort(atPort)
        .setDataDirectory(directory)
        .setCleanDataDirectory(false)
        .setServerConfig("shared_buffers", "32MB")
        .start();
  }

  /** Stops it, which cuts all connections, and starts it with the same data. */
  public void restart() throws IOException {
    server.close();
    server = start(port);
  }

  /** Changes its data. */
  @FunctionalInterface
  public interface DataChange {
    /** Called while it is stopped. */
    void make() throws Exception;
  }

  /** Stops it, and starts it with changed data. */
  public void whileStopped(DataChange change) throws Exception {
    server.close();
    change.make();
    server = start(port);
  }

  /** Keeps its present data; there must be no connection. */
  public void backUp(Path copy) throws IOException {
    server.close();
    copy(directory, copy);
    server = start(port);
  }

  /** Stops it, and starts it with that copy in place of its data. */
  public void restore(Path copy) throws IOException {
    server.close();
    Files.move(directory, directory.resolveSibling(directory.getFileName() + "-lost"));
    copy(copy, directory);
    server = start(port);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** The value of {@code --journal}. */
  public String uri() {
    return "postgresql://postgres@localhost:" + port + "/postgres";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
