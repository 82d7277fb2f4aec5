package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.file.OthersAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Errors about options, in the form that the usage error handler prints. */
final class Flags {
  private static final Logger LOG = LoggerFactory.getLogger(Flags.class);

  private Flags() {}

  /** Where an option's value comes from, the strongest first. */
  enum Source {
    COMMAND_LINE,
    ENVIRONMENT,
    FILE,
    DEFAULT
  }

  /** Where the value of an option comes from. */
  static Source source(CommandSpec command, String option) {
    if (command.commandLine().getParseResult().hasMatchedOption(option)) {
      return Source.COMMAND_LINE;
    }
    if (command.commandLine().getDefaultValueProvider() instanceof Configuration configuration) {
      Configuration.Setting setting = configuration.setting(option.substring(2));
      if (setting != null) {
        return setting.isFromEnvironment() ? Source.ENVIRONMENT : Source.FILE;
      }
    }
    return Source.DEFAULT;
  }

  /** A usage error of the command that the options belong to. */
  static ParameterException wrong(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** A usage error: the file that the option names cannot be written. */
  static ParameterException unwritable(CommandSpec command, String option, Path file) {
    return wrong(command, option + ": " + file + " cannot be written; check the path");
  }

  /** The two ways to set a value without a file: {@code --api-url or DCMBULK_API_URL}. */
  static String optionOrVariable(String key) {
    return "--" + key + " or " + Configuration.variable(key);
  }

  /** The file, when it can be read; a usage error naming the option otherwise. */
  static Path readable(CommandSpec command, String option, Path file) {
    if (!Files.isRegularFile(file) && !Files.isReadable(file)) {
      throw wrong(command, option + ": no such file: " + file);
    }
    if (!Files.isReadable(file)) {
      throw wrong(command, option + ": " + file + " cannot be read; check its permissions");
    }
    return file;
  }

  /**
   * The file of a secret or a key, if it can be read. If other users may write it, that is a usage
   * error: they could replace it. If they may read it, there is a warning.
   */
  static Path secretFile(CommandSpec command, String option, Path file) {
    readable(command, option, file);
    OthersAccess others = OthersAccess.to(file);
    if (others.mayWrite()) {
      throw wrong(
          command,
          "%s: other users may write %s (%s); run: chmod go-w %s"
              .formatted(option, file, others.mode(), file));
    }
    if (others.mayRead()) {
      LOG.warn("{} can be read by other users; run: chmod 600 {}", file, file);
    }
    return file;
  }
}
