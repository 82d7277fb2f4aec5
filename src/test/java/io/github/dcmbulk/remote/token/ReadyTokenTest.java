package io.github.dcmbulk.remote.token;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.delivery.Bytes;
import io.github.dcmbulk.remote.delivery.FakeService;
import io.github.dcmbulk.remote.delivery.HttpIngestionService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens from files and programs. */
@Timeout(300)
class ReadyTokenTest {
  @TempDir private Path dir;
  private final FakeService service = new FakeService();
  private final Bytes instance = Bytes.of(1000);

  @AfterEach
  void stop() {
    service.close();
  }

  private HttpIngestionService uploader(Credentials credentials) throws Exception {
    return service.uploader(
        ServiceSettings.builder(service.base() + "/api", credentials)
            .tokenUrl(service.base() + "/oauth2"));
  }

  private List<String> bearers() {
    return service.requests("/api/upload").stream()
        .map(request -> request.getHeader("Authorization").substring("Bearer ".length()))
        .toList();
  }

  private static Credentials printing(String text) {
    return new Credentials.TokenCommand(List.of("printf", "%s", text));
  }

  @Test
  void aRewrittenFileIsReadAgainBeforeItsTokenIsRefused() throws Exception {
    Path file = Files.writeString(dir.resolve("token"), "first\n");
    try (HttpIngestionService uploader = uploader(new Credentials.TokenFile(file))) {
      uploader.deliver(instance);
      Files.writeString(file, "the second\n".replace(" ", "-"));
      service.time.pass(Duration.ofSeconds(2));
      uploader.deliver(instance);
      uploader.deliver(instance);
    }
    assertThat(bearers()).containsExactly("first", "the-second", "the-second");
  }

  @Test
  void jsonIsReadLikeATokenEndpointsAnswer() throws Exception {
    Credentials json = printing("{\"access_token\":\"abc\",\"expires_in\":100}");
    try (HttpIngestionService uploader = uploader(json)) {
      uploader.deliver(instance);
    }
    assertThat(bearers()).containsExactly("abc");
    ReadyToken token = ReadyToken.parse("{\"access_token\":\"abc\",\"expires_in\":100}");
    assertThat(token).isEqualTo(new ReadyToken("abc", Duration.ofSeconds(100), List.of()));
    assertThat(String.valueOf(token)).doesNotContain("abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "two words", "{", "{\"token\":\"abc\"}", "{\"access_token\":7}", "<html>"})
  void whatIsNoTokenIsReportedWithoutItsContent(String printed) throws Exception {
    try (HttpIngestionService uploader = uploader(printing(printed))) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessage("the token's command contains no bearer token");
    }
    assertThat(bearers()).isEmpty();
  }

  @Test
  void aMissingFileEndsTheRunWhenItsTokenIsRefused() throws Exception {
    Path file = Files.writeString(dir.resolve("token"), "first\n");
    try (HttpIngestionService uploader = uploader(new Credentials.TokenFile(file))) {
      uploader.deliver(instance);
      Files.delete(file);
      service.time.pass(Duration.ofSeconds(2));
      uploader.deliver(instance);
      service.always(Step.PRESIGN, aResponse().withStatus(401));
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining("cannot be read");
    }
  }

  @Test
  void aRefreshTokenThatTheServiceReplacesIsReplacedInItsFile() throws Exception {
    Path file = Files.writeString(dir.resolve("refresh"), "first\n");
    ResponseDefinitionBuilder answer =
        FakeService.json(
            200,
            "{\"access_token\":\"one\",\"token_type\":\"Bearer\",\"expires_in\":100,"
                + "\"refresh_token\":\"second\"}");
    service.answers(Step.TOKEN, answer);
    Credentials credentials = new Credentials.RefreshToken("me", null, Secret.of("first"), file);
    try (HttpIngestionService uploader = uploader(credentials)) {
      uploader.deliver(instance);
    }
    assertThat(file).hasContent("second");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).containsExactly(file);
    }
  }

  private static Credentials shell(String line) {
    return new Credentials.TokenCommand(List.of("/bin/sh", "-c", line));
  }

  /** Reading after the end of the program would block forever. */
  @Test
  void aCommandThatPrintsAMegabyteIsReportedImmediately() throws Exception {
    try (HttpIngestionService uploader = uploader(shell("head -c 1000000 /dev/zero"))) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining("more than 64 KiB");
    }
  }

  /** The child keeps the pipe open for longer than this test may take. */
  @Test
  void aCommandThatLeavesAChildWithItsOutputOpenIsNotWaitedFor() throws Exception {
    Path child = dir.resolve("child");
    try (HttpIngestionService uploader =
        uploader(shell("sleep 600 & echo $! > " + child + "; echo left-behind"))) {
      assertThat(uploader.deliver(instance)).isInstanceOf(PutOutcome.Stored.class);
    } finally {
      ProcessHandle.of(Long.parseLong(Files.readString(child).strip()))
          .ifPresent(ProcessHandle::destroy);
    }
    assertThat(bearers()).containsExactly("left-behind");
  }

  @Test
  void aCommandThatFailsOnceDuringARunDoesNotEndIt() throws Exception {
    Path count = Files.writeString(dir.resolve("count"), "");
    String line =
        "echo x >> COUNT; [ $(wc -l < COUNT) != 2 ] || exit 7;".replace("COUNT", count.toString())
            + " echo \"{\\\"access_token\\\":\\\"t$(wc -l < "
            + count
            + " | tr -d ' ')\\\",\\\"expires_in\\\":60}\"";
    try (HttpIngestionService uploader = uploader(shell(line))) {
      uploader.deliver(instance);
      service.time.pass(Duration.ofMinutes(5));
      assertThat(uploader.deliver(instance)).isInstanceOf(PutOutcome.Stored.class);
    }
    assertThat(bearers()).containsExactly("t1", "t3");
  }

  @Test
  void aLifetimeThatCannotBeReckonedWithIsLeftOut() throws Exception {
    ReadyToken token = ReadyToken.parse("{\"access_token\":\"a\",\"expires_in\":1e30}");
    assertThat(token)
        .isEqualTo(new ReadyToken("a", null, List.of("expires_in is more than a year")));
  }
}
