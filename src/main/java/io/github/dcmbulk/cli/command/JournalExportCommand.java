package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.cli.run.Rows;
import io.github.dcmbulk.console.Quantity;
import io.github.dcmbulk.journal.maintain.JournalSalvage;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.report.RowFormat;
import io.github.dcmbulk.report.RowWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole journal as JSON lines. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Write every row of the journal as JSON lines.",
    footer = {
      "",
      "Exits 1 when --salvage found rows that it could not read.",
      "",
      "Example:",
      "  dcmbulk journal export > journal.jsonl"
    })
public final class JournalExportCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private JournalOptions journal;

  @Option(
      names = "--salvage",
      description = {
        "Read a damaged journal; skip what cannot be read.",
        "Instances of studies that must be sent again completely are written as pending."
      })
  private boolean salvage;

  @Mixin private LogOptions log;

  /** Runs in that context. */
  public JournalExportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException {
    log.apply();
    JournalStore source = journal.store(context.environment());
    if (salvage) {
      return salvage(source).code();
    }
    try (JournalReader reader = JournalReader.open(source)) {
      Rows.write(reader, null, spec.commandLine().getOut(), RowFormat.JSONL);
    }
    return ExitCode.OK.code();
  }

  private ExitCode salvage(JournalStore source) throws DcmbulkException, IOException {
    JournalSalvage.Salvaged salvaged;
    try (RowWriter rows = RowFormat.JSONL.open(spec.commandLine().getOut())) {
      salvaged = JournalSalvage.run(source, Rows.into(rows::write));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "%s read; %s%n",
        Quantity.of(salvaged.rows(), "row", "rows"),
        salvaged.gaps() == 0
            ? "everything was readable"
            : "unreadable in " + Quantity.of(salvaged.gaps(), "place", "places"));
    err.flush();
    return salvaged.gaps() == 0 ? ExitCode.OK : ExitCode.INCOMPLETE;
  }
}
