package io.github.dcmbulk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @Test
  void aByteOrderMarkIsDropped() throws Exception {
    assertThat(PlainText.decode("\uFEFFa = 1".getBytes(StandardCharsets.UTF_8))).isEqualTo("a = 1");
    assertThat(PlainText.decode("\u00e9".getBytes(StandardCharsets.UTF_8))).isEqualTo("\u00e9");
    assertThat(PlainText.decode(new byte[0])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void wideEncodingsAreNamedWithAMarkOrWithout(String charset) {
    for (String text : new String[] {"\uFEFFa = 1", "a = 1", "ab"}) {
      byte[] bytes = text.getBytes(Charset.forName(charset));
      assertThatExceptionOfType(PlainText.EncodingException.class)
          .isThrownBy(() -> PlainText.decode(bytes))
          .withMessage("is " + charset.substring(0, 6) + " text; save it as UTF-8");
      assertThatExceptionOfType(PlainText.EncodingException.class)
          .isThrownBy(() -> PlainText.decodeAscii(bytes));
    }
  }

  @Test
  void otherBytesAreNoUtf8ButMayHoldAscii() throws Exception {
    byte[] latin = {'a', (byte) 0xE9};
    assertThatExceptionOfType(PlainText.EncodingException.class)
        .isThrownBy(() -> PlainText.decode(latin));
    assertThat(PlainText.decodeAscii(latin)).isEqualTo("a\u00e9");
  }
}
