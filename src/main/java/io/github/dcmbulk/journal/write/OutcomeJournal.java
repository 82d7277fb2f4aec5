package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.OutcomeLimit;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.write.rows.SentInstance;
import io.github.dcmbulk.model.JournalException;

/**
 * The outcomes of instances. They are recorded in the order of the calls, so that a study that is
 * closed afterwards has all outcomes of its instances. Thread-safe.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read or written, and
 * {@link InterruptedException} when the run is being stopped.
 */
public final class OutcomeJournal {
  private final GroupCommit writer;

  OutcomeJournal(GroupCommit writer) {
    this.writer = writer;
  }

  /** Counts attempts of an instance that is still to be sent; committed on return. */
  public void tried(long file, int attempts) throws JournalException, InterruptedException {
    writer.commit(session -> session.outcomes().tried(file, attempts));
  }

  /** Records the outcome of an instance; committed on return. */
  public void settle(long file, long delivery, DeliveryRecord deliveryRecord)
      throws JournalException, InterruptedException {
    writer.commit(session -> session.settle(file, delivery, deliveryRecord, null));
  }

  /**
   * Records the outcome of an instance and waits only while too many outcomes are uncommitted.
   *
   * @param most most outcomes that are uncommitted on return; a kill loses them
   * @throws JournalException nothing more can be written
   */
  public void settleSoon(long file, long delivery, DeliveryRecord deliveryRecord, int most)
      throws JournalException, InterruptedException {
    writer.submitOutcome(
        session -> session.settle(file, delivery, deliveryRecord, null), new OutcomeLimit(most, 0));
  }

  /** The same for an instance of that study, whose row is expected to be as it was read. */
  public void settleSoon(
      long study,
      PendingInstance instance,
      long delivery,
      DeliveryRecord deliveryRecord,
      OutcomeLimit limit)
      throws JournalException, InterruptedException {
    SentInstance sent =
        instance.uploaded() ? null : new SentInstance(study, instance.file().size());
    writer.submitOutcome(
        session -> session.settle(instance.id(), delivery, deliveryRecord, sent), limit);
  }

  /** Records the outcome of an instance for which nothing was sent; does not wait. */
  public void settleUnsent(long file, long delivery, DeliveryRecord deliveryRecord)
      throws JournalException, InterruptedException {
    writer.submit(session -> session.outcomes().settle(file, delivery, deliveryRecord, null));
  }
}
