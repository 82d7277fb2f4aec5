package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the archive's list to the signature, with a journal in a file and in a database. */
@Timeout(900)
class SignOffIT extends ListedArchive {
  private JsonNode reconcile(int exit, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("--output", "json", "pacs.csv"));
    words.addAll(0, List.of(options));
    Ended ended = dcmbulk(exit, "reconcile", words.toArray(String[]::new));
    return new ObjectMapper().readTree(ended.out());
  }

  private static List<String> states(JsonNode result) {
    List<String> states = new ArrayList<>();
    for (JsonNode study : result.path("studies")) {
      states.add(study.path("studyInstanceUid").asText() + " " + study.path("state").asText());
    }
    return states;
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void aListIsDeliveredComparedWaivedAndSigned(Store store) throws Exception {
    if (store == Store.DATABASE) {
      journal = TestDatabase.create().uri();
    }
    String[] wave = {"--output", "json", "--studies", "pacs.csv", "archive"};
    RunJson first = RunJson.of(dcmbulk(6, "upload", wave), 6);
    assertThat(first.instances("uploaded")).isEqualTo(5);
    assertThat(first.instances("held")).isEqualTo(2);
    assertThat(first.files("excluded")).isEqualTo(2);

    assertThat(states(reconcile(6)))
        .containsExactlyInAnyOrder("1.2.2 mismatched", "1.2.3 rejected", "1.2.9 missing");
    String studies = dcmbulk(0, "report", "--all", "--level", "study").out();
    assertThat(studies)
        .contains("1.2.1,20240131,SR,1,2,2,0,0,0,")
        .contains("1.2.2,20240131,SR,1,2,0,0,0,2,")
        .contains("1.2.3,20240229,SR,1,3,2,1,0,0,");
    JsonNode months =
        new ObjectMapper()
            .readTree(dcmbulk(0, "report", "--all", "--level", "month", "--format", "json").out());
    assertThat(months).hasSize(2);
    assertThat(months.get(1).path("month").asText()).isEqualTo("2024-02");
    assertThat(months.get(1).path("delivered").asInt()).isEqualTo(2);

    dcmbulk(0, "waive", "--reason-code", "truncated", "--reason", "cut at the source");
    dcmbulk(0, "waive", "--study", "1.2.9", "--reason", "tape lost", "--by", "A. Smith");
    RunJson waived = RunJson.of(dcmbulk(0, "upload", wave), 0);
    assertThat(waived.files("rejected")).isEqualTo(1);
    assertThat(waived.json().path("waived").asLong()).isEqualTo(1);
    assertThat(waived.json().path("remarks").toString())
        .contains("1 rejected file or conflict is waived");
    assertThat(states(reconcile(6))).contains("1.2.2 mismatched");
    assertThat(reconcile(6).path("open").asInt()).isEqualTo(1);

    RunJson.of(dcmbulk(0, "upload", with(wave, "--send-mismatched")), 0);
    dcmbulk(0, "waive", "--study", "1.2.2", "--reason", "the list is right", "--by", "B. Jones");
    JsonNode done = reconcile(0, "--report", "sign-off.html");
    assertThat(done.path("waived").asInt()).isEqualTo(3);
    assertThat(done.path("open").asInt()).isZero();
    assertThat(Files.readString(directory.resolve("sign-off.html")))
        .contains("Every study of the list is delivered or waived", "A. Smith", "tape lost");

    // When the waiver is undone, it is exit code 6 again.
    dcmbulk(0, "waive", "--undo", "1");
    RunJson.of(dcmbulk(6, "upload", wave), 6);
    assertThat(reconcile(6).path("open").asInt()).isEqualTo(1);
  }

  @Test
  void aWaivedPathTakesExitCodeSixAwayAndNoOtherFileDoes() throws Exception {
    RunJson.of(dcmbulk(6, "upload", "--output", "json", "archive"), 6);
    dcmbulk(0, "waive", "--path", "archive/3/0.dcm", "--reason", "another one");
    RunJson.of(dcmbulk(6, "upload", "--output", "json", "archive"), 6);
    dcmbulk(0, "waive", "--path", "archive/3/cut.dcm", "--reason", "cut");
    RunJson.of(dcmbulk(0, "upload", "--output", "json", "archive"), 0);
  }
}
