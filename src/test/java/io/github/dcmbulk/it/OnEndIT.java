package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of {@code --on-end} (docs/behaviour.md, "The end of a run for other programs"). */
class OnEndIT {
  @TempDir private Path directory;
  private Checkout checkout;
  private Sandbox sandbox;

  @BeforeEach
  void start() throws Exception {
    checkout = Checkout.underTest(directory);
    String[] sample = {"--studies", "5", "--instances", "2", "--size", "1KiB", "archive"};
    checkout.sample(sample);
    sandbox = Sandbox.start(directory.resolve("lake"));
    Map<String, String> variables = new HashMap<>(sandbox.variables());
    variables.put("PGPASSWORD", "a-password");
    checkout = checkout.with(variables);
  }

  @AfterEach
  void stop() throws Exception {
    sandbox.close();
  }

  private JsonNode received() throws Exception {
    return new ObjectMapper().readTree(Files.readString(directory.resolve("result.json")));
  }

  @Test
  void resultIsPrintedWithoutSecrets() throws Exception {
    String program = "cat > result.json; env > env.txt; echo mail sent; echo and noted >&2";
    Ended ended =
        checkout.dcmbulk(
            "upload", "--output", "json", "--on-end", program, "--log-file", "run.log", "archive");

    JsonNode printed = RunJson.of(ended, 0).json();
    assertThat(received()).isEqualTo(printed);
    assertThat(ended.err()).contains("mail sent", "and noted");
    assertThat(Files.readString(directory.resolve("env.txt")))
        .doesNotContain("CLIENT_SECRET", "a-password");
    assertThat(Files.readString(directory.resolve("run.log")))
        .contains("--on-end was run")
        .doesNotContain("mail sent");
  }

  @Test
  void itsFailureIsReportedAndChangesNothing() throws Exception {
    Ended ended = checkout.dcmbulk("upload", "--output", "json", "--on-end", "exit 7", "archive");

    assertThat(RunJson.of(ended, 0).instances("uploaded")).isEqualTo(10);
    assertThat(ended.err()).contains("warning: --on-end ended with exit code 7");
  }

  @Test
  void itIsRunAfterASignalAsWell() throws Exception {
    Checkout.Running running =
        checkout.start(
            "dcmbulk",
            "upload",
            "--limit-requests",
            "1/s",
            "--on-end",
            "cat > result.json",
            "archive");
    Path audit = directory.resolve("lake/audit.jsonl");
    Until.holds(() -> Files.exists(audit) && Files.size(audit) > 0);
    running.process().destroy();

    assertThat(Checkout.finish(running).exit()).isEqualTo(143);
    assertThat(received().path("exit").asInt()).isEqualTo(143);
  }

  @Test
  void aReportThatCannotBeWrittenIsInTheResult() throws Exception {
    Path reports = Files.createDirectory(directory.resolve("reports"));
    Checkout.Running running =
        checkout.start(
            "dcmbulk",
            "upload",
            "--output",
            "json",
            "--limit-requests",
            "5/s",
            "--report",
            "reports/run.csv",
            "--on-end",
            "cat > result.json",
            "archive");
    Path audit = directory.resolve("lake/audit.jsonl");
    Until.holds(() -> Files.exists(audit) && Files.size(audit) > 0);
    Files.delete(reports);

    Ended ended = Checkout.finish(running);
    assertThat(ended.err()).contains("a report could not be written");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(new ObjectMapper().readTree(ended.out()).path("exit").asInt()).isEqualTo(1);
    assertThat(received().path("exit").asInt()).isEqualTo(1);
  }

  @Test
  void dryRunRunsNoCommandAtItsEnd() throws Exception {
    Ended ended =
        checkout.dcmbulk("upload", "--dry-run", "--on-end", "cat > result.json", "archive");

    assertThat(ended.exit()).isZero();
    assertThat(directory.resolve("result.json")).doesNotExist();
  }
}
