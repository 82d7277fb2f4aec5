package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparison of the source's list with the journal, with the packaged program. */
class ReconcileIT {
  @TempDir private Path directory;
  private ReconcileFixture reconciliation;

  @BeforeEach
  void prepare() {
    reconciliation = new ReconcileFixture(directory);
  }

  @Test
  void aCompleteListEndsWithZeroAndAMissingCountIsSaid() throws Exception {
    reconciliation.aFewStudies();

    Ended ended = reconciliation.reconcile("study_iuid\tstudy_date\n1.1\t2024-01-31\n1.2\t\n");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("Every listed study is delivered.")
        .containsPattern("delivered +2 +the list gives no count");
  }

  @Test
  void heldStudiesWaitAndRefusedOnesAreRejectedWithTheirReason() throws Exception {
    reconciliation.aFewStudies();

    Ended ended =
        reconciliation.reconcile(
            "StudyInstanceUID,instances\n1.3,2\n1.5,3\n1.4,1\n", "--output", "csv");

    assertThat(ended.exit()).isEqualTo(6);
    assertThat(ended.out())
        .contains("1.3,waiting,2,2,1,0,1,2,")
        .contains("1.5,rejected,3,3,1,2,0,3,")
        .contains("1 rejected (truncated)")
        .contains("1.1,unlisted,,2,2,0,0,,")
        .doesNotContain("\n1.4");
  }

  @Test
  void aStudyUnderTwoPatientsIsOneAndItsCountsAreAdded() throws Exception {
    try (JournalRows rows = new JournalRows(directory.resolve("journal.db"))) {
      rows.study("1.1", "A1", "P1", null, 5, 0, 0, 0);
    }

    Ended ended =
        reconciliation.reconcile(
            "StudyInstanceUID,PatientID,instances\n1.1,P1,2\n1.1,P2,3\n1.1,P1,2\n",
            "--output",
            "json");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ReconcileFixture.json(ended).path("listed").asInt()).isEqualTo(1);
    assertThat(ReconcileFixture.json(ended).path("listDuplicates").asInt()).isEqualTo(1);
  }

  @Test
  void aListShorterThanExpectedIsNoVerdict() throws Exception {
    reconciliation.aFewStudies();

    Ended ended = reconciliation.reconcile("StudyInstanceUID\n1.1\n", "--expected", "2");

    assertThat(ended.exit()).isEqualTo(4);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("lists 1 study, and --expected is 2");
  }

  @Test
  void whatIsWaivedIsShownAndNoLongerOpen() throws Exception {
    reconciliation.aFewStudies();
    String list = "StudyInstanceUID,instances\n1.1,2\n1.5,3\n1.9,1\n";
    assertThat(reconciliation.reconcile(list).exit()).isEqualTo(6);

    String[] missing = {"--study", "1.9", "--reason", "tape lost", "--by", "A. Smith"};
    assertThat(reconciliation.waive(missing).out()).contains("study 1.9: tape lost", "by A. Smith");
    reconciliation.waive("--reason-code", "truncated", "--reason", "cut at the source");
    assertThat(reconciliation.reconcileFile().exit()).isEqualTo(6);
    reconciliation.waive("--reason-code", "failed", "--reason", "too old");
    Ended done = reconciliation.reconcileFile("--output", "json");
    assertThat(done.exit()).as(done.err()).isZero();
    assertThat(ReconcileFixture.json(done).path("waived").asInt()).isEqualTo(2);
    assertThat(ReconcileFixture.json(done).path("missing").asInt()).isEqualTo(1);

    assertThat(reconciliation.waive("--undo", "1").exit()).isZero();
    assertThat(reconciliation.waive("--undo", "1").exit()).isEqualTo(2);
    assertThat(reconciliation.reconcileFile().exit()).isEqualTo(6);
    JsonNode listed = ReconcileFixture.json(reconciliation.waive("--list", "--output", "json"));
    assertThat(listed).hasSize(3);
    assertThat(listed.get(0).path("undoneAt").isNull()).isFalse();
  }

  @Test
  void aPageWithOpenItemsDoesNotLookLikeOneWithout() throws Exception {
    reconciliation.aFewStudies();
    String list = "StudyInstanceUID,instances\n1.1,2\n1.9,1\n";
    assertThat(reconciliation.reconcile(list, "--report", "open.html").exit()).isEqualTo(6);
    reconciliation.waive("--study", "1.9", "--reason", "tape lost", "--by", "A. Smith");
    reconciliation.waive("--study", "1.5", "--reason", "not needed", "--by", "A. Smith");
    assertThat(reconciliation.reconcileFile("--report", "done.html", "--report", "done.csv").exit())
        .isZero();

    String open = Files.readString(directory.resolve("open.html"));
    String done = Files.readString(directory.resolve("done.html"));
    assertThat(open)
        .contains("Open: 1 listed study", "They are not accepted while", "no file of it was found");
    assertThat(open.split("class=\"verdict bad\"", -1)).hasSize(3);
    assertThat(done)
        .contains("Every study of the list is delivered or waived", "tape lost", "A. Smith")
        .doesNotContain("Open: ", "not accepted");
    assertThat(Files.readString(directory.resolve("done.csv"))).contains("1.9,missing,1,0,0,0,0,");
  }
}
