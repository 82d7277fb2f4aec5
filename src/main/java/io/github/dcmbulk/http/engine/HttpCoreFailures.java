package io.github.dcmbulk.http.engine;

import io.github.dcmbulk.http.LongHeadException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Translates HttpCore's exceptions into those of Java's library. */
final class HttpCoreFailures {
  private HttpCoreFailures() {}

  /** The translated exception; one that needs no translation is returned unchanged. */
  static IOException translated(Exception e) {
    if (e instanceof NoHttpResponseException || e instanceof ConnectionClosedException) {
      return withCause(new EOFException("the connection was closed"), e);
    }
    if (e instanceof MessageConstraintException) {
      return withCause(new LongHeadException(), e);
    }
    if (e instanceof HttpException) {
      return withCause(new ProtocolException("the answer is not HTTP"), e);
    }
    return e instanceof IOException io ? io : new IOException(e);
  }

  private static IOException withCause(IOException translated, Exception cause) {
    translated.initCause(cause);
    return translated;
  }
}
