package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the packaged program writes what, without a terminal. */
class OutputIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path directory;
  private Checkout checkout;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    checkout.sample("archive");
  }

  @Test
  void fullDiskIsSaidAndAClosedPipeIsNot() throws Exception {
    Ended full = shell("dcmbulk check --quiet archive >/dev/full; echo $? >exit");
    assertThat(Files.readString(directory.resolve("exit"))).isEqualTo("1\n");
    assertThat(full.err()).contains("standard output could not be written").contains("(try: ");

    Ended cut = shell("dcmbulk check --quiet --output csv archive | head -1");
    assertThat(cut.out().lines()).hasSize(1);
    assertThat(cut.err()).isEmpty();
  }

  @Test
  void textAndJsonShowTheSameOfOneRun() throws Exception {
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"), "--fault", "slow-down:20%")) {
      Checkout configured = checkout.with(sandbox.variables());

      Ended text = configured.dcmbulk("upload", "--force", "--progress", "json", "archive");
      JsonNode again =
          MAPPER.readTree(configured.dcmbulk("upload", "--output", "json", "archive").out());

      assertThat(text.exit()).isEqualTo(6);
      assertThat(text.out())
          .containsPattern("Delivered +" + again.path("instances").path("alreadyUploaded") + " ")
          .containsPattern("not DICOM +" + again.path("files").path("notDicom") + " ")
          .containsPattern("duplicate +" + again.path("instances").path("duplicate") + " ")
          .containsPattern("truncated +" + again.path("rejections").path("truncated") + " ")
          .contains(again.path("files").path("found") + " found, ")
          .contains(again.path("studies").path("complete") + " complete");
      assertAllJson(text.err());
    }
  }

  @Test
  void logOfACronJobReadsWell() throws Exception {
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Ended ended = checkout.with(sandbox.variables()).dcmbulk("upload", "archive");

      String stamp = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d) ";
      assertThat(ended.err().lines())
          .isNotEmpty()
          .allMatch(line -> line.matches(stamp + "\\P{Cntrl}+"))
          .anyMatch(line -> line.contains("all files checked: 16 files found, 16 checked"));
      assertThat(ended.out()).startsWith("Run ").contains("(exit 6).");
    }
  }

  private static void assertAllJson(String lines) throws IOException {
    List<String> all = lines.lines().toList();
    assertThat(all).isNotEmpty();
    for (String line : all) {
      JsonNode event = MAPPER.readTree(line);
      assertThat(event.path("event").asText()).isNotEmpty();
      assertThat(event.path("time").asText()).isNotEmpty();
    }
    JsonNode last = MAPPER.readTree(all.get(all.size() - 1));
    assertThat(last.path("event").asText()).isEqualTo("progress");
    assertThat(last.path("instances").path("uploaded").asLong()).isEqualTo(13);
    assertThat(lines.toLowerCase(Locale.ROOT)).doesNotContain("sample^", "x-amz-signature");
  }

  /** Runs a line in which {@code dcmbulk} is the program under test. */
  private Ended shell(String line) throws IOException, InterruptedException {
    ProcessBuilder builder = checkout.builder("dcmbulk");
    String program = builder.command().get(0);
    builder.command("sh", "-c", "dcmbulk() { '" + program + "' \"$@\"; }; " + line);
    Path out = directory.resolve("shell.out");
    Path err = directory.resolve("shell.err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return Checkout.finish(new Checkout.Running(process, out, err));
  }
}
