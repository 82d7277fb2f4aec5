package io.github.dcmbulk.console;

import java.util.Map;

/**
 * Abilities of a terminal. Colours only repeat what the words say.
 *
 * @param colour whether colours may be used (no-color.org)
 * @param lines whether the font has line-drawing characters
 */
public record Style(boolean colour, boolean lines) {
  /** Letters only, no colours. */
  public static final Style PLAIN = new Style(false, false);

  private static final String RESET = "\u001B[0m";

  /** The style for an environment. */
  public static Style of(Map<String, String> environment) {
    boolean isBare = environment.getOrDefault("TERM", "").equals("linux");
    return new Style(environment.getOrDefault("NO_COLOR", "").isEmpty(), !isBare);
  }

  String label(String text) {
    return paint("2", text);
  }

  String good(String text) {
    return paint("32", text);
  }

  String bad(String text) {
    return paint("31", text);
  }

  String notable(String text) {
    return paint("33", text);
  }

  private String paint(String code, String text) {
    return colour && !text.isBlank() ? "\u001B[" + code + "m" + text + RESET : text;
  }

  /** A bar of that many cells, filled by that share; it is readable without colours. */
  String bar(double share, int cells) {
    int full = (int) Math.floor(Math.max(0, Math.min(1, share)) * cells);
    String done = (lines ? "━" : "#").repeat(full);
    String rest = (lines ? "─" : "-").repeat(cells - full);
    return good(done) + label(rest);
  }
}
