package io.github.dcmbulk.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A client that shares no code with the sandbox or with dcmbulk: java.net.http. */
public final class SandboxClient {
  private static final JsonMapper JSON = new JsonMapper();

  private final SandboxServer sandbox;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public SandboxClient(SandboxServer sandbox) {
    this.sandbox = sandbox;
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(Duration.ofMinutes(5)).build(), BodyHandlers.ofString());
  }

  public String basic() {
    String pair = sandbox.clientId() + ":" + sandbox.clientSecret();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  public HttpRequest.Builder tokenRequest() {
    return request(sandbox.tokenUrl() + "?grant_type=client_credentials&scope=" + sandbox.scope())
        .header("Authorization", basic());
  }

  public String token() throws IOException, InterruptedException {
    return json(send(tokenRequest())).required("access_token").asText();
  }

  public HttpResponse<String> presign(String token) throws IOException, InterruptedException {
    return send(request(sandbox.apiUrl() + "/upload").header("Authorization", "Bearer " + token));
  }

  String freshUrl() throws IOException, InterruptedException {
    return json(presign(token())).required("url").asText();
  }

  HttpResponse<String> put(String url, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder put = request(url).PUT(BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      put.header(headers[i], headers[i + 1]);
    }
    return send(put);
  }

  public static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url));
  }

  public static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  /** The audit log's lines of one event. */
  public List<JsonNode> audit(String event) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(sandbox.auditLog())) {
      JsonNode node = JSON.readTree(line);
      if (node.required("event").asText().equals(event)) {
        lines.add(node);
      }
    }
    return lines;
  }
}
