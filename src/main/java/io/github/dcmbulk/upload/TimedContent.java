package io.github.dcmbulk.upload;

import io.github.dcmbulk.remote.InstanceContent;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Content that may be sent while its study's time lasts: a delivery may wait for a token, for its
 * turn or for the end of an outage before its first byte. Used by one delivery.
 */
final class TimedContent implements InstanceContent {
  private final InstanceContent content;
  private final BooleanSupplier mayBegin;
  private volatile boolean late;

  /**
   * Wraps content.
   *
   * @param mayBegin asked before the first byte of each attempt
   */
  TimedContent(InstanceContent content, BooleanSupplier mayBegin) {
    this.content = content;
    this.mayBegin = mayBegin;
  }

  /** Whether an attempt was not allowed to begin: nothing of the content was sent by it. */
  boolean isLate() {
    return late;
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public byte[] md5() {
    return content.md5();
  }

  @Override
  public byte @Nullable [] sha256() {
    return content.sha256();
  }

  @Override
  public InputStream open() throws IOException {
    return new FilterInputStream(content.open()) {
      private boolean any;

      @Override
      public int read() throws IOException {
        begin();
        return super.read();
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        begin();
        return super.read(into, offset, length);
      }

      private void begin() throws IOException {
        if (!any && !mayBegin.getAsBoolean()) {
          late = true;
          throw new IOException("its study has to begin anew");
        }
        any = true;
      }
    };
  }
}
