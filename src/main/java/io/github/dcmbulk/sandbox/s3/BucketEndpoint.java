package io.github.dcmbulk.sandbox.s3;

import io.github.dcmbulk.sandbox.fault.FaultKind;
import io.github.dcmbulk.sandbox.fault.Faults;
import io.github.dcmbulk.sandbox.file.SandboxAudit;
import io.github.dcmbulk.sandbox.http.Reply;
import io.github.dcmbulk.sandbox.http.RequestExchange;
import io.github.dcmbulk.sandbox.http.UriEncoding;
import io.github.dcmbulk.sandbox.lake.BodyDigests;
import io.github.dcmbulk.sandbox.lake.DicomUids;
import io.github.dcmbulk.sandbox.lake.Incoming;
import io.github.dcmbulk.sandbox.lake.Lake;
import io.github.dcmbulk.sandbox.lake.OverwriteRules;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The object store: accepts one PUT for each presigned URL, and no other request. Answers as S3
 * does, and stores instances by {@link OverwriteRules}.
 */
public final class BucketEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(BucketEndpoint.class);

  /** Bytes. S3's limit for one PUT. */
  private static final long LARGEST = 5L * 1024 * 1024 * 1024;

  /** For the audit log, when the client disconnected. */
  private static final BucketAnswer ABORTED = new BucketAnswer("aborted", Reply.reset());

  private final UrlVerifier verifier;
  private final ObjectKeys keys;
  private final Lake lake;
  private final OverwriteRules rules;
  private final Faults faults;
  private final StoreFaults storeFaults;
  private final SandboxAudit audit;

  /** Stores into that lake. */
  public BucketEndpoint(
      UrlVerifier verifier,
      ObjectKeys keys,
      Lake lake,
      OverwriteRules rules,
      Faults faults,
      SandboxAudit audit) {
    this.verifier = verifier;
    this.keys = keys;
    this.lake = lake;
    this.rules = rules;
    this.faults = faults;
    this.storeFaults = new StoreFaults(faults);
    this.audit = audit;
  }

  /**
   * Answers a request for a path below the bucket.
   *
   * @throws IOException the connection or the lake failed
   */
  public Reply answer(RequestExchange exchange) throws IOException {
    SandboxAudit.AuditEntry line = audit.line("upload");
    BucketAnswer answer = ABORTED;
    try {
      answer = put(exchange, line);
    } catch (UncheckedIOException e) {
      LOG.warn("the lake cannot be written: {}", e.toString());
      Reply reply = BucketAnswer.refusal(StoreError.INTERNAL_ERROR).reply().closing();
      answer = new BucketAnswer("lake-error", reply);
    } finally {
      Reply reply = answer.reply();
      Integer status = reply.connectionEnd() == Reply.ConnectionEnd.RESET ? null : reply.status();
      line.with("status", status)
          .with("outcome", answer.outcome())
          .with("remotePort", exchange.remotePort())
          .write();
    }
    if (answer.isStored()) {
      faults.delay(FaultKind.LATE_ANSWER).ifPresent(faults::pause);
    }
    return answer.reply();
  }

  private BucketAnswer put(RequestExchange exchange, SandboxAudit.AuditEntry line)
      throws IOException {
    if (!exchange.method().equals("PUT")) {
      return BucketAnswer.refusal(StoreError.ACCESS_DENIED);
    }
    if (faults.strikes(FaultKind.EARLY_ANSWER)) {
      Reply reply = BucketAnswer.refusal(StoreError.SERVICE_UNAVAILABLE).reply().closing();
      return new BucketAnswer("fault early-answer", reply);
    }
    Optional<Refusal> wrong = verifier.verify(exchange).or(() -> wrongLength(exchange));
    if (wrong.isPresent()) {
      return BucketAnswer.refusal(wrong.get());
    }
    BodyClaims claims = BodyClaims.of(exchange);
    wrong = claims.fault();
    if (wrong.isPresent()) {
      return BucketAnswer.refusal(wrong.get());
    }
    String key = UriEncoding.decode(exchange.path()).substring(SandboxSettings.BUCKET.length());
    line.with("key", key);
    Optional<BucketAnswer> fault = storeFaults.instead(exchange);
    return fault.isPresent() ? fault.get() : store(exchange, key, claims, line);
  }

  private static Optional<Refusal> wrongLength(RequestExchange exchange) {
    if (exchange.chunked()) {
      return Optional.of(
          Refusal.of(StoreError.NOT_IMPLEMENTED).with("Header", "Transfer-Encoding"));
    }
    long length = exchange.contentLength();
    if (length < 0) {
      return Optional.of(Refusal.of(StoreError.MISSING_CONTENT_LENGTH));
    }
    return length > LARGEST
        ? Optional.of(
            Refusal.of(StoreError.ENTITY_TOO_LARGE)
                .with("ProposedSize", Long.toString(length))
                .with("MaxSizeAllowed", Long.toString(LARGEST)))
        : Optional.empty();
  }

  private BucketAnswer store(
      RequestExchange exchange, String key, BodyClaims claims, SandboxAudit.AuditEntry line)
      throws IOException {
    if (!keys.claim(key)) {
      return usedUp(exchange);
    }
    boolean stored = false;
    try (Incoming incoming =
        lake.receive(
            exchange.body(),
            exchange.contentLength(),
            exchange.buffer(),
            keys.fileName(key),
            new BodyDigests(claims.wanted()))) {
      line.with("bytes", incoming.size()).with("md5", incoming.md5Hex());
      Optional<Refusal> mismatch = claims.mismatch(incoming);
      if (mismatch.isPresent()) {
        return BucketAnswer.refusal(mismatch.get());
      }
      String outcome = file(incoming, key, line);
      stored = true;
      return storeFaults.stored(outcome, incoming, claims.answered());
    } finally {
      if (!stored) {
        keys.release(key);
      }
    }
  }

  /** S3 would overwrite the object; the service's URLs are valid for one upload. */
  private static BucketAnswer usedUp(RequestExchange exchange) {
    return exchange.header("If-None-Match") == null
        ? BucketAnswer.refusal(StoreError.URL_USED)
        : BucketAnswer.refusal(
            Refusal.of(StoreError.PRECONDITION_FAILED).with("Condition", "If-None-Match"));
  }

  private String file(Incoming incoming, String key, SandboxAudit.AuditEntry line) {
    try {
      Optional<DicomUids> found = incoming.uids();
      if (found.isEmpty()) {
        lake.keepUnfiled(incoming, keys.fileName(key));
        return "unfiled";
      }
      DicomUids uids = found.get();
      line.with("study", uids.study()).with("series", uids.series()).with("sop", uids.sop());
      line.with("transferSyntax", uids.transferSyntax());
      return rules.file(incoming, uids) ? "replaced" : "stored";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
