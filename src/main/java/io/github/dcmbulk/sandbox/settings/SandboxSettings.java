package io.github.dcmbulk.sandbox.settings;

import io.github.dcmbulk.sandbox.fault.Fault;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a sandbox, checked in the constructor. {@link #builder} has the defaults.
 *
 * @param port loopback port; 0 for any free one
 * @param tls whether it uses HTTPS, with its own certificate, which it writes to the lake
 * @param lake directory for instances and audit log; created if necessary
 * @param client the client that may request tokens
 * @param tokens how tokens are issued
 * @param urls how URLs are issued
 * @param studies the rules about time
 * @param faults the faults
 * @param discards whether instances are verified and audited, but not stored
 * @param seed seed for faults with a rate: the same seed gives the same faults
 * @param clock time of day for the rules; delays of faults use real time
 */
public record SandboxSettings(
    int port,
    boolean tls,
    Path lake,
    Client client,
    Tokens tokens,
    Urls urls,
    Studies studies,
    List<Fault> faults,
    boolean discards,
    long seed,
    Clock clock) {
  /** The path of objects. */
  public static final String BUCKET = "/ingest/";

  /** Checks the ranges. */
  public SandboxSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    faults = List.copyOf(faults);
  }

  private static void checkPath(String path) {
    if (!path.matches("(/[A-Za-z0-9._~-]+)+") || path.startsWith(BUCKET)) {
      throw new IllegalArgumentException(
          "the path of an endpoint must look like /upload/single-put, was " + path);
    }
  }

  /** Default settings with this lake. */
  public static SandboxSettingsBuilder builder(Path lake) {
    return new SandboxSettingsBuilder(lake);
  }

  /**
   * The one client of the service.
   *
   * @param id client id
   * @param id client id
   * @param keys keys with which it authenticates; null when it uses its secret
   * @param scope the only scope
   */
  public record Client(String id, String secret, @Nullable ClientKeys keys, String scope) {
    /** Checks that nothing is empty, and that the scope is one token (RFC 6749 §3.3). */
    public Client {
      if (id.isEmpty() || secret.isEmpty() || scope.isEmpty()) {
        throw new IllegalArgumentException("client id, secret and scope must not be empty");
      }
      if (!scope.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '"' && c != '\\')) {
        throw new IllegalArgumentException("the scope must be one word of visible characters");
      }
    }

    @Override
    public String toString() {
      return "Client[id=" + id + ", scope=" + scope + "]";
    }
  }

  /**
   * How tokens are issued.
   *
   * @param algorithm algorithm of their signature
   * @param lifetime at least one second
   * @param methods accepted methods; others are answered 405
   * @param authentications accepted ways to send the secret
   * @param path path of the token endpoint, with a leading slash
   * @param refresh whether each answer has a refresh token
   */
  public record Tokens(
      TokenAlgorithm algorithm,
      Duration lifetime,
      Set<TokenRequestMethod> methods,
      Set<ClientAuthentication> authentications,
      String path,
      boolean refresh) {
    /** Checks the ranges. */
    public Tokens {
      methods = Set.copyOf(methods);
      authentications = Set.copyOf(authentications);
      checkPath(path);
      if (lifetime.toSeconds() < 1) {
        throw new IllegalArgumentException("the token lifetime must be at least one second");
      }
    }
  }

  /**
   * How URLs are issued.
   *
   * @param lifetime one second to seven days, as in S3
   * @param path path of the endpoint, with a leading slash
   * @param shape form of the answer
   * @param keyPrefix prefix of object keys; any characters, to test a client's encoding
   * @param signedHeaders names and values of headers that a PUT must have; an empty value means
   *     any, such as the checksum of a body that only the client knows
   * @param announceHeaders whether the answer contains them beside the URL
   */
  public record Urls(
      Duration lifetime,
      String path,
      PresignShape shape,
      String keyPrefix,
      Map<String, String> signedHeaders,
      boolean announceHeaders) {
    private static final Duration LONGEST = Duration.ofDays(7);

    /** Checks the ranges. */
    public Urls {
      checkPath(path);
      signedHeaders =
          signedHeaders.entrySet().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
      if (lifetime.toSeconds() < 1 || lifetime.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("the URL lifetime must be one second to seven days");
      }
    }

    /** Signed headers that must be present, with any value. */
    public Set<String> headersOfAnyValue() {
      return signedHeaders.entrySet().stream()
          .filter(header -> header.getValue().isEmpty())
          .map(Map.Entry::getKey)
          .collect(Collectors.toUnmodifiableSet());
    }

    /** The headers that the answer contains beside the URL. */
    public Map<String, String> announcedHeaders() {
      return announceHeaders
          ? signedHeaders.entrySet().stream()
              .filter(header -> !header.getValue().isEmpty())
              .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue))
          : Map.of();
    }
  }

  /**
   * The service's two rules about time.
   *
   * @param gap instances of a study with a longer pause are not processed together
   * @param overwriteWindow a study that is sent again within this time is overwritten; 0 for never
   */
  public record Studies(Duration gap, Duration overwriteWindow) {
    /** Checks the ranges. */
    public Studies {
      if (gap.isNegative() || overwriteWindow.isNegative()) {
        throw new IllegalArgumentException("study gap and overwrite window must not be negative");
      }
    }
  }
}
