package io.github.dcmbulk.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.dcmbulk.remote.FakeService.s3;
import static io.github.dcmbulk.remote.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.dcmbulk.remote.PutOutcome.SourceChanged;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent is what was hashed, or it does not count. */
@Timeout(30)
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

  @Test
  void aFileThatIsGoneIsNotRetried() throws Exception {
    InstanceContent gone =
        content(
            () -> {
              throw new IOException("no such file /secret/path");
            });
    try (DirectUploader uploader = service.uploader()) {
      assertThat(uploader.deliver(gone)).isInstanceOf(SourceChanged.class);
      assertThat(uploader.counts()).isEqualTo(new RequestCounts(0, 0, 0, 0));
    }
  }

  @Test
  void aFileThatShrankIsNotRetried() throws Exception {
    InstanceContent shrunk = content(() -> new ByteArrayInputStream(new byte[50_000]));
    try (DirectUploader uploader = service.uploader()) {
      assertThat(uploader.deliver(shrunk))
          .isEqualTo(
              new SourceChanged("the file holds 50000 bytes where 100000 are to be sent", 1));
    }
  }

  @Test
  void aFileWithOtherBytesThanItsDigestHasChanged() throws Exception {
    InstanceContent other = content(() -> new ByteArrayInputStream(new byte[100_000]));
    service.answers(Step.PUT, s3(400, "BadDigest", ""), s3(400, "BadDigest", ""));
    try (DirectUploader uploader = service.uploader()) {
      assertThat(uploader.deliver(other))
          .isEqualTo(new SourceChanged("the file changed while it was being sent", 2));
    }
  }

  @Test
  void aRefusalBeforeTheBodyIsHeardByAskingFirst() throws Exception {
    ResponseDefinitionBuilder reset = aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
    service.answers(Step.PUT, reset, status(200), reset);
    try (DirectUploader uploader = service.uploader()) {
      uploader.deliver(instance);
      uploader.deliver(Bytes.of(300_000));
    }
    assertThat(service.requests("/lake/.*"))
        .extracting(put -> put.containsHeader("Expect"))
        .containsExactly(false, false, false, true);
  }

  private interface Opening {
    InputStream open() throws IOException;
  }

  private InstanceContent content(Opening opening) {
    return new InstanceContent() {
      @Override
      public long size() {
        return instance.size();
      }

      @Override
      public byte[] md5() {
        return instance.md5();
      }

      @Override
      public InputStream open() throws IOException {
        return opening.open();
      }
    };
  }
}
