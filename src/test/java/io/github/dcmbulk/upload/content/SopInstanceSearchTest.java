package io.github.dcmbulk.upload.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SopInstanceSearchTest {
  private static final byte[] EXPLICIT = {0x08, 0, 0x18, 0, 'U', 'I', 6, 0};
  private static final byte[] IMPLICIT = {0x08, 0, 0x18, 0, 6, 0, 0, 0};
  private static final byte[] BIG_ENDIAN = {0, 0x08, 0, 0x18, 'U', 'I', 0, 6};

  @Test
  void findsTheUidInEachEncoding() {
    for (byte[] element : new byte[][] {EXPLICIT, IMPLICIT, BIG_ENDIAN}) {
      assertThat(finds("1.2.3", element, "1.2.3\0")).isTrue();
      assertThat(finds("1.2.4", element, "1.2.3\0")).isFalse();
    }
  }

  @Test
  void thePaddingOfTheElementBeforeIsNoPartOfTheTag() {
    byte[] classUid = {'1', '.', '2', 0};
    for (byte[] element : new byte[][] {EXPLICIT, IMPLICIT}) {
      byte[] bytes = file(preambleAnd(classUid), element, "1.2.3\0");
      assertThat(SopInstanceSearch.finds("1.2.3", bytes, bytes.length)).isTrue();
    }
  }

  private static byte[] preambleAnd(byte[] element) {
    byte[] both = new byte[132 + element.length];
    System.arraycopy(element, 0, both, 132, element.length);
    return both;
  }

  @Test
  void aLongerUidIsAnotherOne() {
    assertThat(finds("1.2.3", EXPLICIT, "1.2.34")).isFalse();
    assertThat(finds("1.2.3", EXPLICIT, "1.2.3.4 ")).isFalse();
  }

  @Test
  void thePreambleDoesNotCount() {
    byte[] bytes = file(new byte[0], EXPLICIT, "1.2.3\0");
    assertThat(SopInstanceSearch.finds("1.2.3", bytes, bytes.length)).isFalse();
  }

  @Test
  void nothingIsFoundInNothing() {
    assertThat(SopInstanceSearch.finds("1.2.3", new byte[0], 0)).isFalse();
  }

  private static boolean finds(String uid, byte[] element, String value) {
    byte[] bytes = file(new byte[132], element, value);
    return SopInstanceSearch.finds(uid, bytes, bytes.length);
  }

  private static byte[] file(byte[] before, byte[] element, String value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before);
    out.writeBytes(element);
    out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }
}
