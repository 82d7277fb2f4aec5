package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All kinds of credentials, with the packaged program and the sandbox. */
class CredentialIT {
  @TempDir private Path directory;
  private Checkout checkout;
  private String archive;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    archive = directory.resolve("archive").toString();
    checkout.sample("--studies", "1", "--instances", "3", "--size", "1KiB", archive);
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048", "EC, 256", "EC, 384"})
  void aKeyStandsForTheSecret(String algorithm, int size) throws Exception {
    KeyPair keys = keys(algorithm, size);
    try (Sandbox sandbox = sandbox("--client-key", pem("PUBLIC KEY", keys.getPublic()))) {
      assertThat(sandbox.variables()).doesNotContainKey("DCMBULK_CLIENT_SECRET");
      Checkout configured = checkout.with(sandbox.variables());
      String key = pem("PRIVATE KEY", keys.getPrivate());

      Ended ended =
          configured.dcmbulk("upload", "--output", "json", "--client-key-file", key, archive);

      assertThat(RunJson.of(ended, 0).instances("uploaded")).isEqualTo(3);
    }
  }

  @Test
  void aSecretFileThatOthersCanReadIsToldOnce() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      Map<String, String> variables = new HashMap<>(sandbox.variables());
      Path file = directory.resolve("secret");
      Files.writeString(file, variables.remove("DCMBULK_CLIENT_SECRET"));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

      Ended ended =
          checkout
              .with(variables)
              .dcmbulk("upload", "--client-secret-file", file.toString(), archive);

      assertThat(ended.exit()).isZero();
      assertThat(ended.err()).containsOnlyOnce("can be read by other users");
    }
  }

  @Test
  void aKeyThatTheServiceDoesNotKnowEndsWithThree() throws Exception {
    KeyPair known = keys("EC", 256);
    String other = pem("PRIVATE KEY", keys("EC", 256).getPrivate());
    try (Sandbox sandbox = sandbox("--client-key", pem("PUBLIC KEY", known.getPublic()))) {
      Ended ended =
          checkout
              .with(sandbox.variables())
              .dcmbulk("upload", "--quiet", "--client-key-file", other, archive);

      assertThat(ended.exit()).isEqualTo(3);
      assertThat(ended.err()).contains("401 invalid_client").contains("public half");
    }
  }

  /** The first assertion uses a wrong clock, and the service refuses it. */
  @Test
  void aKeyWorksWithAClockThatIsWrong() throws Exception {
    KeyPair keys = keys("EC", 256);
    String known = pem("PUBLIC KEY", keys.getPublic());
    try (Sandbox sandbox = sandbox("--client-key", known, "--clock-offset", "10m")) {
      String key = pem("PRIVATE KEY", keys.getPrivate());
      Ended ended =
          checkout
              .with(sandbox.variables())
              .dcmbulk("upload", "--output", "json", "--client-key-file", key, archive);

      assertThat(RunJson.of(ended, 0).instances("uploaded")).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"10m, behind", "-10m, ahead of"})
  void aWrongClockIsSaidOnceAndHindersNothing(String offset, String relation) throws Exception {
    try (Sandbox sandbox =
        sandbox("--clock-offset", offset, "--url-lifetime", "2m", "--token-lifetime", "5m")) {
      Ended ended =
          checkout.with(sandbox.variables()).dcmbulk("upload", "--output", "json", archive);

      RunJson result = RunJson.of(ended, 0);
      assertThat(result.instances("uploaded")).isEqualTo(3);
      assertThat(result.requests("retries")).isZero();
      assertThat(ended.err().lines().filter(line -> line.contains("clock")))
          .singleElement()
          .asString()
          .containsPattern(
              "this machine's clock is (599|600|601) s " + relation + " the service's");
    }
  }

  @Test
  void doctorReportsAWrongClock() throws Exception {
    try (Sandbox sandbox = sandbox("--clock-offset", "10m")) {
      Ended ended = checkout.with(sandbox.variables()).dcmbulk("doctor");

      assertThat(ended.exit()).as(ended.out()).isZero();
      assertThat(ended.out()).containsPattern("(599|600|601) s behind the service's");
    }
  }

  @Test
  void aRefreshTokenIsReplacedInItsFile() throws Exception {
    try (Sandbox sandbox = sandbox("--refresh-tokens")) {
      Path file = directory.resolve("refresh");
      String first = tokens(sandbox).get("refresh_token");
      Files.writeString(file, first);

      Ended ended =
          checkout
              .with(sandbox.variables())
              .dcmbulk(
                  "upload", "--output", "json", "--refresh-token-file", file.toString(), archive);

      assertThat(RunJson.of(ended, 0).instances("uploaded")).isEqualTo(3);
      assertThat(Files.readString(file).strip()).isNotEqualTo(first).contains(".");
    }
  }

  @Test
  void aRefreshTokenThatIsSpentEndsWithThree() throws Exception {
    try (Sandbox sandbox = sandbox("--refresh-tokens")) {
      Path file = Files.writeString(directory.resolve("refresh"), "spent");
      Ended ended =
          checkout
              .with(sandbox.variables())
              .dcmbulk("upload", "--quiet", "--refresh-token-file", file.toString(), archive);

      assertThat(ended.exit()).isEqualTo(3);
      assertThat(ended.err()).contains("invalid_grant").contains("log in again");
    }
  }

  @Test
  void aCommandPrintsTheTokenAndNeedsNoClient() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      Path token =
          Files.writeString(directory.resolve("token"), tokens(sandbox).get("access_token"));
      Checkout configured =
          checkout.with(Map.of("DCMBULK_API_URL", sandbox.variables().get("DCMBULK_API_URL")));

      Ended good =
          configured.dcmbulk(
              "upload", "--output", "json", "--token-command", "cat " + token, archive);
      Ended bad = configured.dcmbulk("upload", "--force", "--token-command", "exit 7", archive);

      assertThat(RunJson.of(good, 0).instances("uploaded")).isEqualTo(3);
      assertThat(bad.exit()).isEqualTo(3);
      assertThat(bad.err()).contains("exit code 7").contains("run it by hand");
    }
  }

  private Sandbox sandbox(String... options) throws IOException {
    return Sandbox.start(directory.resolve("lake"), options);
  }

  /** As obtained once by a user with another program. */
  private static Map<String, String> tokens(Sandbox sandbox) throws Exception {
    Map<String, String> variables = sandbox.variables();
    String pair = variables.get("DCMBULK_CLIENT_ID") + ":" + variables.get("DCMBULK_CLIENT_SECRET");
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(variables.get("DCMBULK_TOKEN_URL") + "?grant_type=client_credentials"))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
            .build();
    String body =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    Map<String, String> tokens = new HashMap<>();
    new JsonMapper()
        .readTree(body)
        .properties()
        .forEach(field -> tokens.put(field.getKey(), field.getValue().asText()));
    return tokens;
  }

  private static KeyPair keys(String algorithm, int size) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair();
  }

  private String pem(String name, Key key) throws IOException {
    Path file = Files.createTempFile(directory, "key", ".pem");
    Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(name, Base64.getMimeEncoder().encodeToString(key.getEncoded()), name));
    return file.toString();
  }
}
