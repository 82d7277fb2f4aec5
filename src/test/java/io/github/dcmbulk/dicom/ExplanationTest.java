package io.github.dcmbulk.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationTest {
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
  void tellsTheSameAsTheCheckAndShowsNoPatient(Fixture fixture) throws IOException {
    SourceFile file = write(fixture.content().get());
    Explanation explanation = CHECKER.explain(file);
    assertThat(explanation.verdict()).isEqualTo(CHECKER.check(file, true));

    String verdict = Verdicts.name(explanation.verdict());
    boolean passes = verdict.equals("instance");
    assertThat(explanation.findings())
        .anyMatch(finding -> passes || verdict.equals(finding.name()));
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
    Finding last = explanation.findings().get(explanation.findings().size() - 1);
    assertThat(last)
        .isEqualTo(
            new Finding(
                Check.STRUCTURE,
                Finding.Outcome.FAILED,
                "truncated",
                pixels - 12,
                "(7FE0,0010)",
                "runs past the end of the file by 10 bytes",
                Check.STRUCTURE.advice()));
    assertThat(last.check().section()).isEqualTo("PS3.5 §7.1 and §7.5");
    assertThat(explanation.transferSyntax())
        .isEqualTo("Explicit VR Little Endian (1.2.840.10008.1.2.1)");
  }

  private SourceFile write(byte[] content) throws IOException {
    return SourceFile.read(Files.write(folder.resolve("IM000001"), content));
  }
}
