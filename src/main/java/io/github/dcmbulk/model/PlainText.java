package io.github.dcmbulk.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Small text files that people write: configurations, secrets, keys. They are UTF-8; a byte order
 * mark, which Windows editors write, is removed. Other encodings are named in the message, never
 * guessed.
 */
public final class PlainText {
  /** Matches any byte except 0. */
  private static final int ANY = -1;

  private PlainText() {}

  /** The file has another encoding; the message completes {@code FILE is ...}. */
  public static final class EncodingException extends CharacterCodingException {
    private final String what;

    private EncodingException(String what) {
      this.what = what;
    }

    @Override
    public String getMessage() {
      return what;
    }
  }

  /**
   * Reads the file's text.
   *
   * @throws EncodingException the file is not UTF-8
   * @throws IOException it cannot be read
   */
  public static String read(Path file) throws IOException {
    return decode(Files.readAllBytes(file));
  }

  /**
   * Decodes the bytes.
   *
   * @throws EncodingException they are not UTF-8
   */
  public static String decode(byte[] bytes) throws EncodingException {
    String other = otherEncoding(bytes);
    if (other != null) {
      throw new EncodingException("is " + other + " text; save it as UTF-8");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new EncodingException("is not UTF-8 text; save it as UTF-8");
    }
  }

  /**
   * Decodes the bytes, as Latin-1 where they are not UTF-8: for files of which only ASCII parts are
   * used.
   *
   * @throws EncodingException they are UTF-16 or UTF-32, which have no ASCII parts
   */
  public static String decodeAscii(byte[] bytes) throws EncodingException {
    String other = otherEncoding(bytes);
    if (other != null) {
      throw new EncodingException("is " + other + " text; save it as UTF-8");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /**
   * UTF-16 or UTF-32, detected by byte order mark or by the positions of NUL bytes; null for none.
   */
  private static @Nullable String otherEncoding(byte[] bytes) {
    if (begins(bytes, 0xFF, 0xFE, 0, 0) || begins(bytes, 0, 0, 0xFE, 0xFF)) {
      return "UTF-32";
    }
    if (begins(bytes, 0xFF, 0xFE) || begins(bytes, 0xFE, 0xFF)) {
      return "UTF-16";
    }
    if (begins(bytes, ANY, 0, 0, 0) || begins(bytes, 0, 0, 0, ANY)) {
      return "UTF-32";
    }
    return begins(bytes, ANY, 0) || begins(bytes, 0, ANY) ? "UTF-16" : null;
  }

  private static boolean begins(byte[] bytes, int... wanted) {
    if (bytes.length < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] == ANY ? bytes[i] == 0 : bytes[i] != (byte) wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
