package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.DEFLATED;
import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.RLE;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.text;
import static io.github.dcmbulk.dicom.TestFile.uid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFinding;
import io.github.dcmbulk.model.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationTest {
  private static final Pattern COPY_AGAIN = Pattern.compile("copy (the file|it) again");
  private static final DicomFileChecker CHECKER = new DicomFileChecker(CheckOptions.DEFAULT);

  @TempDir private Path folder;

  static Stream<Fixture> fixtures() {
    return Stream.of(
            StartFixtureTest.good(),
            StartFixtureTest.fileMeta(),
            StartFixtureTest.starts(),
            DataSetFixtureTest.identifiers(),
            DataSetFixtureTest.encodings(),
            OddFiles.fixtures(),
            StructureFixtureTest.structure(),
            PixelFixtureTest.pixels(),
            StructureFixtureTest.ends())
        .flatMap(fixtures -> fixtures);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void agreesWithTheCheckAndShowsNoPatient(Fixture fixture) throws IOException {
    SourceFile file = write(fixture.content().get());
    Explanation explanation = CHECKER.explain(file);
    assertThat(explanation.verdict()).isEqualTo(CHECKER.check(file, false));

    String verdict = Verdicts.name(explanation.verdict());
    boolean passes = verdict.equals("instance");
    assertThat(explanation.findings())
        .anyMatch(
            finding ->
                passes
                    || verdict.equals(finding.name())
                    || (verdict.equals("not-dicom") && "dicomdir".equals(finding.name())));
    for (String warning : explanation.verdict().warningNames()) {
      assertThat(explanation.findings()).anyMatch(finding -> warning.equals(finding.name()));
    }
    assertThat(explanation.findings().toString()).doesNotContain("INVENTED", "id-7", "etc/passwd");
  }

  @Test
  void namesPlaceAndRule() throws IOException {
    byte[] whole = TestFile.ct(TestFile.EXPLICIT).bytes();
    int pixels = whole.length - TestFile.PIXEL_BYTES;
    Explanation explanation = CHECKER.explain(write(Arrays.copyOf(whole, whole.length - 10)));
    CheckFinding last = explanation.findings().get(explanation.findings().size() - 1);
    assertThat(last)
        .isEqualTo(
            new CheckFinding(
                Check.STRUCTURE,
                CheckFinding.Outcome.FAILED,
                "truncated",
                pixels - 12,
                "(7FE0,0010)",
                "extends past the end of the file by 10 bytes",
                Check.STRUCTURE.advice()));
    assertThat(last.check().section()).isEqualTo("PS3.5 §7.1 and §7.5");
    assertThat(explanation.transferSyntax())
        .isEqualTo("Explicit VR Little Endian (1.2.840.10008.1.2.1)");
  }

  static Stream<Arguments> advices() {
    byte[] plain = ct(DEFLATED).notDeflated().bytes();
    byte[] implicit = ct(EXPLICIT).encoded(Encoding.IMPLICIT_LITTLE).bytes();
    byte[] whole = ct(EXPLICIT).bytes();
    return Stream.of(
        arguments(Check.INFLATE, plain, "not deflated, but written in Explicit", "-te +te -"),
        arguments(Check.INFLATE, ct(DEFLATED).withZlibHeader().bytes(), "zlib header", "head -c"),
        arguments(Check.ENCODING, implicit, "written Implicit VR Little Endian", "-ti +te -"),
        arguments(Check.ACCEPTED_SYNTAX, in(".1.98"), "Encapsulated Uncompressed", "2.1"),
        arguments(Check.ACCEPTED_SYNTAX, in(".4.100.1"), "Fragmentable MPEG2", "archive"),
        arguments(Check.ACCEPTED_SYNTAX, in(".4.106.1"), "Fragmentable MPEG-4", "archive"),
        arguments(Check.ACCEPTED_SYNTAX, in(".7.3"), "SMPTE ST 2110-30", "software"),
        arguments(Check.ACCEPTED_SYNTAX, in(".4.202"), "High-Throughput", "transfer-syntax=1.2"),
        arguments(Check.ACCEPTED_SYNTAX, in(".4.81"), "Near-Lossless", "dcmdjpls FILE"),
        arguments(Check.ACCEPTED_SYNTAX, in(".4.50"), "JPEG Baseline", "dcmdjpeg FILE"),
        arguments(Check.ACCEPTED_SYNTAX, in(".77"), "unknown (1.2.840.10008.1.2.77)", "UID"),
        arguments(Check.STRUCTURE, Arrays.copyOf(whole, whole.length - 9), "past", "copy the file"),
        arguments(Check.FRAMES, cutClip(), "1 code stream for 2 frames", "copy the file"));
  }

  private static byte[] in(String suffix) {
    return ct(EXPLICIT).meta(Tag.TRANSFER_SYNTAX, "UI", uid("1.2.840.10008.1.2" + suffix)).bytes();
  }

  private static byte[] cutClip() {
    byte[] clip = ct(RLE).put(Tag.NUMBER_OF_FRAMES, "IS", text("2")).bytes();
    return Arrays.copyOf(clip, clip.length - 8);
  }

  @ParameterizedTest
  @MethodSource("advices")
  void advisesWhatHelps(Check check, byte[] content, String found, String remedy)
      throws IOException {
    CheckFinding finding =
        CHECKER.explain(write(content)).findings().stream()
            .filter(f -> f.check() == check && f.outcome() != CheckFinding.Outcome.PASSED)
            .findFirst()
            .orElseThrow();
    assertThat(finding.detail()).contains(found);
    assertThat(finding.advice().remedy()).contains(remedy);
  }

  /** To copy the file again is advised only where something was, or may have been, truncated. */
  @ParameterizedTest
  @MethodSource("fixtures")
  void advisesToCopyAgainOnlyWhatIsCut(Fixture fixture) throws IOException {
    for (CheckFinding finding : CHECKER.explain(write(fixture.content().get())).findings()) {
      boolean found = finding.outcome() != CheckFinding.Outcome.PASSED;
      if (found && COPY_AGAIN.matcher(finding.advice().remedy()).find()) {
        assertThat(finding.name()).isIn("truncated", "empty", "bad-meta", "no-pixel-data");
      }
    }
  }

  private SourceFile write(byte[] content) throws IOException {
    return SourceFile.read(Files.write(folder.resolve("IM000001"), content));
  }
}
