package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.ProgressOptions;
import io.github.dcmbulk.cli.run.AuditProgress;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.console.CountProgress;
import io.github.dcmbulk.journal.maintain.JournalAudit;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.PathText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Verifies a journal. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Check the journal: its file, its sums, and the delivered files that it lists.",
    footer = {
      "",
      "Exits 1 when the journal is damaged. Files that changed or were removed after their",
      "delivery are only counted and listed.",
      "",
      "Example:",
      "  dcmbulk journal verify"
    })
public final class JournalVerifyCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private JournalOptions journal;

  @Option(names = "--no-files", description = "Check the journal only, not the files.")
  private boolean journalOnly;

  @Mixin private ProgressOptions progress;
  @Mixin private LogOptions log;

  /** Runs in that context. */
  public JournalVerifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException {
    log.apply();
    JournalStore file = journal.store(context.environment());
    JournalAudit.Findings found = audit(file);
    PrintWriter out = spec.commandLine().getOut();
    out.println("Journal " + file.name());
    if (found.problems().isEmpty()) {
      out.println("  file and sums are correct");
    }
    found.problems().forEach(problem -> out.println("  problem: " + problem));
    if (!journalOnly) {
      out.printf(
          "Files of delivered instances, duplicates included: %,d unchanged, %,d changed since, %,d no longer there%n",
          found.unchanged(), found.changed(), found.missing());
      found.examples().forEach(path -> out.println("  " + PathText.display(path)));
    }
    return (found.problems().isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE).code();
  }

  private JournalAudit.Findings audit(JournalStore file) throws DcmbulkException {
    try (CountProgress shown =
        progress.counting(spec.commandLine().getErr(), context.environment(), context.steady())) {
      return JournalAudit.run(file, !journalOnly, new AuditProgress(shown));
    }
  }
}
