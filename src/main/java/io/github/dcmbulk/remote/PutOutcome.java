package io.github.dcmbulk.remote;

import org.jspecify.annotations.Nullable;

/** Result of the delivery of one instance, after all attempts. */
public sealed interface PutOutcome {
  /** Number of attempts, each with a URL of its own. */
  int attempts();

  /**
   * The service answered 2xx, and its ETag matched where it could be compared.
   *
   * @param etag the ETag without quotes; null when there was none
   * @param attempts attempts that were made
   * @param key the object's key as the service named it; null when it did not
   */
  record Stored(@Nullable String etag, int attempts, @Nullable String key) implements PutOutcome {
    /** Stored under a key that the service did not name. */
    public Stored(@Nullable String etag, int attempts) {
      this(etag, attempts, null);
    }
  }

  /**
   * The instance was not delivered; the run continues.
   *
   * @param code a short stable name for rows, such as {@code http-403-AccessDenied}
   * @param permanent whether the service refused it permanently, so that only {@code
   *     --retry-failed} tries again
   * @param detail one line for messages: host, status, S3 error code, request id; no secret
   * @param attempts attempts that were made
   * @param own whether the reason is a property of this instance, such as its size, so that it says
   *     nothing of others
   */
  record Refused(String code, boolean permanent, String detail, int attempts, boolean own)
      implements PutOutcome {
    /** A refusal that may apply to other instances as well. */
    public Refused(String code, boolean permanent, String detail, int attempts) {
      this(code, permanent, detail, attempts, false);
    }
  }

  /**
   * Every attempt failed, and only the delivery of others can show whether the store or this
   * instance is the cause. Deliver it again when that is known.
   *
   * @param code a short stable name, such as {@code http-502}
   * @param detail one line for messages
   * @param attempts attempts that were made
   * @param usedUp whether no attempt is left
   * @param othersStored whether others were stored after this one's failure
   */
  record Doubtful(String code, String detail, int attempts, boolean usedUp, boolean othersStored)
      implements PutOutcome {}

  /**
   * The file could not be read, or changed while it was sent.
   *
   * @param detail one line for messages
   * @param attempts attempts that were made
   */
  record SourceChanged(String detail, int attempts) implements PutOutcome {}

  /**
   * Not sent now, because {@link InstanceContent#sending}, {@link InstanceContent#asking} or {@link
   * InstanceContent#addressed} returned false. The last attempt stored nothing, and neither the
   * instance nor the service is at fault.
   *
   * @param attempts attempts that were begun, including the one that was withheld
   */
  record Withheld(int attempts) implements PutOutcome {}
}
