package io.github.dcmbulk.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that writes to standard error does not wait for its reader. */
@Timeout(300)
class StandardErrorTest {
  private static final Duration LONG = Duration.ofSeconds(100);

  private final CountDownLatch reading = new CountDownLatch(1);
  private final CountDownLatch writing = new CountDownLatch(1);
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  /** A pipe whose reader begins when the test lets it. */
  private final OutputStream pipe =
      new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          writing.countDown();
          try {
            reading.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          read.write(bytes, from, length);
        }
      };

  private static void line(StandardError err, String text) {
    byte[] bytes = (text + "\n").getBytes(UTF_8);
    err.write(bytes, 0, bytes.length);
  }

  @Test
  void everythingIsWrittenInOrder() throws Exception {
    StandardError err = new StandardError(pipe);
    reading.countDown();
    for (int i = 0; i < 1000; i++) {
      line(err, "line " + i);
    }
    err.drain(LONG);
    assertThat(read.toString(UTF_8).lines())
        .hasSize(1000)
        .startsWith("line 0")
        .endsWith("line 999");
  }

  @Test
  void whatIsNotReadIsDroppedAndCounted() throws Exception {
    StandardError err = new StandardError(pipe);
    line(err, "first");
    assertThat(writing.await(300, TimeUnit.SECONDS)).isTrue();
    String long1 = "x".repeat(99_999);
    for (int i = 0; i < 13; i++) {
      line(err, long1);
    }
    // As much as is kept does not fit into a drain without patience.
    err.drain(Duration.ofMillis(1));
    assertThat(read.size()).isZero();

    reading.countDown();
    while (read.size() < 10 * 100_000) {
      // The first of these may still see a reader that takes nothing.
      err.drain(LONG);
    }
    line(err, "last");
    err.drain(LONG);

    assertThat(read.toString(UTF_8).lines())
        .hasSize(13)
        .startsWith("first")
        .endsWith("... 3 lines are missing: standard error was not read", "last");
  }

  @Test
  void aReaderThatIsGoneIsNotWaitedFor() throws Exception {
    StandardError err =
        new StandardError(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    line(err, "anything");
    err.drain(LONG);
    line(err, "more");
    err.drain(LONG);
  }
}
