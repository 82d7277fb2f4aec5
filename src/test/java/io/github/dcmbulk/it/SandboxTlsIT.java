package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox over TLS, with the certificate that it makes for itself. */
class SandboxTlsIT {
  @TempDir private Path directory;

  @Test
  void anUploadTrustsTheCertificateThatItIsGiven() throws Exception {
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("--studies", "1", "--instances", "3", "archive");
    try (SandboxProcess sandbox =
        SandboxProcess.start(checkout, directory.resolve("the lake"), "--tls")) {
      Map<String, String> variables = new HashMap<>(sandbox.variables());
      assertThat(variables.get("DCMBULK_API_URL")).startsWith("https://127.0.0.1:");
      assertThat(variables.get("DCMBULK_CA_FILE"))
          .isEqualTo("'" + directory.resolve("the lake/certificate.pem") + "'");
      variables.remove("DCMBULK_CA_FILE");

      Ended distrusting = checkout.with(variables).dcmbulk("upload", "archive");
      assertThat(distrusting.exit()).as(distrusting.err()).isEqualTo(4);
      assertThat(distrusting.err()).contains("certificate");

      Path certificate = directory.resolve("the lake/certificate.pem");
      assertThat(Files.readString(certificate)).startsWith("-----BEGIN CERTIFICATE-----\n");
      Ended trusting =
          checkout
              .with(variables)
              .dcmbulk("upload", "--ca-file", certificate.toString(), "archive");
      assertThat(trusting.exit()).as(trusting.err()).isZero();
      assertThat(sandbox.instances()).hasSize(3);
    }
    try (var left = Files.newDirectoryStream(directory, "dcmbulk-sandbox*")) {
      assertThat(left).isEmpty();
    }
  }
}
