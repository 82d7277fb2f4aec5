package io.github.dcmbulk.dicom.read;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Caches the last value of a kind. Consecutive files mostly have the same study, series and class:
 * equal bytes are decoded and checked once. Not thread-safe.
 *
 * @param <T> type of the decoded value
 */
final class LastValueCache<T> {
  private final Function<byte[], T> reading;
  private byte[] bytes = {};
  private T value;

  LastValueCache(Function<byte[], T> reading) {
    this.reading = reading;
    this.value = reading.apply(bytes);
  }

  /** Decodes a value, or returns the cached one. */
  T of(byte[] from, int index, int length) {
    if (!Arrays.equals(bytes, 0, bytes.length, from, index, index + length)) {
      bytes = Arrays.copyOfRange(from, index, index + length);
      value = reading.apply(bytes);
    }
    return value;
  }
}
