package io.github.dcmbulk.dicom.read;

/** Limits the read rate, to reduce the load on the source's storage. Safe for several threads. */
@FunctionalInterface
public interface ReadLimit {
  /** No limit. */
  ReadLimit NONE = bytes -> {};

  /** Waits until that many bytes may be read. */
  void await(long bytes) throws InterruptedException;
}
