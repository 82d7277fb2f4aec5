package io.github.dcmbulk.remote;

import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.DcmbulkException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one token that all workers share. Whoever finds it aging gets the next one while the others
 * go on with it; when it is gone, they wait for the one who asks. Safe for several threads.
 */
final class TokenSource {
  /** Before any token has worked, a second refused one means that none will. */
  private static final int STRIKES_UNPROVEN = 2;

  /** Once a token has worked, several in a row must be refused before we believe it. */
  private static final int STRIKES_PROVEN = 5;

  private static final Duration BETWEEN_EARLY_TRIES = Duration.ofSeconds(10);

  private final TokenIssuer issuer;
  private final Clock clock;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable AccessToken token;
  private volatile boolean proven;
  private Instant nextEarlyTry = Instant.MIN;
  private final AtomicInteger strikes = new AtomicInteger();
  private @Nullable AccessRefusedException refusal;

  TokenSource(TokenIssuer issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  /** A token that is good now, as far as can be known. */
  AccessToken current() throws AttemptFailure, DcmbulkException, InterruptedException {
    AccessToken held = token;
    Instant now = clock.instant();
    if (held != null && isBefore(now, held.goodUntil()) && !issuer.hasNewer()) {
      return isBefore(now, held.freshUntil()) ? held : renewedEarly(held);
    }
    asking.lockInterruptibly();
    try {
      held = token;
      boolean isGood = held != null && isBefore(clock.instant(), held.goodUntil());
      return isGood && held != null && !issuer.hasNewer() ? held : renewed();
    } finally {
      asking.unlock();
    }
  }

  private static boolean isBefore(Instant now, @Nullable Instant end) {
    return end == null || now.isBefore(end);
  }

  private AccessToken renewedEarly(AccessToken held) throws DcmbulkException, InterruptedException {
    if (!asking.tryLock()) {
      return held;
    }
    try {
      AccessToken newest = token;
      if (newest != null && !newest.equals(held)) {
        return newest;
      }
      if (clock.instant().isBefore(nextEarlyTry)) {
        return held;
      }
      nextEarlyTry = clock.instant().plus(BETWEEN_EARLY_TRIES);
      return renewed();
    } catch (AttemptFailure e) {
      return held;
    } finally {
      asking.unlock();
    }
  }

  /** Called with the lock held. */
  private AccessToken renewed() throws AttemptFailure, DcmbulkException, InterruptedException {
    if (refusal != null) {
      throw refusal;
    }
    try {
      AccessToken fresh = issuer.issue();
      token = fresh;
      return fresh;
    } catch (AccessRefusedException e) {
      refusal = e;
      throw e;
    }
  }

  /** A request with that token was accepted. */
  void proved() {
    if (strikes.get() != 0 || !proven) {
      proven = true;
      strikes.set(0);
    }
  }

  /**
   * A request with that token was refused: it is not used again.
   *
   * @throws AccessRefusedException fresh tokens are refused as well
   */
  void refused(AccessToken old, String detail) throws AccessRefusedException, InterruptedException {
    asking.lockInterruptibly();
    try {
      if (!old.equals(token)) {
        return;
      }
      token = null;
      if (strikes.incrementAndGet() >= (proven ? STRIKES_PROVEN : STRIKES_UNPROVEN)) {
        refusal =
            new AccessRefusedException(
                detail + ", even with a fresh token",
                "check that --scope allows uploading and that the client may use this service");
        throw refusal;
      }
    } finally {
      asking.unlock();
    }
  }
}
