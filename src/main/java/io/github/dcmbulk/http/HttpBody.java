package io.github.dcmbulk.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a request carries: an open stream, read once and closed with the request.
 *
 * @param length exactly this many bytes are sent; a stream that holds fewer or more fails the
 *     request
 * @param stream the bytes
 */
public record HttpBody(long length, InputStream stream) {
  /** A body that is in memory. */
  public static HttpBody of(byte[] bytes) {
    return new HttpBody(bytes.length, new ByteArrayInputStream(bytes));
  }

  /**
   * The body's own stream failed while it was being sent: no fault of the network. Streams that
   * throttle or check may throw it too.
   */
  public static final class SourceException extends IOException {
    /** Says what is wrong with the source. */
    public SourceException(String message) {
      super(message);
    }

    /** Says what is wrong with the source, and what caused it. */
    public SourceException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
