package io.github.dcmbulk.remote;

import io.github.dcmbulk.model.Secret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token. Prints without it.
 *
 * @param value the token
 * @param obtained when, by our clock
 * @param expires when it ends, by our clock; null when nobody says
 * @param scope what it is good for; null when nobody says
 * @param origin how it was obtained, in a few words
 */
public record AccessToken(
    Secret value,
    Instant obtained,
    @Nullable Instant expires,
    @Nullable String scope,
    String origin) {

  /** How long it is good from the moment it was obtained; null when nobody says. */
  public @Nullable Duration lifetime() {
    return expires == null ? null : Duration.between(obtained, expires);
  }

  /** Whether it can still be used at that moment. */
  boolean isGood(Instant now) {
    return expires == null || now.isBefore(expires.minus(margin(20)));
  }

  /** Whether it is time to get the next one, while this one is still good. */
  boolean isAging(Instant now) {
    return expires != null && now.isAfter(expires.minus(margin(10)));
  }

  /** A fraction of the lifetime, a minute at most. */
  private Duration margin(int fraction) {
    Duration lifetime = lifetime();
    Duration part = lifetime == null ? Duration.ZERO : lifetime.dividedBy(fraction);
    Duration most = Duration.ofSeconds(600 / fraction);
    return part.compareTo(most) < 0 ? part : most;
  }
}
