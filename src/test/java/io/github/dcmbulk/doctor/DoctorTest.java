package io.github.dcmbulk.doctor;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.doctor.StepFinding.Status;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.remote.InstanceContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps that work, and their warnings. */
@Timeout(300)
class DoctorTest extends DoctorCase {
  @Test
  void aServiceThatWorksIsDescribed() throws Exception {
    examine(settings().scope("up"), null);
    assertThat(exit).isEqualTo(ExitCode.OK);
    assertThat(step("token").what())
        .contains("GET", "an opaque token", "3600 s", "names no scope")
        .doesNotContain("scope up");
    assertThat(step("presign").what())
        .contains("JSON, at /url", "valid for 900 s", "signs host", base());
    assertThat(step("clock").what()).contains("agrees");
    assertThat(step("send").status()).isEqualTo(Status.SKIPPED);
    server.verify(0, putRequestedFor(anyUrl()));
  }

  @Test
  void anInstanceIsSentWhereOneIsGiven() throws Exception {
    examine(settings(), InstanceContent.of(new byte[1000]));
    assertThat(step("send").status()).isEqualTo(Status.OK);
    assertThat(step("send").what()).contains("1,000 bytes stored", "synthetic");
    server.verify(1, putRequestedFor(anyUrl()));
  }

  @Test
  void aScopeThatWasNotGrantedIsNotPrinted() throws Exception {
    answer(
        get(urlPathEqualTo("/oauth2/token")),
        ok(
            "{\"access_token\":\""
                + TOKEN
                + "\",\"token_type\":\"Bearer\",\"scope\":\"read list\"}"));
    examine(settings().scope("upload read"), null);
    assertThat(step("token").status()).isEqualTo(Status.WARNING);
    assertThat(step("token").what()).endsWith("scope read list");
    assertThat(findings).allSatisfy(f -> assertThat(f.what()).doesNotContain("upload read"));
    assertThat(exit).isEqualTo(ExitCode.OK);
  }

  @Test
  void anUnusualTokenAnswerIsAWarning() throws Exception {
    answer(get(urlPathEqualTo("/oauth2/token")), ok("{\"access_token\":\"" + TOKEN + "\"}"));
    examine(settings(), null);
    assertThat(step("token").status()).isEqualTo(Status.WARNING);
    assertThat(step("token").what()).contains("unusual: token_type is missing");
    assertThat(step("presign").status()).isEqualTo(Status.OK);
  }

  @Test
  void aClockThatIsTenMinutesOff() throws Exception {
    clock = Clock.fixed(NOW.plusSeconds(600), ZoneOffset.UTC);
    examine(settings(), null);
    assertThat(step("clock").status()).isEqualTo(Status.WARNING);
    assertThat(step("clock").what()).contains("600 s ahead");
    assertThat(step("presign").what()).contains("valid for 900 s");
    assertThat(exit).isEqualTo(ExitCode.OK);
  }

  @Test
  void theLocalSide(@TempDir Path dir) throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), SECRET);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    Path journal = Files.writeString(dir.resolve("journal.db"), "no journal");
    Doctor doctor = new Doctor(findings::add);
    doctor.examine(
        new LocalSide(dir.resolve("none.toml"), null, List.of(secret), new SqliteStore(journal)));
    assertThat(step("secret").status()).isEqualTo(Status.WARNING);
    assertThat(step("secret").remedy()).isEqualTo("chmod 600 " + secret);
    assertThat(step("journal").status()).isEqualTo(Status.FAILED);
    assertThat(doctor.exit()).isEqualTo(ExitCode.USAGE);
  }
}
