package io.github.dcmbulk.sandbox.settings;

import io.github.dcmbulk.sandbox.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds settings, starting from the defaults. */
public final class SandboxSettingsBuilder {
  /** Default path of the token endpoint. */
  public static final String TOKEN_PATH = "/oauth2/token";

  /** Default path of the presign endpoint. */
  public static final String UPLOAD_PATH = "/v1/upload";

  private final Path lake;
  private int port;
  private boolean tls;
  private String clientId;
  private String clientSecret;
  private @Nullable ClientKeys clientKeys;
  private String scope = "upload";
  private TokenAlgorithm tokenAlgorithm = TokenAlgorithm.HS256;
  private Duration tokenLifetime = Duration.ofHours(1);
  private Set<TokenRequestMethod> tokenMethods = EnumSet.allOf(TokenRequestMethod.class);
  private Set<ClientAuthentication> authentications = EnumSet.allOf(ClientAuthentication.class);
  private String tokenPath = TOKEN_PATH;
  private String uploadPath = UPLOAD_PATH;
  private boolean refreshTokens;
  private Duration urlLifetime = Duration.ofMinutes(15);
  private PresignShape presignShape = PresignShape.URL;
  private String keyPrefix = "inbox/";
  private Map<String, String> signedHeaders = Map.of();
  private boolean announceHeaders = true;
  private Duration studyGap = Duration.ofSeconds(60);
  private Duration overwriteWindow = Duration.ofMinutes(5);
  private List<Fault> faults = List.of();
  private boolean discards;
  private long seed = 1;
  private Clock clock = Clock.systemUTC();

  SandboxSettingsBuilder(Path lake) {
    this.lake = lake;
    ClientFile client = ClientFile.random();
    this.clientId = client.id();
    this.clientSecret = client.secret();
  }

  /** Loopback port; any free one by default. */
  public SandboxSettingsBuilder port(int value) {
    port = value;
    return this;
  }

  /** Whether it uses HTTPS; plain HTTP by default. */
  public SandboxSettingsBuilder tls(boolean value) {
    tls = value;
    return this;
  }

  /** Credentials; random by default. */
  public SandboxSettingsBuilder client(String id, String secret) {
    clientId = id;
    clientSecret = secret;
    return this;
  }

  /**
   * The credentials of the lake's last sandbox; for a new lake random ones, which are kept there.
   *
   * @throws IOException the lake cannot be read or written
   */
  public SandboxSettingsBuilder clientOfLake() throws IOException {
    ClientFile kept = ClientFile.of(lake);
    return client(kept.id(), kept.secret());
  }

  /** Keys with which the client authenticates instead of its secret; none by default. */
  public SandboxSettingsBuilder clientKeys(@Nullable ClientKeys value) {
    clientKeys = value;
    return this;
  }

  /** The scope that presign requests need; {@code upload} by default. */
  public SandboxSettingsBuilder scope(String value) {
    scope = value;
    return this;
  }

  /** Algorithm of tokens; HS256 by default. */
  public SandboxSettingsBuilder tokenAlgorithm(TokenAlgorithm value) {
    tokenAlgorithm = value;
    return this;
  }

  /** Lifetime of tokens; one hour by default. */
  public SandboxSettingsBuilder tokenLifetime(Duration value) {
    tokenLifetime = value;
    return this;
  }

  /** Accepted methods of token requests; both by default. */
  public SandboxSettingsBuilder tokenMethods(Set<TokenRequestMethod> value) {
    tokenMethods = value;
    return this;
  }

  /** Accepted ways to send the secret; all by default. */
  public SandboxSettingsBuilder authentications(Set<ClientAuthentication> value) {
    authentications = value;
    return this;
  }

  /** Path of the token endpoint; {@code /oauth2/token} by default. */
  public SandboxSettingsBuilder tokenPath(String value) {
    tokenPath = value;
    return this;
  }

  /** Path of the presign endpoint; {@code /v1/upload} by default. */
  public SandboxSettingsBuilder uploadPath(String value) {
    uploadPath = value;
    return this;
  }

  /** Whether refresh tokens are issued and accepted; false by default. */
  public SandboxSettingsBuilder refreshTokens(boolean value) {
    refreshTokens = value;
    return this;
  }

  /** Lifetime of URLs; 15 minutes by default. */
  public SandboxSettingsBuilder urlLifetime(Duration value) {
    urlLifetime = value;
    return this;
  }

  /** Form of the presign answer; {@link PresignShape#URL} by default. */
  public SandboxSettingsBuilder presignShape(PresignShape value) {
    presignShape = value;
    return this;
  }

  /** Prefix of object keys; {@code inbox/} by default. */
  public SandboxSettingsBuilder keyPrefix(String value) {
    keyPrefix = value;
    return this;
  }

  /** Headers that a PUT must have, besides {@code host}; none by default. */
  public SandboxSettingsBuilder signedHeaders(Map<String, String> value) {
    signedHeaders = value;
    return this;
  }

  /** Whether the presign answer contains the signed headers; true by default. */
  public SandboxSettingsBuilder announceHeaders(boolean value) {
    announceHeaders = value;
    return this;
  }

  /** The study gap; 60 seconds by default. */
  public SandboxSettingsBuilder studyGap(Duration value) {
    studyGap = value;
    return this;
  }

  /** The overwrite window; five minutes by default. */
  public SandboxSettingsBuilder overwriteWindow(Duration value) {
    overwriteWindow = value;
    return this;
  }

  /** The faults; none by default. */
  public SandboxSettingsBuilder faults(List<Fault> value) {
    faults = value;
    return this;
  }

  /** Seed of faults with a rate; by default 1. */
  public SandboxSettingsBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** Time of day; the system clock by default. */
  public SandboxSettingsBuilder clock(Clock value) {
    clock = value;
    return this;
  }

  /** Whether instances are verified and audited, but not stored; false by default. */
  public SandboxSettingsBuilder discards(boolean value) {
    discards = value;
    return this;
  }

  /**
   * The settings.
   *
   * @throws IllegalArgumentException a value is out of range; the message is for the user
   */
  public SandboxSettings build() {
    return new SandboxSettings(
        port,
        tls,
        lake,
        new SandboxSettings.Client(clientId, clientSecret, clientKeys, scope),
        new SandboxSettings.Tokens(
            tokenAlgorithm, tokenLifetime, tokenMethods, authentications, tokenPath, refreshTokens),
        new SandboxSettings.Urls(
            urlLifetime, uploadPath, presignShape, keyPrefix, signedHeaders, announceHeaders),
        new SandboxSettings.Studies(studyGap, overwriteWindow),
        faults,
        discards,
        seed,
        clock);
  }
}
