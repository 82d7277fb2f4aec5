package io.github.dcmbulk.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The object store: takes a PUT to a presigned URL, once, and nothing else. Answers as S3 does, and
 * hands what it took to the {@link StudyDesk}.
 */
final class ObjectStore {
  /** The path below which objects live. */
  static final String BUCKET = "/ingest/";

  private static final Logger LOG = LoggerFactory.getLogger(ObjectStore.class);

  /** S3's limit for one PUT. */
  private static final long LARGEST = 5L * 1024 * 1024 * 1024;

  private static final int MD5_BYTES = 16;

  /** What is on record when the client went away. */
  private static final Answer ABORTED = new Answer("aborted", Reply.reset());

  /** Faults that end in an error of S3, after the body was read; tried in the enum's order. */
  private static final Map<FaultKind, S3Error> ERROR_OF =
      new EnumMap<>(
          Map.of(
              FaultKind.SLOW_DOWN, S3Error.SLOW_DOWN,
              FaultKind.INTERNAL_ERROR, S3Error.INTERNAL_ERROR,
              FaultKind.REQUEST_TIMEOUT, S3Error.REQUEST_TIMEOUT,
              FaultKind.ACCESS_DENIED, S3Error.ACCESS_DENIED,
              FaultKind.BAD_DIGEST, S3Error.BAD_DIGEST));

  private final UrlVerifier verifier;
  private final ObjectKeys keys;
  private final Lake lake;
  private final StudyDesk desk;
  private final Faults faults;
  private final AuditLog audit;

  ObjectStore(
      UrlVerifier verifier,
      ObjectKeys keys,
      Lake lake,
      StudyDesk desk,
      Faults faults,
      AuditLog audit) {
    this.verifier = verifier;
    this.keys = keys;
    this.lake = lake;
    this.desk = desk;
    this.faults = faults;
    this.audit = audit;
  }

  /** Answers any request below {@link #BUCKET}. */
  Reply answer(Exchange exchange) throws IOException {
    AuditLog.Line line = audit.line("upload");
    Answer answer = ABORTED;
    try {
      answer = put(exchange, line);
    } catch (UncheckedIOException e) {
      LOG.warn("the lake cannot be written: {}", e.toString());
      answer = new Answer("lake-error", refusal(S3Error.INTERNAL_ERROR).reply.closing());
    } finally {
      Integer status = answer.reply.ending() == Reply.Ending.RESET ? null : answer.reply.status();
      line.with("status", status)
          .with("outcome", answer.outcome)
          .with("remotePort", exchange.remotePort())
          .write();
    }
    return answer.reply;
  }

  private Answer put(Exchange exchange, AuditLog.Line line) throws IOException {
    if (!exchange.method().equals("PUT")) {
      return refusal(S3Error.ACCESS_DENIED);
    }
    if (faults.strikes(FaultKind.EARLY_ANSWER)) {
      return new Answer("fault early-answer", refusal(S3Error.SERVICE_UNAVAILABLE).reply.closing());
    }
    Optional<S3Error> wrong = verifier.verify(exchange).or(() -> wrongLength(exchange));
    if (wrong.isPresent()) {
      return refusal(wrong.get());
    }
    byte[] announced = announcedMd5(exchange);
    if (announced != null && announced.length != MD5_BYTES) {
      return refusal(S3Error.INVALID_DIGEST);
    }
    String key = UriEncoding.decode(exchange.path()).substring(BUCKET.length());
    line.with("key", key);
    Optional<Answer> fault = fault(exchange);
    return fault.isPresent() ? fault.get() : store(exchange, key, announced, line);
  }

  private static Optional<S3Error> wrongLength(Exchange exchange) {
    if (exchange.chunked()) {
      return Optional.of(S3Error.NOT_IMPLEMENTED);
    }
    long length = exchange.contentLength();
    if (length < 0) {
      return Optional.of(S3Error.MISSING_CONTENT_LENGTH);
    }
    return length > LARGEST ? Optional.of(S3Error.ENTITY_TOO_LARGE) : Optional.empty();
  }

  /** The MD5 in {@code Content-MD5}, empty when it is none; null without the header. */
  private static byte @Nullable [] announcedMd5(Exchange exchange) {
    String header = exchange.header("Content-MD5");
    if (header == null) {
      return null;
    }
    try {
      return Base64.getDecoder().decode(header.strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private Optional<Answer> fault(Exchange exchange) throws IOException {
    for (Map.Entry<FaultKind, S3Error> fault : ERROR_OF.entrySet()) {
      if (faults.strikes(fault.getKey())) {
        exchange.discardBody();
        Reply reply = refusal(fault.getValue()).reply;
        boolean timeout = fault.getKey() == FaultKind.REQUEST_TIMEOUT;
        return Optional.of(
            new Answer("fault " + fault.getKey().optionName(), timeout ? reply.closing() : reply));
      }
    }
    if (faults.strikes(FaultKind.RESET)) {
      exchange.body().skipNBytes(exchange.contentLength() / 2);
      return Optional.of(new Answer("fault reset", Reply.reset()));
    }
    return Optional.empty();
  }

  private Answer store(
      Exchange exchange, String key, byte @Nullable [] announced, AuditLog.Line line)
      throws IOException {
    if (!keys.claim(key)) {
      return refusal(S3Error.URL_USED);
    }
    boolean stored = false;
    try (Incoming incoming =
        lake.receive(
            exchange.body(), exchange.contentLength(), exchange.buffer(), keys.fileName(key))) {
      line.with("bytes", incoming.size()).with("md5", incoming.md5Hex());
      if (announced != null && !Arrays.equals(announced, incoming.md5())) {
        return refusal(S3Error.BAD_DIGEST);
      }
      String outcome = file(incoming, key, line);
      stored = true;
      return stored(outcome, incoming);
    } finally {
      if (!stored) {
        keys.release(key);
      }
    }
  }

  private String file(Incoming incoming, String key, AuditLog.Line line) {
    try {
      Optional<DicomUids> found = incoming.uids();
      if (found.isEmpty()) {
        lake.keepUnfiled(incoming, keys.fileName(key));
        return "unfiled";
      }
      DicomUids uids = found.get();
      line.with("study", uids.study()).with("series", uids.series()).with("sop", uids.sop());
      line.with("transferSyntax", uids.transferSyntax());
      return desk.file(incoming, uids) ? "replaced" : "stored";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer stored(String outcome, Incoming incoming) {
    if (faults.strikes(FaultKind.RESET_AFTER)) {
      return new Answer(outcome + ", fault reset-after", Reply.reset());
    }
    boolean wrong = faults.strikes(FaultKind.WRONG_ETAG);
    String etag = wrong ? "0".repeat(2 * MD5_BYTES) : incoming.md5Hex();
    Reply reply = Reply.empty(200).with("ETag", "\"" + etag + "\"");
    return new Answer(
        wrong ? outcome + ", fault wrong-etag" : outcome, reply.with("x-amz-request-id", id()));
  }

  private static Answer refusal(S3Error error) {
    String id = id();
    return new Answer(error.outcome(), error.reply(id).with("x-amz-request-id", id));
  }

  private static String id() {
    return HexFormat.of().withUpperCase().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private record Answer(String outcome, Reply reply) {}
}
