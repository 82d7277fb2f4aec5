package io.github.dcmbulk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.TransportException.Kind;
import io.github.dcmbulk.http.engine.Engines;
import io.github.dcmbulk.model.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of a proxy to CONNECT; requests and {@code doctor} describe them in the same way. */
@Timeout(300)
class ProxyAnswerTest {
  private static final HttpUrl URL = HttpUrl.parse("https://lake.example.org/k?sig=abc");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Negotiate                                  | Negotiate",
        "NTLM TlRMTVNTUAABAAAA==                    | NTLM",
        "Negotiate, NTLM                            | Negotiate, NTLM",
        "Basic realm=\"a, b\", charset=\"UTF-8\"    | Basic",
        "Digest realm=\"p\", nonce=\"x,Basic y\"    | Digest",
        "Digest realm=p, qop=auth, Basic realm=p    | Digest, Basic",
        "basic, Basic, BASIC                        | basic",
        "<script>                                   | ''",
      })
  void theWaysToLogInAreFound(String challenge, String schemes) {
    ProxyAnswer answer =
        ProxyAnswer.parse("HTTP/1.1 407 Who\r\nproxy-authenticate: " + challenge + "\r\n\r\n");
    assertThat(String.join(", ", answer.schemes())).isEqualTo(schemes);
    assertThat(answer.status()).isEqualTo(407);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "407 | Proxy-Authenticate: Negotiate|| the proxy requires a user (407, it offers Negotiate)"
            + " | cntlm or px",
        "407 | Proxy-Authenticate: NTLM | me | did not accept the user (407, it offers NTLM)      |"
            + " does NTLM, such as cntlm",
        "407 | Proxy-Authenticate: Basic realm=x || the proxy requires a user (407, it offers"
            + " Basic) | set --proxy-user",
        "407 | Proxy-Authenticate: Basic | me | did not accept the user (407, it offers Basic)    |"
            + " are wrong",
        "407 | X: y                      |    | the proxy requires a user (407)                    "
            + "   | set --proxy-user",
        "401 | WWW-Authenticate: NTLM    |    | the proxy requires a user (401, it offers NTLM)    "
            + "   | cntlm or px",
        "302 | Location: https://portal.example.org/login?id=7 || redirect to"
            + " https://portal.example.org (302) | without a browser",
        "302 | Location: /login          |    | with a redirect (302)                             "
            + " | without a browser",
        "403 | X: y                      |    | the proxy refused to connect (403)                "
            + " | allow CONNECT to port 443 of lake.example.org",
        "405 | X: y                      |    | the proxy refused to connect (405)                "
            + " | is that port an http proxy",
      })
  void requestsAndProbesReportItInTheSameWay(
      int status, String header, @Nullable String user, String what, String remedy)
      throws Exception {
    String head = "HTTP/1.1 " + status + " No\r\n" + header + "\r\nContent-Length: 0\r\n\r\n";
    try (RawServer proxy = new RawServer(RawServer.answering(head))) {
      HttpSettings settings =
          HttpSettings.DEFAULT.withProxy(
              new Proxy(proxy.url("/"), user, user == null ? null : Secret.of("pw"), List.of()));
      ProxyAnswer asked = new ConnectionProbe(settings).askProxy(URL);
      assertThat(asked.what(URL, user != null)).contains(what).doesNotContain("id=7");
      assertThat(asked.remedy(URL, user != null)).contains(remedy);
      try (HttpTransport transport = Engines.open(settings)) {
        assertThatThrownBy(() -> transport.send(HttpCall.get(URL, Map.of())))
            .isInstanceOfSatisfying(
                TransportException.class,
                e -> {
                  assertThat(e.kind()).isEqualTo(Kind.PROXY);
                  assertThat(e.getMessage()).endsWith(asked.what(URL, user != null));
                  assertThat(e.remedy()).isEqualTo(asked.remedy(URL, user != null));
                });
      }
    }
  }
}
