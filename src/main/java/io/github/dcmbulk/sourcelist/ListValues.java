package io.github.dcmbulk.sourcelist;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses single values as archives and spreadsheets write them. Uncertain values are refused:
 * nothing is padded, rounded or completed. Messages do not contain the value.
 */
final class ListValues {
  /** Long numbers in this form were rounded by a spreadsheet. */
  private static final Pattern SCIENTIFIC = Pattern.compile("[+-]?\\d[.,]?\\d*[eE]\\+?\\d+");

  /** PS3.5 §9.1 without its rules for components: archives have UIDs that violate them. */
  private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

  private static final Pattern COUNT = Pattern.compile("(\\d{1,9})(?:\\.0+)?");

  private ListValues() {}

  /** A value cannot be understood; the message says why, without the value. */
  static final class UnreadableValueException extends Exception {
    UnreadableValueException(String why) {
      super(why);
    }
  }

  /**
   * The text of a cell without padding, NUL bytes, and marks that make spreadsheets treat it as
   * text.
   */
  static String text(@Nullable String cell) {
    if (cell == null) {
      return "";
    }
    String text = cell.trim();
    if (text.indexOf('\0') >= 0) {
      text = text.replace("\0", "").trim();
    }
    if (text.startsWith("=\"") && text.endsWith("\"") && text.length() > 2) {
      text = text.substring(2, text.length() - 1).trim();
    } else if (text.startsWith("'")) {
      text = text.substring(1).trim();
    }
    return text;
  }

  /**
   * A UID; null for an empty cell.
   *
   * @throws UnreadableValueException it is no UID, or a spreadsheet rounded it
   */
  static @Nullable String uid(String text) throws UnreadableValueException {
    if (text.isEmpty()) {
      return null;
    }
    requireNoFloat(text);
    if (!UID.matcher(text).matches()) {
      throw new UnreadableValueException("is no UID (digits and dots, at most 64 characters)");
    }
    return text;
  }

  /**
   * An accession number or patient ID; null for an empty cell.
   *
   * @throws UnreadableValueException a spreadsheet rounded it
   */
  static @Nullable String identifier(String text) throws UnreadableValueException {
    if (text.isEmpty()) {
      return null;
    }
    requireNoFloat(text);
    return text;
  }

  private static void requireNoFloat(String text) throws UnreadableValueException {
    if (SCIENTIFIC.matcher(text).matches()) {
      throw new UnreadableValueException(
          "was turned into a rounded number by a spreadsheet; export the list again as text");
    }
  }

  /**
   * A number of instances or series; null for an empty cell.
   *
   * @throws UnreadableValueException it is no whole number
   */
  static @Nullable Long count(String text) throws UnreadableValueException {
    if (text.isEmpty()) {
      return null;
    }
    var count = COUNT.matcher(text);
    if (!count.matches()) {
      throw new UnreadableValueException("is no whole number written as digits");
    }
    return Long.valueOf(count.group(1));
  }
}
