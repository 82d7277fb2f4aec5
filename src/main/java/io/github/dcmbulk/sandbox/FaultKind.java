package io.github.dcmbulk.sandbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that can go wrong on purpose. */
public enum FaultKind {
  /** The client is refused: 401 {@code invalid_client}. */
  TOKEN_REFUSED(null),
  /** The token endpoint answers 503. */
  TOKEN_UNAVAILABLE(null),
  /** A token is issued that lacks the scope, so that presigning answers 403. */
  TOKEN_UNSCOPED(null),
  /** A valid token is called expired: 401 {@code invalid_token} from presign. */
  TOKEN_EXPIRED(null),
  /** Presign answers 503. */
  PRESIGN_UNAVAILABLE(null),
  /** Presign answers 429; the value is its {@code Retry-After}, in whole seconds. */
  PRESIGN_THROTTLED(Duration.ofSeconds(1)),
  /** Presign answers 200 with the login page of a captive portal. */
  PRESIGN_HTML(null),
  /** Presign answers 200 with half of its JSON. */
  PRESIGN_TRUNCATED(null),
  /** A URL is issued that has already expired. */
  URL_EXPIRED(null),
  /** A PUT is answered 503 {@code SlowDown}. */
  SLOW_DOWN(null),
  /** A PUT is answered 500 {@code InternalError}. */
  INTERNAL_ERROR(null),
  /** A PUT is answered 400 {@code RequestTimeout} and the connection closed. */
  REQUEST_TIMEOUT(null),
  /** A PUT is answered 403 {@code AccessDenied}. */
  ACCESS_DENIED(null),
  /** A PUT is answered 400 {@code BadDigest}, as if bytes had changed on the way. */
  BAD_DIGEST(null),
  /** A PUT is answered 503 before its body is read. */
  EARLY_ANSWER(null),
  /** A PUT's connection is reset in the middle of its body; nothing is stored. */
  RESET(null),
  /** A PUT is stored, and its connection reset instead of an answer. */
  RESET_AFTER(null),
  /** A PUT is stored, and answered with the ETag of other bytes. */
  WRONG_ETAG(null),
  /** Any request waits for the value before it is looked at. */
  LATENCY(Duration.ofMillis(50)),
  /** Any request is not answered for the value, and then reset. */
  STALL(Duration.ofMinutes(10));

  private final @Nullable Duration usual;

  FaultKind(@Nullable Duration usual) {
    this.usual = usual;
  }

  /** The name in {@code --fault}: lower case, words joined by a hyphen. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The duration when none is given; null for a fault that takes none. */
  @Nullable Duration usual() {
    return usual;
  }

  static FaultKind named(String optionName) {
    return Arrays.stream(values())
        .filter(kind -> kind.optionName().equals(optionName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown fault '" + optionName + "'; there are: " + optionNames()));
  }

  private static String optionNames() {
    return Arrays.stream(values()).map(FaultKind::optionName).collect(Collectors.joining(", "));
  }
}
