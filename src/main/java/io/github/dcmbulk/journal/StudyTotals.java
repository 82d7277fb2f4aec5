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
 * @param interrupted how many of them have nothing left to send but what was sent before: their
 *     delivery was interrupted, or a pause broke it
 * @param apart how many of those went in parts that the service does not take together: nothing of
 *     them is sent again by itself
 * @param oldest when the incomplete one was found first that waits longest; null if none does
 */
public record StudyTotals(
    RunResult.Studies studies,
    List<IncompleteStudy> named,
    long interrupted,
    long apart,
    @Nullable Instant oldest) {
  /** How many studies are named. */
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
