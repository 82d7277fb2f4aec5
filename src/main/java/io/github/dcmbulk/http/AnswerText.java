package io.github.dcmbulk.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes an answer's body. dcmbulk does not request compression, but RFC 9110 §12.5.3 allows a
 * server to compress anyway, and some do.
 */
final class AnswerText {
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([A-Za-z0-9_.:-]{1,40})", Pattern.CASE_INSENSITIVE);

  private AnswerText() {}

  /**
   * Removes gzip; any other coding is left as it is.
   *
   * @param coding the Content-Encoding; null for none
   * @throws IOException the body is not gzip, or is cut off
   */
  static InputStream decompressed(InputStream body, @Nullable String coding) throws IOException {
    return coding != null && coding.strip().matches("(?i)(x-)?gzip")
        ? new GZIPInputStream(body)
        : body;
  }

  /**
   * The text: UTF-8, unless the media type or a byte order mark names another character set.
   *
   * @param type the Content-Type; null for none
   */
  static String decoded(byte[] bytes, @Nullable String type) {
    Charset named = charset(type);
    if (named != null) {
      return new String(bytes, named);
    }
    int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
    boolean isUtf16 = mark == 0xFEFF || mark == 0xFFFE;
    return new String(bytes, isUtf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
  }

  private static @Nullable Charset charset(@Nullable String type) {
    if (type == null || type.indexOf(';') < 0) {
      return null;
    }
    Matcher named = CHARSET.matcher(type);
    try {
      return named.find() ? Charset.forName(named.group(1)) : null;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null;
    }
  }
}
