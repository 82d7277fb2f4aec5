package io.github.dcmbulk.remote;

import java.util.Locale;

/** The three requests of a delivery. */
public enum Step {
  /** The request for an access token. */
  TOKEN,
  /** The request for a presigned URL. */
  PRESIGN,
  /** The PUT of the instance. */
  PUT;

  /** The name in messages, for example {@code presign}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
