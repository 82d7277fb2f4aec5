package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.OutputOptions;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.console.StatusText;
import io.github.dcmbulk.console.Tty;
import io.github.dcmbulk.journal.JournalSummary;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.report.SummaryJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the journal holds. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Show the content of the journal: totals, incomplete studies, the last runs.",
    footer = {"", "Examples:", "  dcmbulk status --output json", "  dcmbulk status --watch"})
public final class StatusCommand implements Callable<Integer> {
  private static final int WATCH_SECONDS = 2;

  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private JournalOptions journal;

  @Mixin private OutputOptions output;

  @Option(
      names = "--incomplete",
      description =
          "List every study that is not complete, a line each: UID, instances delivered, instances"
              + " missing, why; separated by tabs.")
  private boolean incomplete;

  @Option(
      names = "--watch",
      description = "Show it again every two seconds, until the command is stopped.")
  private boolean watch;

  @Mixin private LogOptions log;

  /** Runs in that context. */
  public StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException, InterruptedException {
    log.apply();
    JournalStore file = journal.store(context.environment());
    PrintWriter out = spec.commandLine().getOut();
    if (incomplete) {
      listIncomplete(file, out);
      return ExitCode.OK.code();
    }
    if (!watch) {
      print(file, out);
      return ExitCode.OK.code();
    }
    boolean redraws = Tty.canMoveCursor(context.environment()) && Tty.of(Tty.Stream.OUT) != null;
    while (true) {
      StringWriter shown = new StringWriter();
      print(file, new PrintWriter(shown));
      out.print(redraws ? overdrawn(shown.toString()) : shown);
      out.flush();
      TimeUnit.SECONDS.sleep(WATCH_SECONDS);
    }
  }

  private void print(JournalStore file, PrintWriter out) throws DcmbulkException, IOException {
    JournalSummary summary;
    try (JournalReader reader = JournalReader.open(file)) {
      summary = reader.summary();
    }
    if (output.isJson()) {
      SummaryJson.write(summary, file.argument(), context.version(), out);
    } else {
      new StatusText(out).print(summary, file);
    }
    out.flush();
  }

  /** From the upper left corner, clearing what each line and the screen had below it (ECMA-48). */
  private static String overdrawn(String text) {
    return "\u001b[H"
        + text.replace(System.lineSeparator(), "\u001b[K" + System.lineSeparator())
        + "\u001b[J";
  }

  private static void listIncomplete(JournalStore file, PrintWriter out) throws DcmbulkException {
    try (JournalReader reader = JournalReader.open(file)) {
      reader
          .studies()
          .incomplete(
              study ->
                  out.println(
                      String.join(
                          "\t",
                          study.studyInstanceUid(),
                          String.valueOf(study.delivered()),
                          String.valueOf(study.missing()),
                          study.why())));
    }
    out.flush();
  }
}
