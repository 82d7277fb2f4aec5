package io.github.dcmbulk.upload;

import io.github.dcmbulk.remote.Errand;
import io.github.dcmbulk.remote.InstanceContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An instance's bytes on their way: which instance they are of, and whether they may still be sent.
 * A delivery may wait for a token, for its turn or for the end of an outage, and its study's time
 * end meanwhile. Used by one delivery.
 */
final class Addressed implements InstanceContent {
  private final InstanceContent content;
  private final Errand errand;
  private final BooleanSupplier mayBegin;
  private boolean late;

  /**
   * Wraps content.
   *
   * @param mayBegin asked before each attempt begins to send
   */
  Addressed(InstanceContent content, Errand errand, BooleanSupplier mayBegin) {
    this.content = content;
    this.errand = errand;
    this.mayBegin = mayBegin;
  }

  /** Whether an attempt was not allowed to begin: nothing of the content was sent by it. */
  boolean isLate() {
    return late;
  }

  @Override
  public void sending() throws IOException {
    if (!mayBegin.getAsBoolean()) {
      late = true;
      throw new IOException("its study has to begin anew");
    }
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
    return content.open();
  }
}
