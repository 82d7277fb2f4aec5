package io.github.dcmbulk.upload.study;

import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.upload.control.RunControl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A study that this process holds in a run of several. Until when its URLs are good is noted before
 * they are used, for twice their lifetime: so another process knows when nothing can be stored any
 * more, and it costs one note in each lifetime. Thread-safe.
 */
public final class Holding {
  private final JournalShare share;
  private final long study;
  private final RunControl control;
  private boolean noted;
  private long notedUntil;

  /** Holds that study in that run. */
  public Holding(JournalShare share, long study, RunControl control) {
    this.share = share;
    this.study = study;
    this.control = control;
  }

  /**
   * For how long URLs will be used, by those before; zero where nothing is known. The caller notes
   * it before a URL is used.
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

  /** Whether something of it may be begun now. */
  boolean mayBegin() {
    return share.mayBegin(study);
  }

  /** Whether it was lost to another process. */
  boolean isLost() {
    return !share.holds(study);
  }

  /**
   * A URL is about to be used.
   *
   * @param lifetime how long it is good; null where it does not say so
   * @return false if it must not be
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
