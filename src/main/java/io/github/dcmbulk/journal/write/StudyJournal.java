package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.StudyCounts;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.StudyTotals;
import io.github.dcmbulk.journal.read.UnfinishedStudies;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import io.github.dcmbulk.journal.write.rows.RunContext;
import io.github.dcmbulk.journal.write.rows.StudyRows;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The studies of a run: their deliveries, and until when they wait. Thread-safe.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read or written, and
 * {@link InterruptedException} when the run is being stopped.
 */
public final class StudyJournal {
  private final RunContext run;
  private final GroupCommit writer;

  StudyJournal(RunContext run, GroupCommit writer) {
    this.run = run;
    this.writer = writer;
  }

  /** How many studies the run has found and delivered so far. */
  public StudyCounts counts() {
    return run.studies().counts();
  }

  /** Begins a delivery of the study; committed on return. */
  public void open(long study, long delivery, Instant now)
      throws JournalException, InterruptedException {
    open(study, delivery, new StudyTimes(now, null), false, false);
  }

  /**
   * Begins or continues a delivery of the study; committed on return.
   *
   * @param now the time, as that of the last PUT
   * @param continues whether the service still processes it together with what was sent before
   * @param apart whether it is sent in parts that the service does not process together
   */
  public void open(long study, long delivery, StudyTimes now, boolean continues, boolean apart)
      throws JournalException, InterruptedException {
    open(study, delivery, now, continues, apart, Duration.ZERO).await();
  }

  /**
   * The same, not yet committed on return.
   *
   * @param urls for how long URLs may be used from now on, for other processes
   */
  public Commit open(
      long study, long delivery, StudyTimes now, boolean continues, boolean apart, Duration urls)
      throws JournalException, InterruptedException {
    return writer.begin(
        session -> {
          if (session.held().contain(study)) {
            if (!session.isUnfiledSettled()) {
              session.unfiled().settle(study);
            }
            session.studies().open(study, delivery, now, continues, apart);
            session.held().extendHorizon(study, urls);
          }
        });
  }

  /**
   * Records that a delivery continues; committed on return. After a kill the journal says when the
   * service may have stored an instance last.
   *
   * @param outcome the problem of the delivery so far; OPEN for none
   */
  public void beat(long study, StudyTimes times, StudyState.Outcome outcome)
      throws JournalException, InterruptedException {
    commitIfHeld(study, session -> session.studies().beat(study, times, outcome));
  }

  /**
   * Records the present time as that of the study's last PUT, and that the whole study must be sent
   * again, because a clock was wrong; committed on return.
   */
  public void forgetTime(long study, StudyTimes now) throws JournalException, InterruptedException {
    commitIfHeld(study, session -> session.studies().forgetTime(study, now));
  }

  /**
   * Ends a delivery and takes the study from the queue, unless it was found again since; committed
   * on return.
   *
   * @param seen number of the directory that it was last found in when the delivery began
   * @param outcome result of the delivery; COMPLETE only if every instance was delivered
   * @return what is missing from the study; null if it is complete
   */
  public @Nullable IncompleteStudy close(
      long study, long seen, StudyTimes times, StudyState.Outcome outcome)
      throws JournalException, InterruptedException {
    // Null if nothing was written; true also if the answer to the COMMIT was lost.
    AtomicReference<@Nullable Boolean> isUnfinished = new AtomicReference<>();
    commitIfHeld(
        study,
        session -> {
          isUnfinished.set(true);
          session.studies().close(study, times, outcome);
          session.studies().dequeue(study, seen);
          UnfinishedStudies.isUnfinished(session.pipeline(), study, isUnfinished::set);
        });
    if (!Boolean.TRUE.equals(isUnfinished.get())) {
      return null;
    }
    AtomicReference<@Nullable IncompleteStudy> lacking = new AtomicReference<>();
    writer.commit(session -> lacking.set(lacking(session, study)));
    return lacking.get();
  }

  /**
   * Ends a delivery because this process ends before its run does: the study stays in the queue,
   * where another process can take it at once; in one transaction.
   */
  public @Nullable IncompleteStudy closeForOthers(
      long study, StudyTimes times, StudyState.Outcome outcome)
      throws JournalException, InterruptedException {
    AtomicReference<@Nullable IncompleteStudy> lacking = new AtomicReference<>();
    commitIfHeld(
        study,
        session -> {
          session.studies().close(study, times, outcome);
          lacking.set(lacking(session, study));
          SharedRun others = session.shared();
          if (others != null) {
            others.claims().release(session.pipeline(), study);
          }
        });
    return lacking.get();
  }

