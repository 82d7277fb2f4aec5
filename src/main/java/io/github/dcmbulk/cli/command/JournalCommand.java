package io.github.dcmbulk.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Parent of the commands about a journal. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Create, back up, export, verify, prune or import the journal.",
    footer = {
      "",
      "The journal is the only record of what was delivered. Back it up with journal backup,"
          + " also while",
      "a run is going on. If it is damaged, restore a backup; without one, save what can be"
          + " read, and",
      "continue with a new journal made of that:",
      "",
      "  dcmbulk journal export --salvage --journal old.db > rows.jsonl",
      "  dcmbulk journal import --journal new.db rows.jsonl",
      "",
      "Studies with unreadable rows are sent again completely."
    })
public final class JournalCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "journal needs a command: journal init, backup, export, verify, prune or import");
  }
}
