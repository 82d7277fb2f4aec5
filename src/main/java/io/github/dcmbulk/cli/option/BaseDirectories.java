package io.github.dcmbulk.cli.option;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** dcmbulk's directories of a user, by the XDG Base Directory Specification. */
public final class BaseDirectories {
  private BaseDirectories() {}

  /** For state that is kept between runs. */
  public static Path state(Map<String, String> environment) {
    return below(environment, environment.get("XDG_STATE_HOME"), ".local/state");
  }

  /** For the configuration file. */
  public static Path configuration(Map<String, String> environment) {
    return below(environment, environment.get("XDG_CONFIG_HOME"), ".config");
  }

  /** The specification demands that relative paths in the variables are ignored. */
  private static Path below(
      Map<String, String> environment, @Nullable String base, String underHome) {
    if (base != null && Path.of(base).isAbsolute()) {
      return Path.of(base, "dcmbulk");
    }
    return home(environment).resolve(underHome).resolve("dcmbulk");
  }

  /** The user's home directory; Java's own notion of it does not follow {@code HOME}. */
  static Path home(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")));
  }
}
