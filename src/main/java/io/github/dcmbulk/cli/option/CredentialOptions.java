package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.remote.Credentials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How dcmbulk authenticates: a client with a secret, unless another way is given. */
public final class CredentialOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--client-id", paramLabel = "ID", description = "The OAuth2 client.")
  private @Nullable String clientId;

  @Option(
      names = "--client-secret-file",
      paramLabel = "FILE",
      description = "Its secret; or set DCMBULK_CLIENT_SECRET.")
  private @Nullable Path clientSecretFile;

  @Option(
      names = "--client-key-file",
      paramLabel = "PEM",
      description = "Its private key, instead of a secret (private_key_jwt).")
  private @Nullable Path clientKeyFile;

  @Option(names = "--client-key-id", paramLabel = "ID", description = "That key's id.")
  private @Nullable String clientKeyId;

  @Option(
      names = "--client-assertion-file",
      paramLabel = "FILE",
      description = "File with an assertion of a workload identity; read for every token.")
  private @Nullable Path clientAssertionFile;

  @Option(
      names = "--refresh-token-file",
      paramLabel = "FILE",
      description = "A refresh token; or set DCMBULK_REFRESH_TOKEN.")
  private @Nullable Path refreshTokenFile;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File with an access token; read again when it is refused.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--token-command",
      paramLabel = "COMMAND",
      description = "A shell command that prints an access token; run again when it is refused.")
  private @Nullable String tokenCommand;

  /** Files that hold secrets, and that {@link #toCredentials} reads. */
  List<Path> secretFiles(Map<String, String> environment) {
    if (tokenCommand != null) {
      return List.of();
    }
    for (Path only : Arrays.asList(tokenFile, clientAssertionFile, clientKeyFile)) {
      if (only != null) {
        return List.of(only);
      }
    }
    Secrets secrets = new Secrets(command, environment);
    return Stream.of(
            secrets.source("client-secret", clientSecretFile),
            secrets.source("refresh-token", refreshTokenFile))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Settings that are missing for the credentials, each with the ways to set it. */
  List<String> missing(Map<String, String> environment) {
    List<String> missing = new ArrayList<>();
    if (tokenCommand != null || tokenFile != null || clientAssertionFile != null) {
      return missing;
    }
    Secrets secrets = new Secrets(command, environment);
    if (clientId == null) {
      missing.add(Flags.optionOrVariable("client-id"));
    }
    if (clientKeyFile == null
        && !secrets.isGiven("refresh-token", refreshTokenFile)
        && !secrets.isGiven("client-secret", clientSecretFile)) {
      missing.add("--client-secret-file or DCMBULK_CLIENT_SECRET");
    }
    return missing;
  }

  /** The credentials that the options, or else that environment, give. */
  Credentials toCredentials(Map<String, String> environment) {
    requireText("--client-id", clientId);
    requireText("--client-key-id", clientKeyId);
    requireText("--token-command", tokenCommand);
    Secrets secrets = new Secrets(command, environment);
    if (tokenCommand != null) {
      return new Credentials.TokenCommand(EndOptions.shell(tokenCommand));
    }
    if (tokenFile != null) {
      return new Credentials.TokenFile(Flags.secretFile(command, "--token-file", tokenFile));
    }
    if (clientAssertionFile != null) {
      Path file = Flags.readable(command, "--client-assertion-file", clientAssertionFile);
      return new Credentials.ClientAssertion(clientId, file);
    }
    if (clientId == null) {
      throw Flags.wrong(command, "no client is given; set --client-id or DCMBULK_CLIENT_ID");
    }
    if (clientKeyFile != null) {
      Path key = Flags.secretFile(command, "--client-key-file", clientKeyFile);
      return new Credentials.PrivateKeyJwt(clientId, key, clientKeyId);
    }
    Secret secret = secrets.find("client-secret", clientSecretFile);
    Secret refreshToken = secrets.find("refresh-token", refreshTokenFile);
    if (refreshToken != null) {
      return new Credentials.RefreshToken(
          clientId, secret, refreshToken, secrets.source("refresh-token", refreshTokenFile));
    }
    if (secret == null) {
      throw Flags.wrong(
          command, "no secret is given; set --client-secret-file or DCMBULK_CLIENT_SECRET");
    }
    return new Credentials.ClientSecret(clientId, secret);
  }

  /** An empty text comes from a variable of a script that is not set. */
  private void requireText(String option, @Nullable String value) {
    if (value != null && value.isBlank()) {
      throw Flags.wrong(command, option + " is empty; give a value, or leave it out");
    }
  }
}
