package io.github.dcmbulk.remote;

import com.fasterxml.jackson.core.JsonPointer;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the service and of retries. Made by {@link #builder}; {@code toString} has no
 * secrets.
 *
 * @param uploads where presigned URLs are issued
 * @param tokens where tokens are issued; null when the credentials need no endpoint
 * @param credentials how dcmbulk authenticates
 * @param scope the scope to request; null for the service's default
 * @param tokenMethod the HTTP method of token requests
 * @param clientAuth how the client's secret is sent
 * @param presignUrlPointer place of the URL in the presign answer; null to search the usual places
 * @param uploadHosts host patterns that may receive instances; empty for any
 * @param allowHttp whether plain http is allowed for hosts other than loopback
 * @param maxAttempts attempts per instance
 * @param maxOutage how long to wait for a service that answered earlier in the run
 */
public record ServiceSettings(
    EndpointUrl uploads,
    @Nullable EndpointUrl tokens,
    Credentials credentials,
    @Nullable String scope,
    TokenMethod tokenMethod,
    ClientAuth clientAuth,
    @Nullable JsonPointer presignUrlPointer,
    List<HostPattern> uploadHosts,
    boolean allowHttp,
    int maxAttempts,
    Duration maxOutage) {

  /** Copies the list and checks the numbers. */
  public ServiceSettings {
    uploadHosts = List.copyOf(uploadHosts);
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("at least one attempt is needed");
    }
  }

  /**
   * Returns a builder with the default values.
   *
   * @param apiUrl the service's base URL; null when {@link Builder#uploadEndpoint} is set
   */
  public static Builder builder(@Nullable String apiUrl, Credentials credentials) {
    return new Builder(apiUrl, credentials);
  }

  /** Where presigned URLs are issued. */
  public HttpUrl presign() {
    return uploads.url();
  }

  /** Where tokens are issued; null when the credentials need no endpoint. */
  public @Nullable HttpUrl token() {
    return tokens == null ? null : tokens.url();
  }

  /** Whether tokens are requested from an endpoint. */
  public boolean needsTokenEndpoint() {
    return needsTokenEndpoint(credentials);
  }

  private static boolean needsTokenEndpoint(Credentials credentials) {
    return !(credentials instanceof Credentials.TokenFile
        || credentials instanceof Credentials.TokenCommand);
  }

  /** Whether that URL may receive instances, by {@code --upload-host}. */
  public boolean mayReceive(HttpUrl url) {
    return uploadHosts.isEmpty() || isNamed(url);
  }

  /** Whether a pattern of {@code --upload-host} matches that URL's host. */
  public boolean isNamed(HttpUrl url) {
    return uploadHosts.stream().anyMatch(pattern -> pattern.matches(url));
  }

  /** Whether the connection to that URL is encrypted, or stays on this machine. */
  public boolean isConfidential(HttpUrl url) {
    return allowHttp || url.isSecure() || url.isLoopback();
  }

  /** Collects settings and checks them together. */
  public static final class Builder {
    private final @Nullable String apiUrl;
    private final Credentials credentials;
    private @Nullable String uploadEndpoint;
    private @Nullable String tokenUrl;
    private @Nullable String tokenEndpoint;
    private @Nullable String scope;
    private TokenMethod tokenMethod = TokenMethod.AUTO;
    private ClientAuth clientAuth = ClientAuth.AUTO;
    private @Nullable String presignUrlPointer;
    private List<String> uploadHosts = List.of();
    private boolean allowHttp;
    private int maxAttempts = 8;
    private Duration maxOutage = Duration.ofMinutes(15);

    private Builder(@Nullable String apiUrl, Credentials credentials) {
      this.apiUrl = apiUrl;
      this.credentials = credentials;
    }

    /** The OAuth2 endpoint, with or without its last segment {@code /token}. */
    public Builder tokenUrl(@Nullable String url) {
      this.tokenUrl = url;
      return this;
    }

    /**
     * The whole URL of the token endpoint, used unchanged; takes precedence over {@link #tokenUrl}.
     */
    public Builder tokenEndpoint(@Nullable String url) {
      this.tokenEndpoint = url;
      return this;
    }

    /**
     * The whole URL that issues presigned URLs, used unchanged; takes precedence over the base URL.
     */
    public Builder uploadEndpoint(@Nullable String url) {
      this.uploadEndpoint = url;
      return this;
    }

    /** The scope to request, space separated (RFC 6749 §3.3). */
    public Builder scope(@Nullable String text) {
      this.scope = text;
      return this;
    }

    /** The HTTP method of token requests; {@link TokenMethod#AUTO} by default. */
    public Builder tokenMethod(TokenMethod method) {
      this.tokenMethod = method;
      return this;
    }

    /** How the client's secret is sent; {@link ClientAuth#AUTO} by default. */
    public Builder clientAuth(ClientAuth auth) {
      this.clientAuth = auth;
      return this;
    }

    /** JSON Pointer (RFC 6901) to the URL in the presign answer. */
    public Builder presignUrlPointer(@Nullable String pointer) {
      this.presignUrlPointer = pointer;
      return this;
    }

    /** Host patterns that may receive instances, such as {@code *.s3.eu-west-1.amazonaws.com}. */
    public Builder uploadHosts(List<String> patterns) {
      this.uploadHosts = List.copyOf(patterns);
      return this;
    }

    /** Whether plain http is allowed for hosts other than loopback; false by default. */
    public Builder allowHttp(boolean allowed) {
      this.allowHttp = allowed;
      return this;
    }

    /** Attempts per instance; 8 by default. */
    public Builder maxAttempts(int attempts) {
      this.maxAttempts = attempts;
      return this;
    }

    /** How long to wait for a service that answered earlier in the run; 15 minutes by default. */
    public Builder maxOutage(Duration outage) {
      this.maxOutage = outage;
      return this;
    }

    /**
     * Checks everything.
     *
     * @throws UsageException a URL, pointer or pattern is invalid, or secrets would be sent
     *     unencrypted
     */
    public ServiceSettings build() throws UsageException {
      EndpointUrl token = endpoint("token", tokenEndpoint, "--token-url", tokenUrl);
      if (token == null && needsTokenEndpoint(credentials)) {
        throw new UsageException(
            "no token endpoint is given", "set --token-url or --token-endpoint");
      }
      EndpointUrl uploads = endpoint("upload", uploadEndpoint, "--api-url", apiUrl);
      if (uploads == null) {
        throw new UsageException("no service is given", "set --api-url or --upload-endpoint");
      }
      if (clientAuth == ClientAuth.POST && tokenMethod == TokenMethod.GET) {
        throw new UsageException(
            "--client-auth post sends the secret in a form, and --token-method get sends no form",
            "leave one of them out");
      }
      return new ServiceSettings(
          uploads,
          token,
          credentials,
          scope,
          tokenMethod,
          clientAuth,
          pointer(),
          hosts(),
          allowHttp,
          maxAttempts,
          maxOutage);
    }

    /** The whole URL where one is given, otherwise the base URL with that segment. */
    private @Nullable EndpointUrl endpoint(
        String segment, @Nullable String whole, String baseOption, @Nullable String base)
        throws UsageException {
      if (whole != null) {
        return EndpointUrl.whole(url("--" + segment + "-endpoint", whole));
      }
      return base == null ? null : EndpointUrl.below(url(baseOption, base), segment);
    }

    private HttpUrl url(String option, String text) throws UsageException {
      HttpUrl url;
      try {
        url = HttpUrl.parse(text.strip());
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            option + " is " + e.getMessage(), option + " https://HOST/PATH", e);
      }
      if (!url.isSecure() && !url.isLoopback() && !allowHttp) {
        throw new UsageException(
            option + " would send secrets unencrypted to " + url.host(),
            "use https, or --allow-http if the network is trusted");
      }
      return url;
    }

    /** Several hosts may be separated by commas: a variable of the environment is one text. */
    private List<HostPattern> hosts() throws UsageException {
      List<HostPattern> patterns = new ArrayList<>();
      for (String listed : uploadHosts) {
        for (String host : listed.split("[,\\s]+", -1)) {
          if (!host.isBlank()) {
            patterns.add(HostPattern.of(host));
          }
        }
      }
      if (patterns.isEmpty() && !uploadHosts.isEmpty()) {
        throw new UsageException("--upload-host names no host", "--upload-host HOST");
      }
      return List.copyOf(patterns);
    }

    private @Nullable JsonPointer pointer() throws UsageException {
      if (presignUrlPointer == null) {
        return null;
      }
      try {
        if (presignUrlPointer.matches(".*~(?![01]).*")) {
          throw new IllegalArgumentException("a ~ without 0 or 1 (RFC 6901 §3)");
        }
        return JsonPointer.compile(presignUrlPointer);
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "--presign-url-pointer is no JSON Pointer",
            "begin it with a slash: /data/url; write ~ as ~0, and / in a name as ~1",
            e);
      }
    }
  }
}
