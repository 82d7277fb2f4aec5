package io.github.dcmbulk.remote;

import io.github.dcmbulk.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token. Prints without it.
 *
 * @param value the token
 * @param obtained when it was received, by the local clock
 * @param expires when it expires, by the local clock; null when unknown
 * @param scope the granted scope; null when the answer has none
 * @param origin how it was obtained, in a few words, for messages
 * @param remarks what is unusual about the answer that held it, for messages
 */
public record AccessToken(
    Secret value,
    Instant obtained,
    @Nullable Instant expires,
    @Nullable String scope,
    String origin,
    List<String> remarks) {

  /** Copies the list. */
  public AccessToken {
    remarks = List.copyOf(remarks);
  }

  /** Lifetime, counted from {@code obtained}; null when unknown. */
  public @Nullable Duration lifetime() {
    return expires == null ? null : Duration.between(obtained, expires);
  }

  /** Whether it has the form of a JSON Web Token (RFC 7519) and not of an opaque string. */
  public boolean isJwt() {
    return value.reveal().matches("ey[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
  }

  /** Until when it may be used: expiry minus a twentieth of the lifetime, at most 30 s. */
  public @Nullable Instant goodUntil() {
    return before(20, 30);
  }

  /**
   * From when on the next one is requested: expiry minus a fifth of the lifetime, at most 5 min.
   */
  public @Nullable Instant freshUntil() {
    return before(5, 300);
  }

  private @Nullable Instant before(int fraction, long mostSeconds) {
    Duration lifetime = lifetime();
    if (expires == null || lifetime == null) {
      return null;
    }
    // Servers round expiry to whole seconds: keep a margin of up to 1 s.
    long least = Math.min(1000, lifetime.toMillis() / 2);
    long margin = Math.min(Math.max(least, lifetime.toMillis() / fraction), mostSeconds * 1000);
    return expires.minusMillis(margin);
  }
}
