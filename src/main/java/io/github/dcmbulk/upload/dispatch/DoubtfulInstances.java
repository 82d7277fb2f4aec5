package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.WaitingWork;
import io.github.dcmbulk.upload.study.StudyDelivery;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Finds whether the store or the instance is the cause when an instance has used up its attempts:
 * others are tried meanwhile, by the same thread if no other is free. Thread-safe.
 */
public final class DoubtfulInstances {
  /**
   * Most failing instances that may themselves be the cause while there are no others to try and
   * nothing else is known.
   */
  private static final int FEW = 4;

  /**
   * Without others to try, the failing instances are the cause only if this many times as many were
   * stored.
   */
  private static final int STORED_FOR_EACH = 4;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Number of checks before the queue counts as empty: the next instances may not be in it yet. */
  private static final int LOOKS = 5;

  private final RunControl control;
  private final WaitingWork others;
  private int active;
  private int doubtful;
  private int unexplained;
  private int proven;
  private long stored;
  private long troubles;

  /** Number of instances in doubt by study. */
  private final Map<Long, Integer> studies = new HashMap<>();

  /** Tries others from that queue. */
  public DoubtfulInstances(RunControl control, WaitingWork others) {
    this.control = control;
    this.others = others;
  }

  /** Whether others wait to be tried, and no other is being delivered. */
  boolean othersWait() {
    return isOnlyOne() && others.areWaiting();
  }

  private synchronized boolean isOnlyOne() {
    return active - doubtful <= 1;
  }

  /** A delivery begins. */
  synchronized void enter() {
    active++;
  }

  /** A delivery ends. */
  synchronized void leave() {
    active--;
    notifyAll();
  }

  /**
   * An instance was stored.
   *
   * @param attempts how many it took
   */
  synchronized void stored(int attempts) {
    stored++;
    troubles += attempts > 1 ? 1 : 0;
    notifyAll();
  }

  /** An instance failed again after others had been stored. */
  synchronized void failedByItself() {
    proven++;
    notifyAll();
  }

  /** Whether anything was stored in this run. */
  synchronized boolean hasStored() {
    return stored > 0;
  }

  /** What the outcome of others shows about an instance. */
  enum Finding {
    /** They were stored: the instance is the cause. */
    OTHERS_STORED,
    /** They were stored after failures: there may have been an outage. */
    OTHERS_STORED_AFTER_TROUBLE,
    /** There are no others left; many were stored before, and few fail. */
    FEW_LEFT,
    /** There are no others left, and nothing shows that the store works. */
    NO_OTHERS,
    /** The same, but all that fail are of one study, of which nothing was stored. */
    LAST_STUDY,
    /** The run is ending. */
    ENDING;

    boolean othersWereStored() {
      return this == OTHERS_STORED || this == OTHERS_STORED_AFTER_TROUBLE;
    }
  }

  /**
   * Waits until others have shown whether the store works; to be called between {@link #enter} and
   * {@link #leave} of the instance in doubt.
   *
   * @param study its study
   * @param othersStored whether others were stored after its failure. In an outage this is true for
   *     very few: those whose failure came just before the last success
   * @throws DcmbulkException the service is unavailable (exit 4)
   */
  Finding resolve(StudyDelivery study, boolean othersStored)
      throws DcmbulkException, InterruptedException {
    long before = beginDoubt(study, othersStored);
    long troublesBefore = troubles();
    try {
      int looks = 0;
      while (!control.isCancelled()) {
        if (hasStored(before)) {
          return troubles() > troublesBefore
              ? Finding.OTHERS_STORED_AFTER_TROUBLE
              : Finding.OTHERS_STORED;
        }
        if (!isAnyoneElseAtWork()) {
          if (others.tryOne()) {
            looks = 0;
          } else if (looks++ >= LOOKS) {
            return withoutOthers(study.stored());
          }
        }
        await(before);
      }
      return Finding.ENDING;
    } finally {
      endDoubt(study, othersStored);
    }
  }

  private synchronized Finding withoutOthers(long storedOfStudy) {
    if (isFew()) {
      return Finding.FEW_LEFT;
    }
    boolean isLastStudy = studies.size() == 1 && storedOfStudy == 0 && stored >= FEW;
    return isLastStudy ? Finding.LAST_STUDY : Finding.NO_OTHERS;
  }

  private synchronized long beginDoubt(StudyDelivery study, boolean othersStored) {
    studies.merge(study.study().id(), 1, Integer::sum);
    doubtful++;
    troubles++;
    unexplained += othersStored ? 0 : 1;
    notifyAll();
    return stored;
  }

  private synchronized void endDoubt(StudyDelivery study, boolean othersStored) {
    studies.computeIfPresent(study.study().id(), (id, number) -> number == 1 ? null : number - 1);
    doubtful--;
    unexplained -= othersStored ? 0 : 1;
    notifyAll();
  }

  private synchronized boolean hasStored(long before) {
    return stored > before;
  }

  private synchronized long troubles() {
    return troubles;
  }

  private synchronized boolean isAnyoneElseAtWork() {
    return active > doubtful;
  }

  /**
   * Few, or not more than the instances known to be the cause of their failures: if there are many
   * of those, they are left at the end, because all others are stored.
   */
  private boolean isFew() {
    int known = proven + doubtful - unexplained;
    return (unexplained <= known && stored >= doubtful)
        || (unexplained <= FEW && stored >= (long) STORED_FOR_EACH * doubtful);
  }

  private synchronized void await(long before) throws InterruptedException {
    long until = System.nanoTime() + LOOK_NANOS;
    long left = LOOK_NANOS;
    while (stored == before && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = until - System.nanoTime();
    }
  }
}
