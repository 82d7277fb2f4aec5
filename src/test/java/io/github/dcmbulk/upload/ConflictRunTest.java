package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.upload.settings.StudyRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is sent of files under one SOP Instance UID. */
@Timeout(300)
class ConflictRunTest {
  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
  }

  @Test
  void equalBytesAreSentOnce() throws Exception {
    r.instance("a/one", "1.1", "1.1.1", "x");
    r.instance("b/copy", "1.1", "1.1.1", "x");
    RunResult result = r.run();
    assertThat(r.service.sops()).containsExactly("1.1.1");
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(1, 0, 1, 0, 0, 0, 0));
    assertThat(result.exit()).isZero();
    RunResult again = r.run();
    assertThat(again.instances()).isEqualTo(new RunResult.Instances(0, 1, 1, 0, 0, 0, 0));
  }

  @Test
  void theCopyWithTheLaterPathIsTheDuplicateWhicheverIsFoundFirst() throws Exception {
    Path copy = r.instance("b/copy", "1.1", "1.1.1", "x");
    r.instance("a/one", "1.1", "1.1.1", "x");
    r.run(r.root.resolve("b"), r.root.resolve("a"));
    assertThat(r.events(UploadEvent.InstanceSettled.class))
        .filteredOn(event -> event.state() == FileState.DUPLICATE)
        .singleElement()
        .satisfies(event -> assertThat(event.file().path()).isEqualTo(copy));
  }

  @Test
  void otherBytesUnderOneUidAreAConflictAndNoneIsSent() throws Exception {
    r.instance("a", "1.1", "1.1.1", "x");
    r.instance("b", "1.1", "1.1.1", "y");
    r.instance("c", "1.1", "1.1.2", "x");
    RunResult result = r.run();
    assertThat(r.service.sops()).containsExactly("1.1.2");
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(1, 0, 0, 2, 0, 0, 0));
    assertThat(result.exit()).isEqualTo(ExitCode.REJECTED.code());
    assertThat(result.incomplete()).hasSize(1);
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(0, 1, 0, 2, 0, 0, 0));
    assertThat(r.service.stored).hasSize(1);
  }

  @Test
  void oneUidInTwoStudiesIsAConflict() throws Exception {
    r.instance("a/1", "1.1", "9.9", "x");
    r.instance("b/1", "1.2", "9.9", "x");
    assertThat(r.run().instances().conflict()).isEqualTo(2);
    assertThat(r.service.stored).isEmpty();
  }

  @Test
  void newestSendsTheLatestModified() throws Exception {
    r.age(r.instance("a", "1.1", "1.1.1", "old"), Duration.ofHours(2));
    r.age(r.instance("b", "1.1", "1.1.1", "new"), Duration.ofHours(1));
    r.rules = with(StudyRules.OnConflict.NEWEST);
    RunResult result = r.run();
    assertThat(r.service.stored).hasSize(1);
    assertThat(r.service.stored.get(0).text()).endsWith("new");
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(1, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void allSendsEachTheLaterOnesAfterTheOverwriteWindow() throws Exception {
    r.instance("a", "1.1", "1.1.1", "first");
    r.instance("b", "1.1", "1.1.1", "second");
    r.instance("c", "1.1", "1.1.2", "other");
    r.rules = with(StudyRules.OnConflict.ALL);
    RunResult result = r.run();
    assertThat(r.service.sops()).containsExactlyInAnyOrder("1.1.1", "1.1.2", "1.1.1");
    Duration between = Duration.between(r.service.stored.get(1).at(), r.service.stored.get(2).at());
    assertThat(between).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(result.instances().uploaded()).isEqualTo(3);
    assertThat(result.exit()).isZero();
  }

  @Test
  void allSendsTheVersionsOfTwoStudiesInOneRun() throws Exception {
    r.instance("a", "1.1", "1.1.1", "first");
    r.instance("b", "1.2", "1.1.1", "second");
    r.rules = with(StudyRules.OnConflict.ALL);
    RunResult result = r.run();
    assertThat(r.service.sops()).containsExactly("1.1.1", "1.1.1");
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(2, 0, 0, 0, 0, 0, 0));
    assertThat(result.studies().complete()).isEqualTo(2);
  }

  @Test
  void aDryRunExpectsAllVersionsAndTheirDuplicatesAsTheRun() throws Exception {
    r.instance("a", "1.1", "1.1.1", "first");
    r.instance("b", "1.1", "1.1.1", "second");
    r.instance("c", "1.1", "1.1.1", "second");
    r.rules = with(StudyRules.OnConflict.ALL);
    r.dryRun = true;
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(0, 0, 1, 0, 0, 0, 2));
    r.dryRun = false;
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(2, 0, 1, 0, 0, 0, 0));
  }

  private static StudyRules with(StudyRules.OnConflict policy) {
    StudyRules d = StudyRules.DEFAULT;
    return new StudyRules(d.delivery(), d.gap(), d.overwriteWindow(), d.minAge(), policy);
  }

  @Test
  void aFileThatWasOnlyTouchedIsNotSentAgain() throws Exception {
    Path file = r.instance("a", "1.1", "1.1.1", "x");
    r.run();
    r.age(file, Duration.ofMinutes(1));
    RunResult again = r.run();
    assertThat(again.instances()).isEqualTo(new RunResult.Instances(0, 1, 0, 0, 0, 0, 0));
    assertThat(r.service.stored).hasSize(1);
    assertThat(again.studies().complete()).isEqualTo(1);
  }

  @Test
  void aFileThatChangedSinceItWasDeliveredIsAConflict() throws Exception {
    r.instance("a", "1.1", "1.1.1", "x");
    r.run();
    r.pass(Duration.ofMinutes(2));
    r.age(r.instance("a", "1.1", "1.1.1", "changed"), Duration.ofMinutes(1));
    RunResult again = r.run();
    assertThat(again.instances()).isEqualTo(new RunResult.Instances(0, 0, 0, 1, 0, 0, 0));
    assertThat(r.service.stored).hasSize(1);
  }

  @Test
  void aCopyThatWasNotWholeWhenItWasDeliveredIsSentAgain() throws Exception {
    r.age(r.instance("a", "1.1", "1.1.1", "half"), Duration.ofDays(9000));
    r.instance("b", "1.1", "1.1.2", "x");
    r.run();
    r.pass(Duration.ofMinutes(2));
    r.age(r.instance("a", "1.1", "1.1.1", "whole"), Duration.ofDays(700));
    RunResult again = r.run();
    assertThat(again.instances()).isEqualTo(new RunResult.Instances(2, 0, 0, 0, 0, 0, 0));
    assertThat(again.studies()).isEqualTo(new RunResult.Studies(1, 1, 0));
    assertThat(again.exit()).isZero();
    assertThat(r.service.sops().subList(2, 4)).containsExactlyInAnyOrder("1.1.1", "1.1.2");
    assertThat(Duration.between(r.service.stored.get(1).at(), r.service.stored.get(2).at()))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(r.events(UploadEvent.Notice.class))
        .extracting(UploadEvent.Notice::text)
        .anyMatch(text -> text.contains("in/a was still being copied when it was delivered"));
  }

  @Test
  void changedContentIsSentWhenTheNewestWins() throws Exception {
    r.instance("a", "1.1", "1.1.1", "x");
    r.run();
    r.pass(Duration.ofHours(1));
    r.instance("a", "1.1", "1.1.1", "changed");
    r.rules = with(StudyRules.OnConflict.NEWEST);
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
    assertThat(r.service.stored).hasSize(2);
  }

  @Test
  void theCopyGoesWhenTheFirstFileVanishes() throws Exception {
    Path first = r.instance("a/1", "1.1", "1.1.1", "x");
    r.instance("b/1", "1.1", "1.1.1", "x");
    r.service.fault = text -> new PutOutcome.Refused("http-503", false, "busy", 8);
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(0, 0, 1, 0, 0, 1, 0));
    Files.delete(first);
    r.service.fault = text -> null;
    r.pass(Duration.ofMinutes(10));
    RunResult result = r.run();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(1, 0, 0, 0, 0, 0, 0));
    Sums.assertMatch(result);
  }

  @Test
  void aCopyThatVanishesDoesNotSendItsStudyAgain() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    Path copy = r.instance("b/1", "1.1", "1.1.1", "x");
    r.instance("c/1", "1.1", "1.1.1", "x");
    r.run();
    assertThat(r.service.stored).hasSize(1);
    Files.delete(copy);
    r.pass(Duration.ofMinutes(10));

    RunResult result = r.run(r.root.resolve("b"));

    assertThat(r.service.stored).hasSize(1);
    assertThat(result.files().found()).isZero();
    assertThat(r.run().studies()).isEqualTo(new RunResult.Studies(1, 1, 0));
    assertThat(r.service.stored).hasSize(1);
  }
}
