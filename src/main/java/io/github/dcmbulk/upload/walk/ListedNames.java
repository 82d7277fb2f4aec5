package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The names in a list of files, as bytes: NUL separated as {@code find -print0} writes them, where
 * every other byte belongs to the name; else one a line, where a carriage return before the line's
 * end and a byte order mark at the start are the editor's. Lists in UTF-16 and UTF-32, as Windows
 * PowerShell's {@code >} writes them, are decoded.
 *
 * <p>Throws {@link UsageException} when the encoding is uncertain, and what the receiver of the
 * names throws.
 */
final class ListedNames {
  private static final int HEAD = 64 * 1024;
  private static final String REMEDY = "write the list as UTF-8, one name a line, or NUL separated";

  private ListedNames() {}

  /** Receives one name after another, none of them empty. */
  @FunctionalInterface
  interface Taker {
    void take(byte[] name) throws DcmbulkException, InterruptedException;
  }

  /**
   * Reads to the end.
   *
   * @throws UsageException the encoding of the list is uncertain, or changes within it
   */
  static void read(InputStream list, Taker taker)
      throws IOException, DcmbulkException, InterruptedException {
    InputStream in = new BufferedInputStream(list, HEAD);
    in.mark(HEAD);
    byte[] head = in.readNBytes(HEAD);
    in.reset();
    Optional<FileListEncoding> recognised = FileListEncoding.of(head);
    if (recognised.isEmpty()) {
      throw new UsageException(
          "the list of --files-from contains NUL bytes and is neither NUL separated nor UTF-16 nor"
              + " UTF-32 text",
          REMEDY);
    }
    FileListEncoding encoding = recognised.get();
    in.skipNBytes(encoding.markLength());
    Charset charset = encoding.charset();
    if (charset == null) {
      readBytes(in, encoding.nulSeparated(), taker);
    } else {
      readText(in, charset, taker);
    }
  }

  private static void readText(InputStream in, Charset charset, Taker taker)
      throws IOException, DcmbulkException, InterruptedException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, FileListEncoding.strict(charset)));
    long line = 0;
    try {
      String name = reader.readLine();
      while (name != null) {
        line++;
        if (name.indexOf('\0') >= 0) {
          throw holdsNul(line);
        }
        if (!name.isEmpty()) {
          taker.take(name.getBytes(StandardCharsets.UTF_8));
        }
        name = reader.readLine();
      }
    } catch (CharacterCodingException e) {
      throw new UsageException(
          "the list of --files-from begins as " + charset + ", but is not after line " + line,
          REMEDY,
          e);
    }
  }

  private static void readBytes(InputStream in, boolean nulSeparated, Taker taker)
      throws IOException, DcmbulkException, InterruptedException {
    int separator = nulSeparated ? 0 : '\n';
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    long line = 1;
    int b = in.read();
    while (b >= 0) {
      if (b == separator) {
        end(name, nulSeparated, taker);
        line++;
      } else if (b == 0) {
        throw holdsNul(line);
      } else {
        name.write(b);
      }
      b = in.read();
    }
    end(name, nulSeparated, taker);
  }

  private static UsageException holdsNul(long line) {
    return new UsageException(
        "line " + line + " of the list of --files-from contains a NUL byte: no file name can",
        REMEDY);
  }

  private static void end(ByteArrayOutputStream name, boolean nulSeparated, Taker taker)
      throws DcmbulkException, InterruptedException {
    byte[] bytes = name.toByteArray();
    name.reset();
    int length = bytes.length;
    if (!nulSeparated && length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    if (length > 0) {
      taker.take(Arrays.copyOf(bytes, length));
    }
  }
}
