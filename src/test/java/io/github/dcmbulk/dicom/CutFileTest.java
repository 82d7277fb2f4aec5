package io.github.dcmbulk.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A truncated file is never an instance, unless it ends between two elements. */
class CutFileTest {
  private static final FileChecker CHECKER = new DicomFileChecker(CheckOptions.DEFAULT);

  @TempDir private Path folder;

  static Stream<Map.Entry<String, TestFile>> files() {
    Stream<Map.Entry<String, TestFile>> images =
        CheckOptions.SERVICE_TRANSFER_SYNTAXES.stream()
            .map(syntax -> Map.entry("image " + syntax, TestFile.ct(syntax)));
    Stream<Map.Entry<String, TestFile>> reports =
        Stream.of(TestFile.IMPLICIT, TestFile.EXPLICIT, TestFile.BIG_ENDIAN, TestFile.DEFLATED)
            .flatMap(
                syntax ->
                    Stream.of(
                        Map.entry("report " + syntax, TestFile.sr(syntax, true)),
                        Map.entry("defined " + syntax, TestFile.sr(syntax, false))));
    Stream<Map.Entry<String, TestFile>> padded =
        Stream.of(TestFile.IMPLICIT, TestFile.EXPLICIT, TestFile.BIG_ENDIAN)
            .map(
                syntax ->
                    Map.entry(
                        "padded " + syntax,
                        TestFile.ct(syntax)
                            .put(0xCB0D1001, "SS", new byte[2])
                            .put(0xFFFCFFFC, "OB", new byte[] {1, 2, 3, 4})));
    Stream<Map.Entry<String, TestFile>> waveforms =
        Stream.of(TestFile.IMPLICIT, TestFile.EXPLICIT, TestFile.BIG_ENDIAN)
            .map(
                syntax ->
                    Map.entry(
                        "waveform " + syntax,
                        TestFile.sr(syntax, true).put(0x54000100, "SQ").put(0x60000010, "US")));
    return Stream.of(images, reports, padded, waveforms).flatMap(s -> s);
  }

  @ParameterizedTest
  @MethodSource("files")
  void endsInsideAnElement(Map.Entry<String, TestFile> named) throws IOException {
    TestFile file = named.getValue();
    byte[] whole = file.bytes();
    Path path = folder.resolve("cut");
    assertThat(Verdicts.text(Verdicts.of(CHECKER, path, whole))).isEqualTo("instance");

    List<Integer> wronglyPassed = new ArrayList<>();
    for (int length = whole.length - 1; length >= 0; length--) {
      Verdict verdict = Verdicts.of(CHECKER, path, Arrays.copyOf(whole, length));
      boolean betweenElements = file.elementStarts().contains(length);
      if (verdict.kind() == Verdict.Kind.INSTANCE && !betweenElements) {
        wronglyPassed.add(length);
      }
    }
    assertThat(wronglyPassed).isEmpty();
  }
}
