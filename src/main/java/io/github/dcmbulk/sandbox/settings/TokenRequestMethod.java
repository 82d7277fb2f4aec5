package io.github.dcmbulk.sandbox.settings;

/** How a token may be asked for; the others are answered 405. */
public enum TokenRequestMethod {
  /** The service's documented way: parameters in the query. */
  GET,
  /** RFC 6749 §4.4: parameters in a form. */
  POST
}
