package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.upload.settings.StudyRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Studies that are held because a file of theirs is young. */
@Timeout(300)
class StudyAgeRunTest {
  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
  }

  @Test
  void aYoungStudyIsHeldForALaterRun() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.age(r.instance("s/2", "1.1", "1.1.2", "x"), Duration.ofMinutes(1));
    r.instance("t/1", "1.2", "1.2.1", "x");
    StudyRules d = StudyRules.DEFAULT;
    r.rules =
        new StudyRules(
            d.delivery(), d.gap(), d.overwriteWindow(), Duration.ofMinutes(10), d.onConflict());
    RunResult result = r.run();
    assertThat(r.service.sops()).containsExactly("1.2.1");
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(1, 0, 0, 0, 2, 0, 0));
    assertThat(result.exit()).isZero();
    r.pass(Duration.ofMinutes(10));
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(2, 1, 0, 0, 0, 0, 0));
  }

  private StudyRules minAge(Duration age) {
    StudyRules d = StudyRules.DEFAULT;
    return new StudyRules(d.delivery(), d.gap(), d.overwriteWindow(), age, d.onConflict());
  }

  @Test
  void aDateInTheFutureHoldsNothing() throws Exception {
    r.age(r.instance("s/1", "1.1", "1.1.1", "x"), Duration.ofDays(-40000));
    r.age(r.instance("t/1", "1.2", "1.2.1", "x"), Duration.ofMinutes(-7));
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(2, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void aDateInTheFutureIsYoungFromTheFirstLookOn() throws Exception {
    r.rules = minAge(Duration.ofMinutes(10));
    r.age(r.instance("s/1", "1.1", "1.1.1", "x"), Duration.ofDays(-40000));
    r.instance("s/2", "1.1", "1.1.2", "x");
    RunResult first = r.run();
    assertThat(first.instances()).isEqualTo(new RunResult.Instances(0, 0, 0, 0, 2, 0, 0));
    assertThat(first.exit()).isZero();
    assertThat(first.incomplete().get(0).why())
        .isEqualTo(
            ("2 held until 2026-11-23T20:10:00Z, as %s is younger than --min-age (its date is in"
                    + " the future: counted from when it was first seen)")
                .formatted(r.root.toRealPath().resolve("s/1")));
    r.pass(Duration.ofMinutes(9));
    assertThat(r.run().instances().held()).isEqualTo(2);
    r.pass(Duration.ofMinutes(1));
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(2, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void aDateThatWasPutRightHoldsNothingAnyMore() throws Exception {
    r.rules = minAge(Duration.ofMinutes(10));
    Path file = r.instance("s/1", "1.1", "1.1.1", "x");
    r.age(file, Duration.ofDays(-40000));
    assertThat(r.run().instances().held()).isEqualTo(1);
    r.age(file, Duration.ofHours(1));
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
  }

  @Test
  void aFileThatChangedAfterItsModificationTimeIsYoung() throws Exception {
    r.rules = minAge(Duration.ofMinutes(10));
    Path file = r.instance("s/1", "1.1", "1.1.1", "a copy in progress");
    FileTime changed = FileTime.from(r.now().minusSeconds(60));
    r.changes.put(Files.size(file), changed);
    assertThat(r.run().instances().held()).isEqualTo(1);
    r.pass(Duration.ofMinutes(5));
    // Its content changed; size and date did not.
    r.changes.put(Files.size(file), FileTime.from(r.now().minusSeconds(60)));
    r.pass(Duration.ofMinutes(6));
    assertThat(r.run().instances().held()).isEqualTo(1);
    r.pass(Duration.ofMinutes(6));
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
  }
}
