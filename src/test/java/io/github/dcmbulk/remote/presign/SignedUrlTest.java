package io.github.dcmbulk.remote.presign;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.github.dcmbulk.remote.delivery.FakeService.FRESH;
import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static io.github.dcmbulk.remote.delivery.FakeService.s3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.PutOutcome.Refused;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.delivery.HttpIngestionService;
import io.github.dcmbulk.remote.delivery.OneDelivery;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a URL demands of the PUT, and the store's answer when it is missing. */
@Timeout(300)
class SignedUrlTest extends OneDelivery {
  private void issue(String signed, String more) {
    String url =
        service.presigned(FRESH).replace("SignedHeaders=host", "SignedHeaders=host" + signed);
    service.always(Step.PRESIGN, json(200, "{\"url\":\"" + url + "\"" + more + "}"));
  }

  private static ResponseDefinitionBuilder refusal(int status, String code, String more) {
    return aResponse()
        .withStatus(status)
        .withBody("<Error><Code>" + code + "</Code>" + more + "</Error>");
  }

  private void endsTheRun(Consumer<ServiceUnreachableException> as) {
    assertThatThrownBy(this::deliver).isInstanceOfSatisfying(ServiceUnreachableException.class, as);
    assertThat(service.requests("/api/upload")).hasSize(1);
    assertThat(service.requests("/lake/.*")).isEmpty();
  }

  @Test
  void aSignedChecksumIsSentAndComparedWithTheAnswer() throws Exception {
    issue("%3Bx-amz-checksum-crc64nvme%3Bx-amz-sdk-checksum-algorithm%3Bif-none-match", "");
    assertThat(deliver()).isInstanceOf(Stored.class);
    LoggedRequest put = service.requests("/lake/.*").get(0);
    assertThat(put.getHeader("x-amz-checksum-crc64nvme"))
        .isEqualTo(ChecksumAlgorithm.CRC64NVME.text(instance));
    assertThat(put.getHeader("x-amz-sdk-checksum-algorithm")).isEqualTo("CRC64NVME");
    assertThat(put.getHeader("If-None-Match")).isEqualTo("*");
  }

  @Test
  void aSignedHeaderOfUnknownValueEndsTheRunAndIsNamed() {
    issue("%3Bx-amz-acl", "");
    endsTheRun(e -> assertThat(e).hasMessageContaining("x-amz-acl"));
  }

  @Test
  void aUrlForAnEmptyBodyEndsTheRunAndNamesTheSetting() {
    issue("&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32", "");
    endsTheRun(
        e -> {
          assertThat(e).hasMessageContaining("an empty body (x-amz-checksum-crc32)");
          assertThat(e.remedy()).contains("requestChecksumCalculation", "WHEN_REQUIRED");
        });
  }

  @Test
  void headersOfAnSdkAreArraysOfOneValue() throws Exception {
    issue("%3Bx-amz-acl", ",\"headers\":{\"host\":[\"h\"],\"x-amz-acl\":[\"private\"]}");
    assertThat(deliver()).isInstanceOf(Stored.class);
    assertThat(service.requests("/lake/.*").get(0).getHeader("x-amz-acl")).isEqualTo("private");
  }

  @Test
  void aHeaderThatTheUrlDoesNotSignIsLeftOutOnceItIsRefused() throws Exception {
    issue("", ",\"headers\":{\"x-amz-acl\":\"private\"}");
    service.answers(
        Step.PUT, refusal(403, "AccessDenied", "<HeadersNotSigned>x-amz-acl</HeadersNotSigned>"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 2));
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
    assertThat(service.requests("/lake/.*"))
        .extracting(put -> put.containsHeader("x-amz-acl"))
        .containsExactly(true, false, false);
    assertThat(service.notices).singleElement().asString().contains("x-amz-acl");
  }

  @Test
  void aContentTypeSignedByVersionTwoIsFound() throws Exception {
    String url =
        service.base() + "/lake/" + FRESH + "?AWSAccessKeyId=a&Expires=1795457700&Signature=abc";
    service.always(Step.PRESIGN, json(200, "{\"url\":\"" + url + "\"}"));
    service.server.stubFor(
        put(urlPathMatching("/lake/.*"))
            .atPriority(1)
            .withHeader("Content-Type", absent())
            .willReturn(s3(403, "SignatureDoesNotMatch", "")));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 2));
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
    assertThat(service.requests("/lake/.*").get(2).getHeader("Content-Type"))
        .isEqualTo("application/dicom");
  }

  @Test
  void headersThatAreNotSignedOrMissingAreNamed() throws Exception {
    service.always(
        Step.PUT,
        refusal(403, "AccessDenied", "<HeadersNotSigned>Via, X-Amz-Foo</HeadersNotSigned>"));
    assertThat(deliver())
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.detail())
                    .contains("headers not signed by the URL: via, x-amz-foo"));
    service.always(
        Step.PUT, refusal(400, "MissingRequiredHeader", "<HeaderName>x-ms-blob-type</HeaderName>"));
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining("missing header: x-ms-blob-type");
  }

  @Test
  void anObjectThatIsThereAfterALostAnswerIsOurs() throws Exception {
    issue("%3Bif-none-match", "");
    service.answers(
        Step.PUT, aResponse().withFault(Fault.EMPTY_RESPONSE), s3(412, "PreconditionFailed", ""));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
      assertThat(uploader.integrity().none()).isEqualTo(1);
    }
  }

  @Test
  void anObjectThatIsThereAfterAServerErrorIsOurs() throws Exception {
    issue("%3Bif-none-match", "");
    service.answers(Step.PUT, s3(500, "InternalError", ""), s3(412, "PreconditionFailed", ""));
    assertThat(deliver()).isEqualTo(new Stored(null, 2));
  }

  @Test
  void anObjectThatIsThereAtFirstIsNotOurs() throws Exception {
    issue("%3Bif-none-match", "");
    service.always(Step.PUT, s3(412, "PreconditionFailed", ""));
    assertThat(deliver())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.detail()).contains("this run did not send");
              assertThat(refused.attempts()).isEqualTo(1);
            });
  }

  @Test
  void anObjectThatIsThereAfterARefusalIsNotOurs() throws Exception {
    issue("%3Bif-none-match", "");
    service.answers(Step.PUT, s3(503, "SlowDown", ""), s3(412, "PreconditionFailed", ""));
    assertThat(deliver()).isInstanceOf(Refused.class);
  }
}
