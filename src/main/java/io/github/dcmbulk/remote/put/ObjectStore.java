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
import io.github.dcmbulk.remote.presign.UrlExpiry;
import io.github.dcmbulk.remote.put.Integrity.Proof;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.InstrumentedClient;
import io.github.dcmbulk.remote.request.ResponseClassifier;
import io.github.dcmbulk.remote.request.S3Error;
import io.github.dcmbulk.remote.request.ServiceClocks;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends instances to presigned URLs and verifies that they arrived unchanged. */
public final class ObjectStore {
  private final InstrumentedClient client;
  private final ServiceClocks clocks;
  private final HttpUrl signer;
  private final LongSupplier nanos;
  private final Throughput throughput = new Throughput();
  private final UrlExpiry expiry;
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
    this.expiry = new UrlExpiry(signer);
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
    expiry.check(url, clocks.earliest(url.url(), signer), throughput.estimate(size));
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
