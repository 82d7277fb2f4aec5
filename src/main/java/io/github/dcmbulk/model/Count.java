package io.github.dcmbulk.model;

import java.util.Locale;

/**
 * Numbers and their nouns in messages, results and reports: {@code 1 file}, {@code 12,345 files}.
 * They are written in the same way in every locale.
 */
public final class Count {
  private Count() {}

  /** A number with a noun whose plural ends with an s. */
  public static String of(long count, String noun) {
    return of(count, noun, noun + "s");
  }

  /** A number with the form of the words behind it. */
  public static String of(long count, String singular, String plural) {
    return number(count) + " " + (count == 1 ? singular : plural);
  }

  /** A number with thousands separators. */
  public static String number(long count) {
    return String.format(Locale.US, "%,d", count);
  }
}
