package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Streams JSON. Surrogates are written as escapes: a lone one, which represents a byte of a file
 * name that is not UTF-8, cannot be encoded.
 */
public final class Json {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .characterEscapes(new SurrogateEscapes())
          .rootValueSeparator("")
          .build();

  private Json() {}

  /**
   * A generator that leaves the underlying writer open.
   *
   * @throws IOException the output cannot be written
   */
  public static JsonGenerator generator(Writer out) throws IOException {
    JsonGenerator json = FACTORY.createGenerator(out);
    return json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  /** A parser that closes the stream when it is closed. */
  static JsonParser parser(InputStream in) throws IOException {
    return FACTORY.createParser(in);
  }

  private static final class SurrogateEscapes extends CharacterEscapes {
    private final int[] ascii = standardAsciiEscapesForJSON();

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return Character.isSurrogate((char) c)
          ? new SerializedString(String.format("\\u%04x", c))
          : null;
    }
  }

  /** A number of seconds, rounded to milliseconds. */
  static double seconds(double exact) {
    return Math.round(exact * 1000) / 1000.0;
  }
}
