package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.RunResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Content of a journal.
 *
 * @param files files by state
 * @param uploadedBytes bytes of the uploaded instances
 * @param rejections rejected files by the code of the reason
 * @param studies studies by completeness
 * @param incomplete studies that are not complete, at most a hundred
 * @param runs the last ten runs, newest first
 * @param progress progress of the current run; null if there is none, or it has not recorded any
 *     yet
 * @param hosts the processes that share the current run; empty if it cannot be shared
 * @param holder who holds the journal now, as {@code pid 123 on host}; null when it is free
 */
public record JournalSummary(
    Map<FileState, Long> files,
    long uploadedBytes,
    Map<String, Long> rejections,
    RunResult.Studies studies,
    List<RunResult.IncompleteStudy> incomplete,
    List<RunLine> runs,
    @Nullable RunProgress progress,
    @Nullable String holder,
    List<HostShare> hosts) {

  /**
   * One run.
   *
   * @param name the run's name
   * @param started when it began
   * @param finished when it ended; null when it was killed or still runs
   * @param exit its exit code; null when it was killed or still runs
   * @param uploaded instances it uploaded
   * @param dryRun whether it sent nothing on purpose
   */
  public record RunLine(
      String name,
      Instant started,
      @Nullable Instant finished,
      @Nullable Integer exit,
      long uploaded,
      boolean dryRun) {}
}
