package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DICOMweb server as the list, with correct and incorrect answers. */
class QidoIT {
  private static final int STUDIES = 250;

  @TempDir private Path directory;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<String> queries = new ArrayList<>();
  private HttpServer server;
  private Answer answer;
  private Checkout checkout;

  /** How the server answers a request for studies. */
  private interface Answer {
    void to(HttpExchange exchange, int limit, int offset) throws IOException;
  }

  @BeforeEach
  void start() throws Exception {
    checkout = Checkout.underTest(directory);
    try (JournalRows rows = new JournalRows(directory.resolve("journal.db"))) {
      for (int i = 0; i < STUDIES; i++) {
        rows.study("1.2." + i, "SECRETACC" + i, "SECRETPAT" + i, "20240131", 2, 0, 0, 0);
      }
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/dicom-web/studies",
        exchange -> {
          requests.incrementAndGet();
          Map<String, String> query = new HashMap<>();
          queries.add(exchange.getRequestURI().getQuery());
          for (String pair : exchange.getRequestURI().getQuery().split("&", -1)) {
            query.put(pair.split("=", -1)[0], pair.split("=", -1)[1]);
          }
          answer.to(
              exchange,
              Integer.parseInt(query.get("limit")),
              Integer.parseInt(query.get("offset")));
        });
    server.start();
    answer = (exchange, limit, offset) -> send(exchange, 200, studies(offset, offset + limit));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static String studies(int from, int to) {
    List<String> objects = new ArrayList<>();
    for (int i = from; i < Math.min(to, STUDIES); i++) {
      objects.add(
          """
          {"00080050":{"vr":"SH","Value":["SECRETACC%1$d"]},\
          "00100020":{"vr":"LO","Value":["SECRETPAT%1$d"]},\
          "0020000D":{"vr":"UI","Value":["1.2.%1$d"]},"00201208":{"vr":"IS","Value":["2"]}}\
          """
              .formatted(i));
    }
    return objects.isEmpty() ? "[]" : "[" + String.join(",", objects) + "]";
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/dicom+json");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private Ended reconcile(String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "reconcile",
                "--journal",
                "journal.db",
                "--output",
                "json",
                "--log-file",
                "log",
                "--log-level",
                "debug",
                "--qido",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/dicom-web"));
    arguments.addAll(List.of(options));
    Ended ended = checkout.dcmbulk(arguments.toArray(new String[0]));
    assertThat(ended.out() + ended.err() + Files.readString(directory.resolve("log")))
        .doesNotContain("SECRET");
    return ended;
  }

  private void expectWhole(Ended ended) throws Exception {
    assertThat(ended.exit()).as(ended.err()).isZero();
    JsonNode result = new ObjectMapper().readTree(ended.out());
    assertThat(result.path("listed").asInt()).isEqualTo(STUDIES);
    assertThat(result.path("complete").asInt()).isEqualTo(STUDIES);
  }

  private void expectNoVerdict(Ended ended, int exit, String why) {
    assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains(why);
  }

  @Test
  void allPagesAreReadTwice() throws Exception {
    expectWhole(reconcile("--expected", "250"));

    assertThat(requests).hasValue(8);
    assertThat(queries.get(1)).contains("limit=100&offset=100", "includefield=00201208");
  }

  @Test
  void aServerThatSendsShortPagesIsReadToItsEnd() throws Exception {
    answer =
        (exchange, limit, offset) -> {
          if (offset >= STUDIES) {
            send(exchange, 204, "");
          } else {
            exchange.getResponseHeaders().add("Warning", "299 x: There are 9 additional results");
            send(exchange, 200, studies(offset, offset + 30));
          }
        };

    expectNoVerdict(reconcile(), 4, "reports more studies than it sends");
    Answer warning = answer;
    answer =
        (exchange, limit, offset) -> {
          if (offset >= STUDIES - 30) {
            send(
                exchange,
                offset >= STUDIES ? 204 : 200,
                offset >= STUDIES ? "" : studies(offset, offset + 30));
          } else {
            warning.to(exchange, limit, offset);
          }
        };
    expectWhole(reconcile());
  }

  @Test
  void aServerThatIgnoresOffsetIsNoList() throws Exception {
    answer = (exchange, limit, offset) -> send(exchange, 200, studies(0, limit));

    expectNoVerdict(reconcile(), 4, "it ignores offset");
  }

  @Test
  void aPageOfALoginIsNoEmptyList() throws Exception {
    answer = (exchange, limit, offset) -> send(exchange, 200, "<html>SECRET login</html>");

    expectNoVerdict(reconcile(), 4, "something else than a list of studies");
  }

  @Test
  void anEmptyAnswerIsNoListEither() throws Exception {
    answer = (exchange, limit, offset) -> send(exchange, 200, "[]");

    expectNoVerdict(reconcile(), 4, "lists no study");
  }

  @Test
  void fewerStudiesThanExpectedAndTooManyMatchesAreSaid() throws Exception {
    expectNoVerdict(reconcile("--expected", "251"), 4, "--expected is 251");
    answer = (exchange, limit, offset) -> send(exchange, 413, "");
    expectNoVerdict(reconcile(), 4, "more studies match than it sends");
  }

  @Test
  void aListThatChangesBetweenTwoReadingsIsNoVerdict() throws Exception {
    answer =
        (exchange, limit, offset) ->
            send(
                exchange,
                200,
                studies(offset, Math.min(offset + limit, requests.get() > 4 ? 240 : STUDIES)));

    expectNoVerdict(reconcile(), 4, "10 studies were in one answer only");
  }

  @Test
  void aServerThatIsDownForAMomentIsAskedAgain() throws Exception {
    answer =
        (exchange, limit, offset) ->
            send(
                exchange,
                requests.get() == 2 ? 503 : 200,
                requests.get() == 2 ? "" : studies(offset, offset + limit));

    expectWhole(reconcile());
  }

  @Test
  void fieldsThatAServerRefusesAreLeftOut() throws Exception {
    answer =
        (exchange, limit, offset) -> {
          boolean names = exchange.getRequestURI().getQuery().contains("includefield");
          send(exchange, names ? 400 : 200, names ? "" : studies(offset, offset + limit));
        };

    expectWhole(reconcile());
  }

  @Test
  void credentialsGoIntoTheHeaderAndNowhereElse() throws Exception {
    Path token = directory.resolve("token");
    Files.writeString(token, "TOKENSECRET\n");
    token.toFile().setReadable(false, false);
    token.toFile().setReadable(true, true);
    String bearer = "Bearer TOKENSECRET";
    answer = (exchange, limit, offset) -> guarded(exchange, limit, offset, bearer);
    expectWhole(reconcile("--qido-token-file", "token"));
    expectNoVerdict(reconcile(), 3, "--qido-token-file, or --qido-user");

    checkout = checkout.with(Map.of("DCMBULK_QIDO_PASSWORD", "SECRET"));
    answer = (exchange, limit, offset) -> guarded(exchange, limit, offset, "Basic dTpTRUNSRVQ=");
    expectWhole(reconcile("--qido-user", "u"));
  }

  private static void guarded(HttpExchange exchange, int limit, int offset, String expected)
      throws IOException {
    boolean may = expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    send(exchange, may ? 200 : 401, may ? studies(offset, offset + limit) : "");
  }
}
