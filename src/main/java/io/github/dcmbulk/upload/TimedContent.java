package io.github.dcmbulk.upload;

import io.github.dcmbulk.remote.InstanceContent;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Content that knows when its last sending began: a delivery may wait for a token, for its turn or
 * for the end of an outage before that. Used by one delivery.
 */
final class TimedContent implements InstanceContent {
  private final InstanceContent content;
  private final Supplier<Instant> clock;
  private volatile Instant begun;

  TimedContent(InstanceContent content, Supplier<Instant> clock) {
    this.content = content;
    this.clock = clock;
    this.begun = clock.get();
  }

  /** When the first byte of the last attempt was read; before that, when it was made. */
  Instant begun() {
    return begun;
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
        noteBegin();
        return super.read();
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        noteBegin();
        return super.read(into, offset, length);
      }

      private void noteBegin() {
        if (!any) {
          any = true;
          begun = clock.get();
        }
      }
    };
  }
}
