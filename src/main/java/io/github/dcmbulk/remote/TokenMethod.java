package io.github.dcmbulk.remote;

/** How a token is asked for. */
public enum TokenMethod {
  /** The documented GET; POST for good when the endpoint turns out not to know GET. */
  AUTO,
  /** GET with the parameters in the query, as the service documents it. */
  GET,
  /** POST with a form (RFC 6749 §4.4). */
  POST
}
