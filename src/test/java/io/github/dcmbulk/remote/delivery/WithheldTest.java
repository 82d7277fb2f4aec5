package io.github.dcmbulk.remote.delivery;

import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.Step;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An instance whose study has no time left is not sent, and is not marked as failed. */
@Timeout(300)
class WithheldTest extends OneDelivery {
  private PutOutcome deliver(InstanceContent content) throws Exception {
    try (HttpIngestionService uploader = service.uploader()) {
      return uploader.deliver(content);
    }
  }

  @Test
  void whatMustNotBeSentAnyMoreMakesNoPut() throws Exception {
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(new Limited(10, 0, true))).isEqualTo(new PutOutcome.Withheld(1));
      assertThat(uploader.counts().put()).isZero();
    }
  }

  @Test
  void aUrlThatMustNotBeUsedMakesNoPut() throws Exception {
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(new Limited(10, 1, false))).isEqualTo(new PutOutcome.Withheld(1));
      assertThat(uploader.counts().put()).isZero();
    }
  }

  @Test
  void theTimeMayEndBetweenTwoAttempts() throws Exception {
    service.answers(Step.PUT, status(500));
    assertThat(deliver(new Limited(10, 1, true))).isEqualTo(new PutOutcome.Withheld(2));
  }

  @Test
  void aLargeBodyThatIsCutOffIsWithheldAndNoFaultOfItsFile() throws Exception {
    assertThat(deliver(new CutOff())).isEqualTo(new PutOutcome.Withheld(1));
  }

  /** May be sent that many times. */
  private static final class Limited extends Bytes {
    private final boolean mayUseUrl;
    private int left;

    Limited(int length, int times, boolean mayUseUrl) {
      super(Bytes.of(length));
      this.left = times;
      this.mayUseUrl = mayUseUrl;
    }

    @Override
    public boolean addressed(@Nullable Duration lifetime) {
      return mayUseUrl;
    }

    @Override
    public boolean sending() {
      return left-- > 0;
    }
  }

  /** Its time ends in the middle of the body. */
  private static final class CutOff extends Bytes {
    private static final int LENGTH = 1 << 20;
    private boolean withheld;

    CutOff() {
      super(Bytes.of(LENGTH));
    }

    @Override
    public boolean isWithheld() {
      return withheld;
    }

    @Override
    public InputStream open() {
      return new FilterInputStream(super.open()) {
        private int read;

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          if (read > LENGTH / 2) {
            withheld = true;
            throw new IOException("no time left");
          }
          int count = super.read(into, offset, length);
          read += count;
          return count;
        }
      };
    }
  }
}
