package io.github.dcmbulk.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The body of a request in progress. The bytes of each stream are compared with the body's length,
 * and the last stream is closed with the request.
 */
final class SentBody implements ContentStreamProvider, Closeable {
  private final HttpBody body;
  private final RequestDeadline deadline;
  private final Buffers buffers;
  private @Nullable InputStream open;

  SentBody(HttpBody body, RequestDeadline deadline, Buffers buffers) {
    this.body = body;
    this.deadline = deadline;
    this.buffers = buffers;
  }

  @Override
  public synchronized InputStream newStream() {
    close();
    deadline.begin();
    InputStream stream = new BodyStream(body, body.newStream(), deadline, buffers);
    open = stream;
    return stream;
  }

  @Override
  public synchronized void close() {
    InputStream stream = open;
    open = null;
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        // All bytes have been read.
        return;
      }
    }
  }
}
