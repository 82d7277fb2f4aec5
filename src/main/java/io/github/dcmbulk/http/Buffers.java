package io.github.dcmbulk.http;

import java.util.concurrent.ConcurrentLinkedDeque;

/** Reusable buffers: as many as there were concurrent requests. */
final class Buffers {
  /** Bytes of each buffer; a socket accepts as much in one call. */
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
