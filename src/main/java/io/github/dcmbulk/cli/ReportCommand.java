package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.ReportOptions;
import io.github.dcmbulk.journal.JournalReader;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.report.RowFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Every file's fate. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Every file's fate, from the journal.",
    footer = {
      "",
      "Examples:",
      "  dcmbulk report > last-run.csv",
      "  dcmbulk report --all --report all.jsonl --report all.csv"
    })
final class ReportCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;

  @ArgGroup private @Nullable Extent extent;

  @Mixin private JournalOptions journal;

  @Option(
      names = {"--format", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "csv",
      description = "csv, json or jsonl, on standard output (default: ${DEFAULT-VALUE}).")
  private RowFormat format;

  @Mixin private ReportOptions reports;
  @Mixin private LogOptions log;

  /** Which rows. */
  static final class Extent {
    @Option(
        names = "--run",
        paramLabel = "ID",
        required = true,
        description = "What that run found; last for the newest (default: last).")
    private @Nullable String run;

    @Option(names = "--all", required = true, description = "Everything the journal holds.")
    private boolean all;
  }

  ReportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException {
    log.apply();
    Map<Path, RowFormat> files = reports.formats();
    try (JournalReader reader = JournalReader.open(journal.file(context.environment()))) {
      for (Map.Entry<Path, RowFormat> file : files.entrySet()) {
        Rows.writeFile(reader, run(), file.getKey(), file.getValue());
      }
      if (files.isEmpty()) {
        Rows.write(reader, run(), spec.commandLine().getOut(), format);
      }
    }
    return ExitCode.OK.code();
  }

  private @Nullable String run() {
    if (extent == null) {
      return "last";
    }
    return extent.all ? null : extent.run;
  }
}
