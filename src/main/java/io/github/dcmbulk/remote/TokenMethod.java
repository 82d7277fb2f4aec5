package io.github.dcmbulk.remote;

/** The HTTP method of token requests. */
public enum TokenMethod {
  /** The documented GET; POST for the rest of the run when the endpoint does not accept GET. */
  AUTO,
  /** GET with the parameters in the query, as the service's description has it. */
  GET,
  /** POST with a form (RFC 6749 §4.4). */
  POST
}
