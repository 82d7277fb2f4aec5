package io.github.dcmbulk.remote.put;

import io.github.dcmbulk.http.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Result of one PUT that did not fail. */
public sealed interface PutAnswer {
  /**
   * The store has the instance.
   *
   * @param etag the ETag without quotes; null when there was none
   */
  record Stored(@Nullable String etag) implements PutAnswer {}

  /**
   * The store redirects the upload (307, 308; RFC 9110 §15.4).
   *
   * @param target the URL of the redirect
   */
  record Redirected(HttpUrl target) implements PutAnswer {}

  /** The content must not be sent now; no request was made. */
  record Withheld() implements PutAnswer {}
}
