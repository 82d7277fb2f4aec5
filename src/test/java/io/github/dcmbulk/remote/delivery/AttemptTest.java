package io.github.dcmbulk.remote.delivery;

import static io.github.dcmbulk.remote.delivery.FakeService.s3;
import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.AuditException;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.Attempt.Result;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.InstanceRef;
import io.github.dcmbulk.remote.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener receives of requests. */
@Timeout(300)
class AttemptTest {
  private static final InstanceRef INSTANCE = new InstanceRef("1.2", "1.2.3", 0);

  private final FakeService service = new FakeService();
  private final List<Attempt> attempts = new ArrayList<>();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void requestsNameTheirInstanceAndTheHostOfTheUrl() throws Exception {
    deliver(attempts::add);

    assertThat(attempts)
        .extracting(Attempt::step)
        .containsExactly(Step.TOKEN, Step.PRESIGN, Step.PUT);
    assertThat(attempts.get(0).instanceRef()).isEqualTo(InstanceRef.NONE);
    assertThat(attempts.get(1).instanceRef()).isEqualTo(new InstanceRef("1.2", "1.2.3", 1));
    assertThat(attempts.get(1).details().objectHost()).isEqualTo("127.0.0.1");
    assertThat(attempts.get(2).result()).isEqualTo(Result.OK);
  }

  @Test
  void failureHasItsCodeItsRequestAndItsNumber() throws Exception {
    service.answers(Step.PUT, s3(503, "SlowDown", "less"));

    deliver(attempts::add);

    Attempt failed = attempts.get(2);
    assertThat(failed.result()).isEqualTo(Result.THROTTLED);
    assertThat(failed.details().code()).isEqualTo("http-503-SlowDown");
    assertThat(failed.details().requestId()).isEqualTo("REQ1");
    assertThat(attempts.get(4).instanceRef().attempt()).isEqualTo(2);
  }

  @Test
  void anUnusableAnswerIsNoSuccess() throws Exception {
    String other = "00000000000000000000000000000000";
    service.answers(Step.PUT, status(200).withHeader("ETag", "\"" + other + "\""));

    deliver(attempts::add);

    assertThat(attempts.get(2).status()).isEqualTo(200);
    assertThat(attempts.get(2).result()).isEqualTo(Result.FAILED);
    assertThat(attempts.get(2).details().code()).isEqualTo("etag-mismatch");
  }

  @Test
  void aListenerThatCannotRecordAUrlCanStopItsUpload() throws Exception {
    AuditException full = new AuditException("the disk is full", "make room", null);
    List<HttpIngestionService> opened = new ArrayList<>();
    Attempt.Listener stopper =
        attempt -> {
          if (attempt.step() == Step.PRESIGN) {
            opened.get(0).stop(full);
          }
        };
    try (HttpIngestionService uploader = service.uploader(service.settings(), stopper)) {
      opened.add(uploader);

      assertThatThrownBy(() -> uploader.deliver(content())).isSameAs(full);
    }
    assertThat(service.requests("/lake/.*")).isEmpty();
  }

  private void deliver(Attempt.Listener listener) throws Exception {
    try (HttpIngestionService uploader = service.uploader(service.settings(), listener)) {
      uploader.deliver(content());
    }
  }

  private static InstanceContent content() {
    return new Bytes(Bytes.of(1000)) {
      @Override
      public InstanceRef instanceRef() {
        return INSTANCE;
      }
    };
  }
}
