package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.console.Examples;
import io.github.dcmbulk.console.ForecastText;
import io.github.dcmbulk.console.ResultText;
import io.github.dcmbulk.console.Table;
import io.github.dcmbulk.console.Tty;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.Forecast;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.report.ResultJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the result of a run, as text or JSON. */
public final class ResultPrinter {
  private final Context context;
  private final JournalStore journal;
  private final List<String> arguments;
  private final boolean isSelective;

  /**
   * Prints results of one command line.
   *
   * @param arguments the command line, for the suggested commands
   * @param isSelective whether options leave files out by name or by content
   */
  public ResultPrinter(
      Context context, JournalStore journal, List<String> arguments, boolean isSelective) {
    this.context = context;
    this.journal = journal;
    this.isSelective = isSelective;
    // The suggested command drops --force: the journal already holds what it selected.
    this.arguments = arguments.stream().filter(word -> !word.equals("--force")).toList();
  }

  /**
   * Prints the result to standard output, and to standard error what ended the run early.
   *
   * @throws IOException the output cannot be written
   */
  public void print(
      RunResult result,
      boolean json,
      @Nullable Forecast forecast,
      Examples examples,
      PrintWriter out,
      PrintWriter err)
      throws IOException {
    RunResult.Problem problem = result.problem();
    if (problem != null) {
      ErrorMessage.print(err, problem.what(), problem.remedy());
    }
    if (json) {
      ResultJson.write(result, context.version(), forecast, out);
    } else if (forecast != null && problem == null) {
      text(out, examples).printDryRun(result, commands(result.run(), examples));
      ForecastText.print(forecast, out);
    } else {
      text(out, examples).print(result, commands(result.run(), examples));
    }
  }

  private static ResultText text(PrintWriter out, Examples examples) {
    Tty terminal = Tty.of(Tty.Stream.OUT);
    int columns = terminal == null ? Table.ANY_WIDTH : terminal.columns();
    return new ResultText(out, columns, examples);
  }

  private ResultText.NextCommands commands(String run, Examples examples) {
    String program = context.program();
    String journalFile = journal.argument();
    Path rejected = examples.rejected();
    long refused = refused();
    return new ResultText.NextCommands(
        ShellCommand.of(program, arguments),
        ShellCommand.of(program, "report", "--run", run, "--journal", journalFile),
        ShellCommand.of(program, "status", "--incomplete", "--journal", journalFile),
        rejected == null
            ? null
            : ShellCommand.of(program, "explain", PathText.surrogateEscaped(rejected)),
        refused,
        ShellCommand.of(program, retrying()),
        isSelective);
  }

  private List<String> retrying() {
    List<String> words = new ArrayList<>(arguments);
    if (!words.contains("--retry-failed")) {
      words.add(Math.min(1, words.size()), "--retry-failed");
    }
    return words;
  }

  /** 0 when the journal cannot be read: that was reported before. */
  private long refused() {
    try (JournalReader reader = JournalReader.open(journal)) {
      return reader.refusedPermanently();
    } catch (JournalException | UsageException e) {
      return 0;
    }
  }
}
