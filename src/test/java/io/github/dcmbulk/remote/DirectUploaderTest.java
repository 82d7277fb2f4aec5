package io.github.dcmbulk.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectUploaderTest {
  private final FakeService service = new FakeService();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void anInstanceGoesThereByTokenUrlAndPut() throws Exception {
    Bytes instance = Bytes.of(100_000);
    try (DirectUploader uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new PutOutcome.Stored(null, 1));
      assertThat(uploader.counts()).isEqualTo(new RequestCounts(1, 1, 1, 0));
    }
    LoggedRequest put = service.requests("/lake/.*").get(0);
    assertThat(put.getBody()).isEqualTo(instance.bytes());
    assertThat(put.getHeader("Content-Type")).isEqualTo("application/dicom");
    assertThat(put.getHeader("Content-MD5"))
        .isEqualTo(Base64.getEncoder().encodeToString(instance.md5()));
    assertThat(put.containsHeader("Authorization")).isFalse();
    assertThat(service.requests("/api/upload").get(0).getHeader("Authorization"))
        .isEqualTo("Bearer t0k3n");
    LoggedRequest token = service.requests("/oauth2/token").get(0);
    assertThat(token.getUrl()).isEqualTo("/oauth2/token?grant_type=client_credentials");
    assertThat(token.getHeader("Authorization")).startsWith("Basic ");
  }
}
