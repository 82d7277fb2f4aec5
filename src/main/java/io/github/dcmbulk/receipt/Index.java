package io.github.dcmbulk.receipt;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the index line by line, and checks the chain. */
final class Index implements AutoCloseable {
  static final String NAME = "index.jsonl";

  /** Bytes. A longer line is invalid. */
  private static final int LONGEST = 4096;

  private final InputStream bytes;
  private long number;
  private long end;
  private String head = ChainLine.NONE;

  private Index(InputStream bytes) {
    this.bytes = bytes;
  }

  static Index open(Path directory) throws IOException {
    return new Index(new BufferedInputStream(Files.newInputStream(directory.resolve(NAME))));
  }

  /** A line that is invalid, or does not continue the chain. */
  static final class BrokenException extends Exception {
    BrokenException(long line, String what) {
      super("line " + line + " " + what);
    }
  }

  /**
   * Reads the next line; null at the end.
   *
   * @throws BrokenException the line does not continue the chain
   */
  @Nullable ChainLine next() throws IOException, BrokenException {
    byte[] text = read();
    if (text.length == 0) {
      return null;
    }
    number++;
    if (text[text.length - 1] != '\n') {
      throw new BrokenException(number, "is cut off");
    }
    String line = new String(text, 0, text.length - 1, StandardCharsets.UTF_8);
    ChainLine parsed = ChainLine.parse(line);
    if (parsed == null) {
      throw new BrokenException(number, "is no line of an index");
    }
    if (parsed.number() != number) {
      throw new BrokenException(number, "has the number " + parsed.number());
    }
    if (!parsed.previous().equals(head)) {
      throw new BrokenException(number, "does not follow the line before: one of them was changed");
    }
    head = Sha256.of(line.getBytes(StandardCharsets.UTF_8));
    end += text.length;
    return parsed;
  }

  private byte[] read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    for (int c = bytes.read(); c >= 0; c = bytes.read()) {
      line.write(c);
      if (c == '\n' || line.size() > LONGEST) {
        break;
      }
    }
    return line.toByteArray();
  }

  /** SHA-256 of the last line read. */
  String head() {
    return head;
  }

  /** Number of lines read. */
  long lines() {
    return number;
  }

  /** Length in bytes of the complete lines read. */
  long end() {
    return end;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
