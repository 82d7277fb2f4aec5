package io.github.dcmbulk.http;

import java.util.concurrent.ConcurrentLinkedDeque;

/** Buffers used again and again: as many as there were requests at once. */
final class Buffers {
  /** Bytes of each; as much as a socket takes in one call. */
  static final int SIZE = 64 * 1024;

  private final ConcurrentLinkedDeque<byte[]> idle = new ConcurrentLinkedDeque<>();

  byte[] take() {
    byte[] buffer = idle.pollFirst();
    return buffer == null ? new byte[SIZE] : buffer;
  }

  void give(byte[] buffer) {
    idle.addFirst(buffer);
  }
}
