package io.github.dcmbulk.remote.delivery;

import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.Step;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For an instance that may not be sent any more no URL is requested, also after an earlier one. */
@Timeout(300)
class AskingTest extends OneDelivery {
  /** May request that many URLs. */
  private static final class Limited extends Bytes {
    private final AtomicInteger left;

    Limited(Bytes bytes, int urls) {
      super(bytes);
      this.left = new AtomicInteger(urls);
    }

    @Override
    public boolean asking() {
      return left.getAndDecrement() > 0;
    }
  }

  private PutOutcome deliver(int asked) throws Exception {
    try (HttpIngestionService uploader = service.uploader()) {
      return uploader.deliver(new Limited(instance, asked));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 503})
  void aRepeatedRequestIsNotMadeWithoutLeave(int storeFailures) throws Exception {
    service.answers(Step.PRESIGN, status(storeFailures));
    assertThat(deliver(1)).isInstanceOf(PutOutcome.Withheld.class);
    assertThat(service.requests("/api/upload")).hasSize(1);
  }

  @Test
  void aFreshUrlForASecondPutIsNotAskedForWithoutLeave() throws Exception {
    service.answers(Step.PUT, status(503));
    assertThat(deliver(1)).isInstanceOf(PutOutcome.Withheld.class);
    assertThat(service.requests("/api/upload")).hasSize(1);
  }
}
