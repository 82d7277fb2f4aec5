package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.RunResult;

/** The sums of a result (docs/behaviour.md, "States and sums"). */
final class Sums {
  private Sums() {}

  static void assertMatch(RunResult result) {
    RunResult.Files f = result.files();
    RunResult.Instances i = result.instances();
    assertThat(f.notDicom() + f.excluded() + f.unreadable() + f.rejected() + f.instances())
        .isEqualTo(f.found());
    assertThat(
            i.uploaded()
                + i.alreadyUploaded()
                + i.duplicate()
                + i.conflict()
                + i.held()
                + i.failed()
                + i.pending())
        .isEqualTo(f.instances());
    RunResult.Studies s = result.studies();
    assertThat(s.complete() + s.completeExceptRejected() + s.incomplete()).isEqualTo(s.found());
  }
}
