package io.github.dcmbulk.remote.presign;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.PutOutcome.Refused;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.delivery.FakeService;
import io.github.dcmbulk.remote.delivery.HttpIngestionService;
import io.github.dcmbulk.remote.delivery.OneDelivery;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an instance may go, with which headers, and until when. */
@Timeout(300)
class DestinationTest extends OneDelivery {
  @Test
  void theUrlsHeadersAreSent() throws Exception {
    service.answers(
        Step.PRESIGN,
        json(
            200,
            "{\"data\":{\"uploadUrl\":\""
                + service.presigned("k").replace("=host", "=host%3Bx-amz-acl")
                + "\",\"headers\":{\"x-amz-acl\":\"private\",\"content-type\":\"a/b\","
                + "\"Authorization\":\"Bearer x\"}}}"));
    deliver();
    LoggedRequest put = service.requests("/lake/.*").get(0);
    assertThat(put.getHeader("x-amz-acl")).isEqualTo("private");
    assertThat(put.header("Content-Type").values()).containsExactly("a/b");
    assertThat(put.containsHeader("Authorization")).isFalse();
  }

  @Test
  void aSignedHeaderWhoseValueIsUnknownIsNamed() throws Exception {
    String url = service.presigned("k").replace("=host", "=host;x-amz-tagging");
    service.always(Step.PRESIGN, aResponse().withBody(url));
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining("x-amz-tagging");
  }

  @Test
  void onlyNamedHostsReceiveInstances() throws Exception {
    List<String> hosts = List.of("*.example.org");
    try (HttpIngestionService uploader = service.uploader(service.settings().uploadHosts(hosts))) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining("--upload-host");
    }
    assertThat(service.requests("/lake/.*")).isEmpty();
  }

  @Test
  void hostsMayBeSeparatedByCommas() throws Exception {
    List<String> hosts = List.of("lake.example.org, 127.0.0.1");
    try (HttpIngestionService uploader = service.uploader(service.settings().uploadHosts(hosts))) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
  }

  @Test
  void anEmptyHostIsNoLimit() {
    assertThatThrownBy(() -> service.settings().uploadHosts(List.of(" , ")).build())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--upload-host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data/url", "/data~2/url", "/data~", "/~"})
  void aPointerThatIsNoneIsRefused(String pointer) {
    assertThatThrownBy(() -> service.settings().presignUrlPointer(pointer).build())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--presign-url-pointer");
  }

  @Test
  void nothingGoesInClearBeyondLoopback() throws Exception {
    service.always(Step.PRESIGN, aResponse().withBody("http://lake.example.org/k?sig=abc"));
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining("unencrypted");
    assertThatThrownBy(
            () ->
                ServiceSettings.builder(
                        "http://api.example.org", new Credentials.ClientSecret("a", Secret.of("b")))
                    .tokenUrl("https://id.example.org")
                    .build())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--api-url");
  }

  @Test
  void redirectsGoToNamedHostsOnly() throws Exception {
    ResponseDefinitionBuilder there =
        status(307).withHeader("Location", service.base() + "/lake/there?sig=abc");
    service.answers(Step.PUT, there);
    assertThat(deliver())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("redirect-refused");
              assertThat(refused.detail()).contains("--upload-host").doesNotContain("abc");
            });
    service.answers(Step.PUT, there);
    List<String> hosts = List.of("127.0.0.1");
    try (HttpIngestionService uploader = service.uploader(service.settings().uploadHosts(hosts))) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
    LoggedRequest last = service.requests("/lake/there").get(0);
    assertThat(last.getBody()).isEqualTo(instance.bytes());
  }

  @Test
  void aUrlThatEndsTooSoonIsNotUsed() throws Exception {
    String ended = service.presigned(FakeService.FRESH).replace("T180000Z", "T174459Z");
    service.answers(Step.PRESIGN, aResponse().withBody(ended), aResponse().withBody(ended));
    assertThat(deliver()).isEqualTo(new Stored(null, 3));
    assertThat(service.requests("/lake/.*")).hasSize(1);
  }

  @Test
  void aWrongClockIsCorrectedAndReportedOnce() throws Exception {
    String date = "Mon, 23 Nov 2026 18:30:00 GMT";
    String url = service.presigned(FakeService.FRESH).replace("T180000Z", "T183000Z");
    service.always(Step.PRESIGN, aResponse().withHeader("Date", date).withBody(url));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
    assertThat(service.notices).singleElement().asString().contains("1800 s behind");
  }
}
