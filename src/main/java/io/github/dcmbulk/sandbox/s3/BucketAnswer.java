package io.github.dcmbulk.sandbox.s3;

import io.github.dcmbulk.sandbox.fault.FaultKind;
import io.github.dcmbulk.sandbox.http.Reply;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An answer of the object store.
 *
 * @param outcome outcome for the audit log
 * @param reply answer for the client
 */
record BucketAnswer(String outcome, Reply reply) {
  static BucketAnswer refusal(StoreError error) {
    return refusal(Refusal.of(error));
  }

  static BucketAnswer refusal(Refusal refusal) {
    String id = id();
    return new BucketAnswer(refusal.outcome(), refusal.reply(id).with("x-amz-request-id", id));
  }

  BucketAnswer with(String header, String value) {
    return new BucketAnswer(outcome, reply.with(header, value));
  }

  BucketAnswer noting(FaultKind fault) {
    return new BucketAnswer(outcome + ", fault " + fault.optionName(), reply);
  }

  BucketAnswer closing() {
    return new BucketAnswer(outcome, reply.closing());
  }

  boolean isStored() {
    return outcome.startsWith("stored") || outcome.startsWith("replaced");
  }

  /** A request id in the form of S3. */
  static String id() {
    return HexFormat.of().withUpperCase().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
