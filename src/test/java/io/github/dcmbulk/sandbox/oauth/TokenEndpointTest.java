package io.github.dcmbulk.sandbox.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.github.dcmbulk.sandbox.SandboxClient;
import io.github.dcmbulk.sandbox.SandboxServer;
import io.github.dcmbulk.sandbox.settings.ClientAuthentication;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import io.github.dcmbulk.sandbox.settings.SandboxSettingsBuilder;
import io.github.dcmbulk.sandbox.settings.TokenAlgorithm;
import io.github.dcmbulk.sandbox.settings.TokenRequestMethod;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {
  private static final String GRANT = "grant_type=client_credentials";

  @TempDir Path lake;

  @Test
  void theDocumentedGetYieldsABearerToken() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer = client.send(client.tokenRequest());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      var body = SandboxClient.json(answer);
      assertThat(body.required("token_type").asText()).isEqualTo("Bearer");
      assertThat(body.required("expires_in").asLong()).isEqualTo(3600);
      assertThat(body.required("scope").asText()).isEqualTo("upload");
      assertThat(body.has("refresh_token")).isFalse();
      SignedJWT token = SignedJWT.parse(body.required("access_token").asText());
      assertThat(token.getJWTClaimsSet().getAudience()).containsExactly(sandbox.apiUrl());
      assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(sandbox.tokenUrl());
    }
  }

  @Test
  void postWithBasicOrWithTheSecretInTheFormYieldsTheSame() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      String secrets =
          "&client_id=" + sandbox.clientId() + "&client_secret=" + sandbox.clientSecret();

      assertThat(client.send(post(sandbox, GRANT).header("Authorization", client.basic())))
          .returns(200, HttpResponse::statusCode);
      assertThat(client.send(post(sandbox, GRANT + secrets)))
          .returns(200, HttpResponse::statusCode);
      assertThat(
              client.send(post(sandbox, GRANT + secrets).header("Authorization", client.basic())))
          .as("two ways at once")
          .returns(401, HttpResponse::statusCode);
    }
  }

  @ParameterizedTest
  @CsvSource({"BASIC, 200, 401, 401", "BASIC_RAW, 401, 200, 401", "POST, 401, 401, 200"})
  void theSecretIsTakenInNoOtherWayThanTheChosenOne(
      ClientAuthentication way, int encoded, int raw, int posted) throws Exception {
    SandboxSettings settings = settings().client("id", "a+b").authentications(Set.of(way)).build();
    try (SandboxServer sandbox = SandboxServer.start(settings)) {
      SandboxClient client = new SandboxClient(sandbox);
      String secrets = "&client_id=id&client_secret=a%2Bb";

      assertThat(client.send(post(sandbox, GRANT).header("Authorization", "Basic aWQ6YSUyQmI=")))
          .returns(encoded, HttpResponse::statusCode);
      assertThat(client.send(post(sandbox, GRANT).header("Authorization", client.basic())))
          .returns(raw, HttpResponse::statusCode);
      assertThat(client.send(post(sandbox, GRANT + secrets)))
          .returns(posted, HttpResponse::statusCode);
    }
  }

  @Test
  void theEndpointsMayBeAnywhere() throws Exception {
    SandboxSettings settings =
        settings().tokenPath("/as/token.oauth2").uploadPath("/upload/single-put").build();
    try (SandboxServer sandbox = SandboxServer.start(settings)) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer =
          client.send(
              SandboxClient.request(sandbox.uploadUrl())
                  .header("Authorization", "Bearer " + client.token()));

      assertThat(sandbox.tokenUrl()).endsWith("/as/token.oauth2");
      assertThat(sandbox.uploadUrl()).endsWith("/upload/single-put");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(client.presign(client.token()).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void theSecretIsNotTakenFromAQuery() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      String query =
          "?client_id=" + sandbox.clientId() + "&client_secret=" + sandbox.clientSecret();
      HttpResponse<String> answer =
          new SandboxClient(sandbox)
              .send(SandboxClient.request(sandbox.tokenUrl() + query + "&" + GRANT));

      assertThat(answer.statusCode()).isEqualTo(401);
    }
  }

  @Test
  void clientAndSecretMayBeFormEncodedInsideBasic() throws Exception {
    SandboxSettings settings = settings().client("an id", "p+s:%ü").build();
    try (SandboxServer sandbox = SandboxServer.start(settings)) {
      SandboxClient client = new SandboxClient(sandbox);
      String encoded = "Basic YW4raWQ6cCUyQnMlM0ElMjUlQzMlQkM="; // an+id:p%2Bs%3A%25%C3%BC
      for (String basic : new String[] {client.basic(), encoded}) {
        HttpRequest.Builder request =
            SandboxClient.request(sandbox.tokenUrl() + "?" + GRANT).header("Authorization", basic);
        assertThat(client.send(request).statusCode()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic bm86bm8=", "Basic !", "Basic bm9jb2xvbg==", "Bearer x"})
  void wrongCredentialsAreRefused(String authorization) throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer =
          client.send(
              SandboxClient.request(sandbox.tokenUrl() + "?" + GRANT)
                  .header("Authorization", authorization));

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(error(answer)).isEqualTo("invalid_client");
      assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', invalid_request",
    "grant_type=password, unsupported_grant_type",
    "grant_type=refresh_token&refresh_token=x, unsupported_grant_type",
    "grant_type=client_credentials&scope=admin, invalid_scope",
    "grant_type=client_credentials&grant_type=client_credentials, invalid_request",
    "grant_type=%, invalid_request",
  })
  void wrongRequestsAreNamedAsInTheStandard(String query, String error) throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer =
          client.send(post(sandbox, query).header("Authorization", client.basic()));

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(error(answer)).isEqualTo(error);
    }
  }

  @Test
  void aMethodThatIsSwitchedOffIsNotAllowed() throws Exception {
    try (SandboxServer sandbox = start(settings().tokenMethods(Set.of(TokenRequestMethod.POST)))) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer = client.send(client.tokenRequest());

      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("POST");
      assertThat(client.send(post(sandbox, GRANT).header("Authorization", client.basic())))
          .returns(200, HttpResponse::statusCode);
    }
  }

  @Test
  void aRefreshTokenIsValidForTokensOnly() throws Exception {
    try (SandboxServer sandbox = start(settings().refreshTokens(true))) {
      SandboxClient client = new SandboxClient(sandbox);
      String refresh =
          SandboxClient.json(client.send(client.tokenRequest())).required("refresh_token").asText();
      String form = "grant_type=refresh_token&refresh_token=" + refresh;
      HttpResponse<String> answer =
          client.send(post(sandbox, form).header("Authorization", client.basic()));

      String token = SandboxClient.json(answer).required("access_token").asText();
      assertThat(client.presign(token).statusCode()).isEqualTo(200);
      assertThat(client.presign(refresh).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void rs256TokensAreIssuedAndTaken() throws Exception {
    try (SandboxServer sandbox = start(settings().tokenAlgorithm(TokenAlgorithm.RS256))) {
      SandboxClient client = new SandboxClient(sandbox);
      String token = client.token();

      assertThat(SignedJWT.parse(token).getHeader().getAlgorithm().getName()).isEqualTo("RS256");
      assertThat(client.presign(token).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theAuditLogNamesOutcomesAndNoSecret() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      String token = client.token();
      client.send(post(sandbox, "").header("Authorization", client.basic()));

      assertThat(client.audit("token"))
          .extracting(line -> line.required("outcome").asText())
          .containsExactly("issued", "invalid_request");
      assertThat(Files.readString(sandbox.auditLog()))
          .doesNotContain(token, sandbox.clientSecret(), client.basic());
      assertThat(settings().client("id", "s3cret").build().toString()).doesNotContain("s3cret");
    }
  }

  private SandboxSettingsBuilder settings() {
    return SandboxSettings.builder(lake);
  }

  private static SandboxServer start(SandboxSettingsBuilder settings) throws IOException {
    return SandboxServer.start(settings.build());
  }

  private static HttpRequest.Builder post(SandboxServer sandbox, String form) {
    return SandboxClient.request(sandbox.tokenUrl())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form));
  }

  private static String error(HttpResponse<String> answer) throws IOException {
    return SandboxClient.json(answer).required("error").asText();
  }
}
