package io.github.dcmbulk.remote.token;

import io.github.dcmbulk.http.HttpBody;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.ClientAuth;
import io.github.dcmbulk.remote.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Builds token requests (RFC 6749 §4.4 and §6, RFC 7523 §2.2). Used by one thread at a time. */
final class TokenRequests {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final int LONGEST_ASSERTION = 64 * 1024;

  private final Credentials credentials;
  private final @Nullable String scope;
  private final @Nullable AssertionSigner signer;
  private @Nullable Secret rotated;

  /**
   * Prepares the requests.
   *
   * @param scope the scope to request; null for none
   * @throws UsageException the client's key cannot be read
   */
  TokenRequests(Credentials credentials, @Nullable String scope) throws UsageException {
    this.credentials = credentials;
    this.scope = scope == null ? null : String.join(" ", scope.strip().split("\\s+"));
    this.signer =
        credentials instanceof Credentials.PrivateKeyJwt jwt ? new AssertionSigner(jwt) : null;
  }

  /** Whether requests contain an assertion signed here, whose lifetime is limited. */
  boolean areSigned() {
    return signer != null;
  }

  /** Whether there is a secret, which can be sent in more than one way. */
  boolean hasSecret() {
    return secret() != null;
  }

  /** Whether form encoding changes the id or the secret. */
  boolean encodingMatters() {
    Secret secret = secret();
    return secret != null
        && !(encoded(clientId()) + encoded(secret.reveal())).equals(clientId() + secret.reveal());
  }

  /** Stores a new refresh token of the service. */
  void rotate(Secret refreshToken) {
    rotated = refreshToken;
    if (credentials instanceof Credentials.RefreshToken refresh && refresh.file() != null) {
      RefreshTokenFile.replace(refresh.file(), refreshToken);
    }
  }

  /** Values that must never be shown, even when a server's answer contains them. */
  List<Secret> secrets() {
    List<Secret> secrets = new ArrayList<>();
    Secret secret = secret();
    if (secret != null) {
      secrets.add(secret);
      secrets.add(Secret.of(encoded(secret.reveal())));
      secrets.add(Secret.of(encoded(secret.reveal()).replace("+", "%20")));
      secrets.add(Secret.of(base64(encoded(clientId()) + ":" + encoded(secret.reveal()))));
      secrets.add(Secret.of(base64(clientId() + ":" + secret.reveal())));
    }
    if (credentials instanceof Credentials.RefreshToken refresh) {
      Secret newest = rotated;
      secrets.add(newest == null ? refresh.refreshToken() : newest);
    }
    return secrets;
  }

  /**
   * Builds a request. Each attempt needs a new one, because an assertion is valid once.
   *
   * @param now the time by the token endpoint's clock
   * @throws AccessRefusedException the assertion's file cannot be read
   * @throws UsageException the key of the client cannot be read (exit 2)
   */
  HttpCall write(HttpUrl url, TokenStyle style, Instant now)
      throws UsageException, AccessRefusedException {
    Map<String, String> form = new LinkedHashMap<>();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    headers.put("Cache-Control", "no-store");
    if (credentials instanceof Credentials.RefreshToken refresh) {
      Secret newest = rotated;
      form.put("grant_type", "refresh_token");
      form.put("refresh_token", newest == null ? refresh.refreshToken().reveal() : newest.reveal());
    } else {
      form.put("grant_type", "client_credentials");
    }
    if (scope != null) {
      form.put("scope", scope);
    }
    authenticate(form, headers, url, style, now);
    if (!style.post()) {
      return HttpCall.get(url.withQuery(text(form)), headers);
    }
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    byte[] body = text(form).getBytes(StandardCharsets.UTF_8);
    return HttpCall.post(url, headers, HttpBody.of(body));
  }

  private void authenticate(
      Map<String, String> form,
      Map<String, String> headers,
      HttpUrl url,
      TokenStyle style,
      Instant now)
      throws UsageException, AccessRefusedException {
    Secret secret = secret();
    String id = clientId();
    if (secret != null && style.auth() != ClientAuth.POST) {
      boolean isRaw = style.auth() == ClientAuth.BASIC_RAW;
      String pair =
          isRaw ? id + ":" + secret.reveal() : encoded(id) + ":" + encoded(secret.reveal());
      headers.put("Authorization", "Basic " + base64(pair));
      return;
    }
    if (!id.isEmpty()) {
      form.put("client_id", id);
    }
    if (secret != null) {
      form.put("client_secret", secret.reveal());
    } else if (signer != null) {
      form.put("client_assertion_type", ASSERTION_TYPE);
      form.put("client_assertion", signer.sign(url, now));
    } else if (credentials instanceof Credentials.ClientAssertion assertion) {
      form.put("client_assertion_type", ASSERTION_TYPE);
      form.put("client_assertion", read(assertion.file()));
    }
  }

  /** Read for every request: the issuer of workload identities replaces the file. */
  private static String read(Path file) throws AccessRefusedException {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LONGEST_ASSERTION), StandardCharsets.UTF_8).strip();
      if (text.matches("[A-Za-z0-9._~+/=-]+")) {
        return text;
      }
    } catch (IOException e) {
      throw new AccessRefusedException(
          file + " cannot be read", "check --client-assertion-file and its permissions", e);
    }
    throw new AccessRefusedException(
        file + " contains no assertion", "it must contain only one JWT");
  }

  private @Nullable Secret secret() {
    if (credentials instanceof Credentials.ClientSecret client) {
      return client.secret();
    }
    return credentials instanceof Credentials.RefreshToken refresh ? refresh.secret() : null;
  }

  private String clientId() {
    if (credentials instanceof Credentials.ClientSecret client) {
      return client.clientId();
    } else if (credentials instanceof Credentials.RefreshToken refresh) {
      return refresh.clientId();
    } else if (credentials instanceof Credentials.PrivateKeyJwt jwt) {
      return jwt.clientId();
    } else if (credentials instanceof Credentials.ClientAssertion assertion) {
      return assertion.clientId() == null ? "" : assertion.clientId();
    }
    return "";
  }

  private static String text(Map<String, String> form) {
    StringJoiner joined = new StringJoiner("&");
    form.forEach((name, value) -> joined.add(encoded(name) + "=" + encoded(value)));
    return joined.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
