package io.github.dcmbulk.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleArchiveTest {
  @TempDir Path temp;

  @Test
  void theSummaryCountsWhatWasWritten() throws IOException {
    SampleArchive.Summary summary = SampleArchive.write(temp);
    Map<String, byte[]> files = read(temp);

    assertThat(files).hasSize(summary.files());
    assertThat(files.values().stream().mapToLong(content -> content.length).sum())
        .isEqualTo(summary.bytes());
    assertThat(
            summary.instances() + summary.duplicates() + summary.truncated() + summary.notDicom())
        .isEqualTo(summary.files());
    assertThat(files.values().stream().filter(SampleArchiveTest::isPart10))
        .hasSize(summary.files() - summary.notDicom());
  }

  @Test
  void theSameSeedGivesTheSameFiles() throws IOException {
    SampleArchive.write(temp.resolve("a"), 5);
    SampleArchive.write(temp.resolve("b"), 5);
    SampleArchive.write(temp.resolve("c"), 6);

    Map<String, byte[]> first = read(temp.resolve("a"));
    assertThat(read(temp.resolve("b"))).containsExactlyEntriesOf(first);
    assertThat(read(temp.resolve("c")).get("README.txt")).isEqualTo(first.get("README.txt"));
    assertThat(read(temp.resolve("c")).get("old backup/CT.0001 (copy).dcm"))
        .isNotEqualTo(first.get("old backup/CT.0001 (copy).dcm"));
  }

  @Test
  void theLayoutIsAwkwardAsRealOnesAre() throws IOException {
    SampleArchive.write(temp);
    List<String> names = List.copyOf(read(temp).keySet());

    assertThat(names)
        .anyMatch(name -> name.contains(" "))
        .anyMatch(name -> !name.substring(name.lastIndexOf("/") + 1).contains("."))
        .anyMatch(name -> name.contains("Schädel") || name.contains("Schaedel"));
  }

  @Test
  void oneFileIsTheCopyOfAnother() throws IOException {
    SampleArchive.write(temp);
    Map<String, byte[]> files = read(temp);
    byte[] copy = files.remove("old backup/CT.0001 (copy).dcm");

    assertThat(files.values()).filteredOn(content -> Arrays.equals(content, copy)).hasSize(1);
  }

  @Test
  void patientsAreInvented() throws IOException {
    SampleArchive.write(temp);
    for (byte[] content : read(temp).values()) {
      if (isPart10(content)) {
        assertThat(new String(content, StandardCharsets.ISO_8859_1))
            .contains("SAMPLE^")
            .contains("2.25.")
            .contains("19000101");
      }
    }
  }

  @Test
  void runLengthsCanBeDecoded() {
    byte[] pixels = new byte[300 * 4];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 300 < 150 ? 7 : i * i / 3);
    }
    byte[] fragment = RunLengths.encode(pixels, 300);

    assertThat(fragment.length).isEven();
    assertThat(Arrays.copyOf(fragment, 8)).containsExactly(1, 0, 0, 0, 64, 0, 0, 0);
    assertThat(decode(fragment, pixels.length)).isEqualTo(pixels);
  }

  /** As PS3.5 §G.3.2 describes it. */
  private static byte[] decode(byte[] fragment, int length) {
    byte[] pixels = new byte[length];
    int at = 64;
    for (int i = 0; i < length; ) {
      int n = fragment[at++];
      int count = n >= 0 ? n + 1 : 1 - n;
      for (int j = 0; j < count; j++) {
        pixels[i++] = n >= 0 ? fragment[at++] : fragment[at];
      }
      at += n >= 0 ? 0 : 1;
    }
    return pixels;
  }

  private static boolean isPart10(byte[] content) {
    return content.length > 132
        && new String(content, 128, 4, StandardCharsets.ISO_8859_1).equals("DICM");
  }

  private static Map<String, byte[]> read(Path directory) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString().replace('\\', '/');
        files.put(name, Files.readAllBytes(file));
      }
    }
    return new TreeMap<>(files);
  }
}
