package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.InstanceRef;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.study.StudyDelivery;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An instance's bytes while they are sent: which instance they are of, and whether they may still
 * be sent: a delivery may wait for a token, a rate limit or the end of an outage, and meanwhile the
 * time of its study or the window may end. Used by one delivery.
 */
final class StudyBoundContent implements InstanceContent {
  private final InstanceContent content;
  private final InstanceRef instanceRef;
  private final StudyDelivery study;
  private final BytesInTransit.Part part;
  private final RunControl control;
  private final Evidence evidence;
  private final BooleanSupplier othersWait;
  private Instant lastByte;
  private boolean begun;
  private boolean whole;
  private boolean withheld;

  StudyBoundContent(
      InstanceContent content,
      InstanceRef instanceRef,
      StudyDelivery study,
      BytesInTransit.Part part,
      RunControl control,
      Evidence evidence,
      BooleanSupplier othersWait) {
    this.content = content;
    this.instanceRef = instanceRef;
    this.study = study;
    this.part = part;
    this.control = control;
    this.evidence = evidence;
    this.othersWait = othersWait;
    this.lastByte = control.outside();
  }

  /** A time that is not after the one at which the last byte of the last attempt was sent. */
  Instant lastByte() {
    return lastByte;
  }

  /** Whether the service may have stored what the last attempt sent. */
  boolean mayBeStored() {
    return begun && whole;
  }

  @Override
  public boolean isWithheld() {
    return withheld;
  }

  @Override
  public boolean asking() {
    return allowed(study.mayContinue(control.outside()));
  }

  @Override
  public boolean addressed(@Nullable Duration lifetime) {
    return allowed(mayUse(lifetime));
  }

  /** Whether this process still holds the study; false if the journal cannot be read. */
  private boolean mayUse(@Nullable Duration lifetime) {
    try {
      return study.mayUse(lifetime);
    } catch (JournalException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean allowed(boolean may) {
    withheld |= !may;
    return may;
  }

  @Override
  public boolean sending() {
    Instant now = control.outside();
    if (mayBeStored()) {
      study.maybeSent(lastByte, now);
    }
    if (!allowed(control.gate().isOpen() && study.mayContinue(now))) {
      return false;
    }
    begun = true;
    whole = size() < BytesInTransit.LARGE;
    lastByte = now;
    return true;
  }

  @Override
  public void notStored() {
    begun = false;
  }

  @Override
  public Evidence evidence() {
    return evidence;
  }

  @Override
  public boolean othersWait() {
    return othersWait.getAsBoolean();
  }

  @Override
  public boolean isInTime() {
    return study.isInTime(control.outside());
  }

  @Override
  public InstanceRef instanceRef() {
    return instanceRef;
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public byte[] md5() throws IOException {
    return content.md5();
  }

  @Override
  public byte @Nullable [] sha256() throws IOException {
    return content.sha256();
  }

  @Override
  public boolean isInMemory() {
    return content.isInMemory();
  }

  @Override
  public InputStream open() throws IOException {
    InputStream bytes = part.watch(content.size(), content.open());
    return content.size() < BytesInTransit.LARGE ? bytes : new InTime(bytes);
  }

  /**
   * The bytes of a large instance, aborted when its study has no time left: an aborted request
   * stores nothing, and overwrites nothing.
   */
  private final class InTime extends FilterInputStream {
    private long left = size();

    InTime(InputStream in) {
      super(in);
      whole = false;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      left(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      left(count);
      return count;
    }

    private void left(int count) throws IOException {
      if (count > 0) {
        Instant now = control.outside();
        if (!allowed(control.gate().mayContinue() && study.mayContinue(now))) {
          throw new IOException("withheld: its study has no time left, or the window has closed");
        }
        left -= count;
        lastByte = now;
        whole = left <= 0;
      }
    }
  }

  @Override
  public InputStream reopen() throws IOException {
    return content.reopen();
  }
}
