package io.github.dcmbulk.sandbox.s3;

import io.github.dcmbulk.sandbox.fault.FaultKind;
import io.github.dcmbulk.sandbox.http.Reply;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An answer of the object store.
 *
 * @param outcome for the audit log
 * @param reply what the client gets
 */
record StoreAnswer(String outcome, Reply reply) {
  static StoreAnswer refusal(S3Error error) {
    return refusal(Refusal.of(error));
  }

  static StoreAnswer refusal(Refusal refusal) {
    String id = id();
    return new StoreAnswer(refusal.outcome(), refusal.reply(id).with("x-amz-request-id", id));
  }

  StoreAnswer with(String header, String value) {
    return new StoreAnswer(outcome, reply.with(header, value));
  }

  StoreAnswer noting(FaultKind fault) {
    return new StoreAnswer(outcome + ", fault " + fault.optionName(), reply);
  }

  StoreAnswer closing() {
    return new StoreAnswer(outcome, reply.closing());
  }

  boolean isStored() {
    return outcome.startsWith("stored") || outcome.startsWith("replaced");
  }

  /** A request id as S3 makes them. */
  static String id() {
    return HexFormat.of().withUpperCase().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
