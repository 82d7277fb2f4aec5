package io.github.dcmbulk.remote.put;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.dcmbulk.remote.delivery.FakeService.s3;
import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.PutOutcome.Doubtful;
import io.github.dcmbulk.remote.PutOutcome.Refused;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.delivery.Bytes;
import io.github.dcmbulk.remote.delivery.FakeService;
import io.github.dcmbulk.remote.delivery.HttpIngestionService;
import io.github.dcmbulk.remote.delivery.OneDelivery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Meaning of an answer to a PUT: by its body and error code, then by its status. */
@Timeout(300)
class StoreAnswerTest extends OneDelivery {
  private static final String PAGE = "<!DOCTYPE html>\n<html><body>Blocked by policy</body></html>";
  private static final String ERROR =
      "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>no</Message></Error>";

  private static ResponseDefinitionBuilder answer(int status, String type, String body) {
    return status(status).withHeader("Content-Type", type).withBody(body);
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Stream<ResponseDefinitionBuilder> successesOfAnotherServer() {
    return Stream.of(
        answer(200, "text/html", PAGE),
        answer(201, "text/html; charset=utf-8", PAGE),
        answer(200, "text/html", PAGE).withHeader("ETag", "\"5f3c-18a\""),
        answer(200, "text/plain", PAGE).withHeader("ETag", "W/\"5f3c-18a\""),
        answer(200, "application/octet-stream", "\uFEFF <!-- x --> <html>log in</html>"),
        answer(200, "text/plain", "Blocked"),
        answer(200, "application/json", "{\"status\":\"ok\"}"),
        answer(200, "text/plain", "{\"status\":\"ok\"}").withHeader("ETag", "\"a-1\""),
        answer(200, "application/xml", "<Receipt/>"),
        aResponse()
            .withStatus(200)
            .withHeader("Content-Type", "text/html")
            .withHeader("Content-Encoding", "gzip")
            .withBody(gzip(PAGE)),
        answer(202, "application/json", "{\"status\":\"quarantined\"}"),
        status(202),
        status(202).withHeader("ETag", "\"a-1\""),
        status(206),
        answer(200, "application/xml", "<Error><Message>no code</Message></Error>"),
        answer(403, "text/html", PAGE),
        answer(404, "text/html", PAGE),
        status(302).withHeader("Location", "https://login.example.org/?token=secret"),
        status(451),
        status(511));
  }

  @ParameterizedTest
  @MethodSource("successesOfAnotherServer")
  void anotherServersAnswerIsNeverTakenForStored(ResponseDefinitionBuilder answer)
      throws Exception {
    service.always(Step.PUT, answer);
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance))
          .isInstanceOfSatisfying(
              Doubtful.class,
              doubtful ->
                  assertThat(doubtful.detail())
                      .contains(service.base())
                      .doesNotContain("policy", "secret", FakeService.SIGNATURE));
    }
  }

  @ParameterizedTest
  @MethodSource("successesOfAnotherServer")
  void anotherServersAnswerIsWaitedOutOnceSomethingWasStored(ResponseDefinitionBuilder answer)
      throws Exception {
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.answers(Step.PUT, answer, answer, answer);
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
  }

  @Test
  void whereNoOtherInstanceIsLeftTheRunEndsAndSaysWhoseFaultItIs() throws Exception {
    service.always(Step.PUT, answer(200, "text/html", PAGE));
    InstanceContent last = known(instance, Evidence.NO_OTHERS);
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(last))
          .isInstanceOfSatisfying(
              ServiceUnreachableException.class,
              e -> assertThat(e.remedy()).contains("network's administrators", "127.0.0.1"))
          .hasMessageContaining("an HTML page (text/html): nothing was stored");
    }
  }

  static Stream<ResponseDefinitionBuilder> successesOfAStore() {
    return Stream.of(
        status(200),
        status(201).withHeader("ETag", "\"0x8D1\""),
        status(204),
        answer(200, "text/html; charset=utf-8", ""),
        answer(200, "text/plain", " \r\n\t"),
        answer(200, "application/xml", "").withChunkedDribbleDelay(1, 1),
        answer(200, "application/xml", "<PutObjectResult/>").withHeader("ETag", "\"a-1\""),
        answer(200, "text/html", PAGE).withHeader("ETag", Bytes.of(100_000).etag()));
  }

  @ParameterizedTest
  @MethodSource("successesOfAStore")
  void aStoresAnswerCounts(ResponseDefinitionBuilder answer) throws Exception {
    service.answers(Step.PUT, answer);
    assertThat(deliver())
        .isInstanceOfSatisfying(Stored.class, s -> assertThat(s.attempts()).isOne());
  }

  @ParameterizedTest
  @CsvSource({
    "400, ExpiredToken",
    "400, InvalidToken",
    "403, SecurityTokenExpired",
    "403, RequestTimeTooSkewed",
    "409, OperationAborted",
    "409, ConditionalRequestConflict",
    "400, RequestTimeout",
    "400, Md5Mismatch",
    "200, InternalError",
    "200, SlowDown",
    "404, SlowDownWrite",
    "404, NoSuchBucket",
    "403, QuotaExceeded"
  })
  void codeSaysThatAFreshUrlMayHelpWhateverTheStatus(int status, String code) throws Exception {
    service.answers(Step.PUT, s3(status, code, "x"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 2));
      assertThat(uploader.counts().presign()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchBucket, does not exist",
    "403, InvalidAccessKeyId, revoked",
    "403, QuotaExceeded, used up",
    "507, XMinioStorageFull, used up",
    "501, NotImplemented, lacks a feature",
    "403, AllAccessDisabled, disabled",
    "403, UserSuspended, account",
    "403, AccountProblem, account",
    "404, ContainerNotFound, does not exist",
    "200, NoSuchBucket, does not exist",
    "500, NoSuchBucket, does not exist"
  })
  void faultOfTheStoreEndsTheRunAndNamesItsOwner(int status, String code, String meaning)
      throws Exception {
    service.always(Step.PUT, s3(status, code, "X-Amz-Signature=5ec7e7"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOfSatisfying(
              ServiceUnreachableException.class,
              e -> assertThat(e.remedy()).contains("service's operators"))
          .hasMessageContainingAll(code, meaning, "REQ1")
          .hasMessageNotContaining(FakeService.SIGNATURE);
      assertThat(uploader.counts().put()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Error"
            + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Code>NoSuchBucket</Code></Error>",
        "<ns0:Error xmlns:ns0=\"urn:x\">\n<ns0:Code>\n NoSuchBucket </ns0:Code></ns0:Error>",
        "<Error><Code xml:lang=\"en\"><![CDATA[NoSuchBucket]]></Code></Error>",
        "{\"Code\":\"NoSuchBucket\",\"Message\":\"no\"}",
        "{\"error\":{\"code\" : \"NoSuchBucket\"}}",
        "{\"__type\":\"com.amazon.s3#NoSuchBucket\"}"
      })
  void codeIsFoundInEveryDressOfIt(String body) throws Exception {
    service.always(Step.PUT, status(400).withBody(body));
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining("NoSuchBucket");
  }

  @Test
  void codeOfAzuresHeaderIsFound() throws Exception {
    service.always(Step.PUT, status(404).withHeader("x-ms-error-code", "ContainerNotFound"));
    assertThatThrownBy(this::deliver).hasMessageContaining("ContainerNotFound");
  }

  @Test
  void errorBesideAnETagIsAnError() throws Exception {
    service.answers(
        Step.PUT,
        answer(200, "application/xml", ERROR.formatted("InternalError"))
            .withHeader("ETag", Bytes.of(100_000).etag()));
    assertThat(deliver()).isEqualTo(new Stored(null, 2));
  }

  @Test
  void refusalForTheInstancesSizeIsItsOwn() throws Exception {
    service.always(Step.PUT, s3(400, "EntityTooLarge", "x"));
    assertThat(deliver())
        .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.own()).isTrue());
  }

  @Test
  void instanceThatFailedWhileOthersWereStoredEndsAfterItsAttempts() throws Exception {
    service.always(Step.PUT, status(502));
    try (HttpIngestionService uploader = service.uploader(service.settings().maxAttempts(3))) {
      assertThat(uploader.deliver(known(instance, Evidence.OWN)))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> {
                assertThat(refused.permanent()).isFalse();
                assertThat(refused.attempts()).isEqualTo(3);
              });
    }
  }

  /** An instance with earlier evidence. */
  private static Bytes known(Bytes bytes, Evidence evidence) {
    return new Bytes(bytes) {
      @Override
      public Evidence evidence() {
        return evidence;
      }
    };
  }
}
