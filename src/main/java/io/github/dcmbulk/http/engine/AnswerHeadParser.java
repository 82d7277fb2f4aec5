package io.github.dcmbulk.http.engine;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Reads the head of an answer up to its empty line. For HttpCore the end of the connection ends the
 * head as well: an answer that is cut off after its status would be a complete one without a body.
 */
final class AnswerHeadParser extends DefaultHttpResponseParser {
  AnswerHeadParser(Http1Config config) {
    super(config);
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    return super.parse(buffer, new Unended(in));
  }

  /** A connection that must not end. */
  private static final class Unended extends FilterInputStream {
    Unended(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      if (count < 0) {
        throw new EOFException("the connection was closed");
      }
      return count;
    }
  }
}
