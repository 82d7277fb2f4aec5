package io.github.dcmbulk.dicom.read;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A UID of a file: its position and value. */
public final class Uid {
  private final int tag;
  private final LastValueCache<UidValue> recent;
  private UidValue value = UidValue.EMPTY;
  private long offset = -1;
  private boolean contradicted;

  /** A UID that was not read yet. */
  public Uid(int tag, LastValueCache<UidValue> recent) {
    this.tag = tag;
    this.recent = recent;
  }

  /** Sets the value; a second, different value is a contradiction. */
  void take(byte[] bytes, int index, int length, long valueOffset) {
    UidValue taken = recent.of(bytes, index, length);
    if (offset < 0) {
      value = taken;
      offset = valueOffset;
    } else {
      contradicted |= taken.illegal() || !Objects.equals(taken.text(), value.text());
    }
  }

  /** Records a value that is too long to be read. */
  void takeOversized(long valueOffset) {
    offset = valueOffset;
    value = UidValue.ILLEGAL;
  }

  /** Its tag. */
  public int tag() {
    return tag;
  }

  /** Position of its value, or -1 if it was not found. */
  public long offset() {
    return offset;
  }

  /** Digits and dots without padding; null if absent, empty or illegal. */
  public @Nullable String text() {
    return value.text();
  }

  /** Whether it is absent, or present without a value. */
  public boolean isMissing() {
    return value.text() == null && !value.illegal();
  }

  /** Whether it has characters other than digits and dots. */
  public boolean isIllegal() {
    return value.illegal();
  }

  /** Whether the data set contains it twice with different values. */
  public boolean isContradicted() {
    return contradicted;
  }

  /** Whether it has the form that {@link UidValue#wellFormed} describes. */
  public boolean isWellFormed() {
    return value.wellFormed();
  }
}
