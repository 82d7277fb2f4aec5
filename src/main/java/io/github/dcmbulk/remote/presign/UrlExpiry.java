package io.github.dcmbulk.remote.presign;

import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Decides whether a presigned URL is valid long enough to send an instance. */
public final class UrlExpiry {
  /** Time for the request itself, without its body. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  /** From this lifetime on, the margin is at most a quarter of it. */
  private static final Duration LONG_LIFETIME = MARGIN.multipliedBy(4);

  /** Tolerance of 2 s: both {@code Date} and the URL's times are whole seconds. */
  private static final Duration EXPIRED_BY = Duration.ofSeconds(-2);

  private final HttpUrl signer;

  /**
   * The rule for URLs of one signer.
   *
   * @param signer the endpoint that issues them, for messages
   */
  public UrlExpiry(HttpUrl signer) {
    this.signer = signer;
  }

  /**
   * Refuses a URL that expires before the instance can be sent; one without an expiry is accepted.
   *
   * @param now the time by the clock of the service
   * @param sending estimated time to send the bytes; zero if it is not known
   * @throws AttemptFailure the URL has expired, or expires too soon
   */
  public void check(PresignedUrl url, Instant now, Duration sending) throws AttemptFailure {
    Instant expires = url.expires();
    if (expires == null) {
      return;
    }
    Duration left = Duration.between(now, expires);
    Duration lifetime = url.lifetime();
    boolean isNever = lifetime != null && lifetime.compareTo(Duration.ZERO) <= 0;
    if (isNever || left.compareTo(EXPIRED_BY) < 0) {
      throw expiredAtIssue(url, now, expires);
    }
    Duration needed = sending.plus(margin(url));
    if (left.compareTo(needed) < 0) {
      throw new AttemptFailure(
          Step.PUT,
          Kind.EXPIRED,
          "url-too-short",
          "the presigned URL for %s is valid for %d s, and sending takes about %d s"
              .formatted(url, Math.max(0, left.toSeconds()), needed.toSeconds()));
    }
  }

  /**
   * For a URL with a lifetime of seconds only a part of it: the next URL would not be valid for
   * longer.
   */
  private static Duration margin(PresignedUrl url) {
    Duration lifetime = url.lifetime();
    return lifetime != null && lifetime.compareTo(LONG_LIFETIME) < 0
        ? lifetime.dividedBy(4)
        : MARGIN;
  }

  private AttemptFailure expiredAtIssue(PresignedUrl url, Instant now, Instant expires) {
    return new AttemptFailure(
            Step.PUT,
            Kind.EXPIRED_AT_ISSUE,
            "url-expired-at-issue",
            ("%s issued an upload URL for %s that had expired when it was issued: it was valid"
                    + " until %s, and by the service's clock it is %s")
                .formatted(signer, url, second(expires), second(now)))
        .withRemedy(
            "tell the service's operators: the clock of the machine that signs the URLs is wrong,"
                + " or old URLs are given out again. Run the same command again when it is fixed");
  }

  private static Instant second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
