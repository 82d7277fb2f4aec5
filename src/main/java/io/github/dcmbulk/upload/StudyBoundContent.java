package io.github.dcmbulk.upload;

import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.InstanceRef;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An instance's bytes on their way: which instance they are of, and whether they may still be sent.
 * A delivery may wait for a token, for its turn or for the end of an outage, and its study's time
 * or the window end meanwhile. Used by one delivery.
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
  private boolean late;

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

  /** The last attempt's last byte left no earlier than that. */
  Instant lastByte() {
    return lastByte;
  }

  /** Whether the service may have stored what the last attempt sent. */
  boolean mayBeStored() {
    return begun && whole;
  }

  /** Whether an attempt was not allowed to begin, or to go on: nothing is stored by it. */
  boolean isLate() {
    return late;
  }

  @Override
  public void asking() throws IOException {
    requireInTime(control.outside());
  }

  @Override
  public void addressed(@Nullable Duration lifetime) throws IOException {
    try {
      if (study.mayUse(lifetime)) {
        return;
      }
    } catch (JournalException e) {
      throw late("the journal cannot be written");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw late("its study is not this process's any more");
  }

  private IOException late(String why) {
    late = true;
    return new IOException(why);
  }

  @Override
  public void sending() throws IOException {
    Instant now = control.outside();
    if (mayBeStored()) {
      study.maybeSent(lastByte, now);
    }
    requireOpen(control.gate().isOpen());
    requireInTime(now);
    begun = true;
    whole = size() < BytesInTransit.LARGE;
    lastByte = now;
  }

  @Override
  public void notStored() {
    begun = false;
  }

  private void requireOpen(boolean isOpen) throws IOException {
    if (!isOpen) {
      late = true;
      throw new IOException("the window has closed");
    }
  }

  private void requireInTime(Instant now) throws IOException {
    if (!study.mayGoOn(now)) {
      late = true;
      throw new IOException("its study must start again");
    }
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
   * The bytes of a large instance, for as long as its study has time: what is cut off is not
   * stored, and overwrites nothing.
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
        requireOpen(control.gate().mayGoOn());
        requireInTime(now);
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
