package io.github.dcmbulk.dicom.read;

import java.util.Arrays;
import java.util.function.Function;

/**
 * What the last value of a kind was read as. Files that follow one another mostly share their
 * study, series and class: equal bytes are decoded and judged once. Not safe for several threads.
 *
 * @param <T> what a value is read as
 */
final class LastValueCache<T> {
  private final Function<byte[], T> reading;
  private byte[] bytes = {};
  private T value;

  LastValueCache(Function<byte[], T> reading) {
    this.reading = reading;
    this.value = reading.apply(bytes);
  }

  /** Reads a value. */
  T of(byte[] from, int index, int length) {
    if (!Arrays.equals(bytes, 0, bytes.length, from, index, index + length)) {
      bytes = Arrays.copyOfRange(from, index, index + length);
      value = reading.apply(bytes);
    }
    return value;
  }
}
