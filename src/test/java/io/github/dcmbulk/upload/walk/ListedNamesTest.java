package io.github.dcmbulk.upload.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcmbulk.model.UsageException;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListedNamesTest {
  @Test
  void oneALineWithOrWithoutALastLineEnd() throws Exception {
    assertThat(names("a\nb c\n")).containsExactly("a", "b c");
    assertThat(names("a\n\nb")).containsExactly("a", "b");
    assertThat(names("")).isEmpty();
  }

  @Test
  void linesOfWindowsEndInCarriageReturnsAndMayBeBlank() throws Exception {
    assertThat(names("\u00ef\u00bb\u00bfa\r\n\r\nb\r\n")).containsExactly("a", "b");
  }

  @Test
  void betweenNulsEveryByteBelongsToTheName() throws Exception {
    assertThat(names("a\r\0b\nc\0\u00e9\0")).containsExactly("a\r", "b\nc", "\u00e9");
  }

  @Test
  void namesMayBeLongerThanAnyBuffer() throws Exception {
    String name = "n".repeat(200_000);
    assertThat(names("a\n" + name + "\nb")).containsExactly("a", name, "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void listsOfWindowsShellsAreDecodedWithAMarkOrWithout(String charset) throws Exception {
    String list = "/share/CT 1/IM.1\r\n/share/\u00e9t\u00e9\r\n";
    String[] expected = {"/share/CT 1/IM.1", "/share/\u00c3\u00a9t\u00c3\u00a9"};
    assertThat(names(("\uFEFF" + list).getBytes(Charset.forName(charset))))
        .containsExactly(expected);
    assertThat(names(list.getBytes(Charset.forName(charset)))).containsExactly(expected);
  }

  /** As Windows PowerShell's {@code >>} does behind a list in UTF-8. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 40, 41})
  void utf16BehindLinesOfUtf8IsRefused(int lines) {
    byte[] utf8 = "/share/CT/IM.1\n".repeat(lines).getBytes(StandardCharsets.UTF_8);
    byte[] utf16 = "/share/CT/IM.2\r\n".getBytes(StandardCharsets.UTF_16LE);
    byte[] both = Arrays.copyOf(utf8, utf8.length + utf16.length);
    System.arraycopy(utf16, 0, both, utf8.length, utf16.length);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> names(both))
        .withMessageContaining("NUL");
  }

  @Test
  void aListOfChineseNamesInUtf16IsDecoded() throws Exception {
    String list = "\u7814\u7a76\\\u56fe\u50cf\n".repeat(20);
    assertThat(names(list.getBytes(StandardCharsets.UTF_16LE))).hasSize(20);
  }

  @Test
  void namesOfOneLengthBetweenNulsAreNotTakenForUtf16() throws Exception {
    // Nine letters and a NUL: every NUL stands at an odd place, as in UTF-16.
    String list = "/ct/IM.01\0/ct/IM.02\0/ct/IM.03\0";
    assertThat(names(list)).containsExactly("/ct/IM.01", "/ct/IM.02", "/ct/IM.03");
  }

  @Test
  void aMarkBeforeNamesBetweenNulsIsDropped() throws Exception {
    assertThat(names("\u00ef\u00bb\u00bfab\0cd\0")).containsExactly("ab", "cd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b\0", "/\0", "ab\0\0cd\0\0", "\0\0\0\0"})
  void whatCouldBeMoreThanOneFormIsRefused(String list) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> names(list))
        .withMessageContaining("UTF-16");
  }

  @Test
  void aNulFarBehindTheFirstLinesIsRefusedByItsLine() {
    String list = "some name\n".repeat(10_000) + "a\0b\n";
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> names(list))
        .withMessageContaining("line 10001 ");
  }

  @Test
  void aListThatChangesItsCharsetIsRefusedByItsLine() {
    byte[] start = "name\r\n".repeat(20_000).getBytes(StandardCharsets.UTF_16LE);
    byte[] list = Arrays.copyOf(start, start.length + 1);
    list[start.length] = 'x';
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> names(list))
        .withMessageContaining("UTF-16LE")
        .withMessageContaining("after line 20000");
  }

  private static List<String> names(String list) throws Exception {
    return names(list.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<String> names(byte[] list) throws Exception {
    List<String> names = new ArrayList<>();
    ListedNames.read(
        new ByteArrayInputStream(list),
        name -> names.add(new String(name, StandardCharsets.ISO_8859_1)));
    return names;
  }
}
