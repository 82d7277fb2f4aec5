package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpBody;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.remote.AttemptFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends instances to presigned URLs and makes sure that they arrived as they are. */
final class ObjectStore {
  /** Time for the request itself, beyond its bytes. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final Pattern MD5_TAG = Pattern.compile("[0-9a-fA-F]{32}");

  private final Wire wire;
  private final ServiceClock clock;
  private final LongSupplier nanos;
  private final Throughput throughput = new Throughput();

  ObjectStore(Wire wire, ServiceClock clock, LongSupplier nanos) {
    this.wire = wire;
    this.clock = clock;
    this.nanos = nanos;
  }

  /** Another place that the store points to (307, 308). */
  static final class Redirected extends Exception {
    private final HttpUrl target;

    Redirected(HttpUrl target) {
      super("redirected to " + target);
      this.target = target;
    }

    HttpUrl target() {
      return target;
    }
  }

  /** Refuses a URL that ends before that many bytes can be sent. */
  void checkTime(PresignedUrl url, long size) throws AttemptFailure {
    if (url.expires() == null) {
      return;
    }
    Duration left = Duration.between(clock.instant(), url.expires());
    Duration needed = throughput.estimate(size).plus(MARGIN);
    if (left.compareTo(needed) < 0) {
      throw new AttemptFailure(
          Step.PUT,
          Kind.EXPIRED,
          "url-too-short",
          "the presigned URL for %s is good for %d s, and sending takes about %d s"
              .formatted(url, left.toSeconds(), needed.toSeconds()));
    }
  }

  /**
   * One attempt.
   *
   * @return the ETag; null when there is none
   * @throws IOException the content must not be sent any more
   */
  @Nullable String put(
      PresignedUrl url, InstanceContent content, InputStream bytes, boolean expect, Errand errand)
      throws AttemptFailure, Redirected, IOException, InterruptedException {
    long size = content.size();
    byte[] md5 = content.md5();
    long start = nanos.getAsLong();
    HttpCall call =
        HttpCall.put(
            url.url(),
            PutHeaders.of(url, md5, content.sha256()),
            new HttpBody(size, bytes),
            expect);
    content.sending();
    HttpAnswer answer =
        wire.send(Step.PUT, call, size, errand, read -> accepted(url, read, content));
    if (isRedirect(answer)) {
      throw redirected(url, answer);
    }
    throughput.measured(size, nanos.getAsLong() - start);
    return etag(answer);
  }

  private HttpAnswer accepted(PresignedUrl url, HttpAnswer answer, InstanceContent content)
      throws AttemptFailure {
    if (!answer.isSuccess() && !isRedirect(answer)) {
      throw Diagnosis.of(Step.PUT, url.url(), answer, clock.instant());
    }
    if (answer.isSuccess()) {
      checkSha256(url, answer, content.sha256());
      checkEtag(url, answer, content.md5());
    }
    return answer;
  }

  private static boolean isRedirect(HttpAnswer answer) {
    return answer.status() == 307 || answer.status() == 308;
  }

  private Redirected redirected(PresignedUrl url, HttpAnswer answer) throws AttemptFailure {
    String location = answer.header("location");
    try {
      if (location != null) {
        String origin = location.startsWith("/") ? url.url().toString() : "";
        return new Redirected(HttpUrl.parse(origin + location));
      }
    } catch (IllegalArgumentException e) {
      // Told below, as if there were none.
    }
    throw Diagnosis.of(Step.PUT, url.url(), answer, clock.instant());
  }

  /** A store that was sent a SHA-256, or computes one, repeats it (S3 API, PutObject). */
  private static void checkSha256(PresignedUrl url, HttpAnswer answer, byte @Nullable [] ours)
      throws AttemptFailure {
    String theirs = answer.header("x-amz-checksum-sha256");
    if (ours == null || theirs == null) {
      return;
    }
    if (!theirs.strip().equals(Base64.getEncoder().encodeToString(ours))) {
      throw new AttemptFailure(
          Step.PUT,
          Kind.BAD_DIGEST,
          "checksum-mismatch",
          url + " stored other bytes than were sent: its SHA-256 is not theirs");
    }
  }

  private static @Nullable String etag(HttpAnswer answer) {
    String header = answer.header("etag");
    return header == null ? null : header.strip().replace("\"", "");
  }

  private static void checkEtag(PresignedUrl url, HttpAnswer answer, byte[] md5)
      throws AttemptFailure {
    String etag = etag(answer);
    if (etag == null || etag.equalsIgnoreCase(HexFormat.of().formatHex(md5))) {
      return;
    }
    if (isMd5(etag, answer)) {
      throw new AttemptFailure(
          Step.PUT,
          Kind.BAD_DIGEST,
          "etag-mismatch",
          url + " stored other bytes than were sent: its ETag is not their MD5");
    }
  }

  /** A single PUT's ETag is its MD5 unless the store encrypts with a key of its own (S3 API). */
  private static boolean isMd5(String etag, HttpAnswer answer) {
    String encryption = answer.header("x-amz-server-side-encryption");
    boolean kms = encryption != null && encryption.toLowerCase(Locale.ROOT).startsWith("aws:kms");
    boolean customerKey = answer.header("x-amz-server-side-encryption-customer-algorithm") != null;
    return MD5_TAG.matcher(etag).matches() && !kms && !customerKey;
  }
}
