package io.github.dcmbulk.remote.put;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.presign.ChecksumAlgorithm;
import io.github.dcmbulk.remote.presign.PresignedUrl;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares the stored bytes with the sent ones: by the ETag where it is their MD5, and by the
 * checksums of the answer (Amazon S3 API reference, PutObject). Safe for several threads.
 */
final class Integrity {
  /** Bytes. Up to this size the content is in memory, and a checksum needs no reading. */
  private static final long SMALL = 1 << 20;

  /** Bytes. From this size on, reading the content again is expensive. */
  private static final long LARGE = 64 << 20;

  /**
   * Instances of a run between {@code SMALL} and {@code LARGE} whose checksums are compared
   * although the ETag matched: a store with wrong checksums is noticed, without reading all files
   * twice.
   */
  private static final int SAMPLED = 20;

  private static final Pattern MD5_TAG = Pattern.compile("[0-9a-fA-F]{32}");

  private final EtagEvidence etags;
  private final AtomicInteger sampled = new AtomicInteger();
  private volatile boolean differed;
  private final LongAdder byEtag = new LongAdder();
  private final LongAdder byChecksum = new LongAdder();
  private final LongAdder byNothing = new LongAdder();

  Integrity(Consumer<String> notices) {
    this.etags = new EtagEvidence(notices);
  }

  /** How an instance was verified. */
  enum Proof {
    ETAG,
    CHECKSUM,
    NONE
  }

  /**
   * Compares an answer to a PUT with the bytes that were sent.
   *
   * @param answer an answer with status 2xx
   * @param now the store's time
   * @throws AttemptFailure the answer is not a store's, the values differ, or the instance can no
   *     longer be read
   */
  Proof check(PresignedUrl url, HttpAnswer answer, InstanceContent content, Instant now)
      throws AttemptFailure {
    try {
      String md5 = HexFormat.of().formatHex(content.md5());
      StoreAnswer.require(url.url(), answer, md5, now);
      return compare(url, answer, content, md5);
    } catch (IOException e) {
      throw new AttemptFailure(Step.PUT, Kind.SOURCE, "source", "can no longer be read", null, e);
    }
  }

  /** Counts a stored instance by its proof. */
  void count(Proof proof) {
    switch (proof) {
      case ETAG -> byEtag.increment();
      case CHECKSUM -> byChecksum.increment();
      case NONE -> byNothing.increment();
    }
  }

  IntegrityCounts counts() {
    return new IntegrityCounts(byEtag.sum(), byChecksum.sum(), byNothing.sum());
  }

  private Proof compare(PresignedUrl url, HttpAnswer answer, InstanceContent content, String md5)
      throws AttemptFailure, IOException {
    String etag = etag(answer);
    // A proxy that may change the content coding marks the ETag as weak (RFC 9110 §8.8.1).
    String tag = etag == null ? "" : etag.startsWith("W/") ? etag.substring(2) : etag;
    boolean isMd5 = tag.equalsIgnoreCase(md5);
    if (isMd5) {
      etags.matched();
    }
    boolean isChecksum = compareChecksums(url, answer, content, isMd5) || hasMd5(answer, content);
    if (isMd5) {
      return Proof.ETAG;
    }
    if (isLikeMd5(tag, answer)) {
      switch (etags.mismatch(isChecksum)) {
        case WRONG -> throw etagMismatch(Kind.BAD_DIGEST, url);
        case DOUBTFUL -> throw etagMismatch(Kind.DOUBTFUL, url);
        case OTHER_HASH -> {}
      }
    }
    return isChecksum ? Proof.CHECKSUM : Proof.NONE;
  }

  /** Whether a checksum of the answer equals that of the bytes. */
  private boolean compareChecksums(
      PresignedUrl url, HttpAnswer answer, InstanceContent content, boolean isProven)
      throws AttemptFailure, IOException {
    if (isComposite(answer.header("x-amz-checksum-type"))) {
      return false;
    }
    boolean compared = false;
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String answered = answer.header(algorithm.header());
      if (answered == null || answered.indexOf('-') >= 0) {
        // A value such as "...-3" is a checksum of the checksums of three parts.
        continue;
      }
      if (!isProven || isCheap(algorithm, url, content) || isSampled(content)) {
        if (!isSame(answered.strip(), algorithm.of(content))) {
          differed = true;
          throw mismatch(
              Kind.BAD_DIGEST,
              "checksum-mismatch",
              url,
              algorithm.header() + " is not the " + algorithm.name() + " of these bytes");
        }
        compared = true;
      }
    }
    return compared;
  }

  private static boolean isCheap(
      ChecksumAlgorithm algorithm, PresignedUrl url, InstanceContent content) throws IOException {
    return algorithm.isAtHand(content) || url.signedHeaders().contains(algorithm.header());
  }

  private boolean isSampled(InstanceContent content) {
    if (content.size() <= SMALL || differed) {
      return true;
    }
    return content.size() <= LARGE
        && sampled.get() < SAMPLED
        && sampled.incrementAndGet() <= SAMPLED;
  }

  private static boolean isComposite(@Nullable String type) {
    return type != null && type.strip().equalsIgnoreCase("COMPOSITE");
  }

  /** Base64 by specification; some compatible stores write hexadecimal digits. */
  private static boolean isSame(String answered, byte[] expected) {
    return answered.equals(Base64.getEncoder().encodeToString(expected))
        || answered.equalsIgnoreCase(HexFormat.of().formatHex(expected));
  }

  /**
   * Whether the answer repeats the MD5 in another header: Azure Storage and Alibaba OSS in {@code
   * Content-MD5}, Google in {@code x-goog-hash}. A different value may be that of the answer's own
   * body.
   */
  private static boolean hasMd5(HttpAnswer answer, InstanceContent content) throws IOException {
    String contentMd5 = answer.header("content-md5");
    String google = answer.header("x-goog-hash");
    if (contentMd5 == null && google == null) {
      return false;
    }
    String expected = Base64.getEncoder().encodeToString(content.md5());
    return expected.equals(contentMd5) || (google != null && google.contains("md5=" + expected));
  }

  /** The ETag without quotes; null when there is none. */
  static @Nullable String etag(HttpAnswer answer) {
    String header = answer.header("etag");
    return header == null ? null : header.strip().replace("\"", "");
  }

  /**
   * The ETag of a single PUT is its MD5 unless the store encrypts with KMS or customer keys (S3
   * API).
   */
  private static boolean isLikeMd5(String etag, HttpAnswer answer) {
    String encryption = answer.header("x-amz-server-side-encryption");
    boolean kms = encryption != null && encryption.toLowerCase(Locale.ROOT).startsWith("aws:kms");
    boolean customerKey = answer.header("x-amz-server-side-encryption-customer-algorithm") != null;
    return MD5_TAG.matcher(etag).matches() && !kms && !customerKey;
  }

  private static AttemptFailure etagMismatch(Kind kind, PresignedUrl url) {
    return mismatch(kind, "etag-mismatch", url, "ETag is not their MD5");
  }

  private static AttemptFailure mismatch(Kind kind, String code, PresignedUrl url, String what) {
    return new AttemptFailure(
        Step.PUT, kind, code, url + " stored other bytes than were sent: its " + what);
  }
}
