package io.github.dcmbulk.model;

import java.util.Objects;

/** A secret text: a client secret, a token, a password. {@code toString} returns {@code ***}. */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** Wraps the text. */
  public static Secret of(String value) {
    return new Secret(Objects.requireNonNull(value));
  }

  /** The text itself, for the code that sends it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && value.equals(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
