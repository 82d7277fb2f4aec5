package io.github.dcmbulk.upload.content;

import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Reusable buffers and digests for files that are read as a whole: as many as there were open files
 * at the same time; each buffer is as large as the largest file that it contained. Thread-safe.
 */
public final class ReadBuffers {
  private static final int SMALLEST = 1 << 16;

  private final ConcurrentLinkedDeque<byte[]> idle = new ConcurrentLinkedDeque<>();
  private final ConcurrentLinkedDeque<Digests> idleDigests = new ConcurrentLinkedDeque<>();

  /** No buffers yet. */
  public ReadBuffers() {}

  /** A buffer of at least that many bytes. */
  byte[] take(int size) {
    byte[] buffer = idle.pollFirst();
    return buffer != null && buffer.length >= size ? buffer : new byte[roundedUp(size)];
  }

  void give(byte[] buffer) {
    idle.addFirst(buffer);
  }

  /** Digests of no bytes; to search the providers for each file takes as long as a small file. */
  Digests takeDigests(boolean sha256) {
    Digests digests = idleDigests.pollFirst();
    return digests != null && digests.hasSha256() == sha256 ? digests : new Digests(sha256);
  }

  /** Only after {@link Digests#values}, which leaves digests of no bytes. */
  void giveDigests(Digests digests) {
    idleDigests.addFirst(digests);
  }

  private static int roundedUp(int size) {
    return size <= SMALLEST ? SMALLEST : Integer.highestOneBit(size - 1) << 1;
  }
}
