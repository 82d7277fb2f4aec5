package io.github.dcmbulk.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sends the TLS records of one write together. */
class HeldOutputTest {
  private final List<Integer> calls = new ArrayList<>();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final HeldOutput held =
      new HeldOutput(
          new OutputStream() {
            @Override
            public void write(int b) {
              throw new IllegalStateException("not in pieces");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
              calls.add(length);
              sent.write(bytes, offset, length);
            }
          });

  /** Like Java's TLS: a flushed write for each record. */
  private OutputStream records(int size) {
    return new FilterOutputStream(held) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int at = 0; at < length; at += size) {
          held.write(bytes, offset + at, Math.min(size, length - at));
          held.flush();
        }
      }
    };
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) ((i * 31) >> 3);
    }
    return bytes;
  }

  @Test
  void theRecordsOfAWriteAreOneCall() throws IOException {
    OutputStream secure = held.together(records(16 * 1024));
    secure.write(bytes(64 * 1024));
    assertThat(calls).containsExactly(64 * 1024);
    secure.write(bytes(100));
    assertThat(calls).containsExactly(64 * 1024, 100);
    assertThat(sent.toByteArray()).startsWith(bytes(64 * 1024)).endsWith(bytes(100));
  }

  @Test
  void aLongWriteIsSentInOrder() throws IOException {
    byte[] all = bytes(1_000_000);
    held.together(records(16 * 1024)).write(all);
    held.together(records(200_000)).write(all);
    assertThat(sent.toByteArray()).startsWith(all).endsWith(all).hasSize(2 * all.length);
  }

  @Test
  void whatTlsSendsBetweenWritesIsNotHeld() throws IOException {
    held.together(records(10)).write(bytes(20));
    held.write(bytes(7));
    held.write(1);
    assertThat(calls).containsExactly(20, 7, 1);
  }

  @Test
  void nothingIsLeftAfterAFailedWrite() {
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            held.write(b);
            held.flush();
            throw new IOException("no key");
          }
        };
    assertThatThrownBy(() -> held.together(failing).write(bytes(3)))
        .isInstanceOf(IOException.class)
        .hasMessage("no key");
    assertThat(calls).containsExactly(1);
  }
}
