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
 * How a sandbox behaves; valid once constructed. {@link #builder} knows the defaults.
 *
 * @param port on loopback; 0 takes any free one
 * @param tls whether it speaks HTTPS, with a certificate of its own that it files in the lake
 * @param lake directory for instances and audit log; made if need be
 * @param client who may ask for tokens
 * @param tokens how tokens are issued
 * @param urls how URLs are issued
 * @param studies when instances of a study are taken together
 * @param faults what goes wrong on purpose
 * @param discards whether instances are verified and audited, and then not kept
 * @param seed for faults with a rate: the same seed gives the same faults
 * @param clock what time it is; rules follow it, delays of faults do not
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
  /** The path below which objects live. */
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

  /** Default settings with this lake, to be changed one by one. */
  public static SandboxSettingsBuilder builder(Path lake) {
    return new SandboxSettingsBuilder(lake);
  }

  /**
   * The one client of the service.
   *
   * @param id client id
   * @param secret client secret
   * @param keys by one of which it signs for itself instead; null when it uses its secret
   * @param scope the only scope there is
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
   * @param algorithm of their signature
   * @param lifetime at least a second
   * @param methods accepted at the token endpoint; others are answered 405
   * @param authentications how the client may show its secret
   * @param path of the token endpoint, with a slash at its start
   * @param refresh whether a refresh token comes with each
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
   * @param lifetime one second to seven days, as S3 has it
   * @param path of the endpoint, with a slash at its start
   * @param shape of the answer
   * @param keyPrefix goes before every object key; may hold any character, to try a client's
   *     encoding
   * @param signedHeaders names and values that a PUT must carry; an empty value stands for any,
   *     such as the checksum of a body that only the client knows
   * @param announceHeaders whether the answer names them beside the URL
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

    /** Signed headers that must be there with any value. */
    public Set<String> headersOfAnyValue() {
      return signedHeaders.entrySet().stream()
          .filter(header -> header.getValue().isEmpty())
          .map(Map.Entry::getKey)
          .collect(Collectors.toUnmodifiableSet());
    }

    /** What the presign answer names beside the URL. */
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
   * @param gap instances further apart than this are not processed together
   * @param overwriteWindow a study that comes again within this time is overwritten; 0 never
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
