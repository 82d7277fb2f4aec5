package io.github.dcmbulk.remote.delivery;

import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static io.github.dcmbulk.remote.delivery.FakeService.s3;
import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.PutOutcome.Refused;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A URL, or the key that signed it, has expired; or the signature does not match. */
@Timeout(300)
class ExpiredUrlTest extends OneDelivery {
  @Test
  void urlsThatAreAlwaysExpiredEndTheInstanceForThisRunOnly() throws Exception {
    service.always(Step.PUT, s3(403, "AccessDenied", "Request has expired"));
    assertThat(deliver())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.permanent()).isFalse();
              assertThat(refused.attempts()).isEqualTo(8);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ExpiredToken", "InvalidToken", "TokenRefreshRequired"})
  void signersKeyThatHasExpiredEndsTheRunAndMarksNoInstance(String code) throws Exception {
    service.always(Step.PUT, s3(400, code, "The provided token has expired."));
    assertThatThrownBy(() -> deliver(Evidence.NO_OTHERS))
        .isInstanceOfSatisfying(
            ServiceUnreachableException.class,
            e -> assertThat(e.remedy()).contains("temporary credentials", "service's operators"))
        .hasMessageContaining("400")
        .hasMessageContaining(code)
        .hasMessageContaining("temporary key");
    assertThat(service.time.instant()).isBefore(FakeService.NOW.plusSeconds(30));
  }

  @Test
  void signersKeyThatHasExpiredIsAskedForOnceMoreAtOnce() throws Exception {
    service.answers(Step.PUT, s3(400, "ExpiredToken", "The provided token has expired."));
    assertThat(deliver()).isEqualTo(new Stored(null, 2));
    assertThat(service.time.instant()).isEqualTo(FakeService.NOW);
  }

  @Test
  void urlThatHadExpiredWhenItWasIssuedIsAskedForOnceMoreAndEndsTheRun() throws Exception {
    service.time.pass(Duration.ofDays(2));
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining("expired when it was issued")
        .hasMessageContaining("valid until 2026-11-23T18:15:00Z")
        .hasMessageContaining("the service's clock")
        .hasMessageNotContaining(FakeService.SIGNATURE);
    assertThat(service.requests("/api/upload")).hasSize(2);
    assertThat(service.requests("/lake/.*")).isEmpty();
  }

  @Test
  void oneUrlThatHadExpiredWhenItWasIssuedIsReplaced() throws Exception {
    String old = service.presigned(FakeService.FRESH).replace("20261123T18", "20201123T18");
    service.answers(Step.PRESIGN, json(200, "{\"url\":\"" + old + "\"}"));
    assertThat(deliver()).isEqualTo(new Stored(null, 2));
  }

  @Test
  void aSignatureThatNeverMatchesStopsTheRun() throws Exception {
    service.always(Step.PUT, s3(403, "SignatureDoesNotMatch", "The request signature ..."));
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining("SignatureDoesNotMatch")
        .hasMessageNotContaining(FakeService.SIGNATURE);
  }

  @Test
  void oneInstanceWhoseSignatureDoesNotMatchStopsNothing() throws Exception {
    service.answers(Step.PUT, s3(403, "SignatureDoesNotMatch", ""), status(200));
    assertThat(deliver()).isEqualTo(new Stored(null, 2));
  }

  /** The instance with that evidence. */
  private PutOutcome deliver(Evidence evidence) throws Exception {
    try (HttpIngestionService uploader = service.uploader()) {
      return uploader.deliver(content(instance::open, evidence));
    }
  }
}
