package io.github.dcmbulk.cli.config;

import io.github.dcmbulk.model.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Values of options that the command line does not give: the environment variable first, then the
 * configuration file's profile. The file is read when a value is first asked for; errors in it are
 * reported by {@link #verify()}, so that {@code --help} works with a broken file.
 */
public final class Configuration implements IDefaultValueProvider {
  private static final String PREFIX = "DCMBULK_";

  private final Map<String, String> environment;
  private final Location location;
  private final Keys knownKeys;
  private @Nullable Map<String, List<String>> settings;
  private @Nullable UsageException problem;

  /**
   * Where the configuration file is.
   *
   * @param file its path
   * @param isExplicit whether the user named it, so that it must exist
   * @param profile the profile to use; null for the default one
   */
  public record Location(Path file, boolean isExplicit, @Nullable String profile) {}

  /**
   * A configured value.
   *
   * @param values one value, or several of a repeatable option
   * @param source where it comes from, for people
   * @param isFromEnvironment whether it is an environment variable rather than in the file
   */
  public record Setting(List<String> values, String source, boolean isFromEnvironment) {}

  /** Nothing is read yet. */
  public Configuration(Map<String, String> environment, Location location, Keys knownKeys) {
    this.environment = Map.copyOf(environment);
    this.location = location;
    this.knownKeys = knownKeys;
  }

  /** Where it is read from. */
  public Location location() {
    return location;
  }

  /** The environment variable of an option, for example {@code DCMBULK_API_URL}. */
  public static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The key of an option: its long name without dashes. */
  public static String key(OptionSpec option) {
    return option.longestName().substring(2);
  }

  /**
   * Reads the configuration file, if there is one, and reports what is wrong with it.
   *
   * @throws UsageException the file cannot be read, or a line of it is wrong (exit 2)
   */
  public void verify() throws UsageException {
    fileSettings();
    if (problem != null) {
      throw problem;
    }
  }

  /**
   * Variables of the environment that look like ours and have no effect, a sentence each.
   *
   * @param others those of ours that are no options
   */
  public List<String> unknownVariables(Set<String> others) {
    List<String> unknown = new ArrayList<>();
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX) && !others.contains(name) && !isOption(name)) {
        Set<String> known = new TreeSet<>(others);
        knownKeys.all().forEach(key -> known.add(variable(key)));
        String end = "_" + name.substring(PREFIX.length());
        String meant =
            known.stream()
                .filter(variable -> variable.endsWith(end))
                .findFirst()
                .orElseGet(() -> Nearest.ifLikely(name, known));
        unknown.add(
            "the environment variable "
                + name
                + " is unknown and is ignored"
                + (meant.isEmpty() ? "" : "; did you mean " + meant + "?"));
      }
    }
    return unknown;
  }

  private boolean isOption(String name) {
    return knownKeys.contains(
        name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** The value configured for an option; null when there is none. */
  public @Nullable Setting setting(String key) {
    if (!knownKeys.contains(key)) {
      return null;
    }
    String fromEnvironment = environment.get(variable(key));
    if (fromEnvironment != null && !fromEnvironment.isEmpty()) {
      return new Setting(List.of(fromEnvironment), "environment variable " + variable(key), true);
    }
    List<String> fromFile = fileSettings().get(key);
    return fromFile == null ? null : new Setting(fromFile, location.file().toString(), false);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !option.longestName().startsWith("--")) {
      return null;
    }
    Setting setting = setting(key(option));
    if (setting == null || setting.values().isEmpty()) {
      return null;
    }
    // A list that picocli does not take apart again is a wrong value, and is reported as one.
    String value = String.join(separator(option), setting.values());
    return option.typeInfo().isBoolean() ? truth(value) : value;
  }

  /** In variables of other programs, 1 and 0 mean true and false. */
  private static String truth(String value) {
    return switch (value) {
      case "1" -> "true";
      case "0" -> "false";
      default -> value;
    };
  }

  private static String separator(OptionSpec option) {
    return option.splitRegex().isEmpty() ? "," : option.splitRegex();
  }

  private Map<String, List<String>> fileSettings() {
    if (settings == null) {
      try {
        settings = readFile();
      } catch (UsageException e) {
        problem = e;
        settings = Map.of();
      }
    }
    return settings;
  }

  private Map<String, List<String>> readFile() throws UsageException {
    if (!Files.exists(location.file())) {
      if (location.isExplicit() || location.profile() != null) {
        throw new UsageException(
            "there is no configuration file "
                + location.file()
                + (location.profile() == null ? "" : " to take the profile from"),
            "write it, or name another with --config");
      }
      return Map.of();
    }
    return ConfigurationFile.read(location.file(), knownKeys).settings(location.profile());
  }
}
