package io.github.dcmbulk.http.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import software.amazon.awssdk.http.ContentStreamProvider;

/** A request's body for HttpCore. Each write starts at its beginning. */
final class BodyEntity extends AbstractHttpEntity {
  private final ContentStreamProvider body;
  private final long length;

  /**
   * Wraps the body.
   *
   * @param length in bytes; -1 when unknown, then it is sent chunked
   */
  BodyEntity(ContentStreamProvider body, long length) {
    super((String) null, null, length < 0);
    this.body = body;
    this.length = length;
  }

  @Override
  public long getContentLength() {
    return length;
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException("a body writes itself");
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream bytes = body.newStream()) {
      bytes.transferTo(out);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    // Each stream is closed after it was written.
  }
}
