package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes an empty journal. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Create an empty journal, or update the tables of an older one.",
    footer = {
      "",
      "An upload does this by itself. Use it to try the connection and the rights of a role.",
      "",
      "Example:",
      "  dcmbulk journal init --journal postgresql://dcmbulk@db.example.org/dcmbulk"
    })
public final class JournalInitCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private JournalOptions journal;
  @Mixin private LogOptions log;

  /** Runs in that context. */
  public JournalInitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException {
    log.apply();
    JournalStore store = journal.shared(context.environment());
    store.hold().close();
    spec.commandLine().getOut().println("Journal " + store.name() + " is ready");
    return ExitCode.OK.code();
  }
}
