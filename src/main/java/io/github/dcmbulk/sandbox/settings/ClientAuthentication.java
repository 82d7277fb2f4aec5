package io.github.dcmbulk.sandbox.settings;

/** How a client may show its secret at the token endpoint; another way is refused. */
public enum ClientAuthentication {
  /** HTTP Basic, both parts encoded as in a form first (RFC 6749 §2.3.1). */
  BASIC,
  /** HTTP Basic, both parts as they are, as many servers take them. */
  BASIC_RAW,
  /** {@code client_id} and {@code client_secret} in the form (RFC 6749 §2.3.1). */
  POST
}
