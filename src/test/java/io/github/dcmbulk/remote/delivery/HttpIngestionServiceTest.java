package io.github.dcmbulk.remote.delivery;

import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.RequestCounts;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.presign.PresignedUrl;
import io.github.dcmbulk.throttle.RateLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class HttpIngestionServiceTest extends OneDelivery {
  @Test
  void serviceThatIsAskedForItsTimeFirstIsNotAskedAgainBeforeItWishes() throws Exception {
    service.answers(Step.TOKEN, status(503).withHeader("Retry-After", "7"));
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.learnTime();
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
    Duration waited = Duration.between(FakeService.NOW, service.time.instant());
    assertThat(waited).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
  }

  @Test
  void theKeyThatTheServiceNamesIsPartOfTheOutcome() throws Exception {
    String body = "{\"url\":\"" + service.presigned("a/b.dcm") + "\",\"key\":\"a/b.dcm\"}";
    service.always(Step.PRESIGN, FakeService.json(200, body));
    assertThat(deliver()).isEqualTo(new Stored(null, 1, "a/b.dcm"));
  }

  @Test
  void anInstanceGoesThereByTokenUrlAndPut() throws Exception {
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
      assertThat(uploader.counts()).isEqualTo(new RequestCounts(1, 1, 1, 0));
    }
    LoggedRequest put = service.requests("/lake/.*").get(0);
    assertThat(put.getBody()).isEqualTo(instance.bytes());
    assertThat(put.getHeader("Content-Type")).isEqualTo("application/dicom");
    assertThat(put.containsHeader("Content-MD5")).isFalse();
    assertThat(put.containsHeader("Authorization")).isFalse();
    assertThat(service.requests("/api/upload").get(0).getHeader("Authorization"))
        .isEqualTo("Bearer t0k3n");
    assertThat(service.requests("/api/upload").get(0).getHeader("Cache-Control"))
        .isEqualTo("no-store");
    LoggedRequest token = service.requests("/oauth2/token").get(0);
    assertThat(token.getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(token.getUrl()).isEqualTo("/oauth2/token?grant_type=client_credentials");
    assertThat(token.getHeader("Authorization")).startsWith("Basic ");
  }

  @Test
  void aWrongSecretSaysWhatToCheck() throws Exception {
    service.always(Step.TOKEN, json(401, "{\"error\":\"invalid_client\"}"));
    assertThatThrownBy(this::deliver)
        .isInstanceOfSatisfying(
            AccessRefusedException.class,
            e -> assertThat(e.remedy()).isEqualTo("check the client id and secret"))
        .hasMessageContaining("invalid_client")
        .hasMessageNotContainingAny("s3cret", "Basic");
    // With the secret in HTTP Basic, and in the form.
    assertThat(service.requests("/oauth2/token")).hasSize(2);
  }

  @Test
  void aScopeThatIsNotGrantedIsNamed() throws Exception {
    service.always(Step.TOKEN, json(400, "{\"error\":\"invalid_scope\"}"));
    try (HttpIngestionService uploader =
        service.uploader(service.settings().scope("dicom/upload"))) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining("dicom/upload");
    }
  }

  @Test
  void anExpiredTokenIsReplacedOnce() throws Exception {
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.answers(Step.PRESIGN, status(401));
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
      assertThat(uploader.counts()).isEqualTo(new RequestCounts(2, 3, 2, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aFreshTokenThatIsRefusedEndsTheRun(int status) throws Exception {
    service.always(Step.PRESIGN, status(status));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining(Integer.toString(status));
      assertThat(uploader.counts()).isEqualTo(new RequestCounts(2, 2, 0, 1));
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class);
      assertThat(uploader.counts().token()).isEqualTo(2);
    }
  }

  @Test
  void interruptionIsReported() throws Exception {
    service.answers(Step.PUT, status(503));
    try (HttpIngestionService uploader = service.uploader()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> uploader.deliver(instance)).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
  }

  @Test
  void requestsAreReportedToTheListener() throws Exception {
    List<Attempt> attempts = new ArrayList<>();
    service.answers(Step.PUT, status(503));
    try (HttpIngestionService uploader =
        HttpIngestionService.open(
            service.settings().build(),
            HttpSettings.DEFAULT,
            RateLimits.NONE,
            service.time.timing(),
            line -> {},
            attempts::add)) {
      uploader.deliver(instance);
    }
    assertThat(attempts)
        .extracting(Attempt::step)
        .containsExactly(Step.TOKEN, Step.PRESIGN, Step.PUT, Step.PRESIGN, Step.PUT);
    assertThat(attempts.get(2).result()).isEqualTo(Attempt.Result.THROTTLED);
    assertThat(attempts.get(4).bytes()).isEqualTo(100_000);
  }

  @Test
  void nothingPrintsItsSecrets() throws Exception {
    ServiceSettings settings = service.settings().build();
    PresignedUrl url = PresignedUrl.of(service.presigned("k"), Map.of("a", "b"));
    assertThat(settings.toString() + url + url.describe() + HttpUrl.parse(service.presigned("k")))
        .doesNotContain("s3cret")
        .doesNotContain(FakeService.SIGNATURE)
        .contains("***");
  }
}
