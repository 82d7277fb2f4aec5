package io.github.dcmbulk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of the token endpoint; most affect one request. */
class TokenFaultsTest {
  private static final byte[] INSTANCE = Part10.instance("1.2", "1.3", "1.4");

  @TempDir Path lake;

  @ParameterizedTest
  @CsvSource({"token-refused, 401, invalid_client", "token-unavailable, 503, ''"})
  void tokenFaults(String fault, int status, String body) throws Exception {
    try (SandboxServer sandbox = FaultySandbox.start(lake, fault + ":x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer = client.send(client.tokenRequest());

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains(body);
      assertThat(client.send(client.tokenRequest()).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "token-type-missing, 'expires_in\":3600'",
    "token-type-other, 'BearerToken'",
    "token-scope-array, 'scope\":[\"upload\"]'",
    "token-empty-members, 'refresh_token\":\"\",\"id_token\":null'",
    "token-expires-text, 'expires_in\":\"3600\"'",
    "token-expires-null, 'expires_in\":null'",
    "token-expires-negative, 'expires_in\":-1'",
    "token-expires-huge, 'expires_in\":1000000000000000000000000000000'",
  })
  void unusualTokenAnswersHaveValidTokens(String fault, String part) throws Exception {
    try (SandboxServer sandbox = FaultySandbox.start(lake, fault)) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer = client.send(client.tokenRequest());

      assertThat(answer.body()).contains(part);
      assertThat(answer.body().contains("token_type")).isEqualTo(!fault.endsWith("missing"));
      assertThat(client.put(client.freshUrl(), INSTANCE).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "token-redirect, 302, ''",
    "token-html, 200, <html>",
    "token-error, 200, error_description",
  })
  void tokenAnswersThatHoldNoToken(String fault, int status, String body) throws Exception {
    try (SandboxServer sandbox = FaultySandbox.start(lake, fault + ":x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer = client.send(client.tokenRequest());

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains(body).doesNotContain("access_token");
      assertThat(client.send(client.tokenRequest()).statusCode()).isEqualTo(200);
    }
  }
}
