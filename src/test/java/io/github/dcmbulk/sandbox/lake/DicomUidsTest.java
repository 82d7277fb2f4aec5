package io.github.dcmbulk.sandbox.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.sandbox.Part10;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DicomUidsTest {
  private static final int UNDEFINED = -1;
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;

  @ParameterizedTest
  @ValueSource(
      strings = {
        Part10.IMPLICIT,
        Part10.EXPLICIT,
        Part10.BIG_ENDIAN,
        Part10.DEFLATED,
        "1.2.840.10008.1.2.4.70"
      })
  void uidsAreFoundInEveryHeaderEncoding(String transferSyntax) throws IOException {
    byte[] file = Part10.instance(transferSyntax, "1.2.3", "1.2.3.40", "1.2.3.40.5");

    assertThat(read(file))
        .contains(new DicomUids("1.2.3", "1.2.3.40", "1.2.3.40.5", transferSyntax));
  }

  @Test
  void sequencesOfUndefinedLengthAreSteppedOver() throws IOException {
    byte[] file =
        new Part10(Part10.EXPLICIT)
            .uid(0x00080018, "1.5")
            .header(0x00081140, "SQ", UNDEFINED)
            .delimiter(ITEM, UNDEFINED)
            .uid(0x0020000D, "9.9.9")
            .header(0x00081199, "SQ", UNDEFINED)
            .delimiter(SEQUENCE_END, 0)
            .delimiter(ITEM_END, 0)
            .delimiter(ITEM, 0)
            .delimiter(SEQUENCE_END, 0)
            .studyAndSeries("1.3", "1.4")
            .file();

    assertThat(read(file)).contains(new DicomUids("1.3", "1.4", "1.5", Part10.EXPLICIT));
  }

  @Test
  void unknownVrOfUndefinedLengthHoldsImplicitVr() throws IOException {
    byte[] inner = new Part10(Part10.IMPLICIT).uid(0x00080100, "7.7").dataSet();
    Part10 outer =
        new Part10(Part10.EXPLICIT)
            .uid(0x00080018, "1.5")
            .header(0x00091010, "UN", UNDEFINED)
            .delimiter(ITEM, inner.length);
    for (byte octet : inner) {
      outer.raw(octet);
    }
    byte[] file = outer.delimiter(SEQUENCE_END, 0).studyAndSeries("1.3", "1.4").file();

    assertThat(read(file)).contains(new DicomUids("1.3", "1.4", "1.5", Part10.EXPLICIT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "../1", "1/2", "1.2 3", "1.2\\3", "", "1.2.x"})
  void uidsThatAreNoFileNamesAreRefused(String uid) throws IOException {
    assertThat(read(Part10.instance(uid, "1.4", "1.5"))).isEmpty();
    assertThat(read(Part10.instance("1.3", uid, "1.5"))).isEmpty();
    assertThat(read(Part10.instance("1.3", "1.4", uid))).isEmpty();
  }

  @Test
  void anyCutOfTheHeadIsNoInstance() throws IOException {
    byte[] file = Part10.instance("1.3", "1.4", "1.5");
    for (int length = 0; length < file.length - 4; length++) {
      assertThat(read(Arrays.copyOf(file, length))).as("first %d bytes", length).isEmpty();
    }
  }

  private static Optional<DicomUids> read(byte[] file) throws IOException {
    return DicomUids.read(new ByteArrayInputStream(file));
  }
}
