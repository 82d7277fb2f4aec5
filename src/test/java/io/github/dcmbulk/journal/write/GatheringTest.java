package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes gather while no thread waits for them. */
@Timeout(300)
class GatheringTest {
  private static final long FOR_EVER = TimeUnit.DAYS.toNanos(1);

  private final CountDownLatch over = new CountDownLatch(1);

  private Thread writer(Gathering gathering) {
    Thread writer =
        new Thread(
            () -> {
              gathering.await();
              over.countDown();
            });
    writer.setDaemon(true);
    writer.start();
    return writer;
  }

  @Test
  void itEndsByItself() throws Exception {
    writer(new Gathering(1));
    over.await();
  }

  @Test
  void itEndsWhenAThreadWaits() throws Exception {
    Gathering gathering = new Gathering(FOR_EVER);
    Thread writer = writer(gathering);
    assertThat(over.await(100, TimeUnit.MILLISECONDS)).isFalse();
    gathering.waits(writer);
    over.await();
  }

  @Test
  void itIsLeftOutWhileAThreadWaits() throws Exception {
    Gathering gathering = new Gathering(FOR_EVER);
    gathering.waits(Thread.currentThread());
    gathering.waits(Thread.currentThread());
    gathering.waitsNoMore();
    writer(gathering);
    over.await();
  }
}
