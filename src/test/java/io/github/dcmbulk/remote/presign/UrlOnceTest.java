package io.github.dcmbulk.remote.presign;

import static io.github.dcmbulk.remote.delivery.FakeService.FRESH;
import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.delivery.FakeService;
import io.github.dcmbulk.remote.delivery.HttpIngestionService;
import io.github.dcmbulk.remote.delivery.OneDelivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two instances are never sent to one object: the second would overwrite the first. */
@Timeout(300)
class UrlOnceTest extends OneDelivery {
  private ResponseDefinitionBuilder url(String key) {
    return json(200, "{\"url\":\"" + service.presigned(key) + "\"}");
  }

  @Test
  void aUrlFromACacheIsAskedForAgain() throws Exception {
    service.answers(Step.PRESIGN, url("a/1"), url("a/1"), url(FRESH));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
    assertThat(service.requests("/api/upload"))
        .extracting(request -> request.getHeader("Cache-Control"))
        .containsExactly("no-store", "no-store", "no-cache");
    assertThat(service.requests("/lake/.*"))
        .extracting(put -> put.getUrl())
        .doesNotHaveDuplicates();
  }

  @Test
  void aCacheThatObeysNoCacheIsBypassedFromThenOn() throws Exception {
    service.answers(Step.PRESIGN, url("a/1"), url("a/1"));
    try (HttpIngestionService uploader = service.uploader()) {
      for (int i = 0; i < 3; i++) {
        assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
      }
    }
    assertThat(service.requests("/api/upload"))
        .extracting(request -> request.getHeader("Cache-Control"))
        .containsExactly("no-store", "no-store", "no-cache", "no-cache");
  }

  @Test
  void aCacheThatDoesNotListenEndsTheRun() throws Exception {
    service.always(Step.PRESIGN, url("a/1"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOfSatisfying(
              ServiceUnreachableException.class, e -> assertThat(e.remedy()).contains("caching"))
          .hasMessageContaining("the same upload URL twice")
          .hasMessageContaining("GET /api/upload")
          .hasMessageNotContainingAny(FakeService.SIGNATURE, "a/1");
    }
    assertThat(service.requests("/lake/.*")).hasSize(1);
    assertThat(service.requests("/api/upload")).hasSize(3);
  }

  @Test
  void aFormForAPostIsRecognisedAndNothingIsSentToIt() throws Exception {
    String body =
        "{\"url\":\"%s\",\"fields\":{\"key\":\"k\",\"policy\":\"p0l1cy\"}}"
            .formatted(service.presigned("a/1"));
    service.always(Step.PRESIGN, json(200, body));
    assertThatThrownBy(this::deliver)
        .isInstanceOfSatisfying(
            ServiceUnreachableException.class, e -> assertThat(e.remedy()).contains("PUT URLs"))
        .hasMessageContaining("a form for a POST")
        .hasMessageContaining("fields")
        .hasMessageNotContainingAny("p0l1cy", FakeService.SIGNATURE);
    assertThat(service.requests("/api/upload")).hasSize(1);
    assertThat(service.requests("/lake/.*")).isEmpty();
  }
}
