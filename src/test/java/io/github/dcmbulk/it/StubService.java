package io.github.dcmbulk.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Correct tokens and URLs on loopback, and answers to PUTs that a test defines. */
final class StubService implements AutoCloseable {
  private static final DateTimeFormatter AMZ_DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger keys = new AtomicInteger();
  private final AtomicInteger puts = new AtomicInteger();
  private final Set<String> stored = ConcurrentHashMap.newKeySet();
  private volatile Store store = md5 -> null;
  private volatile Duration urlAge = Duration.ZERO;

  /**
   * An answer.
   *
   * @param status 0 to close the connection without an answer
   */
  record Answer(int status, Map<String, String> headers, String body) {
    static Answer page(int status) {
      return new Answer(
          status, Map.of("Content-Type", "text/html"), "<html><body>Sign in</body></html>");
    }

    static Answer error(int status, String code) {
      return new Answer(
          status,
          Map.of("Content-Type", "application/xml"),
          "<Error><Code>" + code + "</Code><Message>no</Message></Error>");
    }
  }

  /** Answers a PUT of content with that MD5; null to store it. */
  interface Store {
    @Nullable Answer answer(String md5);
  }

  private StubService(HttpServer server) {
    this.server = server;
  }

  static StubService start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StubService service = new StubService(server);
    server.createContext("/", service::handle);
    server.setExecutor(service.threads);
    server.start();
    return service;
  }

  void puts(Store answers) {
    store = answers;
  }

  /** URLs are issued that long after they were signed. */
  void urlAge(Duration age) {
    urlAge = age;
  }

  Set<String> stored() {
    return stored;
  }

  int putsSoFar() {
    return puts.get();
  }

  Map<String, String> variables() {
    return Map.of(
        "DCMBULK_API_URL",
        base() + "/api",
        "DCMBULK_TOKEN_URL",
        base() + "/oauth2",
        "DCMBULK_CLIENT_ID",
        "radiology-1",
        "DCMBULK_CLIENT_SECRET",
        "s3cret");
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    Map<String, String> json = Map.of("Content-Type", "application/json");
    if (path.endsWith("/token")) {
      String token = "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}";
      send(exchange, new Answer(200, json, token));
    } else if (path.endsWith("/upload")) {
      send(exchange, new Answer(200, json, "{\"url\":\"" + url() + "\"}"));
    } else {
      send(exchange, put(md5(body)));
    }
  }

  private String url() {
    return base()
        + "/lake/"
        + keys.incrementAndGet()
        + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Date="
        + AMZ_DATE.format(Instant.now().minus(urlAge))
        + "&X-Amz-Signature=5ec7e7";
  }

  private Answer put(String md5) {
    puts.incrementAndGet();
    Answer answer = store.answer(md5);
    if (answer != null) {
      return answer;
    }
    stored.add(md5);
    return new Answer(200, Map.of("ETag", '"' + md5 + '"'), "");
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      if (answer.status() == 0) {
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
