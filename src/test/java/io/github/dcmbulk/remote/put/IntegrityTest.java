package io.github.dcmbulk.remote.put;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.PutOutcome.Refused;
import io.github.dcmbulk.remote.PutOutcome.SourceChanged;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.RequestCounts;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.delivery.Bytes;
import io.github.dcmbulk.remote.delivery.HttpIngestionService;
import io.github.dcmbulk.remote.delivery.OneDelivery;
import io.github.dcmbulk.remote.presign.ChecksumAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only an instance whose sent bytes equal the hashed ones counts as stored. */
@Timeout(300)
class IntegrityTest extends OneDelivery {
  @Test
  void anEtagIsComparedWhereItIsAnMd5() throws Exception {
    service.answers(Step.PUT, status(200).withHeader("ETag", "\"" + instance.etag() + "\""));
    assertThat(deliver()).isEqualTo(new Stored(instance.etag(), 1));
    String other = "0".repeat(32);
    service.answers(
        Step.PUT,
        status(200)
            .withHeader("ETag", other)
            .withHeader("x-amz-server-side-encryption", "aws:kms"));
    assertThat(deliver()).isEqualTo(new Stored(other, 1));
    service.answers(Step.PUT, status(200).withHeader("ETag", "\"" + other + "-2\""));
    assertThat(deliver()).isEqualTo(new Stored(other + "-2", 1));
  }

  private String checksum(String algorithm) throws Exception {
    return ChecksumAlgorithm.valueOf(algorithm).text(instance);
  }

  private ResponseDefinitionBuilder answer(String name, String value) {
    return status(200).withHeader(name, value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"})
  void everyChecksumOfAnAnswerIsCompared(String algorithm) throws Exception {
    String header = "x-amz-checksum-" + algorithm.toLowerCase(Locale.ROOT);
    String theirs = checksum(algorithm);
    try (HttpIngestionService uploader = service.uploader(service.settings().maxAttempts(2))) {
      service.always(
          Step.PUT, answer(header, theirs).withHeader("x-amz-checksum-type", "FULL_OBJECT"));
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
      assertThat(uploader.integrity()).isEqualTo(new IntegrityCounts(0, 1, 0));

      String other = (theirs.startsWith("A") ? "B" : "A") + theirs.substring(1);
      service.always(Step.PUT, answer(header, other));
      assertThat(uploader.deliver(instance))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> {
                assertThat(refused.code()).isEqualTo("checksum-mismatch");
                assertThat(refused.detail()).contains(algorithm).contains(service.base());
                assertThat(refused.permanent()).isFalse();
                assertThat(refused.attempts()).isEqualTo(2);
              });
    }
  }

  @Test
  void aWrongChecksumCountsBesideARightEtagToo() throws Exception {
    service.answers(
        Step.PUT,
        answer("ETag", instance.etag()).withHeader("x-amz-checksum-crc64nvme", "AAAAAAAAAAA="));
    assertThat(deliver()).isEqualTo(new Stored(null, 2));
  }

  @Test
  void aChecksumOfPartsIsNotCompared() throws Exception {
    service.answers(
        Step.PUT,
        answer("x-amz-checksum-crc32", "AAAAAA==-3"),
        answer("x-amz-checksum-crc32", "AAAAAA==").withHeader("x-amz-checksum-type", "COMPOSITE"),
        status(200));
    try (HttpIngestionService uploader = service.uploader()) {
      for (int i = 0; i < 3; i++) {
        assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
      }
      assertThat(uploader.integrity()).isEqualTo(new IntegrityCounts(0, 0, 3));
    }
  }

  @Test
  void theMd5IsFoundWhereOtherStoresHaveIt() throws Exception {
    String md5 = ChecksumAlgorithm.MD5.text(instance);
    service.answers(
        Step.PUT,
        answer("ETag", "\"0x8DD1\"").withHeader("Content-MD5", md5),
        answer("x-goog-hash", "crc32c=AAAAAA==, md5=" + md5));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
      assertThat(uploader.integrity()).isEqualTo(new IntegrityCounts(0, 2, 0));
    }
  }

  @Test
  void anEtagOfAnotherHashIsNotedOnceAndNotFought() throws Exception {
    service.always(Step.PUT, answer("ETag", "\"" + "0".repeat(32) + "\""));
    try (HttpIngestionService uploader = service.uploader(service.settings().maxAttempts(1))) {
      for (int i = 0; i < 5; i++) {
        assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
      }
      assertThat(uploader.counts().put()).isEqualTo(6);
      assertThat(uploader.integrity()).isEqualTo(new IntegrityCounts(0, 0, 5));
    }
    assertThat(service.notices).singleElement().asString().contains("ETags", "not compared");
  }

  @Test
  void anEtagOfAnotherHashBesideAGoodChecksumCostsNoAttempt() throws Exception {
    service.always(
        Step.PUT,
        answer("ETag", "0".repeat(32)).withHeader("x-amz-checksum-crc32c", checksum("CRC32C")));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored("0".repeat(32), 1));
      assertThat(uploader.integrity()).isEqualTo(new IntegrityCounts(0, 1, 0));
    }
    assertThat(service.notices).hasSize(1);
  }

  @Test
  void anEtagThatIsWrongAfterOthersWereRightIsAnError() throws Exception {
    service.answers(Step.PUT, answer("ETag", instance.etag()));
    try (HttpIngestionService uploader = service.uploader(service.settings().maxAttempts(3))) {
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
      service.always(Step.PUT, answer("ETag", "0".repeat(32)));
      assertThat(uploader.deliver(instance))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.code()).isEqualTo("etag-mismatch"));
    }
  }

  @Test
  void aFirstInstanceThatArrivedChangedIsSentAgain() throws Exception {
    service.always(Step.PUT, answer("ETag", instance.etag()));
    service.answers(Step.PUT, answer("ETag", "0".repeat(32)));
    assertThat(deliver()).isEqualTo(new Stored(instance.etag(), 2));
    assertThat(service.notices).isEmpty();
  }

  @Test
  void aWeakEtagIsTheSameMd5() throws Exception {
    service.always(Step.PUT, answer("ETag", "W/\"" + instance.etag() + "\""));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
      assertThat(uploader.integrity()).isEqualTo(new IntegrityCounts(1, 0, 0));
    }
  }

  @Test
  void aMissingFileIsNotRetried() throws Exception {
    InstanceContent gone =
        content(
            () -> {
              throw new IOException("no such file /secret/path");
            },
            Evidence.NONE);
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(gone)).isInstanceOf(SourceChanged.class);
      assertThat(uploader.counts()).isEqualTo(new RequestCounts(0, 0, 0, 0));
    }
  }

  @Test
  void aFileThatShrankIsNotRetried() throws Exception {
    InstanceContent shrunk =
        content(() -> new ByteArrayInputStream(new byte[50_000]), Evidence.NONE);
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(shrunk))
          .isEqualTo(new SourceChanged("the file ended 50,000 bytes early", 1));
    }
  }

  @Test
  void aRefusalBeforeTheBodyIsReceivedByAskingFirst() throws Exception {
    ResponseDefinitionBuilder reset = aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
    service.answers(Step.PUT, reset, status(200), reset);
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      uploader.deliver(Bytes.of(300_000));
    }
    assertThat(service.requests("/lake/.*"))
        .extracting(put -> put.containsHeader("Expect"))
        .containsExactly(false, false, false, true);
  }
}
