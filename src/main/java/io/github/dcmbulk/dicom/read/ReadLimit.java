package io.github.dcmbulk.dicom.read;

/**
 * Holds reading to a rate, to spare the storage that the files lie on. Safe for several threads.
 */
@FunctionalInterface
public interface ReadLimit {
  /** No limit. */
  ReadLimit NONE = bytes -> {};

  /** Waits until so many bytes may be read. */
  void await(long bytes) throws InterruptedException;
}
