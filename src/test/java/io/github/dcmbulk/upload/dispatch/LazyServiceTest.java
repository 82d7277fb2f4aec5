package io.github.dcmbulk.upload.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.remote.Permit;
import io.github.dcmbulk.remote.RequestCounts;
import io.github.dcmbulk.testing.NoIngestion;
import io.github.dcmbulk.throttle.RateLimiter;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LazyServiceTest {
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger admitted = new AtomicInteger();
  private final LazyService service =
      new LazyService(
          () -> {
            opened.incrementAndGet();
            return new Counting();
          },
          RateLimiter.NONE);

  @Test
  void aPermitOpensTheServiceOnceAndIsGivenBackToIt() throws Exception {
    assertThat(opened).hasValue(0);
    Permit first = service.admit();
    Permit second = service.admit();
    try (first;
        second) {
      assertThat(opened).hasValue(1);
      assertThat(admitted).hasValue(2);
    }
    assertThat(admitted).hasValue(0);
  }

  @Test
  void nothingIsOpenedToAskHowFarItIs() {
    assertThat(service.counts()).isEqualTo(new RequestCounts(0, 0, 0, 0));
    assertThat(service.concurrency()).isNull();
    assertThat(service.seconds()).isEmpty();
    service.finish();
    service.close();
    assertThat(opened).hasValue(0);
  }

  private final class Counting extends NoIngestion {
    @Override
    public Permit admit() {
      admitted.incrementAndGet();
      return admitted::decrementAndGet;
    }
  }
}
