package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.journal.JournalReader;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.report.RowFormat;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The whole journal as JSON lines. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Write every row of the journal as JSON lines.",
    footer = {"", "Example:", "  dcmbulk journal export > journal.jsonl"})
final class JournalExportCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private JournalOptions journal;
  @Mixin private LogOptions log;

  JournalExportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException {
    log.apply();
    try (JournalReader reader = JournalReader.open(journal.file(context.environment()))) {
      Rows.write(reader, null, spec.commandLine().getOut(), RowFormat.JSONL);
    }
    return ExitCode.OK.code();
  }
}
