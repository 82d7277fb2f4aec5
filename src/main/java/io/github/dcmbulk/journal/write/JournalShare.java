package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.NextStudy;
import io.github.dcmbulk.journal.SharedWork;
import io.github.dcmbulk.journal.write.feed.StudyFeed;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import io.github.dcmbulk.journal.write.rows.RunContext;
import io.github.dcmbulk.model.JournalException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The coordination of this process with the others of its run. Thread-safe. */
public final class JournalShare {
  private final SharedRun shared;
  private final RunContext run;
  private final GroupCommit writer;

  JournalShare(SharedRun shared, RunContext run, GroupCommit writer) {
    this.shared = shared;
    this.run = run;
    this.writer = writer;
  }

  /** The run's row. */
  public long run() {
    return run.id();
  }

  /** This process's row; another one after it was considered lost. */
  public long process() {
    return shared.lease().host();
  }

  /** Sets what is called when the whole run was considered lost, and another one has begun. */
  public void onSuperseded(Consumer<JournalException> action) {
    shared
        .lease()
        .onSuperseded(
            () ->
                action.accept(
                    JournalException.taken(
                        "another run has begun in this journal, because this one did not renew its"
                            + " lease within --host-lease; it delivers what is left",
                        "run the same command again to join it")));
  }

  /** Counts this process's requests, by kind, for the whole run. */
  public void countRequests(Supplier<Map<String, Long>> requests) {
    shared.requests().countedBy(requests);
  }

  /** The directories that the processes list together. */
  public DirectoryShare directories() {
    return new DirectoryShare(shared, writer);
  }

  /**
   * Claims the next study that is due, in the order of that feed.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public Claiming claim(StudyFeed feed) throws JournalException, InterruptedException {
    List<Long> first = feed.first();
    AtomicReference<@Nullable NextStudy> claimed = new AtomicReference<>();
    Commit commit =
        writer.begin(
            session -> {
              claimed.set(null);
              shared.claims().claim(session.pipeline(), first, feed.isOrdered(), claimed::set);
            });
    return () -> {
      commit.await();
      return claimed.get();
    };
  }

  /** A claim that is being made. */
  @FunctionalInterface
  public interface Claiming {
    /**
     * Waits until it is made; null if there is no study to claim.
     *
     * @throws JournalException the journal cannot be read or written
     * @throws InterruptedException the run is being stopped
     */
    @Nullable NextStudy await() throws JournalException, InterruptedException;
  }

  /**
   * Gives each study its place in the order of that feed, once all are found. Committed on return.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void rank(StudyFeed feed) throws JournalException, InterruptedException {
    String order = feed.orderBy();
    writer.commit(session -> shared.claims().rank(session.pipeline(), order));
  }

  /**
   * Returns a study of which nothing was begun.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void release(long study) throws JournalException, InterruptedException {
    writer.commit(
        session -> {
          if (session.held().contain(study)) {
            shared.claims().release(session.pipeline(), study);
          }
        });
  }

  /**
   * Whether an instance of the study may be started now: the lease was renewed lately, and the
   * study is not lost.
   */
  public boolean mayBegin(long study) {
    return shared.claims().mayBegin(study);
  }

  /**
   * Whether nothing may be started now: the database is unreachable, or the lease could not be
   * renewed.
   */
  public boolean isHeldUp() {
    return writer.isUnreachable() || !shared.lease().isFresh();
  }

  /** How many processes share the run now, and its limits. */
  public int processes() {
    return shared.lease().processes();
  }

  /** Whether the study is still this process's. */
  public boolean holds(long study) {
    return shared.claims().holds(study);
  }

  /**
   * URLs for the study may be used for that long from now on; committed on return.
   *
   * @return false if the study is lost
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public boolean extendHorizon(long study, Duration time)
      throws JournalException, InterruptedException {
    boolean[] held = new boolean[1];
    writer.commit(
        session -> {
          held[0] = session.held().contain(study);
          if (held[0]) {
            shared.claims().extendHorizon(session.pipeline(), study, time.toMillis());
          }
        });
    return held[0];
  }

  /** How long after the end of its URLs a study of a lost process is sent again. */
  public Duration waitForLost() {
    return shared.waitForLost();
  }

  /** Lifetime of the last URL; null before the first. */
  public @Nullable Duration lastUrlLifetime() {
    return shared.lastUrlLifetime();
  }

  /** Records the lifetime of a URL. */
  public void sawUrlLifetime(Duration lifetime) {
    shared.sawUrlLifetime(lifetime);
  }

  /** Lifetime of a URL that does not state it; null if unknown. */
  public @Nullable Duration urlLifetime() {
    return shared.sharing().urlLifetime();
  }

  /**
   * Work that is left to other processes.
   *
   * @param walked whether everything was found
   * @param held studies that others deliver now
   * @param dueMillis when the next study is due that waits; empty for none
   */
  public record Rest(boolean walked, long held, OptionalLong dueMillis) {}

  /**
   * The work that is left to other processes now.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public Rest rest() throws JournalException, InterruptedException {
    AtomicReference<@Nullable Rest> rest = new AtomicReference<>();
    writer.commit(
        session -> {
          SharedRun.Rest found = shared.rest(session.connection());
          rest.set(new Rest(found.walked(), found.held(), found.dueMillis()));
        });
    return Objects.requireNonNull(rest.get());
  }

  /**
   * Replaces the counts by those of the whole run.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void gather() throws JournalException, InterruptedException {
    writer.commit(
        session -> {
          run.counts().replace(shared.counted(session.connection()));
          shared.found(session.connection(), run.studies()::add);
        });
  }

  /**
   * How far all processes of the run are.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public SharedWork work() throws JournalException, InterruptedException {
    AtomicReference<@Nullable SharedWork> work = new AtomicReference<>();
    writer.commit(session -> work.set(shared.work(session.connection())));
    return Objects.requireNonNull(work.get());
  }
}
