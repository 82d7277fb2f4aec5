package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.BIG_ENDIAN;
import static io.github.dcmbulk.dicom.TestFile.DEFLATED;
import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.IMPLICIT;
import static io.github.dcmbulk.dicom.TestFile.JPEG_LOSSLESS;
import static io.github.dcmbulk.dicom.TestFile.ascii;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.uid;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verdicts on files whose group 0002 has no VRs, or that have elements between it and the data set.
 */
class FileMetaFixtureTest {
  private static final String SENT = "instance nonconforming";

  private static final String INSTANCE = "1.2.826.0.1.3680043.9.1.1";

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource({"fileMeta"})
  void givesTheVerdict(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
  }

  static Stream<Fixture> fileMeta() {
    return Stream.of(
        fixture(
            "group 0002 without VRs, implicit data",
            file(metaWithoutVr(IMPLICIT), data(ct(IMPLICIT))),
            SENT),
        fixture(
            "group 0002 without VRs, explicit data",
            file(metaWithoutVr(EXPLICIT), data(ct(EXPLICIT))),
            SENT),
        fixture(
            "group 0002 without VRs, big endian data",
            file(metaWithoutVr(BIG_ENDIAN), data(ct(BIG_ENDIAN))),
            SENT),
        fixture(
            "group 0002 without VRs, fragments",
            file(metaWithoutVr(JPEG_LOSSLESS), data(ct(JPEG_LOSSLESS))),
            SENT),
        fixture(
            "a second instance UID without VR behind group 0002",
            file(
                meta(IMPLICIT),
                withoutVr(Tag.META_SOP_INSTANCE, uid(INSTANCE)),
                data(ct(IMPLICIT))),
            SENT),
        fixture(
            "a second, other transfer syntax without VR behind group 0002",
            file(meta(EXPLICIT), withoutVr(Tag.TRANSFER_SYNTAX, uid(IMPLICIT)), data(ct(EXPLICIT))),
            SENT),
        fixture(
            "an empty element without VR behind group 0002",
            file(meta(IMPLICIT), withoutVr(0x00020013), data(ct(IMPLICIT))),
            SENT),
        fixture(
            "a command set before implicit data",
            file(meta(IMPLICIT), command(true), data(ct(IMPLICIT))),
            SENT),
        fixture(
            "a command set before explicit data",
            file(meta(EXPLICIT), command(true), data(ct(EXPLICIT))),
            SENT),
        fixture(
            "a command set before big endian data",
            file(meta(BIG_ENDIAN), command(true), data(ct(BIG_ENDIAN))),
            SENT),
        fixture(
            "a command set without its length",
            file(meta(IMPLICIT), command(false), data(ct(IMPLICIT))),
            SENT),
        fixture(
            "a command set before deflated data",
            file(meta(DEFLATED), command(true), data(ct(DEFLATED))),
            SENT),
        fixture(
            "a command set and nothing behind it", file(meta(IMPLICIT), command(true)), "corrupt"));
  }

  private static Fixture fixture(String name, byte[] content, String verdict) {
    return new Fixture(name, content, verdict, verdict);
  }

  private static byte[] file(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[128]);
    out.writeBytes(ascii("DICM"));
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] data(TestFile file) {
    return file.withoutPreamble().removeMeta().bytes();
  }

  private static byte[] meta(String syntax) {
    return group(Encoding.EXPLICIT_LITTLE, syntax);
  }

  private static byte[] metaWithoutVr(String syntax) {
    return group(Encoding.IMPLICIT_LITTLE, syntax);
  }

  private static byte[] group(Encoding encoding, String syntax) {
    ElementWriter body =
        new ElementWriter(encoding)
            .element(Tag.META_SOP_CLASS, "UI", uid(TestFile.CT))
            .element(Tag.META_SOP_INSTANCE, "UI", uid(INSTANCE))
            .element(Tag.TRANSFER_SYNTAX, "UI", uid(syntax))
            .element(0x00020012, "UI", uid("1.2.826.0.1.3680043.9.7"));
    return new ElementWriter(encoding)
        .header(Tag.META_GROUP_LENGTH, "UL", 4)
        .u32(body.bytes().length)
        .raw(body.bytes())
        .bytes();
  }

  private static byte[] withoutVr(int tag, byte... value) {
    return new ElementWriter(Encoding.IMPLICIT_LITTLE).element(tag, "UI", value).bytes();
  }

  private static byte[] command(boolean withLength) {
    ElementWriter body =
        new ElementWriter(Encoding.IMPLICIT_LITTLE)
            .element(0x00000002, "UI", uid(TestFile.CT))
            .header(0x00000100, "US", 2)
            .u16(1)
            .header(0x00000800, "US", 2)
            .u16(1)
            .element(0x00001000, "UI", uid(INSTANCE));
    return withLength
        ? new ElementWriter(Encoding.IMPLICIT_LITTLE)
            .header(0, "UL", 4)
            .u32(body.bytes().length)
            .raw(body.bytes())
            .bytes()
        : body.bytes();
  }
}
