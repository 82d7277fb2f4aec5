package io.github.dcmbulk.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.PutOutcome.Refused;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class Sha256Test {
  private static final String HEADER = "x-amz-checksum-sha256";

  private final FakeService service = new FakeService();
  private final InstanceContent plain = Bytes.of(5000);
  private final InstanceContent hashed = new Hashed(plain);

  /** An instance whose SHA-256 is known. */
  private record Hashed(InstanceContent content) implements InstanceContent {
    @Override
    public long size() {
      return content.size();
    }

    @Override
    public byte[] md5() {
      return content.md5();
    }

    @Override
    public byte @Nullable [] sha256() {
      try (InputStream in = content.open()) {
        return MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      } catch (NoSuchAlgorithmException | IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public InputStream open() throws IOException {
      return content.open();
    }
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private String ours() {
    return Base64.getEncoder().encodeToString(hashed.sha256());
  }

  private PutOutcome deliver(InstanceContent content) throws Exception {
    try (DirectUploader uploader = service.uploader(service.settings().maxAttempts(2))) {
      return uploader.deliver(content);
    }
  }

  private void signed(String header) {
    String url =
        service.presigned("a").replace("SignedHeaders=host", "SignedHeaders=host%3B" + header);
    service.always(Step.PRESIGN, FakeService.json(200, "{\"url\":\"" + url + "\"}"));
  }

  @Test
  void isNotSentWhereTheSignatureDoesNotCoverIt() throws Exception {
    assertThat(deliver(hashed)).isInstanceOf(Stored.class);
    assertThat(service.requests("/lake/.*").get(0).containsHeader(HEADER)).isFalse();
  }

  @Test
  void isSentWhereTheSignatureCoversIt() throws Exception {
    signed(HEADER);
    assertThat(deliver(hashed)).isInstanceOf(Stored.class);
    LoggedRequest put = service.requests("/lake/.*").get(0);
    assertThat(put.getHeader(HEADER)).isEqualTo(ours());
  }

  @Test
  void whatTheSignatureCoversAndNobodyComputedIsNamedWithTheOption() throws Exception {
    signed(HEADER);
    assertThatThrownBy(() -> deliver(plain))
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining(HEADER)
        .hasMessageContaining("--digest sha256");
    assertThat(service.requests("/lake/.*")).isEmpty();
  }

  @Test
  void isComparedWithTheAnswers() throws Exception {
    service.always(Step.PUT, aResponse().withStatus(200).withHeader(HEADER, ours()));
    assertThat(deliver(hashed)).isInstanceOf(Stored.class);
    service.always(
        Step.PUT, aResponse().withStatus(200).withHeader(HEADER, "AAAA" + ours().substring(4)));
    assertThat(deliver(hashed))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("checksum-mismatch");
              assertThat(refused.permanent()).isFalse();
            });
    assertThat(deliver(plain)).isInstanceOf(Stored.class);
  }
}
