package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.ProgressOptions;
import io.github.dcmbulk.cli.run.AuditProgress;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.console.CountProgress;
import io.github.dcmbulk.console.Quantity;
import io.github.dcmbulk.journal.maintain.JournalBackup;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.PathText;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A copy of the journal, also while a run writes to it. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Copy the journal to a file, also while a run is writing to it.",
    footer = {
      "",
      "The copy is the journal as it was at one moment. It is verified before it gets its name,"
          + " and",
      "only its owner can read it. A plain copy of the file lacks what is still in its log.",
      "",
      "To restore it, while no run is going on: put it in the place of the journal, and remove the",
      "files journal.db-wal and journal.db-shm beside it. What was delivered after the backup is",
      "sent again.",
      "",
      "The copy of a journal in a database is a journal in a file, which every command reads. To put",
      "its delivered instances into an empty database, use journal export and journal import.",
      "",
      "Example:",
      "  dcmbulk journal backup /backup/journal-monday.db"
    })
public final class JournalBackupCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path target;

  @Option(names = "--overwrite", description = "Replace FILE if it exists.")
  private boolean overwrite;

  @Mixin private JournalOptions journal;
  @Mixin private ProgressOptions progress;
  @Mixin private LogOptions log;

  /** Runs in that context. */
  public JournalBackupCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException {
    log.apply();
    JournalStore source = journal.store(context.environment());
    JournalBackup.Copied copied;
    try (CountProgress shown =
        progress.counting(spec.commandLine().getErr(), context.environment(), context.steady())) {
      copied =
          JournalBackup.run(source, target.toAbsolutePath(), overwrite, new AuditProgress(shown));
    }
    spec.commandLine()
        .getOut()
        .printf(
            "Backup %s: %s, %,d delivered; %,d bytes, verified%n",
            PathText.display(target),
            Quantity.of(copied.files(), "file", "files"),
            copied.delivered(),
            copied.bytes());
    return ExitCode.OK.code();
  }
}
