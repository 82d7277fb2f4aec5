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
 * @param obtained when, by our clock
 * @param expires when it ends, by our clock; null when unknown
 * @param scope what the server says it is good for; null when it does not say
 * @param origin how it was obtained, in a few words
 * @param remarks what is unusual about the answer that held it
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

  /** How long it is good from the moment it was obtained; null when unknown. */
  public @Nullable Duration lifetime() {
    return expires == null ? null : Duration.between(obtained, expires);
  }

  /** Whether it looks like a JSON Web Token (RFC 7519) rather than a word that says nothing. */
  public boolean isJwt() {
    return value.reveal().matches("ey[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
  }

  /** Until when it can be used: a twentieth of its life before the end, half a minute at most. */
  public @Nullable Instant goodUntil() {
    return before(20, 30);
  }

  /** From when on the next one is fetched: a fifth of its life before, five minutes at most. */
  public @Nullable Instant freshUntil() {
    return before(5, 300);
  }

  private @Nullable Instant before(int fraction, long mostSeconds) {
    Duration lifetime = lifetime();
    if (expires == null || lifetime == null) {
      return null;
    }
    // Tokens end at whole seconds, whatever their lifetime is said to be.
    long least = Math.min(1000, lifetime.toMillis() / 2);
    long margin = Math.min(Math.max(least, lifetime.toMillis() / fraction), mostSeconds * 1000);
    return expires.minusMillis(margin);
  }
}
