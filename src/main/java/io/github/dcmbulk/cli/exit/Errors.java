package io.github.dcmbulk.cli.exit;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.cli.config.Nearest;
import io.github.dcmbulk.cli.log.Logging;
import io.github.dcmbulk.cli.run.ErrorMessage;
import io.github.dcmbulk.cli.run.StandardOutput;
import io.github.dcmbulk.console.Cells;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns the errors of all commands into messages and exit codes: what happened, where, and what to
 * do, in a line or two. Stack traces are for {@code --debug}.
 */
public final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final Pattern WRONG_CHOICE =
      Pattern.compile("(.*: )expected one of \\[(.*)] \\(case-insensitive\\) but was (.*)");

  /** Picocli names Java's type of a number. */
  private static final Pattern WRONG_NUMBER = Pattern.compile("is not an? (int|long)$");

  private static final Pattern MISSING_GROUP =
      Pattern.compile("Error: Missing required argument \\(specify one of these\\): \\((.*)\\)");

  private final Configuration configuration;

  /** Errors of commands with these defaults. */
  public Errors(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public int handleParseException(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("error: " + what(error) + origin(error));
    String meant = suggestion(error);
    if (!meant.isEmpty()) {
      err.println("did you mean " + meant + "?");
    }
    err.println("help:  " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    FailedStartMetrics.record(command, configuration, ExitCode.USAGE.code());
    FailedStartLog.record(command, configuration, what(error) + origin(error));
    return ExitCode.USAGE.code();
  }

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (error instanceof StandardOutput.Failure failure) {
      return failure.exitCode(err, ExitCode.OK.code());
    }
    Throwable lost = lostClass(error);
    if (error instanceof DcmbulkException known) {
      ErrorMessage.print(err, known.getMessage(), known.remedy());
    } else if (lost != null) {
      err.println(programLost(lost));
    } else if (error instanceof IOException io) {
      ErrorMessage.print(
          err,
          "a file could not be read or written: " + Cells.safe(reason(io)),
          "check its permissions and the space of its disk, then run the same command again");
    } else {
      String what = error.getClass().getSimpleName() + ": " + firstLine(error.getMessage());
      ErrorMessage.print(err, "unexpected: " + what, remedy(command));
      LoggerFactory.getLogger(Logging.CRASHES).error("Unexpected failure", error);
    }
    if (isDebug(command)) {
      error.printStackTrace(err);
    }
    err.flush();
    FailedStartMetrics.record(command, configuration, ExitCodes.of(error).code());
    return ExitCodes.of(error).code();
  }

  /** Names the command or option; Picocli names an argument and its index. */
  private static String what(ParameterException error) {
    if (error instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String word = Cells.safe(unmatched.getUnmatched().get(0));
      boolean expectsCommand = !error.getCommandLine().getSubcommands().isEmpty();
      if (word.startsWith("-")) {
        return "there is no option " + word.replaceFirst("=.*", "");
      }
      return expectsCommand ? "there is no command " + word : "unexpected argument " + word;
    }
    if (error instanceof MutuallyExclusiveArgsException) {
      return firstLine(error.getMessage()).replaceFirst("^Error: ", "");
    }
    Matcher group = MISSING_GROUP.matcher(firstLine(error.getMessage()));
    if (group.matches()) {
      return "one of these is needed: " + group.group(1);
    }
    Matcher choice = WRONG_CHOICE.matcher(firstLine(error.getMessage()));
    return Cells.safe(
        choice.matches()
            ? choice.group(1) + choice.group(3) + " is none of " + choices(choice.group(2))
            : WRONG_NUMBER
                .matcher(firstLine(error.getMessage()))
                .replaceFirst("is no whole number")
                .replace("is not a boolean", "is neither true nor false"));
  }

  /** Picocli names a choice with a dash by its Java name as well, with an underscore. */
  private static String choices(String named) {
    List<String> all = List.of(named.toLowerCase(Locale.ROOT).split(", "));
    return all.stream()
        .filter(name -> name.indexOf('_') < 0 || !all.contains(name.replace('_', '-')))
        .collect(Collectors.joining(", "));
  }

  /** The failure to load a class among an error's causes; null if that is not what happened. */
  private static @Nullable Throwable lostClass(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof LinkageError || cause instanceof ClassNotFoundException) {
        return cause;
      }
    }
    return null;
  }

  /** What to say where a part of the program itself cannot be loaded: one line. */
  public static String programLost(Throwable lost) {
    return "error: a part of dcmbulk cannot be loaded ("
        + lost.getMessage()
        + "): its files were replaced or removed while it ran (try: run the same command again; what"
        + " was delivered is recorded. Install a new version beside the old one, not over it)";
  }

  /** The source of a wrong value that was not typed on the command line. */
  private String origin(ParameterException error) {
    ArgSpec argument = error.getArgSpec();
    if (!(argument instanceof OptionSpec option)
        || !option.longestName().startsWith("--")
        || isOnTheCommandLine(error.getCommandLine(), option)) {
      return "";
    }
    Configuration.Setting setting = configuration.setting(Configuration.key(option));
    return setting == null ? "" : " (from " + setting.source() + ")";
  }

  private static boolean isOnTheCommandLine(CommandLine command, OptionSpec option) {
    ParseResult parsed = command.getParseResult();
    return parsed != null && parsed.hasMatchedOption(option);
  }

  private static String suggestion(ParameterException error) {
    if (!(error instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    CommandSpec command = error.getCommandLine().getCommandSpec();
    String word = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
    return word.startsWith("-")
        ? Nearest.ifLikely(word, command.optionsMap().keySet())
        : Nearest.ifLikely(word, command.subcommands().keySet());
  }

  private static String remedy(CommandLine command) {
    Object log = value(command, "--log-file");
    return log instanceof Path file
        ? "see the log " + file + ""
        : "run it again with --debug to see where it happened";
  }

  private static boolean isDebug(CommandLine command) {
    return Boolean.TRUE.equals(value(command, "--debug"));
  }

  private static @Nullable Object value(CommandLine command, String name) {
    OptionSpec option = command.getCommandSpec().findOption(name);
    return option == null ? null : option.getValue();
  }

  /** The system's own words; their file comes first where it is known. */
  private static String reason(IOException error) {
    if (error instanceof FileSystemException system && system.getReason() == null) {
      // The system's words are only in the class's name: AccessDenied, NoSuchFile.
      String kind = error.getClass().getSimpleName().replaceFirst("Exception$", "");
      return system.getFile() + ": " + kind;
    }
    String message = firstLine(error.getMessage());
    return message.isEmpty() ? error.getClass().getSimpleName() : message;
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
