package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads the studies of a list only, and reports on studies. */
class ListedStudiesIT {
  private static final String LIST =
      """
      StudyInstanceUID,AccessionNumber,PatientID,StudyDate,NumberOfStudyRelatedInstances
      1.2.1,ACC1SECRET,PAT1SECRET,2024-01-31,2
      1.2.2,ACC2SECRET,PAT9SECRET,2024-01-31,2
      ,ACC4SECRET,,,1
      """;

  @TempDir private Path directory;
  private Path lake;
  private Sandbox sandbox;
  private Checkout checkout;

  @BeforeEach
  void startSandbox() throws Exception {
    lake = directory.resolve("lake");
    Checkout bare = Checkout.underTest(directory);
    sandbox = Sandbox.start(lake);
    checkout = bare.with(sandbox.variables());
    Path archive = directory.resolve("archive");
    write(archive, 1, 2);
    write(archive, 2, 2);
    write(archive, 3, 1);
    write(archive, 4, 1);
    Files.writeString(directory.resolve("wave.csv"), LIST);
  }

  private static void write(Path archive, int study, int instances) throws Exception {
    for (int i = 0; i < instances; i++) {
      TinyDicom.write(
          archive.resolve(study + "/" + i + ".dcm"),
          "1.2." + study,
          "1.2." + study + ".1." + i,
          "ACC" + study + "SECRET",
          "PAT" + study + "SECRET",
          "20240131");
    }
  }

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  private RunJson upload(int exit, String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "upload",
                "--output",
                "json",
                "--journal",
                "journal.db",
                "--log-file",
                "run.log",
                "--report",
                "run.html",
                "--report",
                "run.csv"));
    arguments.addAll(List.of(options));
    arguments.add("archive");
    return RunJson.of(checkout.dcmbulk(arguments.toArray(new String[0])), exit);
  }

  private String report(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("report", "--journal", "journal.db", "--all"));
    arguments.addAll(List.of(options));
    Ended ended = checkout.dcmbulk(arguments.toArray(new String[0]));
    assertThat(ended.exit()).as(ended.err()).isZero();
    return ended.out();
  }

  @Test
  void onlyListedStudiesAreSentAndThoseThatDifferAreHeld() throws Exception {
    RunJson first = upload(0, "--studies", "wave.csv");

    assertThat(first.instances("uploaded")).isEqualTo(3);
    assertThat(first.instances("held")).isEqualTo(2);
    assertThat(first.json().at("/files/excluded").asLong()).isEqualTo(1);
    assertThat(lake.resolve("1.2.1")).exists();
    assertThat(lake.resolve("1.2.4")).exists();
    assertThat(lake.resolve("1.2.2")).doesNotExist();
    assertThat(lake.resolve("1.2.3")).doesNotExist();
    assertThat(report()).contains("held,mismatched", "excluded,studies");
    Ended compared =
        checkout.dcmbulk("reconcile", "--journal", "journal.db", "--output", "json", "wave.csv");
    assertThat(compared.exit()).isEqualTo(6);
    JsonNode result = new ObjectMapper().readTree(compared.out());
    assertThat(result.path("complete").asInt()).isEqualTo(2);
    assertThat(result.path("mismatched").asInt()).isEqualTo(1);
    assertThat(result.path("studies").get(0).path("reason").asText())
        .isEqualTo("its files name another patient ID");

    assertThat(upload(0, "--studies", "wave.csv").instances("held")).isEqualTo(2);
    RunJson sent = upload(0, "--studies", "wave.csv", "--send-mismatched");
    assertThat(sent.instances("uploaded")).isEqualTo(2);
    assertThat(upload(0).instances("uploaded")).isEqualTo(1);
    Files.delete(directory.resolve("wave.csv"));
    assertThat(withSecrets()).isEmpty();
  }

  /** Files of dcmbulk with values that only the list and the instances may contain. */
  private List<Path> withSecrets() throws Exception {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean isInstance = file.toString().endsWith(".dcm");
        if (!isInstance && Files.readString(file, StandardCharsets.ISO_8859_1).contains("SECRET")) {
          found.add(file);
        }
      }
    }
    return found;
  }

  @Test
  void aListThatCannotBeReadWholeSendsNothing() throws Exception {
    Files.writeString(directory.resolve("wave.csv"), LIST + "Total,,,,5\n");

    Ended ended =
        checkout.dcmbulk("upload", "--journal", "journal.db", "--studies", "wave.csv", "archive");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("line 5 of wave.csv cannot be read");
    assertThat(Audit.uploads(lake)).isEmpty();
  }

  @Test
  void studiesAndMonthsAreReportedAsRowsAndAsText() throws Exception {
    Files.write(directory.resolve("archive/1/cut.dcm"), new byte[] {0});
    upload(0, "--studies", "wave.csv");

    String[] lines = report("--level", "study").split("\r\n");
    assertThat(lines[0])
        .isEqualTo(
            "studyInstanceUid,studyDate,modalities,series,found,delivered,rejected,failed,waiting,"
                + "bytes,state,firstSentAt,lastSentAt,delivery,waived");
    Arrays.sort(lines, 1, lines.length);
    assertThat(lines[1]).startsWith("1.2.1,20240131,SR,1,2,2,0,0,0,").endsWith(",1,false");
    assertThat(lines[2]).startsWith("1.2.2,20240131,SR,1,2,0,0,0,2,0,incomplete,,,0,false");
    assertThat(lines).hasSize(4);
    JsonNode months = new ObjectMapper().readTree(report("--level", "month", "--format", "json"));
    assertThat(months).hasSize(1);
    assertThat(months.get(0).path("month").asText()).isEqualTo("2024-01");
    assertThat(months.get(0).path("sent").asInt()).isEqualTo(3);
    assertThat(report("--level", "month", "--format", "text"))
        .containsPattern("2024-01 +SR +3 +3 ");
    assertThat(report("--level", "study", "--format", "text"))
        .containsPattern("20240131 +SR +2 +2 +0 +0 +complete +1\\.2\\.1");
    checkout.dcmbulk(
        "report", "--journal", "journal.db", "--level", "study", "--report", "studies.jsonl");
    assertThat(Files.readAllLines(directory.resolve("studies.jsonl"))).hasSize(3);
  }
}
