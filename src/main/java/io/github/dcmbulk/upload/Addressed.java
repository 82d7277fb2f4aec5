package io.github.dcmbulk.upload;

import io.github.dcmbulk.remote.Errand;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.InstanceContent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An instance's bytes on their way: which instance they are of, and whether they may still be sent.
 * A delivery may wait for a token, for its turn or for the end of an outage, and its study's time
 * end meanwhile. Used by one delivery.
 */
final class Addressed implements InstanceContent {
  private final InstanceContent content;
  private final Errand errand;
  private final StudyDelivery study;
  private final UnderWay.Part part;
  private final Supplier<Instant> clock;
  private final Evidence evidence;
  private Instant begun;
  private boolean late;

  Addressed(
      InstanceContent content,
      Errand errand,
      StudyDelivery study,
      UnderWay.Part part,
      Supplier<Instant> clock,
      Evidence evidence) {
    this.content = content;
    this.errand = errand;
    this.study = study;
    this.part = part;
    this.clock = clock;
    this.evidence = evidence;
    this.begun = clock.get();
  }

  /** When the last attempt began to send. */
  Instant begun() {
    return begun;
  }

  /** Whether an attempt was not allowed to begin: nothing of the content was sent by it. */
  boolean isLate() {
    return late;
  }

  @Override
  public void sending() throws IOException {
    begun = clock.get();
    if (!study.mayBegin(begun)) {
      late = true;
      throw new IOException("its study has to begin anew");
    }
  }

  @Override
  public Evidence evidence() {
    return evidence;
  }

  @Override
  public boolean isInTime() {
    return study.isInTime(clock.get());
  }

  @Override
  public Errand errand() {
    return errand;
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
    return part.watch(content.size(), content.open());
  }

  @Override
  public InputStream reopen() throws IOException {
    return content.reopen();
  }
}
