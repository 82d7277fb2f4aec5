package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.journal.RunFacts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** User, host and options of this process, for reports. */
public final class RunEnvironment {
  /** May hold anything, such as the key of a webhook. */
  private static final String PROGRAM = "on-end";

  private static final Set<String> NOT_OPTIONS = Set.of("help", "version");

  /** Secrets that a URL may hold. */
  private static final Pattern CREDENTIALS =
      Pattern.compile("(?<=//)[^/@\\s]*@|(?<=://[^?]{1,2000})\\?.*");

  private RunEnvironment() {}

  /** Host, user, platform. */
  public static Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("Host", host());
    environment.put("User", System.getProperty("user.name", "?"));
    environment.put(
        "Java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
    environment.put(
        "System",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
    return environment;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "?";
    }
  }

  /** The configuration file's profile in use; null for none. */
  public static @Nullable String profile(CommandSpec command) {
    IDefaultValueProvider provider = command.commandLine().getDefaultValueProvider();
    return provider instanceof Configuration configuration
        ? configuration.location().profile()
        : null;
  }

  /** The facts that a run records about itself. */
  public static RunFacts facts(CommandSpec command, String version) {
    Map<String, String> environment = environment();
    environment.put("dcmbulk", version);
    return new RunFacts(environment, options(command));
  }

  /** The options that were given, from any source; secrets are no options. */
  private static Map<String, String> options(CommandSpec command) {
    ParseResult parsed = command.commandLine().getParseResult();
    Map<String, String> options = new LinkedHashMap<>();
    for (OptionSpec option : command.options()) {
      String key = Configuration.key(option);
      List<String> values = values(option, key, command, parsed);
      if (values != null && !NOT_OPTIONS.contains(key)) {
        options.put(
            "--" + key,
            key.equals(PROGRAM) ? "***" : withoutCredentials(String.join(", ", values)));
      }
    }
    for (PositionalParamSpec paths : command.positionalParameters()) {
      if (!paths.originalStringValues().isEmpty()) {
        options.put(paths.paramLabel(), String.join("\n", paths.originalStringValues()));
      }
    }
    return options;
  }

  private static @Nullable List<String> values(
      OptionSpec option, String key, CommandSpec command, ParseResult parsed) {
    if (parsed.hasMatchedOption(option)) {
      List<String> given = option.originalStringValues();
      return given.isEmpty() ? List.of("true") : given;
    }
    IDefaultValueProvider provider = command.commandLine().getDefaultValueProvider();
    Configuration.Setting setting =
        provider instanceof Configuration configuration ? configuration.setting(key) : null;
    return setting == null ? null : setting.values();
  }

  static String withoutCredentials(String value) {
    return CREDENTIALS.matcher(value).replaceAll("***");
  }
}
