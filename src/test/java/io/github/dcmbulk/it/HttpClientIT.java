package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials with another HTTP client, by the packaged program. */
class HttpClientIT {
  @TempDir private Path directory;
  private Checkout checkout;
  private String archive;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    archive = directory.resolve("archive").toString();
    checkout.sample("--studies", "2", "--instances", "3", "--size", "400KiB", archive);
  }

  @Test
  void anUploadWithApache5StoresEveryInstance() throws Exception {
    try (Sandbox sandbox = sandbox("--fault", "reset:x2", "--fault", "url-expired:x1")) {
      Ended ended =
          checkout
              .with(sandbox.variables())
              .dcmbulk("upload", "--output", "json", "--http-client", "apache5", archive);

      assertThat(RunJson.of(ended, 0).instances("uploaded")).isEqualTo(6);
      assertThat(sandbox.instances()).hasSize(6);
    }
  }

  @Test
  void theDoctorAndTheBenchUseIt() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      Ended doctor =
          checkout
              .with(sandbox.variables())
              .dcmbulk("doctor", "--send", "--http-client", "apache5");
      assertThat(doctor.exit()).as(doctor.out()).isZero();
      assertThat(sandbox.instances()).hasSize(1);
    }
    Ended bench =
        checkout.dcmbulk("bench", "--instances", "20", "--size", "1KiB", "--http-client=apache5");
    assertThat(bench.exit()).as(bench.err()).isZero();
  }

  @Test
  void crtIsAskedForInVainWhereItsJarsAreNot() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      Ended ended = checkout.with(sandbox.variables()).dcmbulk("doctor", "--http-client", "crt");

      assertThat(ended.exit()).isEqualTo(2);
      assertThat(ended.out()).contains("crt client is not on the class path", "aws-crt.jar");
    }
  }

  private Sandbox sandbox(String... more) throws IOException {
    return Sandbox.start(directory.resolve("lake"), more);
  }
}
