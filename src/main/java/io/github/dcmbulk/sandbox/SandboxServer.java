package io.github.dcmbulk.sandbox;

import io.github.dcmbulk.sandbox.fault.FaultKind;
import io.github.dcmbulk.sandbox.fault.Faults;
import io.github.dcmbulk.sandbox.file.SandboxAudit;
import io.github.dcmbulk.sandbox.http.HttpServer;
import io.github.dcmbulk.sandbox.http.Reply;
import io.github.dcmbulk.sandbox.http.RequestExchange;
import io.github.dcmbulk.sandbox.http.ServerCertificate;
import io.github.dcmbulk.sandbox.lake.Lake;
import io.github.dcmbulk.sandbox.lake.OverwriteRules;
import io.github.dcmbulk.sandbox.oauth.AccessTokens;
import io.github.dcmbulk.sandbox.oauth.TokenEndpoint;
import io.github.dcmbulk.sandbox.s3.BucketEndpoint;
import io.github.dcmbulk.sandbox.s3.ObjectKeys;
import io.github.dcmbulk.sandbox.s3.PresignEndpoint;
import io.github.dcmbulk.sandbox.s3.SigningKey;
import io.github.dcmbulk.sandbox.s3.UrlSigner;
import io.github.dcmbulk.sandbox.s3.UrlVerifier;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import io.github.dcmbulk.sandbox.settings.SandboxSettingsBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A local ingestion service: token endpoint, presign endpoint and object store on one loopback
 * port. It verifies requests as the real service does, stores instances by study, and produces
 * faults on request.
 *
 * <p>Memory: each study for the minutes that its rules need, one bit for each URL while the URL can
 * be valid, nothing for an instance. When it is started again with the same lake, it reads there
 * when a study last received an instance; earlier tokens and URLs are invalid.
 */
public final class SandboxServer implements AutoCloseable {
  private static final String API_PATH = "/v1";
  private static final String CERTIFICATE = "certificate.pem";

  private final SandboxSettings settings;
  private final HttpServer http;
  private final SandboxAudit audit;
  private final Faults faults;
  private final OverwriteRules rules;
  private final TokenEndpoint tokenEndpoint;
  private final PresignEndpoint presignEndpoint;
  private final BucketEndpoint objectStore;

  private SandboxServer(SandboxSettings settings) throws IOException {
    this.settings = settings;
    Lake lake = new Lake(settings.lake(), !settings.discards());
    this.audit = new SandboxAudit(settings.lake(), settings.clock());
    this.http = new HttpServer(settings.port(), certificate(settings), settings.clock());
    this.faults = new Faults(settings.faults(), settings.seed());
    this.rules = new OverwriteRules(settings.studies(), lake, audit, settings.clock());

    AccessTokens tokens =
        new AccessTokens(settings.tokens().algorithm(), tokenUrl(), apiUrl(), settings.clock());
    SigningKey key = SigningKey.random();
    ObjectKeys keys =
        new ObjectKeys(settings.urls().keyPrefix(), settings.urls().lifetime(), settings.clock());
    UrlSigner signer =
        new UrlSigner(key, URI.create(http.origin()), settings.urls().signedHeaders());
    UrlVerifier verifier =
        new UrlVerifier(key, settings.clock(), settings.urls().headersOfAnyValue());
    this.tokenEndpoint = new TokenEndpoint(settings, tokenUrl(), tokens, faults, audit);
    this.presignEndpoint = new PresignEndpoint(settings, tokens, keys, signer, faults, audit);
    this.objectStore = new BucketEndpoint(verifier, keys, lake, rules, faults, audit);
  }

  private static @Nullable ServerCertificate certificate(SandboxSettings settings)
      throws IOException {
    if (!settings.tls()) {
      return null;
    }
    ServerCertificate certificate = ServerCertificate.create();
    certificate.writeTo(settings.lake().resolve(CERTIFICATE));
    return certificate;
  }

  /**
   * Starts the service; it answers requests when this method returns.
   *
   * @throws IOException the port is in use, or the lake cannot be created or written
   */
  public static SandboxServer start(SandboxSettings settings) throws IOException {
    SandboxServer server = new SandboxServer(settings);
    server.http.start(server::answer);
    return server;
  }

  private Reply answer(RequestExchange exchange) throws IOException {
    faults.delay(FaultKind.LATENCY).ifPresent(faults::pause);
    Optional<Duration> stall = faults.delay(FaultKind.STALL);
    if (stall.isPresent()) {
      faults.pause(stall.get());
      return Reply.reset();
    }
    if (exchange.path().startsWith(SandboxSettings.BUCKET)) {
      return objectStore.answer(exchange);
    }
    String path = exchange.path();
    if (path.equals(settings.tokens().path())) {
      return tokenEndpoint.answer(exchange);
    }
    String presign = settings.urls().path();
    return path.equals(presign) || path.equals(presign + "/")
        ? presignEndpoint.answer(exchange)
        : Reply.json(404, Map.of("message", "there is nothing at this path"));
  }

  /** Base URL for {@code --api-url}: {@code GET <apiUrl>/upload} issues URLs. */
  public String apiUrl() {
    return http.origin() + API_PATH;
  }

  /** URL for {@code --token-url}; ends in {@code /oauth2/token} by default. */
  public String tokenUrl() {
    return http.origin() + settings.tokens().path();
  }

  /** URL for {@code --upload-endpoint}: where URLs are issued. */
  public String uploadUrl() {
    return http.origin() + settings.urls().path();
  }

  /**
   * Whether {@code --token-endpoint} and {@code --upload-endpoint} are needed to find the
   * endpoints.
   */
  public boolean hasOwnPaths() {
    return !settings.tokens().path().equals(SandboxSettingsBuilder.TOKEN_PATH)
        || !settings.urls().path().equals(SandboxSettingsBuilder.UPLOAD_PATH);
  }

  /** File for {@code --ca-file}: its certificate, if it uses HTTPS. */
  public Optional<Path> certificateFile() {
    return settings.tls() ? Optional.of(settings.lake().resolve(CERTIFICATE)) : Optional.empty();
  }

  /** Value for {@code --client-id}. */
  public String clientId() {
    return settings.client().id();
  }

  /** Value for the client secret's file or environment variable. */
  public String clientSecret() {
    return settings.client().secret();
  }

  /** Whether the client must authenticate with keys, so that its secret is refused. */
  public boolean wantsSignatures() {
    return settings.client().keys() != null;
  }

  /** Value for {@code --scope}. */
  public String scope() {
    return settings.client().scope();
  }

  /** The port it listens on. */
  public int port() {
    return http.port();
  }

  /** Directory of the stored instances. */
  public Path lake() {
    return settings.lake();
  }

  /** File with a JSON line for every token, URL, upload and study. */
  public Path auditLog() {
    return settings.lake().resolve(SandboxAudit.FILE_NAME);
  }

  /** Closes all connections and deletes partial files. Lake and audit log remain. */
  @Override
  public void close() throws IOException {
    faults.close();
    http.close();
    rules.close();
    audit.close();
  }
}
