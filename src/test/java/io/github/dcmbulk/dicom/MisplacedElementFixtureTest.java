package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.BIG_ENDIAN;
import static io.github.dcmbulk.dicom.TestFile.DEFLATED;
import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.IMPLICIT;
import static io.github.dcmbulk.dicom.TestFile.JPEG_LOSSLESS;
import static io.github.dcmbulk.dicom.TestFile.ascii;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.text;
import static io.github.dcmbulk.dicom.TestFile.uid;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on elements after the pixel data, and on records of a DICOMDIR. */
class MisplacedElementFixtureTest {
  private static final String SENT = "instance nonconforming";

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource({"order", "directories"})
  void givesTheVerdict(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
  }

  static Stream<Fixture> order() {
    return Stream.of(
        behindPixels("identifiers behind the pixel data, explicit", EXPLICIT),
        behindPixels("identifiers behind the pixel data, implicit", IMPLICIT),
        behindPixels("identifiers behind the pixel data, big endian", BIG_ENDIAN),
        behindPixels("identifiers behind the pixel data, deflated", DEFLATED),
        behindPixels("identifiers behind fragments", JPEG_LOSSLESS),
        new Fixture(
            "text behind the pixel data, implicit",
            ct(IMPLICIT).append(ascii("and so on, in plain text")),
            "instance trailing-bytes",
            "instance"));
  }

  static Stream<Fixture> directories() {
    return Stream.of(
        new Fixture("directory records, explicit", directory(EXPLICIT), "not-dicom"),
        new Fixture("directory records, implicit", directory(IMPLICIT), "not-dicom"),
        new Fixture(
            "directory records as UN",
            ct(EXPLICIT).put(Tag.DIRECTORY_RECORDS, "UN", items()),
            "not-dicom"),
        new Fixture(
            "directory records in an unsupported syntax",
            directory(EXPLICIT).meta(Tag.TRANSFER_SYNTAX, "UI", uid("1.2.3")),
            "not-dicom"),
        new Fixture(
            "directory records without group 0002", directory(EXPLICIT).removeMeta(), "not-dicom"),
        new Fixture(
            "directory records without preamble",
            directory(IMPLICIT).withoutPreamble().removeMeta(),
            "not-dicom"),
        new Fixture(
            "directory records inside an item",
            ct(EXPLICIT)
                .write(
                    0x00081140,
                    o ->
                        o.sequence(
                            0x00081140,
                            "SQ",
                            true,
                            new ElementWriter(o.encoding()).element(Tag.DIRECTORY_RECORDS, "SQ"))),
            "instance"));
  }

  private static TestFile directory(String syntax) {
    return ct(syntax)
        .put(0x00041130, "CS", text("ARCHIVE"))
        .put(0x00041200, "UL", new byte[4])
        .put(0x00041202, "UL", new byte[4])
        .write(
            Tag.DIRECTORY_RECORDS,
            o ->
                o.sequence(
                    Tag.DIRECTORY_RECORDS,
                    "SQ",
                    false,
                    new ElementWriter(o.encoding()).element(0x00041430, "CS", text("PATIENT"))));
  }

  private static Fixture behindPixels(String name, String syntax) {
    TestFile file =
        ct(syntax)
            .remove(Tag.STUDY)
            .remove(Tag.SERIES)
            .write(
                0x7FE1FFFF,
                o ->
                    o.element(Tag.STUDY, "UI", uid("1.2.826.0.1.3680043.9.1"))
                        .element(Tag.SERIES, "UI", uid("1.2.826.0.1.3680043.9.1.2")));
    return new Fixture(name, file, SENT);
  }

  /** An implicit item of undefined length, and the sequence's delimiter. */
  private static byte[] items() {
    return new ElementWriter(Encoding.IMPLICIT_LITTLE)
        .item(Tag.ITEM, -1)
        .element(0x00080050, "SH", text("four"))
        .item(Tag.ITEM_END, 0)
        .item(Tag.SEQUENCE_END, 0)
        .bytes();
  }
}
