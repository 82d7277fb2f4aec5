package io.github.dcmbulk.cli.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the line of a key, which the TOML reader forgets once it has read a file. */
final class KeyLine {
  private static final Pattern TABLE = Pattern.compile("\\s*\\[\\s*([^\\[\\]]+?)\\s*]\\s*(#.*)?");
  private static final Pattern KEY = Pattern.compile("\\s*([\"']?)([A-Za-z0-9_-]+)\\1\\s*[=.].*");

  private KeyLine() {}

  /**
   * Where a key of a table is.
   *
   * @param profile the profile's name; null for the top level
   * @return {@code ", line N"}; empty when it is written in a way that is not looked for
   */
  static String of(String text, @Nullable String profile, String key) {
    String wanted = profile == null ? "" : "profile." + profile;
    String table = "";
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher heading = TABLE.matcher(line);
      if (heading.matches()) {
        table = heading.group(1).replaceAll("[\"'\\s]", "");
        if (profile == null && table.equals(key)) {
          return ", line " + number;
        }
        continue;
      }
      Matcher entry = KEY.matcher(line);
      if (table.equals(wanted) && entry.matches() && entry.group(2).equals(key)) {
        return ", line " + number;
      }
    }
    return "";
  }
}
