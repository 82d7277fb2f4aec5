package io.github.dcmbulk.remote.token;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.github.dcmbulk.remote.delivery.FakeService.TOKEN;
import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static io.github.dcmbulk.remote.delivery.FakeService.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.delivery.Bytes;
import io.github.dcmbulk.remote.delivery.FakeService;
import io.github.dcmbulk.remote.delivery.HttpIngestionService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that differ from RFC 6749 §5.1, and what is used of them. */
@Timeout(300)
class TokenAnswerTest {
  private final FakeService service = new FakeService();
  private final Bytes instance = Bytes.of(1000);

  @AfterEach
  void stop() {
    service.close();
  }

  private static TokenAnswer answer(String body) throws Exception {
    TokenAnswer answer = TokenAnswer.of(TokenBody.parse(body.replace('\'', '"'), ""));
    assertThat(answer).isNotNull();
    return answer;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'access_token':'t'}                                             | token_type is missing",
        "{'access_token':'t','token_type':null}                           | token_type is null",
        "{'access_token':'t','token_type':'BearerToken'}                  | token_type is"
            + " BearerToken",
        "{'access_token':'t','token_type':'urn:x:jwt-bearer'}             | token_type is"
            + " urn:x:jwt-bearer",
        "{'access_token':'t','token_type':'bearer','scope':['a','b']}     | scope is an array",
        "{'access_token':'t','token_type':'bearer','scope':''}            | scope is empty",
        "{'access_token':'t','token_type':'bearer','scope':{}}            | scope is an object",
        "{'access_token':'t','token_type':'bearer','refresh_token':''}    | refresh_token is empty",
        "{'access_token':'t','token_type':'bearer','refresh_token':null}  | refresh_token is null",
        "{'access_token':'t','token_type':'bearer','expires_in':'3599'}   | expires_in is a text",
        "{'access_token':'t','token_type':'bearer','expires_in':null}     | expires_in is null",
        "{'access_token':'t','token_type':'bearer','expires_in':'soon'}   | expires_in is soon",
        "{'access_token':'t','token_type':'bearer','expires_in':-1}       | expires_in is negative",
        "{'access_token':'t','token_type':'bearer','expires_in':1e30}     | expires_in is more than"
            + " a year",
        "{'access_token':'t','token_type':'bearer','expires_in':1000000000000000000000000000000} |"
            + " expires_in is more than a year",
        "{'access_token':'t','token_type':'bearer','expires_in':[]}       | expires_in is an array",
        "{'data':{'access_token':'t','token_type':'bearer'}}              | its members are one"
            + " level down",
        "[{'access_token':'t','token_type':'bearer'}]                     | it is an array",
        "{'accessToken':'t','token_type':'bearer'}                        | access_token is named"
            + " accessToken",
        "access_token=t&token_type=bearer                                 | it is a form instead of"
            + " JSON",
      })
  void anAccessTokenIsUsedAndWhatIsOddAboutItIsNamed(String body, String remark) throws Exception {
    TokenAnswer answer = answer(body);
    assertThat(answer.token().reveal()).isEqualTo("t");
    assertThat(answer.remarks()).containsExactly(remark);
    assertThat(answer.refreshToken()).isNull();
    assertThat(answer.toString()).doesNotContain("=t,");
  }

  @ParameterizedTest
  @CsvSource({"3599, 3599", "'\"3599\"', 3599", "0.5, 0", "0, ", "-7, ", "1e30, ", "null, "})
  void aLifetimeIsWhatCanBeReckonedWith(String value, @Nullable Long seconds) throws Exception {
    TokenAnswer answer = answer("{'access_token':'t','expires_in':" + value + "}");
    Duration lifetime = answer.lifetime();
    assertThat(lifetime == null ? null : lifetime.toSeconds()).isEqualTo(seconds);
  }

  @Test
  void aByteOrderMarkAndAnEmptyErrorAreAccepted() throws Exception {
    TokenAnswer answer =
        answer("\ufeff {'access_token':'t','token_type':'Bearer','error':'','scope':'a  b'}");
    assertThat(answer.remarks()).isEmpty();
    assertThat(answer.scope()).isEqualTo("a b");
    assertThat(answer("'{\\'access_token\\':\\'t\\'}'").token().reveal()).isEqualTo("t");
    assertThat(answer("eyAAAA.eyBBBB.cccc").token().reveal()).startsWith("eyAAAA");
  }

  @Test
  void anUnusualAnswerIsUsedAndReportedOnce() throws Exception {
    service.always(Step.TOKEN, json(201, "{\"access_token\":\"t\",\"expires_in\":\"100\"}"));
    try (HttpIngestionService uploader = service.uploader()) {
      for (int i = 0; i < 3; i++) {
        assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
        service.time.pass(Duration.ofMinutes(5));
      }
    }
    assertThat(service.requests(TOKEN)).hasSize(3);
    assertThat(service.notices)
        .singleElement()
        .asString()
        .contains("token_type is missing", "expires_in is a text");
  }

  @Test
  void anAnswerThatIsCompressedWithoutBeingAskedIsRead() throws Exception {
    byte[] body =
        gzip("{\"access_token\":\"t\",\"token_type\":\"Bearer\"}".getBytes(StandardCharsets.UTF_8));
    service.always(
        Step.TOKEN,
        aResponse().withStatus(200).withHeader("Content-Encoding", "gzip").withBody(body));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
  }

  @Test
  void anAnswerInAnotherCharacterSetIsRead() throws Exception {
    byte[] body =
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}".getBytes(StandardCharsets.UTF_16);
    service.always(
        Step.TOKEN,
        aResponse().withHeader("Content-Type", "application/json; charset=UTF-16").withBody(body));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":\"access_denied\",\"error_description\":\"no\"}",
        "{\"error\":\"invalid_client\",\"access_token\":\"t\"}",
        "{\"error\":{\"code\":403,\"message\":\"no\"}}",
        "{\"error\":true}",
        "error=bad_code&error_description=no",
      })
  void anErrorIsARefusalWhateverTheStatus(String body) throws Exception {
    service.always(Step.TOKEN, json(200, body));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining(TOKEN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"temporarily_unavailable", "server_error", "slow_down"})
  void anErrorThatPassesIsWaitedFor(String code) throws Exception {
    service.answers(
        Step.TOKEN,
        json(400, "{\"error\":\"" + code + "\"}"),
        json(200, "{\"error\":\"" + code + "\"}"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
  }

  @Test
  void whatTheServerSaysIsShownButNoSecretAndNoControlCharacter() throws Exception {
    String description =
        "bad\\r\\n\\u001b[31m pair bWU6czNjcmV0 of me:s3cret \\u202e eyJhbGciOi.eyJzdWIi.c2ln "
            + "x".repeat(1000);
    service.always(
        Step.TOKEN,
        json(401, "{\"error\":\"invalid_client\",\"error_description\":\"" + description + "\"}"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining("401 invalid_client: \"bad [31m pair *** of me:*** *** xxx")
          .message()
          .hasSizeLessThan(400)
          .doesNotContain("s3cret", "bWU6", "eyJ", "\u001b", "\u202e", "\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"302", "303", "307"})
  void aLoginPageInAnswerToGetMeansPost(int status) throws Exception {
    service.server.stubFor(
        get(urlPathEqualTo(TOKEN))
            .atPriority(2)
            .willReturn(aResponse().withStatus(status).withHeader("Location", "/login")));
    service.server.stubFor(
        post(urlPathEqualTo(TOKEN)).atPriority(1).willReturn(token("posted", 100)));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
    assertThat(service.requests("/login")).isEmpty();
  }

  /** As API gateways answer to a method that a path does not have. */
  @Test
  void aForbiddenGetIsTriedAsPost() throws Exception {
    service.always(Step.TOKEN, json(403, "{\"message\":\"Missing Authentication Token\"}"));
    service.server.stubFor(
        post(urlPathEqualTo(TOKEN)).atPriority(1).willReturn(token("posted", 100)));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
  }

  @Test
  void aLoginPageInAnswerToBothIsNamed() throws Exception {
    ResponseDefinitionBuilder login =
        aResponse()
            .withStatus(302)
            .withHeader("Location", "https://sso.example.org/login?ticket=abc");
    service.always(Step.TOKEN, login);
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining("POST " + TOKEN)
          .hasMessageContaining("302, a redirect to https://sso.example.org")
          .hasMessageNotContaining("ticket");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'token_type':'Bearer'}  | JSON without access_token",
        "{'access_token':''}      | an access_token that is empty",
        "{'access_token':7}       | an access_token that is number",
        "{'access_token':'a\\n'}  | characters that no header can carry",
        "{'access_token':null}    | an access_token that is null",
      })
  void aMessageSaysWhatTheAccessTokenLacks(String body, String words) {
    service.always(Step.TOKEN, json(200, body.replace('\'', '"')));
    assertThatThrownBy(() -> service.uploader().deliver(instance))
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining(words);
  }
}
