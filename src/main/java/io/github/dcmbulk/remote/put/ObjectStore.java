package io.github.dcmbulk.remote.put;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpBody;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.InstanceRef;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.presign.PresignedUrl;
import io.github.dcmbulk.remote.presign.PutHeaders;
import io.github.dcmbulk.remote.put.Integrity.Proof;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import io.github.dcmbulk.remote.request.InstrumentedClient;
import io.github.dcmbulk.remote.request.ResponseClassifier;
import io.github.dcmbulk.remote.request.S3Error;
import io.github.dcmbulk.remote.request.ServiceClocks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends instances to presigned URLs and verifies that they arrived unchanged. */
public final class ObjectStore {
  /** Time for the request itself, without its body. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  /** From this lifetime on, the margin is at most a quarter of it. */
  private static final Duration LONG_LIFETIME = MARGIN.multipliedBy(4);

  /** Tolerance of 2 s: both {@code Date} and the URL's times are whole seconds. */
  private static final Duration EXPIRED_BY = Duration.ofSeconds(-2);

  private final InstrumentedClient client;
  private final ServiceClocks clocks;
  private final HttpUrl signer;
  private final LongSupplier nanos;
  private final Throughput throughput = new Throughput();
  private final Integrity integrity;
  private final LearnedHeaders learned;

  /**
   * Prepares the client.
   *
   * @param signer the endpoint that issues URLs; their lifetime starts by its host's clock
   * @param notices receives lines for the user
   */
  public ObjectStore(
      InstrumentedClient client,
      ServiceClocks clocks,
      HttpUrl signer,
      LongSupplier nanos,
      Consumer<String> notices) {
    this.client = client;
    this.clocks = clocks;
    this.signer = signer;
    this.nanos = nanos;
    this.learned = new LearnedHeaders(notices);
    this.integrity = new Integrity(notices);
  }

  /** How the stored instances were verified. */
  public IntegrityCounts integrity() {
    return integrity.counts();
  }

  /** Counts an instance that was stored by an attempt whose answer was lost. */
  public void storedBefore() {
    integrity.count(Proof.NONE);
  }

  /**
   * Refuses a URL that expires before that many bytes can be sent.
   *
   * @throws AttemptFailure the URL has expired, or expires too soon
   */
  public void checkTime(PresignedUrl url, long size) throws AttemptFailure {
    if (url.expires() == null) {
      return;
    }
    Instant now = clocks.earliest(url.url(), signer);
    Duration left = Duration.between(now, url.expires());
    if (left.compareTo(EXPIRED_BY) < 0) {
      throw expiredAtIssue(url, now, url.expires());
    }
    Duration needed = throughput.estimate(size).plus(margin(url));
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

  /**
   * Makes one PUT.
   *
   * @param body the content's bytes, limited to the rate
   * @param expect whether the body waits for {@code 100 Continue} (RFC 9110 §10.1.1)
   * @throws AttemptFailure the store did not store it
   * @throws IOException the content cannot be read
   * @throws InterruptedException the run is being stopped
   */
  public PutAnswer put(
      PresignedUrl url,
      InstanceContent content,
      HttpBody body,
      boolean expect,
      InstanceRef instanceRef)
      throws AttemptFailure, IOException, InterruptedException {
    long size = content.size();
    Map<String, String> headers = new PutHeaders(url).of(content);
    learned.apply(url, headers);
    long start = nanos.getAsLong();
    HttpCall call = HttpCall.put(url.url(), headers, body, expect);
    if (!content.addressed(url.lifetime()) || !content.sending()) {
      return new PutAnswer.Withheld();
    }
    Accepted accepted =
        client.send(Step.PUT, call, size, instanceRef, read -> accepted(url, call, read, content));
    if (accepted.proof == null) {
      return redirected(url, accepted.answer);
    }
    integrity.count(accepted.proof);
    learned.accepted(url);
    throughput.measured(size, nanos.getAsLong() - start);
    return new PutAnswer.Stored(Integrity.etag(accepted.answer));
  }

  /** An accepted answer; without a proof it is a redirect. */
  private record Accepted(HttpAnswer answer, @Nullable Proof proof) {}

  private Accepted accepted(
      PresignedUrl url, HttpCall call, HttpAnswer answer, InstanceContent content)
      throws AttemptFailure {
    if (isRedirect(answer)) {
      return new Accepted(answer, null);
    }
    if (!answer.isSuccess()) {
      learned.refused(url, S3Error.of(answer), call.headers().keySet());
      throw ResponseClassifier.of(Step.PUT, url.url(), answer, clocks.instant(url.url()));
    }
    Instant now = clocks.instant(url.url());
    return new Accepted(answer, integrity.check(url, answer, content, now));
  }

  private static boolean isRedirect(HttpAnswer answer) {
    return answer.status() == 307 || answer.status() == 308;
  }

  private PutAnswer.Redirected redirected(PresignedUrl url, HttpAnswer answer)
      throws AttemptFailure {
    String location = answer.header("location");
    try {
      if (location != null) {
        String origin = location.startsWith("/") ? url.url().toString() : "";
        return new PutAnswer.Redirected(HttpUrl.parse(origin + location));
      }
    } catch (IllegalArgumentException e) {
      // Reported below as an answer of its status.
    }
    throw ResponseClassifier.of(Step.PUT, url.url(), answer, clocks.instant(url.url()));
  }
}
