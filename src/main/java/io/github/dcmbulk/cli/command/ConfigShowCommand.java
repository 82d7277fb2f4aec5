package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.cli.option.ProxyVariables;
import io.github.dcmbulk.cli.option.UploadOptions;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.model.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The effective configuration of an upload. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Show what upload would use, and where each value comes from; no secret is shown.",
    footer = {"", "Example:", "  dcmbulk config show --profile research"})
public final class ConfigShowCommand implements Callable<Integer> {
  private static final List<String> SECRETS =
      List.of("client-secret", "refresh-token", "proxy-password");
  private static final Set<String> NOT_SHOWN = Set.of("help", "version", "config", "profile");

  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private UploadOptions options;

  /** A value as text, and where it comes from. */
  private record Shown(String value, String source) {}

  /** Runs in that context. */
  public ConfigShowCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (OptionSpec option : spec.options()) {
      String key = Configuration.key(option);
      if (!NOT_SHOWN.contains(key)) {
        Shown shown = shown(option, key);
        out.printf("%-22s %-40s %s%n", key, shown.value(), shown.source());
      }
    }
    for (ProxyVariables.InForce proxy : options.environmentProxies(context.environment())) {
      out.printf(
          "%-22s %-40s environment variable %s%n", proxy.key(), proxy.value(), proxy.variable());
    }
    for (String secret : SECRETS) {
      if (context.environment().containsKey(Configuration.variable(secret))) {
        out.printf(
            "%-22s %-40s environment variable %s%n", secret, "***", Configuration.variable(secret));
      }
    }
    printCredentials(out);
    out.flush();
    return ExitCode.OK.code();
  }

  /** Secrets that systemd hands over; used where neither a file nor a variable has one. */
  private void printCredentials(PrintWriter out) {
    String directory = context.environment().get("CREDENTIALS_DIRECTORY");
    for (String secret : SECRETS) {
      if (directory != null && Files.isRegularFile(Path.of(directory, secret))) {
        out.printf("%-22s %-40s systemd credential%n", secret, "***");
      }
    }
  }

  private Shown shown(OptionSpec option, String key) {
    if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
      return new Shown(String.join(", ", option.originalStringValues()), "command line");
    }
    Configuration.Setting setting = setting(key);
    if (setting != null) {
      return new Shown(String.join(", ", setting.values()), setting.source());
    }
    if (key.equals("journal")) {
      return new Shown(options.journal(context.environment()), "default");
    }
    String standard = option.defaultValue();
    boolean isFlag = option.arity().max() == 0;
    return new Shown(standard != null ? standard : isFlag ? "false" : "-", "default");
  }

  private Configuration.@Nullable Setting setting(String key) {
    IDefaultValueProvider provider = spec.commandLine().getDefaultValueProvider();
    return provider instanceof Configuration configuration ? configuration.setting(key) : null;
  }
}
