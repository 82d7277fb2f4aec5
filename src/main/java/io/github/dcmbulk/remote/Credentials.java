package io.github.dcmbulk.remote;

import io.github.dcmbulk.model.Secret;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the service knows us by. */
public sealed interface Credentials {
  /** Client credentials with a secret (RFC 6749 §4.4, §2.3.1). */
  record ClientSecret(String clientId, Secret secret) implements Credentials {}

  /**
   * Client credentials with a signed assertion (RFC 7523, {@code private_key_jwt}).
   *
   * @param clientId the client
   * @param keyFile PEM file of a private key, RSA or elliptic curve
   * @param keyId the key's id, if the service wants one
   */
  record PrivateKeyJwt(String clientId, Path keyFile, @Nullable String keyId)
      implements Credentials {}

  /**
   * Client credentials with an assertion signed elsewhere (RFC 7523 §2.2), as the workload
   * identities of Kubernetes and Azure.
   *
   * @param clientId the client; null when the assertion says who it is
   * @param file holds the assertion, and is read for every request
   */
  record ClientAssertion(@Nullable String clientId, Path file) implements Credentials {}

  /**
   * A refresh token (RFC 6749 §6). A new one that the service hands out replaces it, in its file as
   * well.
   *
   * @param clientId the client
   * @param secret the client's secret; null for a public client
   * @param refreshToken the token
   * @param file where it was read; null when it came another way
   */
  record RefreshToken(
      String clientId, @Nullable Secret secret, Secret refreshToken, @Nullable Path file)
      implements Credentials {}

  /**
   * A ready access token in a file, read anew when the file changed or the service refuses the last
   * one.
   */
  record TokenFile(Path file) implements Credentials {}

  /** A program that prints an access token, run anew whenever the service refuses the last one. */
  record TokenCommand(List<String> command) implements Credentials {
    /** Copies the list. */
    public TokenCommand {
      command = List.copyOf(command);
    }

    /** Names the program only: its arguments may be secret. */
    @Override
    public String toString() {
      return "TokenCommand[" + (command.isEmpty() ? "" : command.get(0)) + "]";
    }
  }
}
