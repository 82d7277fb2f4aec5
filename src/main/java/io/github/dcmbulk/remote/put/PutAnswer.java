package io.github.dcmbulk.remote.put;

import io.github.dcmbulk.http.HttpUrl;
import org.jspecify.annotations.Nullable;

/** How one PUT ended that did not fail. */
public sealed interface PutAnswer {
  /**
   * The store has it.
   *
   * @param etag as answered, without quotes; null when there was none
   */
  record Stored(@Nullable String etag) implements PutAnswer {}

  /**
   * Another place that the store points to (307, 308; RFC 9110 §15.4).
   *
   * @param target where the store sends the upload to
   */
  record Redirected(HttpUrl target) implements PutAnswer {}

  /** The content must not be sent now; no request was made. */
  record Withheld() implements PutAnswer {}
}
