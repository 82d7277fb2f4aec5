package io.github.dcmbulk.remote;

import org.jspecify.annotations.Nullable;

/** How the delivery of one instance ended, after all attempts. */
public sealed interface PutOutcome {
  /** Presign-and-PUT attempts that were made. */
  int attempts();

  /**
   * The service answered 2xx, and its ETag matched where it could be compared.
   *
   * @param etag as answered, without quotes; null when there was none
   * @param attempts attempts that were made
   * @param key the object's key, as the service named it; null when it did not
   */
  record Stored(@Nullable String etag, int attempts, @Nullable String key) implements PutOutcome {
    /** Stored under a key that the service keeps to itself. */
    public Stored(@Nullable String etag, int attempts) {
      this(etag, attempts, null);
    }
  }

  /**
   * The instance was not delivered; the run goes on.
   *
   * @param code a short stable name for rows, such as {@code http-403-AccessDenied}
   * @param permanent whether the service refused it for good, so that only {@code --retry-failed}
   *     tries again
   * @param detail one line for people: host, status, S3 error code, request id; no secret
   * @param attempts attempts that were made
   * @param own whether it is known to be for what this instance is, such as its size, so that it
   *     says nothing of others
   */
  record Refused(String code, boolean permanent, String detail, int attempts, boolean own)
      implements PutOutcome {
    /** A refusal that others may meet as well. */
    public Refused(String code, boolean permanent, String detail, int attempts) {
      this(code, permanent, detail, attempts, false);
    }
  }

  /**
   * Every attempt failed, and whether the store or this instance is to blame shows only when others
   * are tried: it is to be delivered again, when that is known.
   *
   * @param code a short stable name, such as {@code http-502}
   * @param detail one line for people
   * @param attempts attempts that were made
   * @param usedUp whether these were all that it may make
   * @param othersStored whether others were stored after the store had failed it
   */
  record Doubtful(String code, String detail, int attempts, boolean usedUp, boolean othersStored)
      implements PutOutcome {}

  /**
   * The file could not be read, or changed, while it was being sent.
   *
   * @param detail one line for people
   * @param attempts attempts that were made
   */
  record SourceChanged(String detail, int attempts) implements PutOutcome {}

  /**
   * It must not be sent now, as {@link InstanceContent#sending} or {@link
   * InstanceContent#addressed} said: nothing is stored by the last attempt, and nothing is wrong
   * with the instance or the service.
   *
   * @param attempts attempts that were begun, the one that was withheld included
   */
  record Withheld(int attempts) implements PutOutcome {}
}
