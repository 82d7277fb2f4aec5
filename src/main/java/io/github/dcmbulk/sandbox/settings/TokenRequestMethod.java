package io.github.dcmbulk.sandbox.settings;

/** Accepted method of token requests; others are answered 405. */
public enum TokenRequestMethod {
  /** The service's documented way: parameters in the query. */
  GET,
  /** RFC 6749 §4.4: parameters in a form. */
  POST
}