  /**
   * Ends a delivery; the study stays in the queue until that time. In one transaction: if the
   * process is killed, another process of the run continues with the study.
   */
  public @Nullable IncompleteStudy closeUntil(
      long study, long seen, StudyTimes times, StudyState.Outcome outcome, Instant due)
      throws JournalException, InterruptedException {
    return close(study, seen, times, outcome, rows -> rows.postpone(study, due.toEpochMilli()));
  }

  /**
   * The same, and versions of instances that waited for these are due at that time; in one
   * transaction.
   */
  public @Nullable IncompleteStudy closeAndReleaseLaterVersions(
      long study, long seen, StudyTimes times, StudyState.Outcome outcome, Instant due)
      throws JournalException, InterruptedException {
    return close(
        study, seen, times, outcome, rows -> rows.releaseLaterVersions(study, due.toEpochMilli()));
  }

  private interface Continuation {
    void apply(StudyRows rows) throws SQLException;
  }

  private @Nullable IncompleteStudy close(
      long study, long seen, StudyTimes times, StudyState.Outcome outcome, Continuation next)
      throws JournalException, InterruptedException {
    AtomicReference<@Nullable IncompleteStudy> lacking = new AtomicReference<>();
    commitIfHeld(
        study,
        session -> {
          session.studies().close(study, times, outcome);
          session.studies().dequeue(study, seen);
          lacking.set(lacking(session, study));
          next.apply(session.studies());
        });
    return lacking.get();
  }

  /** What is missing from the study; null if it is complete. */
  private static @Nullable IncompleteStudy lacking(WriteSession session, long study)
      throws SQLException {
    return UnfinishedStudies.find(session.connection(), session.pipeline(), study);
  }

  /**
   * Takes the study from the queue, unless it was found again since; committed on return. A
   * delivery of which everything was sent by a process that was killed then is ended.
   */
  public void finish(long study, long seen) throws JournalException, InterruptedException {
    commitIfHeld(
        study,
        session -> {
          session.studies().endIfSent(study);
          session.studies().dequeue(study, seen);
        });
  }

  /** Takes the study from the queue, unless it was found again since; committed on return. */
  public void dequeue(long study, long seen) throws JournalException, InterruptedException {
    commitIfHeld(study, session -> session.studies().dequeue(study, seen));
  }

  /** Leaves the study in the queue until that time; committed on return. */
  public void postpone(long study, Instant due) throws JournalException, InterruptedException {
    writer.commit(session -> session.studies().postpone(study, due.toEpochMilli()));
  }

  /** Makes the study wait for the overwrite window; its instances stay pending. */
  public void waitUntil(long study, Instant until) throws JournalException, InterruptedException {
    writer.commit(session -> session.studies().waits(study, until.toEpochMilli(), 0));
  }

  /**
   * Puts everything pending of the study on hold until a later run; committed on return.
   *
   * @param until earliest time of that run
   * @param file the file that is the reason
   */
  public void hold(long study, String reason, Instant until, long file)
      throws JournalException, InterruptedException {
    commitIfHeld(
        study, session -> session.studies().hold(study, reason, until.toEpochMilli(), file));
  }

  /**
   * Puts everything pending of the study on hold until a run with other options; committed on
   * return.
   */
  public void hold(long study, String reason) throws JournalException, InterruptedException {
    commitIfHeld(study, session -> session.studies().hold(study, reason, 0, 0));
  }

  /**
   * Puts instances of studies that are not due yet on hold until a later run; committed on return.
   */
  public void holdWaiting(Instant now) throws JournalException, InterruptedException {
    writer.commit(session -> session.studies().holdWaiting(now.toEpochMilli()));
  }

  /**
   * The studies that the run found, and which of them are not complete.
   *
   * @param isPart whether it ended before everything was searched
   */
  public StudyTotals totals(boolean isPart) throws JournalException, InterruptedException {
    StudyTotals[] totals = new StudyTotals[1];
    writer.commit(
        session -> {
          session.writeTotals();
          totals[0] =
              UnfinishedStudies.of(
                  session.connection(), run.studies()::contains, run.studies().count(), isPart);
        });
    return totals[0];
  }

  /** Drops the change if another process of the run has taken the study over. */
  private void commitIfHeld(long study, GroupCommit.Change change)
      throws JournalException, InterruptedException {
    writer.commit(
        session -> {
          if (session.held().contain(study)) {
            change.apply(session);
          }
        });
  }
}
