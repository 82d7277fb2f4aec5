package io.github.dcmbulk.model;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * File names as bytes and as text. On Unix a name is any sequence of bytes; a {@link Path} keeps
 * it, a {@link String} does not. The conversion through {@code file:} URIs is lossless in every
 * locale, also in the POSIX locale of cron jobs.
 */
public final class PathText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final boolean UNICODE_NAMES =
      "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
  private static final char FIRST_ESCAPED_BYTE = '\uDC00';

  private PathText() {}

  /** Whether a path's text represents its bytes. */
  private static boolean isExact(String text) {
    return (UNICODE_NAMES && text.indexOf(REPLACEMENT) < 0) || isAscii(text);
  }

  /** The bytes of the path's text; an absolute path stays absolute, a relative name relative. */
  public static byte[] bytes(Path path) {
    String text = path.toString();
    if (isExact(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (path.isAbsolute()) {
      return percentDecoded(path.toUri().getRawPath(), text.length() == 1);
    }
    byte[] absolute = percentDecoded(Path.of("/").resolve(path).toUri().getRawPath(), false);
    byte[] relative = new byte[absolute.length - 1];
    System.arraycopy(absolute, 1, relative, 0, relative.length);
    return relative;
  }

  /** The bytes of the last name of a path, which must have one. */
  public static byte[] nameBytes(Path path) {
    String text = path.toString();
    if (isExact(text)) {
      int start = text.lastIndexOf(File.separatorChar) + 1;
      return text.substring(start).getBytes(StandardCharsets.UTF_8);
    }
    return bytes(Objects.requireNonNull(path.getFileName()));
  }

  /** The absolute path with these bytes. */
  public static Path absolute(byte[] bytes) {
    String text = decodedStrictly(bytes);
    if (text != null && (UNICODE_NAMES || isAscii(text))) {
      return Path.of(text);
    }
    StringBuilder uri = new StringBuilder("file://");
    for (byte b : bytes) {
      if (b == '/' || (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z')) {
        uri.append((char) b);
      } else {
        uri.append('%').append(hex(b));
      }
    }
    return Path.of(URI.create(uri.toString()));
  }

  /** The bytes of a name in a directory. */
  public static byte[] join(byte[] directory, byte[] name) {
    boolean slash = directory.length > 0 && directory[directory.length - 1] == '/';
    ByteBuffer path = ByteBuffer.allocate(directory.length + (slash ? 0 : 1) + name.length);
    path.put(directory);
    if (!slash) {
      path.put((byte) '/');
    }
    return path.put(name).array();
  }

  /**
   * The path as one line of text for messages: bytes that are not UTF-8, and control characters,
   * appear as {@code \xE9}.
   */
  public static String display(Path path) {
    StringBuilder line = new StringBuilder();
    String text = surrogateEscaped(path);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isEscapedByte(text, i)) {
        line.append("\\x").append(hex((byte) (c - FIRST_ESCAPED_BYTE)));
      } else if (Character.isISOControl(c)) {
        line.append("\\x").append(hex((byte) c));
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }

  /**
   * The path as text from which its bytes can be restored: a byte {@code 0xNN} that is not UTF-8
   * becomes the lone surrogate {@code U+DCNN}, as in Python's {@code os.fsdecode}.
   */
  public static String surrogateEscaped(Path path) {
    byte[] bytes = bytes(path);
    String whole = decodedStrictly(bytes);
    if (whole != null) {
      return whole;
    }
    StringBuilder text = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; ) {
      int length = characterAt(bytes, i);
      if (length == 0) {
        text.append((char) (FIRST_ESCAPED_BYTE + (bytes[i] & 0xFF)));
        i++;
      } else {
        text.append(new String(bytes, i, length, StandardCharsets.UTF_8));
        i += length;
      }
    }
    return text.toString();
  }

  /** The absolute path of a text of {@link #surrogateEscaped}. */
  public static Path fromSurrogateEscaped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isEscapedByte(text, i)) {
        bytes.writeBytes(text.substring(start, i).getBytes(StandardCharsets.UTF_8));
        bytes.write(text.charAt(i) - FIRST_ESCAPED_BYTE);
        start = i + 1;
      }
    }
    bytes.writeBytes(text.substring(start).getBytes(StandardCharsets.UTF_8));
    return absolute(bytes.toByteArray());
  }

  /** Length in bytes of the UTF-8 character at that position; 0 if there is none. */
  private static int characterAt(byte[] bytes, int start) {
    for (int length = 1; length <= 4 && start + length <= bytes.length; length++) {
      byte[] one = new byte[length];
      System.arraycopy(bytes, start, one, 0, length);
      if (decodedStrictly(one) != null) {
        return length;
      }
    }
    return 0;
  }

  private static boolean isEscapedByte(String text, int index) {
    char c = text.charAt(index);
    boolean afterHigh = index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    return c >= FIRST_ESCAPED_BYTE + 0x80 && c <= FIRST_ESCAPED_BYTE + 0xFF && !afterHigh;
  }

  private static @Nullable String decodedStrictly(byte[] bytes) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return text.toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static byte[] percentDecoded(String raw, boolean isRoot) {
    // The URI of a directory ends with a slash that its path does not have.
    int end = raw.endsWith("/") && !isRoot ? raw.length() - 1 : raw.length();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(end);
    for (int i = 0; i < end; i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }

  private static String hex(byte b) {
    return String.format("%02X", b & 0xFF);
  }
}
