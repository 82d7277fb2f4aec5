package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.COMPREHENSIVE_SR;
import static io.github.dcmbulk.dicom.TestFile.DEFLATED;
import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.IMPLICIT;
import static io.github.dcmbulk.dicom.TestFile.JPEG_LOSSLESS;
import static io.github.dcmbulk.dicom.TestFile.ascii;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.sr;
import static io.github.dcmbulk.dicom.TestFile.uid;

import io.github.dcmbulk.dicom.syntax.Tag;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on good files, and on deviations in what precedes the data set. */
class StartFixtureTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource({"good", "fileMeta", "starts"})
  void givesTheVerdict(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
  }

  static Stream<Fixture> good() {
    Stream<Fixture> images =
        CheckOptions.SERVICE_TRANSFER_SYNTAXES.stream()
            .map(syntax -> new Fixture("image in " + syntax, ct(syntax), "instance"));
    Stream<Fixture> reports =
        Stream.of(IMPLICIT, EXPLICIT, TestFile.BIG_ENDIAN, DEFLATED)
            .flatMap(
                syntax ->
                    Stream.of(
                        new Fixture("report in " + syntax, sr(syntax, true), "instance"),
                        new Fixture(
                            "defined lengths in " + syntax, sr(syntax, false), "instance")));
    return Stream.concat(images, reports);
  }

  static Stream<Fixture> fileMeta() {
    return Stream.of(
        new Fixture("group length too small", ct(EXPLICIT).groupLength(10), "instance"),
        new Fixture("group length too large", ct(EXPLICIT).groupLength(0xFFFFFFFEL), "instance"),
        new Fixture(
            "group length absent",
            ct(EXPLICIT).meta(Tag.META_GROUP_LENGTH, "UL").removeMeta(Tag.META_GROUP_LENGTH),
            "instance"),
        new Fixture(
            "group length as UN",
            ct(EXPLICIT).meta(Tag.META_GROUP_LENGTH, "UN", new byte[4]),
            "instance"),
        new Fixture("version absent", ct(EXPLICIT).removeMeta(0x00020001), "instance"),
        new Fixture(
            "private information",
            ct(EXPLICIT)
                .meta(0x00020100, "UI", uid("1.2.826.0.1.3680043.9"))
                .meta(0x00020102, "OB", new byte[70_000]),
            "instance"),
        new Fixture(
            "SOP Instance UID differs",
            ct(EXPLICIT).meta(Tag.META_SOP_INSTANCE, "UI", uid("1.2.3")),
            "instance meta-mismatch"),
        new Fixture(
            "SOP Class UID differs",
            ct(EXPLICIT).meta(Tag.META_SOP_CLASS, "UI", uid(COMPREHENSIVE_SR)),
            "instance meta-mismatch"),
        new Fixture(
            "transfer syntax padded with spaces",
            ct(EXPLICIT).meta(Tag.TRANSFER_SYNTAX, "UI", ascii(EXPLICIT + "   ")),
            "instance"),
        new Fixture("no transfer syntax", ct(EXPLICIT).removeMeta(Tag.TRANSFER_SYNTAX), "bad-meta"),
        new Fixture(
            "empty transfer syntax", ct(EXPLICIT).meta(Tag.TRANSFER_SYNTAX, "UI"), "bad-meta"),
        new Fixture(
            "unknown transfer syntax",
            ct(EXPLICIT).meta(Tag.TRANSFER_SYNTAX, "UI", uid("1.2.3.4")),
            "unsupported-transfer-syntax"),
        new Fixture(
            "JPEG Baseline",
            ct(JPEG_LOSSLESS).meta(Tag.TRANSFER_SYNTAX, "UI", uid("1.2.840.10008.1.2.4.50")),
            "unsupported-transfer-syntax"),
        new Fixture("no group 0002", ct(EXPLICIT).removeMeta(), "bad-meta"),
        new Fixture(
            "cut in group 0002", Arrays.copyOf(ct(EXPLICIT).bytes(), 200), "bad-meta", "bad-meta"),
        new Fixture(
            "nothing after group 0002",
            ct(EXPLICIT).removeFrom(0).bytes(),
            "truncated",
            "truncated"),
        new Fixture(
            "media directory found by the walk",
            ct(EXPLICIT).meta(Tag.META_SOP_CLASS, "UI", uid("1.2.840.10008.1.3.10")),
            "not-dicom"));
  }

  static Stream<Fixture> starts() {
    return Stream.of(
        new Fixture("TIFF preamble", ct(EXPLICIT).preamble("II*\0"), "instance"),
        new Fixture(
            "ELF preamble", ct(EXPLICIT).preamble("\u007fELF"), "instance executable-preamble"),
        new Fixture("PE preamble", ct(EXPLICIT).preamble("MZ"), "instance executable-preamble"),
        new Fixture(
            "script preamble", ct(EXPLICIT).preamble("#!/bin/sh"), "instance executable-preamble"),
        new Fixture("no preamble", ct(EXPLICIT).withoutPreamble(), "bad-meta no-preamble"),
        new Fixture(
            "data set only", ct(IMPLICIT).withoutPreamble().removeMeta(), "bad-meta no-preamble"),
        new Fixture(
            "big endian data set only",
            ct(TestFile.BIG_ENDIAN).withoutPreamble().removeMeta(),
            "bad-meta no-preamble"),
        new Fixture("a stray leading byte", strayByte(), "not-dicom", "not-dicom"),
        new Fixture("text", ascii("Findings: none.\n".repeat(50)), "not-dicom", "not-dicom"),
        new Fixture("zeros", new byte[4096], "not-dicom", "not-dicom"),
        new Fixture("one byte", new byte[1], "not-dicom", "not-dicom"),
        new Fixture(
            "preamble and prefix only", Arrays.copyOf(ct(EXPLICIT).bytes(), 132), "empty", "empty"),
        new Fixture("no byte, with a name like DICOM's", new byte[0], "empty", "empty"));
  }

  private static byte[] strayByte() {
    byte[] dataSet = ct(EXPLICIT).withoutPreamble().removeMeta().bytes();
    byte[] shifted = new byte[dataSet.length + 1];
    System.arraycopy(dataSet, 0, shifted, 1, dataSet.length);
    return shifted;
  }
}
