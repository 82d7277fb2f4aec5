package io.github.dcmbulk.remote;

import io.github.dcmbulk.model.Secret;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How dcmbulk authenticates at the service. */
public sealed interface Credentials {
  /** Client credentials with a secret (RFC 6749 §4.4, §2.3.1). */
  record ClientSecret(String clientId, Secret secret) implements Credentials {}

  /**
   * Client credentials with a signed assertion (RFC 7523, {@code private_key_jwt}).
   *
   * @param clientId the client
   * @param keyFile PEM file of a private key, RSA or elliptic curve
   * @param keyId the key's id ({@code kid}); null to send none
   */
  record PrivateKeyJwt(String clientId, Path keyFile, @Nullable String keyId)
      implements Credentials {}

  /**
   * Client credentials with an assertion that another system signs (RFC 7523 §2.2), such as a
   * workload identity of Kubernetes or Azure.
   *
   * @param clientId the client; null when the assertion names it
   * @param file holds the assertion; read for every request
   */
  record ClientAssertion(@Nullable String clientId, Path file) implements Credentials {}

  /**
   * A refresh token (RFC 6749 §6). When the service issues a new one, it replaces this one, also in
   * the file.
   *
   * @param clientId the client
   * @param secret the client's secret; null for a public client
   * @param refreshToken the token
   * @param file where it was read; null when it was not read from a file
   */
  record RefreshToken(
      String clientId, @Nullable Secret secret, Secret refreshToken, @Nullable Path file)
      implements Credentials {}

  /**
   * An access token in a file, read again when the file changes or the service refuses the token.
   */
  record TokenFile(Path file) implements Credentials {}

  /** A program that prints an access token; run again when the service refuses the token. */
  record TokenCommand(List<String> command) implements Credentials {
    /** Copies the list. */
    public TokenCommand {
      command = List.copyOf(command);
    }

    /** Only the program's name: arguments may be secret. */
    @Override
    public String toString() {
      return "TokenCommand[" + (command.isEmpty() ? "" : command.get(0)) + "]";
    }
  }
}
