package io.github.dcmbulk.file;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A text file (mode 0600) that gets its name only when it is complete. When closed before {@link
 * #commit()}, it is deleted.
 */
public final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final Writer writer;
  private final Thread tidyUp;

  private AtomicFile(Path target, Path temporary, Writer writer, Thread tidyUp) {
    this.target = target;
    this.temporary = temporary;
    this.writer = writer;
    this.tidyUp = tidyUp;
  }

  /**
   * Creates a temporary file in the directory of the target. A shutdown hook deletes it.
   *
   * @throws IOException no file can be created in its directory
   */
  public static AtomicFile create(Path target) throws IOException {
    Path temporary = PrivateFiles.temporaryBeside(target);
    Thread tidyUp = new Thread(() -> delete(temporary), "tidy-up");
    try {
      Runtime.getRuntime().addShutdownHook(tidyUp);
      BufferedWriter writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8);
      return new AtomicFile(target, temporary, writer, tidyUp);
    } catch (IllegalStateException e) {
      delete(temporary);
      throw new IOException("the process is ending", e);
    }
  }

  private static void delete(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // Its name ends in .part, so a file that cannot be deleted now is recognisable.
      return;
    }
  }

  /** Writer for the text, in UTF-8. */
  public Writer writer() {
    return writer;
  }

  /**
   * Completes the file and moves it to its name.
   *
   * @throws IOException it cannot be written completely, or not be moved to its name
   */
  public void commit() throws IOException {
    writer.close();
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * As {@link #commit()}, for a file without private data: mode 0644, whatever the umask.
   *
   * @throws IOException it cannot be written completely, or not be moved to its name
   */
  public void commitReadableByAll() throws IOException {
    PrivateFiles.openToAll(temporary);
    commit();
  }

  @Override
  public void close() throws IOException {
    try (writer) {
      Files.deleteIfExists(temporary);
    } finally {
      removeHook();
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(tidyUp);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook has run already.
      return;
    }
  }
}
