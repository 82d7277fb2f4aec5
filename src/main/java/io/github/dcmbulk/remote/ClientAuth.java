package io.github.dcmbulk.remote;

import java.util.Locale;

/** How a client with a secret authenticates at the token endpoint. */
public enum ClientAuth {
  /** {@link #BASIC} first; the other ways after a refusal. */
  AUTO,
  /** HTTP Basic of the form-encoded id and secret (RFC 6749 §2.3.1). */
  BASIC,
  /** HTTP Basic of id and secret as they are (RFC 7617), for servers that do not decode them. */
  BASIC_RAW,
  /** Id and secret in the form, {@code client_secret_post} (RFC 6749 §2.3.1). */
  POST;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
