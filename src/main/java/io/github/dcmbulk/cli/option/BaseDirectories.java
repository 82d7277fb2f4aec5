package io.github.dcmbulk.cli.option;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our directories below the user's, by the XDG Base Directory Specification. */
public final class BaseDirectories {
  private BaseDirectories() {}

  /** For what must outlive a run. */
  public static Path state(Map<String, String> environment) {
    return below(environment, environment.get("XDG_STATE_HOME"), ".local/state");
  }

  /** For the configuration file. */
  public static Path configuration(Map<String, String> environment) {
    return below(environment, environment.get("XDG_CONFIG_HOME"), ".config");
  }

  /** The specification wants relative paths in the variables to be ignored. */
  private static Path below(
      Map<String, String> environment, @Nullable String base, String underHome) {
    if (base != null && Path.of(base).isAbsolute()) {
      return Path.of(base, "dcmbulk");
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", "."));
    return Path.of(home, underHome, "dcmbulk");
  }
}
