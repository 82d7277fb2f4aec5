package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.engine.Engines;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.sourcelist.QidoRequests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The DICOMweb server that lists studies. */
public final class QidoOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--qido",
      paramLabel = "URL",
      description = "Ask this DICOMweb server for its studies, in place of LIST.")
  private @Nullable String url;

  @Option(
      names = "--qido-user",
      paramLabel = "NAME",
      description = "User for it (Basic); the password is in $DCMBULK_QIDO_PASSWORD.")
  private @Nullable String user;

  @Option(
      names = "--qido-token-file",
      paramLabel = "FILE",
      description = "File with a bearer token for it.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--allow-http",
      fallbackValue = "true",
      description = "Allow plain http to other machines.")
  private boolean allowHttp;

  @Mixin private NetworkOptions network;

  /** Whether a server is named. */
  public boolean isGiven() {
    return url != null;
  }

  /**
   * Connections to the server; to be closed.
   *
   * @throws DcmbulkException a certificate, key or password cannot be used (exit 2)
   */
  public HttpTransport transport(Map<String, String> environment, String userAgent)
      throws DcmbulkException {
    return Engines.open(network.toSettings(environment, userAgent));
  }

  /** Requests to the server. */
  public QidoRequests requests(HttpTransport transport, Map<String, String> environment) {
    return new QidoRequests(
        transport, url(), authorization(environment), length -> Thread.sleep(length.toMillis()));
  }

  private HttpUrl url() {
    HttpUrl parsed;
    try {
      parsed = HttpUrl.parse(url == null ? "" : url);
    } catch (IllegalArgumentException e) {
      throw Flags.wrong(
          command,
          "--qido is "
              + e.getMessage()
              + "; write it as https://pacs.example.org/dicom-web, the user in --qido-user");
    }
    if (!parsed.isSecure() && !parsed.isLoopback() && !allowHttp) {
      throw Flags.wrong(
          command,
          "--qido: patients' data would travel unencrypted; give an https URL, or --allow-http");
    }
    return parsed;
  }

  private @Nullable Secret authorization(Map<String, String> environment) {
    if (user != null && tokenFile != null) {
      throw Flags.wrong(command, "--qido-user and --qido-token-file exclude each other; give one");
    }
    Secrets secrets = new Secrets(command, environment);
    if (tokenFile != null) {
      Secret token = secrets.find("qido-token", tokenFile);
      return token == null ? null : Secret.of("Bearer " + token.reveal());
    }
    if (user == null) {
      return null;
    }
    Secret password = secrets.find("qido-password", null);
    if (password == null) {
      throw Flags.wrong(command, "--qido-user: set the password in DCMBULK_QIDO_PASSWORD");
    }
    String pair = user + ":" + password.reveal();
    return Secret.of(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }
}
