package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.ClientAuth;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.TokenMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The service, and how long failures are retried. */
public final class ServiceOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--api-url",
      paramLabel = "URL",
      description = "The ingestion service; presigned URLs come from URL/upload.")
  private @Nullable String apiUrl;

  @Option(
      names = "--token-url",
      paramLabel = "URL",
      description = "The OAuth2 endpoint; tokens come from URL/token.")
  private @Nullable String tokenUrl;

  @Option(
      names = "--upload-endpoint",
      paramLabel = "URL",
      description = "The whole URL that presigned URLs come from, instead of --api-url.")
  private @Nullable String uploadEndpoint;

  @Option(
      names = "--token-endpoint",
      paramLabel = "URL",
      description = "The whole URL that tokens come from, instead of --token-url.")
  private @Nullable String tokenEndpoint;

  @Mixin private CredentialOptions credentials;

  @Option(names = "--scope", paramLabel = "SCOPE", description = "The scope to ask for.")
  private @Nullable String scope;

  @Option(
      names = "--token-method",
      paramLabel = "METHOD",
      defaultValue = "auto",
      description =
          "get, post, or auto: get, then post if the endpoint wants that (default:"
              + " ${DEFAULT-VALUE}).")
  private TokenMethod tokenMethod;

  @Option(
      names = "--client-auth",
      paramLabel = "WAY",
      defaultValue = "auto",
      description =
          "How the secret is sent: basic, basic-raw (not form-encoded), post (in a form), or"
              + " auto: in"
              + " this order until one is accepted (default: ${DEFAULT-VALUE}).")
  private ClientAuth clientAuth;

  @Option(
      names = "--presign-url-pointer",
      paramLabel = "POINTER",
      description = "Place of the URL in the answer, as JSON Pointer: /data/url.")
  private @Nullable String presignUrlPointer;

  @Option(
      names = "--upload-host",
      paramLabel = "PATTERN",
      split = "\n",
      hideParamSyntax = true,
      description = "The only hosts that may receive instances, as *.example.org; repeatable.")
  private List<String> uploadHosts = List.of();

  @Option(
      names = "--allow-http",
      fallbackValue = "true",
      description = "Allow plain http to other machines.")
  private boolean allowHttp;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      defaultValue = "8",
      description = "Attempts per instance (default: ${DEFAULT-VALUE}).")
  private int maxAttempts;

  @Option(
      names = "--max-outage",
      paramLabel = "DURATION",
      defaultValue = "15m",
      converter = DurationConverter.class,
      description = "How long to wait for an unavailable service (default: ${DEFAULT-VALUE}).")
  private Duration maxOutage;

  /** How long the run waits for a service that is not available. */
  public Duration maxOutage() {
    return maxOutage;
  }

  /** Files that hold secrets. */
  List<Path> secretFiles(Map<String, String> environment) {
    return credentials.secretFiles(environment);
  }

  /**
   * The engine's settings, with secrets from that environment where no file holds them.
   *
   * @throws UsageException a URL, pointer or pattern is invalid, or a secret cannot be read (exit
   *     2)
   */
  public ServiceSettings toSettings(Map<String, String> environment) throws UsageException {
    List<String> missing = new ArrayList<>(credentials.missing(environment));
    if (apiUrl == null && uploadEndpoint == null) {
      missing.add(0, Flags.optionOrVariable("api-url"));
    }
    if (!missing.isEmpty()) {
      throw Flags.wrong(
          command,
          "the service is not known: set "
              + String.join(", and ", missing)
              + "; or all in the configuration file");
    }
    if (maxAttempts < 1) {
      throw Flags.wrong(command, "--max-attempts must be at least 1");
    }
    return ServiceSettings.builder(apiUrl, credentials.toCredentials(environment))
        .uploadEndpoint(whole("--upload-endpoint", uploadEndpoint, "--api-url", apiUrl))
        .tokenUrl(tokenUrl)
        .tokenEndpoint(whole("--token-endpoint", tokenEndpoint, "--token-url", tokenUrl))
        .scope(scope)
        .tokenMethod(tokenMethod)
        .clientAuth(clientAuth)
        .presignUrlPointer(presignUrlPointer)
        .uploadHosts(uploadHosts)
        .allowHttp(allowHttp)
        .maxAttempts(maxAttempts)
        .maxOutage(maxOutage)
        .build();
  }

  /** The whole URL, unless a stronger source gives the base URL: then that is meant. */
  private @Nullable String whole(
      String option, @Nullable String whole, String baseOption, @Nullable String base) {
    boolean isOverruled =
        whole != null
            && base != null
            && Flags.source(command, baseOption).compareTo(Flags.source(command, option)) < 0;
    return isOverruled ? null : whole;
  }
}
