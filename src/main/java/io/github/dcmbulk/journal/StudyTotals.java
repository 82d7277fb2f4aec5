package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Studies by completeness.
 *
 * @param studies how many of each kind
 * @param named those that are not complete, at most {@value #NAMED}
 * @param interrupted studies of which only instances that were sent before are to be sent: their
 *     delivery was interrupted
 * @param apart studies among those that were sent in parts that the service does not process
 *     together: nothing of them is sent again without a request of the user
 * @param oldest when the longest waiting incomplete study was first found; null for none
 */
public record StudyTotals(
    RunResult.Studies studies,
    List<IncompleteStudy> named,
    long interrupted,
    long apart,
    @Nullable Instant oldest) {
  /** Number of studies that are named. */
  public static final int NAMED = 100;

  /** Copies the list. */
  public StudyTotals {
    named = List.copyOf(named);
  }

  /** Nothing is known. */
  public static StudyTotals none() {
    return new StudyTotals(new RunResult.Studies(0, 0, 0, 0), List.of(), 0, 0, null);
  }
}
