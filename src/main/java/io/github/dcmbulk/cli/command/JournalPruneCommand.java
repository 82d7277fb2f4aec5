package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.DurationConverter;
import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.journal.maintain.JournalPruning;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the journal smaller. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Remove entries of delivered files that no longer exist.",
    footer = {
      "",
      "Entries of files that still exist are kept, because those files would be sent again.",
      "",
      "Example:",
      "  dcmbulk journal prune --older-than 90d"
    })
public final class JournalPruneCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private JournalOptions journal;

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      required = true,
      converter = DurationConverter.class,
      description = "Only what was delivered longer ago than this.")
  private Duration age;

  @Mixin private LogOptions log;

  /** Runs in that context. */
  public JournalPruneCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException {
    log.apply();
    JournalPruning.Pruned pruned =
        JournalPruning.run(
            journal.store(context.environment()), context.clock().instant().minus(age));
    spec.commandLine()
        .getOut()
        .printf(
            "Pruned %s and %s; the journal has %,d bytes now, %,d before%n",
            Count.of(pruned.files(), "file"),
            Count.of(pruned.runs(), "run"),
            pruned.bytesAfter(),
            pruned.bytesBefore());
    return ExitCode.OK.code();
  }
}
