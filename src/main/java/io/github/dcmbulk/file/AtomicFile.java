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
 * A text file, mode 0600, that appears under its name only when it is whole. Closed before {@link
 * #commit()}, it leaves no trace.
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
   * Begins a file in the directory that it is to appear in. A process that is told to end removes
   * what is not whole.
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
      // What cannot be removed now is named like what it is: a part.
      return;
    }
  }

  /** Takes the text, in UTF-8. */
  public Writer writer() {
    return writer;
  }

  /** Finishes the file and moves it into place. */
  public void commit() throws IOException {
    writer.close();
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The same, for a file that holds nothing private: mode 0644, whatever the umask. */
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
      // The process is ending, and the hook has been run.
      return;
    }
  }
}
