package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The instances to be sent, by modality, year of study and size class. */
class InventoryIT {
  @TempDir private Path directory;
  private Checkout checkout;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    tiny("a/1", "1.1", "1.1.1", "20190131");
    tiny("a/2", "1.1", "1.1.2", "20190131");
    tiny("b/1", "1.2", "1.2.1", "20211231");
    tiny("c/1", "1.3", "1.3.1", "sometime");
    // The same bytes again are a duplicate, which is not sent.
    tiny("c/2", "1.3", "1.3.1", "sometime");
    String[] sample = {"--studies", "2", "--instances", "3", "--size", "300KiB"};
    checkout.sample(with(sample, "archive/large"));
  }

  private void tiny(String name, String study, String instance, String date) throws Exception {
    TinyDicom.write(
        directory.resolve("archive/" + name + ".dcm"), study, instance, "A", "P" + study, date);
  }

  private static String[] with(String[] words, String... more) {
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  private JsonNode forecast(String journal) throws Exception {
    Ended ended =
        checkout.dcmbulk(
            "upload", "--dry-run", "--journal", journal, "--output", "json", "archive");
    return RunJson.of(ended, 0).json().path("forecast");
  }

  @Test
  void aDryRunAndACheckAddUpWhatIsToBeSent() throws Exception {
    JsonNode forecast = forecast("journal.db");
    JsonNode inventory = forecast.path("inventory");

    assertThat(lines(inventory.path("modalities"), "modality"))
        .contains("SR: 3 studies, 4 instances")
        .contains(": 2 studies, 6 instances");
    assertThat(lines(inventory.path("years"), "year"))
        .contains("2021: 1 studies, 1 instances", "2019: 1 studies, 2 instances")
        .contains("null: 1 studies, 1 instances");
    assertThat(lines(inventory.path("sizes"), "sizeBelow"))
        .isEqualTo("100000: 3 studies, 4 instances; 1000000: 2 studies, 6 instances; ");
    for (String part : new String[] {"modalities", "years", "sizes", "rows"}) {
      assertThat(sum(inventory.path(part), "instances"))
          .as(part)
          .isEqualTo(forecast.path("instances").asLong())
          .isEqualTo(10);
      assertThat(sum(inventory.path(part), "bytes"))
          .as(part)
          .isEqualTo(forecast.path("bytes").asLong());
    }

    Ended check = checkout.dcmbulk("check", "--output", "json", "archive");
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(new ObjectMapper().readTree(check.out()).path("inventory")).isEqualTo(inventory);
    assertThat(forecast(TestDatabase.create().uri()).path("inventory")).isEqualTo(inventory);
  }

  @Test
  void aDryRunPrintsItAsTables() throws Exception {
    Ended ended = checkout.dcmbulk("upload", "--dry-run", "--journal", "journal.db", "archive");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out())
        .containsPattern("Modality +studies +instances +bytes")
        .containsPattern("SR +3 +4 ")
        .containsPattern("2019 +1 +2 ")
        .containsPattern("unknown +1 +1 ")
        .containsPattern("below 100 kB +3 +4 ")
        .containsPattern("100 kB to 1 MB +2 +6 +1\\.8 MB");
  }

  @Test
  void whatIsDeliveredIsInNoInventory() throws Exception {
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Ended first =
          checkout
              .with(sandbox.variables())
              .dcmbulk("upload", "--journal", "journal.db", "--modality", "SR", "archive");
      assertThat(first.exit()).as(first.err()).isZero();
    }

    JsonNode forecast = forecast("journal.db");
    assertThat(forecast.path("instances").asLong()).isEqualTo(6);
    assertThat(lines(forecast.at("/inventory/modalities"), "modality")).doesNotContain("SR");
  }

  private static String lines(JsonNode lines, String value) {
    StringBuilder text = new StringBuilder();
    for (JsonNode line : lines) {
      text.append(line.path(value).asText())
          .append(": ")
          .append(line.path("studies").asLong())
          .append(" studies, ")
          .append(line.path("instances").asLong())
          .append(" instances; ");
    }
    return text.toString();
  }

  private static long sum(JsonNode lines, String field) {
    long sum = 0;
    for (JsonNode line : lines) {
      sum += line.path(field).asLong();
    }
    return sum;
  }
}
