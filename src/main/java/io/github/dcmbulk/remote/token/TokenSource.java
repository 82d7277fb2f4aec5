package io.github.dcmbulk.remote.token;

import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.AccessToken;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The token that all workers share. The next one is requested early on a separate thread. When
 * there is no valid token, one worker requests it and the others wait. After a token has worked, a
 * refusal is believed only when it is repeated: identity providers refuse valid credentials while
 * they restart. Safe for several threads.
 */
public final class TokenSource implements AutoCloseable {
  /** Refused tokens in a row that end the run before any token has worked. */
  private static final int MAX_REFUSED_UNPROVEN = 2;

  /** Refused tokens in a row that end the run after a token has worked. */
  private static final int MAX_REFUSED_PROVEN = 5;

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);

  /** A longer {@code Retry-After} is not believed, as for other requests. */
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

  private final TokenIssuer issuer;
  private final Clock clock;
  private final Consumer<String> notices;
  private final TokenRenewal renewal;
  private final ReentrantLock asking = new ReentrantLock();
  private final AtomicBoolean remarked = new AtomicBoolean();
  private final AtomicInteger refusedInARow = new AtomicInteger();
  private volatile @Nullable AccessToken token;
  private volatile boolean proven;
  private volatile Instant nextTry = Instant.MIN;
  private int refusals;
  private boolean failureReported;

  /** What callers get before {@link #nextTry}; null for nothing. */
  private @Nullable AttemptFailure untilNextTry;

  /** Failed requests of workers, and the failure of the last one. */
  private final AtomicInteger failedRequests = new AtomicInteger();

  private @Nullable AttemptFailure lastFailed;
  private volatile @Nullable DcmbulkException refusal;

  /** Starts without a token; the first caller requests one. */
  public TokenSource(TokenIssuer issuer, Clock clock, Consumer<String> notices) {
    this.issuer = issuer;
    this.clock = clock;
    this.notices = notices;
    this.renewal = new TokenRenewal(clock, this::renewalDue, this::renewEarly);
  }

  /**
   * Returns a token that is valid now, as far as is known.
   *
   * @throws InterruptedException the run is being stopped
   * @throws AttemptFailure this attempt to get one failed
   * @throws DcmbulkException the credentials are refused (exit 3)
   */
  public AccessToken current() throws AttemptFailure, DcmbulkException, InterruptedException {
    AccessToken held = token;
    if (held != null && isGood(held)) {
      if (issuer.hasNewer()) {
        return renewedOr(held);
      }
      wakeRenewal(held);
      return held;
    }
    int failedBefore = failedRequests.get();
    asking.lockInterruptibly();
    try {
      held = token;
      if (held != null && isGood(held)) {
        return held;
      }
      AttemptFailure shared = lastFailed;
      if (shared != null && failedRequests.get() != failedBefore) {
        // The request of another worker, for which this one waited, failed: it was for both.
        throw shared;
      }
      return renewed();
    } finally {
      asking.unlock();
    }
  }

  private boolean isGood(AccessToken held) {
    return isBefore(held.goodUntil());
  }

  private boolean isBefore(@Nullable Instant end) {
    return end == null || clock.instant().isBefore(end);
  }

  private void wakeRenewal(AccessToken held) {
    if (!isBefore(held.freshUntil()) && !isBefore(nextTry)) {
      renewal.wake();
    }
  }

  /** A newer token is available; the present one stays in use until it is obtained. */
  private AccessToken renewedOr(AccessToken held) throws InterruptedException {
    if (!asking.tryLock()) {
      return held;
    }
    try {
      return renewed();
    } catch (AttemptFailure | DcmbulkException e) {
      return held;
    } finally {
      asking.unlock();
    }
  }

  private @Nullable Instant renewalDue() {
    AccessToken held = token;
    // When the token has expired, the workers request the next one themselves.
    Instant stale = held == null || refusal != null || !isGood(held) ? null : held.freshUntil();
    return stale == null || stale.isAfter(nextTry) ? stale : nextTry;
  }

  /** Called on the renewal thread: after a failure the present token stays in use. */
  private void renewEarly() throws InterruptedException {
    asking.lockInterruptibly();
    try {
      Instant due = renewalDue();
      if (due == null || isBefore(due)) {
        return;
      }
      nextTry = clock.instant().plus(BETWEEN_TRIES);
      accept(issuer.issue());
    } catch (AttemptFailure | DcmbulkException | RuntimeException e) {
      if (e instanceof AttemptFailure failure) {
        waitAsAsked(failure);
      }
      refusals += e instanceof AccessRefusedException ? 1 : 0;
      if (!failureReported) {
        failureReported = true;
        notices.accept(
            "the next access token cannot be obtained: "
                + e.getMessage()
                + "; the current one is still valid, and the next is requested every "
                + BETWEEN_TRIES.toSeconds()
                + " s");
      }
    } finally {
      asking.unlock();
    }
  }

  /** Requires the lock. */
  private AccessToken renewed() throws AttemptFailure, DcmbulkException, InterruptedException {
    DcmbulkException known = refusal;
    if (known != null) {
      throw known;
    }
    AttemptFailure early = untilNextTry;
    if (early != null && isBefore(nextTry) && !issuer.hasNewer()) {
      throw early;
    }
    try {
      AccessToken fresh = issuer.issue();
      accept(fresh);
      return fresh;
    } catch (AccessRefusedException e) {
      if (!proven || ++refusals >= MAX_REFUSED_PROVEN) {
        refusal = e;
        throw e;
      }
      nextTry = clock.instant().plus(BETWEEN_TRIES);
      AttemptFailure failure = later(String.valueOf(e.getMessage()), e);
      untilNextTry = failure;
      throw failure;
    } catch (AttemptFailure failure) {
      lastFailed = failure;
      failedRequests.incrementAndGet();
      waitAsAsked(failure);
      throw failure;
    }
  }

  /**
   * No thread requests a token before the time that {@code Retry-After} names. Requires the lock.
   */
  private void waitAsAsked(AttemptFailure failure) {
    Duration wait = failure.retryAfter();
    if (wait == null) {
      return;
    }
    Duration most = wait.compareTo(LONGEST_RETRY_AFTER) < 0 ? wait : LONGEST_RETRY_AFTER;
    Instant until = clock.instant().plus(most);
    if (until.isAfter(nextTry)) {
      nextTry = until;
      untilNextTry = failure;
    }
  }

  private static AttemptFailure later(String why, @Nullable Throwable cause) {
    return new AttemptFailure(
        Step.TOKEN, Kind.UNAVAILABLE, "token-refused", why, BETWEEN_TRIES, cause);
  }

  private void accept(AccessToken fresh) {
    token = fresh;
    refusals = 0;
    failureReported = false;
    if (refusedInARow.get() < 2) {
      nextTry = Instant.MIN;
      untilNextTry = null;
    }
    if (!fresh.remarks().isEmpty() && remarked.compareAndSet(false, true)) {
      notices.accept(
          "the token answer is unusual ("
              + String.join(", ", fresh.remarks())
              + "): its access_token is used as a Bearer token");
    }
    renewal.wake();
  }

  /** A request with that token was accepted. */
  public void proved() {
    if (refusedInARow.get() != 0 || !proven) {
      proven = true;
      refusedInARow.set(0);
    }
  }

  /**
   * A request with that token was refused: it is not used again.
   *
   * @throws DcmbulkException new tokens are refused as well
   * @throws InterruptedException the run is being stopped
   */
  public void refused(AccessToken old, AttemptFailure failure)
      throws DcmbulkException, InterruptedException {
    asking.lockInterruptibly();
    try {
      if (!old.equals(token)) {
        return;
      }
      token = null;
      String detail = failure.detail() + ", even with a fresh token";
      int count = refusedInARow.incrementAndGet();
      if (count >= (proven ? MAX_REFUSED_PROVEN : MAX_REFUSED_UNPROVEN)) {
        DcmbulkException end = end(detail, failure.remedy());
        refusal = end;
        throw end;
      }
      if (count > 1) {
        nextTry = clock.instant().plus(BETWEEN_TRIES);
        untilNextTry = later(detail, null);
      }
    } finally {
      asking.unlock();
    }
  }

  /** A specific remedy is known when another server answered. */
  private static DcmbulkException end(String detail, @Nullable String remedy) {
    return remedy == null
        ? new AccessRefusedException(
            detail, "check that --scope allows uploading and that the client may use this service")
        : new ServiceUnreachableException(detail, remedy);
  }

  @Override
  public void close() {
    renewal.close();
  }
}
