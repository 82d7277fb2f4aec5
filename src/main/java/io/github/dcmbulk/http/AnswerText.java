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
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Makes text of an answer's body. Compression is not asked for; there are servers that compress all
 * the same, and RFC 9110 §12.5.3 allows it.
 */
final class AnswerText {
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([A-Za-z0-9_.:-]{1,40})", Pattern.CASE_INSENSITIVE);

  private AnswerText() {}

  /** The body without gzip; any other coding is left as it is. */
  static InputStream decompressed(InputStream body, HttpResponse response) throws IOException {
    Header coding = response.getFirstHeader("Content-Encoding");
    return coding != null && String.valueOf(coding.getValue()).strip().matches("(?i)(x-)?gzip")
        ? new GZIPInputStream(body)
        : body;
  }

  /** The text: UTF-8, unless the server says, or a byte order mark shows, something else. */
  static String decoded(byte[] bytes, HttpResponse response) {
    Charset named = charset(response.getFirstHeader("Content-Type"));
    if (named != null) {
      return new String(bytes, named);
    }
    int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
    boolean isUtf16 = mark == 0xFEFF || mark == 0xFFFE;
    return new String(bytes, isUtf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
  }

  private static @Nullable Charset charset(@Nullable Header type) {
    if (type == null || type.getValue() == null || type.getValue().indexOf(';') < 0) {
      return null;
    }
    Matcher named = CHARSET.matcher(type.getValue());
    try {
      return named.find() ? Charset.forName(named.group(1)) : null;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null;
    }
  }
}
