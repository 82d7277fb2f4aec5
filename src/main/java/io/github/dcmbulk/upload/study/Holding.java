package io.github.dcmbulk.upload.study;

import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.upload.control.RunControl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A study that this process has claimed in a shared run. Before a URL is used, the journal records
 * that URLs may be used for twice their lifetime. So another process knows from when on nothing can
 * be stored any more, and one record for each lifetime is enough. Thread-safe.
 */
public final class Holding {
  private final JournalShare share;
  private final long study;
  private final RunControl control;
  private boolean noted;
  private long notedUntil;

  /** A claim on that study. */
  public Holding(JournalShare share, long study, RunControl control) {
    this.share = share;
    this.study = study;
    this.control = control;
  }

  /**
   * Expected time for which URLs are used, by the lifetime of earlier ones; zero if unknown. The
   * caller records it before a URL is used.
   */
  public synchronized Duration foresee() {
    Duration good = share.lastUrlLifetime();
    if (good == null) {
      return Duration.ZERO;
    }
    Duration time = good.multipliedBy(2);
    noted = true;
    notedUntil = System.nanoTime() + time.toNanos();
    return time;
  }

  /** Whether an instance of it may be started now. */
  boolean mayBegin() {
    return share.mayBegin(study);
  }

  /** Whether it was lost to another process. */
  boolean isLost() {
    return !share.holds(study);
  }

  /**
   * Called before a URL is used.
   *
   * @param lifetime lifetime of the URL; null if it does not state it
   * @return false if the URL must not be used
   */
  synchronized boolean mayUse(@Nullable Duration lifetime)
      throws JournalException, InterruptedException {
    Duration good = lifetime == null ? share.urlLifetime() : lifetime;
    if (good == null) {
      control.fail(
          new UsageException(
              "the service's upload URLs do not say how long they are good, and several hosts may"
                  + " share this run",
              "give that time with --url-lifetime, such as --url-lifetime 1h"));
      return false;
    }
    share.sawUrlLifetime(good);
    long now = System.nanoTime();
    if (noted && now + good.toNanos() - notedUntil < 0) {
      return true;
    }
    Duration time = good.multipliedBy(2);
    if (!share.extendHorizon(study, time)) {
      return false;
    }
    noted = true;
    notedUntil = now + time.toNanos();
    return true;
  }
}
