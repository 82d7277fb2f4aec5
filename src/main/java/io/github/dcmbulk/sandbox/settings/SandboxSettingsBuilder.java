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

/** Settings with defaults, changed one by one. */
public final class SandboxSettingsBuilder {
  /** The path of the token endpoint, unless another is chosen. */
  public static final String TOKEN_PATH = "/oauth2/token";

  /** The path of the presign endpoint, unless another is chosen. */
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

  /** Loopback port; by default any free one. */
  public SandboxSettingsBuilder port(int value) {
    port = value;
    return this;
  }

  /** Whether it speaks HTTPS; by default plain HTTP. */
  public SandboxSettingsBuilder tls(boolean value) {
    tls = value;
    return this;
  }

  /** Credentials; by default both are made up at random. */
  public SandboxSettingsBuilder client(String id, String secret) {
    clientId = id;
    clientSecret = secret;
    return this;
  }

  /**
   * The credentials that the lake's last sandbox had; a new lake's are made up and kept there.
   *
   * @throws IOException the lake cannot be read or written
   */
  public SandboxSettingsBuilder clientOfLake() throws IOException {
    ClientFile kept = ClientFile.of(lake);
    return client(kept.id(), kept.secret());
  }

  /** Keys that the client signs for itself by, instead of using its secret; by default none. */
  public SandboxSettingsBuilder clientKeys(@Nullable ClientKeys value) {
    clientKeys = value;
    return this;
  }

  /** The scope that presigning needs; by default {@code upload}. */
  public SandboxSettingsBuilder scope(String value) {
    scope = value;
    return this;
  }

  /** By default HS256. */
  public SandboxSettingsBuilder tokenAlgorithm(TokenAlgorithm value) {
    tokenAlgorithm = value;
    return this;
  }

  /** By default one hour. */
  public SandboxSettingsBuilder tokenLifetime(Duration value) {
    tokenLifetime = value;
    return this;
  }

  /** By default both. */
  public SandboxSettingsBuilder tokenMethods(Set<TokenRequestMethod> value) {
    tokenMethods = value;
    return this;
  }

  /** How the client may show its secret; by default in any way. */
  public SandboxSettingsBuilder authentications(Set<ClientAuthentication> value) {
    authentications = value;
    return this;
  }

  /** Path of the token endpoint; by default {@code /oauth2/token}. */
  public SandboxSettingsBuilder tokenPath(String value) {
    tokenPath = value;
    return this;
  }

  /** Path where URLs are asked for; by default {@code /v1/upload}. */
  public SandboxSettingsBuilder uploadPath(String value) {
    uploadPath = value;
    return this;
  }

  /** Whether refresh tokens are issued and taken; by default not. */
  public SandboxSettingsBuilder refreshTokens(boolean value) {
    refreshTokens = value;
    return this;
  }

  /** By default 15 minutes. */
  public SandboxSettingsBuilder urlLifetime(Duration value) {
    urlLifetime = value;
    return this;
  }

  /** By default {@link PresignShape#URL}. */
  public SandboxSettingsBuilder presignShape(PresignShape value) {
    presignShape = value;
    return this;
  }

  /** By default {@code inbox/}. */
  public SandboxSettingsBuilder keyPrefix(String value) {
    keyPrefix = value;
    return this;
  }

  /** Headers that a PUT must carry, beyond {@code host}; by default none. */
  public SandboxSettingsBuilder signedHeaders(Map<String, String> value) {
    signedHeaders = value;
    return this;
  }

  /** Whether presign names the signed headers beside the URL; by default it does. */
  public SandboxSettingsBuilder announceHeaders(boolean value) {
    announceHeaders = value;
    return this;
  }

  /** By default 60 seconds. */
  public SandboxSettingsBuilder studyGap(Duration value) {
    studyGap = value;
    return this;
  }

  /** By default five minutes. */
  public SandboxSettingsBuilder overwriteWindow(Duration value) {
    overwriteWindow = value;
    return this;
  }

  /** By default none. */
  public SandboxSettingsBuilder faults(List<Fault> value) {
    faults = value;
    return this;
  }

  /** Seed of faults with a rate; by default 1. */
  public SandboxSettingsBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** By default the system's. */
  public SandboxSettingsBuilder clock(Clock value) {
    clock = value;
    return this;
  }

  /** Whether instances are verified and audited, and then not kept; false by default. */
  public SandboxSettingsBuilder discards(boolean value) {
    discards = value;
    return this;
  }

  /**
   * The settings.
   *
   * @throws IllegalArgumentException when a value is out of range, with a message for people
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
