package io.github.dcmbulk.sandbox.settings;

/** How a client may send its secret to the token endpoint; other ways are refused. */
public enum ClientAuthentication {
  /** HTTP Basic, both parts form-encoded first (RFC 6749 §2.3.1). */
  BASIC,
  /** HTTP Basic, both parts not encoded, as many servers accept them. */
  BASIC_RAW,
  /** {@code client_id} and {@code client_secret} in the form (RFC 6749 §2.3.1). */
  POST
}
