package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.journal.RunRecord;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.read.JournalStatistics;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.Pace;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the throughput of the newest run that allows an estimate for the next. */
public final class LastRunThroughput {
  /** Number of runs that are searched for one that sent something. */
  private static final int RUNS = 50;

  /** A shorter run, or one that sent less, consists mostly of warm-up. */
  private static final Duration ENOUGH = Duration.ofSeconds(10);

  private static final long ENOUGH_INSTANCES = 100;

  private LastRunThroughput() {}

  /** The pace of the newest run in that journal that allows an estimate; null if there is none. */
  public static @Nullable Pace in(JournalStore journal) {
    try (JournalReader reader = JournalReader.open(journal);
        JournalStatistics statistics = reader.statistics(null)) {
      List<RunRecord> runs = statistics.runs(RUNS).items();
      for (int i = runs.size() - 1; i >= 0; i--) {
        Pace pace = of(runs.get(i));
        if (pace != null) {
          return pace;
        }
      }
      return null;
    } catch (DcmbulkException e) {
      // A missing estimate is no reason for an error: the run itself succeeded.
      return null;
    }
  }

  static @Nullable Pace of(RunRecord run) {
    if (run.finished() == null || run.uploaded() < ENOUGH_INSTANCES) {
      return null;
    }
    Duration took = Duration.between(run.started(), run.finished());
    long bytes = run.facts().count("bytes.uploaded");
    return took.compareTo(ENOUGH) < 0 || bytes == 0
        ? null
        : new Pace(run.name(), run.uploaded(), bytes, took);
  }
}
