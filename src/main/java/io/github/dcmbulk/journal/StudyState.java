package io.github.dcmbulk.journal;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A study in the journal.
 *
 * @param id its row
 * @param uid Study Instance UID
 * @param seen number of the directory it was last found in
 * @param delivery number of the last delivery begun; 0 when there was none
 * @param lastPutMillis latest time at which the service may have stored something of it; 0 for
 *     never
 * @param storedMillis latest time at which the service certainly had stored something of the last
 *     delivery, or the start of that; 0 for unknown
 * @param clockAhead how far the service's clock was ahead of the one of these two times; null when
 *     unknown
 * @param outcome what became of the last delivery
 * @param pending instances to be sent
 * @param uploaded instances delivered, in whichever delivery
 * @param sent instances delivered in the last delivery
 */
public record StudyState(
    long id,
    String uid,
    long seen,
    long delivery,
    long lastPutMillis,
    long storedMillis,
    @Nullable Duration clockAhead,
    Outcome outcome,
    long pending,
    long uploaded,
    long sent) {

  /** Result of a study's delivery; the journal contains the code. */
  public enum Outcome {
    /** In progress, or interrupted. */
    OPEN(0),
    /** Complete. */
    COMPLETE(1),
    /** A pause ended it; the instances stored before are still in the service. */
    PAUSED(2),
    /**
     * It was sent in parts that the service does not process together, because no other way was
     * possible. Nothing is sent again without a request of the user.
     */
    APART(3),
    /** After a pause the service may have overwritten what it had stored before. */
    OVERWRITTEN(4);

    private final int code;

    Outcome(int code) {
      this.code = code;
    }

    /** The number in the column {@code complete}. */
    public int code() {
      return code;
    }

    /** The outcome of that number. */
    public static Outcome of(int code) {
      for (Outcome outcome : values()) {
        if (outcome.code == code) {
          return outcome;
        }
      }
      throw new IllegalArgumentException("no outcome of a delivery: " + code);
    }
  }

  /** Written out: linking a record's generated method is slow at the start of a process. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StudyState s
        && id == s.id
        && uid.equals(s.uid)
        && seen == s.seen
        && delivery == s.delivery
        && lastPutMillis == s.lastPutMillis
        && storedMillis == s.storedMillis
        && Objects.equals(clockAhead, s.clockAhead)
        && outcome == s.outcome
        && pending == s.pending
        && uploaded == s.uploaded
        && sent == s.sent;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  /** Whether all instances must be sent again after a delivery with that outcome. */
  public static boolean goesAgain(int code) {
    return code == Outcome.PAUSED.code || code == Outcome.OVERWRITTEN.code;
  }

  /** A copy with these times. */
  public StudyState withTimes(long lastPut, long stored) {
    return new StudyState(
        id, uid, seen, delivery, lastPut, stored, clockAhead, outcome, pending, uploaded, sent);
  }

  /** Whether the last delivery was completed. */
  public boolean complete() {
    return outcome == Outcome.COMPLETE;
  }

  /** Whether a pause interrupted the last delivery. */
  public boolean broken() {
    return outcome == Outcome.PAUSED || outcome == Outcome.OVERWRITTEN;
  }

  /** Whether it can only be sent in parts. */
  public boolean apart() {
    return outcome == Outcome.APART;
  }
}
