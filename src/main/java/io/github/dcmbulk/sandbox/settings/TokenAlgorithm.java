package io.github.dcmbulk.sandbox.settings;

/** How access tokens are signed (RFC 7518 §3.1). */
public enum TokenAlgorithm {
  /** HMAC with SHA-256, with a key made at the start. */
  HS256,
  /** RSA with SHA-256, with a 2048 bit key made at the start. */
  RS256
}
