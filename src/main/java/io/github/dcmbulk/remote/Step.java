package io.github.dcmbulk.remote;

import java.util.Locale;

/** The three requests of a delivery. */
public enum Step {
  /** Asking for an access token. */
  TOKEN,
  /** Asking for a presigned URL. */
  PRESIGN,
  /** Sending the instance. */
  PUT;

  /** The name in messages, for example {@code presign}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
