package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.RunResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records facts, progress and result of a run. Thread-safe. */
public final class RunRecorder {
  private final GroupCommit writer;
  private final long run;
  private final @Nullable SharedRun shared;

  RunRecorder(GroupCommit writer, long run, @Nullable SharedRun shared) {
    this.shared = shared;
    this.writer = writer;
    this.run = run;
  }

  /**
   * Records who runs this, and how.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void describe(RunFacts facts) throws JournalException, InterruptedException {
    writer.submit(session -> RunRows.begin(session.pipeline(), run, facts));
  }

  /**
   * Records how many instances were in flight.
   *
   * @param at end of the interval of which {@code mean} is the mean
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void sample(Instant at, double mean) throws JournalException, InterruptedException {
    writer.submit(session -> RunRows.sample(session.pipeline(), run, at, mean));
  }

  /**
   * Merges the samples so far in pairs.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void thinSamples() throws JournalException, InterruptedException {
    writer.submit(session -> RunRows.thin(session.connection(), run));
  }

  /**
   * Records what a user changed during the run.
   *
   * @param key unique in the run; changes are shown in the order of their keys
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void changed(String key, String text) throws JournalException, InterruptedException {
    writer.submit(session -> RunRows.change(session.pipeline(), run, key, text));
  }

  /**
   * Records the progress; only the last record is kept, and none after the end of the run.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void progress(RunProgress progress) throws JournalException, InterruptedException {
    long process = shared == null ? 0 : shared.lease().host();
    writer.submit(session -> RunRows.progress(session.pipeline(), run, process, progress));
  }

  /**
   * Records how the run ended; committed on return.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void finish(RunResult result) throws JournalException, InterruptedException {
    writer.commit(
        session -> {
          // The last process of a shared run ends it.
          if (shared == null || shared.leave(session.pipeline())) {
            RunRows.end(session.pipeline(), run, result);
          }
        });
  }
}
