package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.journal.JournalSummary;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.report.SummaryJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
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
    header = "What the journal holds: totals, incomplete studies, the last runs.",
    footer = {"", "Example:", "  dcmbulk status --output json"})
final class StatusCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private JournalOptions journal;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private ResultPrinter.Format output;

  @Option(
      names = "--incomplete",
      description =
          "List every study that is not complete, a line each: UID, instances delivered, instances"
              + " missing, why; separated by tabs.")
  private boolean incomplete;

  @Mixin private LogOptions log;

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException {
    log.apply();
    JournalStore file = journal.store(context.environment());
    PrintWriter out = spec.commandLine().getOut();
    if (incomplete) {
      listIncomplete(file, out);
      return ExitCode.OK.code();
    }
    JournalSummary summary;
    try (JournalReader reader = JournalReader.open(file)) {
      summary = reader.summary();
    }
    if (output == ResultPrinter.Format.JSON) {
      SummaryJson.write(summary, file.argument(), context.version(), out);
    } else {
      new StatusText(out).print(summary, file);
    }
    return ExitCode.OK.code();
  }

  private static void listIncomplete(JournalStore file, PrintWriter out) throws DcmbulkException {
    try (JournalReader reader = JournalReader.open(file)) {
      reader.incompleteStudies(
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
