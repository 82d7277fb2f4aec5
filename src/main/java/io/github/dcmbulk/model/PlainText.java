package io.github.dcmbulk.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Small text files that people write: configurations, secrets, keys. They are UTF-8; the byte order
 * mark that Windows editors put in front is dropped. Other encodings are named, never guessed.
 */
public final class PlainText {
  /** Stands for any byte but 0. */
  private static final int ANY = -1;

  private PlainText() {}

  /** The file is text in another encoding; its message says which, fit for {@code FILE is ...}. */
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
   * The file's text.
   *
   * @throws EncodingException it is not UTF-8
   * @throws IOException it cannot be read
   */
  public static String read(Path file) throws IOException {
    return decode(Files.readAllBytes(file));
  }

  /**
   * The text of these bytes.
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
   * The text of these bytes, one character a byte where they are not UTF-8: for files of which only
   * the ASCII parts count.
   *
   * @throws EncodingException they are UTF-16 or UTF-32, in which no part is ASCII
   */
  public static String decodeAscii(byte[] bytes) throws EncodingException {
    String other = otherEncoding(bytes);
    if (other != null) {
      throw new EncodingException("is " + other + " text; save it as UTF-8");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** UTF-16 or UTF-32, known by its mark, or by where ASCII text in it has its NULs. */
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
