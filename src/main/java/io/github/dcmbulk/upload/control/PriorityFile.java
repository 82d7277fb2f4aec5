package io.github.dcmbulk.upload.control;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file that names the studies to be sent first, one in each line: Study Instance UIDs or
 * accession numbers. Empty lines and lines that begin with {@code #} do not count. It is checked
 * every two seconds, and read again when its size or time has changed.
 */
public final class PriorityFile implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final int LARGEST = 64 * 1024 * 1024;

  private final Path file;
  private final Consumer<List<String>> taker;
  private final UploadListener listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable State last;
  private boolean isGone;

  private record State(long size, FileTime modified) {}

  /**
   * Prepares to read it.
   *
   * @param taker gets the names now and whenever they have changed
   */
  public PriorityFile(Path file, Consumer<List<String>> taker, UploadListener listener) {
    this.file = file;
    this.taker = taker;
    this.listener = listener;
  }

  /**
   * Reads the file, and reads it again after a change, on its own thread.
   *
   * @throws UsageException it cannot be read
   */
  public void start() throws UsageException {
    try {
      last = state();
      taker.accept(read());
    } catch (IOException e) {
      throw new UsageException(
          "--priority " + file + " cannot be read",
          "create it; it may be empty, and is read again when it changes");
    }
    Supervisor.start("priority", this::watch);
  }

  private void watch() {
    try {
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads it again if it has changed. */
  public void look() {
    try {
      State now = state();
      if (!Objects.equals(now, last)) {
        List<String> names = read();
        taker.accept(names);
        last = now;
        listener.on(
            new UploadEvent.Notice(
                false,
                "--priority was read again: "
                    + Count.of(
                        names.size(), "line that names a study", "lines that name studies")));
      }
      isGone = false;
    } catch (IOException e) {
      if (!isGone) {
        isGone = true;
        listener.on(
            new UploadEvent.Notice(
                true, "--priority cannot be read, its last content remains in use: " + file));
      }
    }
  }

  private State state() throws IOException {
    return new State(Files.size(file), Files.getLastModifiedTime(file));
  }

  private List<String> read() throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException("it is larger than " + LARGEST + " bytes");
    }
    List<String> names = new ArrayList<>();
    for (String line : text(Files.readAllBytes(file)).split("\\R", -1)) {
      String name = line.strip();
      if (!name.isEmpty() && !name.startsWith("#")) {
        names.add(name);
      }
    }
    return names;
  }

  /** Decodes UTF-8, and UTF-16 that begins with a byte order mark. */
  private static String text(byte[] bytes) {
    boolean isMarked = bytes.length >= 2 && (bytes[0] & 0xfe) == 0xfe && (bytes[1] & 0xfe) == 0xfe;
    Charset charset = isMarked ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    String text = new String(bytes, charset);
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
