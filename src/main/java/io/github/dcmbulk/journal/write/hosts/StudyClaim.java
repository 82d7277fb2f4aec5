package io.github.dcmbulk.journal.write.hosts;

import io.github.dcmbulk.journal.NextStudy;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.read.StudyOutlineQuery;
import io.github.dcmbulk.journal.read.StudyStateQuery;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The statements that claim a study for a process. */
final class StudyClaim {
  /** Gets the study that was claimed, and the number of the claim. */
  @FunctionalInterface
  interface Receiver {
    void receive(long study, long epoch);
  }

  private StudyClaim() {}

  /**
   * Claims the first study that is due and released by the walk; it is known when the pipeline's
   * statements are executed.
   *
   * @param host the process
   * @param order further conditions and the order, in SQL of {@code q} for the queue
   * @param values the process, whether studies wait for the end of the walk, the run, and those of
   *     the order
   * @param received is called first; not if there is no study
   * @param claimed is called with what is known of the study
   * @throws SQLException the database failed
   */
  static void begin(
      Pipeline pipeline,
      long run,
      long host,
      String order,
      Parameters values,
      Receiver received,
      Consumer<NextStudy> claimed)
      throws SQLException {
    AtomicLong id = new AtomicLong();
    pipeline.queryLater(
        """
        WITH me AS (SELECT id FROM host WHERE id = ? AND ended IS NULL FOR KEY SHARE)
        UPDATE queue SET owner = me.id, epoch = nextval('claim_epoch'), horizon = 0 FROM me
        WHERE study = (SELECT q.study FROM queue q
          WHERE q.owner IS NULL AND q.seen < %s
            AND q.due <= (extract(epoch FROM now()) * 1000)::bigint
            %s LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING study, epoch\
        """
            .formatted(DirectoryQueue.WALKED_TO, order),
        values,
        row -> {
          if (row.next()) {
            id.set(row.getLong(1));
            received.receive(row.getLong(1), row.getLong(2));
          }
        });
    // Separate statements: they see what the previous owner has committed.
    AtomicReference<@Nullable StudyState> state = new AtomicReference<>();
    pipeline.queryLater(
        StudyStateQuery.CLAIMED,
        Parameters.of().number(host),
        row -> {
          if (row.next()) {
            state.set(StudyStateQuery.read(row));
          }
        });
    pipeline.queryLater(
        StudyOutlineQuery.claimed(run),
        Parameters.of().number(host),
        row -> {
          StudyState found = state.get();
          if (row.next() && found != null && found.id() == id.get()) {
            claimed.accept(new NextStudy(found, StudyOutlineQuery.read(row)));
          }
        });
  }
}
