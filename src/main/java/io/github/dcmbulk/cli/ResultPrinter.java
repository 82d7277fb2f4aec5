package io.github.dcmbulk.cli;

import io.github.dcmbulk.console.Examples;
import io.github.dcmbulk.console.ResultText;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.report.ResultJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Prints a run's result the way it was asked for. */
final class ResultPrinter {
  private final Context context;
  private final Path journal;
  private final List<String> arguments;

  /** How a result is printed. */
  enum Format {
    TEXT,
    JSON
  }

  /**
   * Prints results of one command line.
   *
   * @param arguments the command line, to be repeated by who wants to go on
   */
  ResultPrinter(Context context, Path journal, List<String> arguments) {
    this.context = context;
    this.journal = journal;
    this.arguments = List.copyOf(arguments);
  }

  /** Prints the result to standard output, and to standard error what ended the run early. */
  void print(
      RunResult result,
      Format format,
      boolean dryRun,
      Examples examples,
      PrintWriter out,
      PrintWriter err)
      throws IOException {
    RunResult.Problem problem = result.problem();
    if (problem != null) {
      Errors.print(err, problem.what(), problem.remedy());
    }
    if (format == Format.JSON) {
      ResultJson.write(result, context.version(), out);
    } else if (dryRun && problem == null) {
      new ResultText(out, examples).printDryRun(result, commands(result.run()));
    } else {
      new ResultText(out, examples).print(result, commands(result.run()));
    }
  }

  private ResultText.Commands commands(String run) {
    String program = context.program();
    return new ResultText.Commands(
        ShellCommand.of(program, arguments),
        ShellCommand.of(program, "report", "--run", run, "--journal", PathText.display(journal)));
  }
}
