package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.ReportOptions;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.cli.run.ErrorMessage;
import io.github.dcmbulk.cli.run.Reports;
import io.github.dcmbulk.cli.run.StudyReports;
import io.github.dcmbulk.file.AtomicFile;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.receipt.Receipts;
import io.github.dcmbulk.report.ReportFormat;
import io.github.dcmbulk.report.RowFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Status of every file. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Show the status of every file, from the journal.",
    footer = {
      "",
      "Examples:",
      "  dcmbulk report > last-run.csv",
      "  dcmbulk report --level study > studies.csv",
      "  dcmbulk report --level month --format text",
      "  dcmbulk report --all --report migration.html --report migration.csv",
      "  dcmbulk report --receipt receipts"
    })
public final class ReportCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;

  @ArgGroup private @Nullable Extent extent;

  @Mixin private JournalOptions journal;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      defaultValue = "instance",
      description =
          "A row for each file (instance), each study (study), or each month of study dates and"
              + " modality (month) (default: ${DEFAULT-VALUE}).")
  private Level level;

  @Option(
      names = {"--format", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "csv",
      description =
          "html, csv, json or jsonl, on standard output; text with --level study or month"
              + " (default: ${DEFAULT-VALUE}).")
  private ReportOutput format;

  @Mixin private ReportOptions reports;

  @Option(
      names = "--receipt",
      paramLabel = "DIR",
      description =
          "Write a receipt of every delivered study to DIR, in a chain of digests; later calls"
              + " add only new or changed studies.")
  private @Nullable Path receipts;

  @Mixin private LogOptions log;

  /** What a row is about. */
  enum Level {
    INSTANCE,
    STUDY,
    MONTH
  }

  /** How a report on standard output is written. */
  enum ReportOutput {
    HTML,
    CSV,
    JSON,
    JSONL,
    TEXT
  }

  /** Which rows. */
  static final class Extent {
    @Option(
        names = "--run",
        paramLabel = "ID",
        required = true,
        description = "Report this run; last is the newest (default: last).")
    private @Nullable String run;

    @Option(names = "--all", required = true, description = "Report the whole journal.")
    private boolean all;
  }

  /** Runs in that context. */
  public ReportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException {
    log.apply();
    Map<Path, ReportFormat> files = reports.formats();
    JournalStore journalFile = journal.store(context.environment());
    try (JournalReader reader = JournalReader.open(journalFile)) {
      reader.requireRun(run());
      if (level != Level.INSTANCE) {
        byStudy(reader, files);
        return ExitCode.OK.code();
      }
      Reports writer = new Reports(context, journalFile, run());
      writer.write(reader, files);
      if (receipts != null) {
        return write(receipts, reader).code();
      } else if (files.isEmpty()) {
        writer.write(reader, rowsOrPage(), spec.commandLine().getOut());
      }
    }
    return ExitCode.OK.code();
  }

  private ReportFormat rowsOrPage() {
    if (format == ReportOutput.TEXT) {
      throw new ParameterException(
          spec.commandLine(), "--format text needs --level study or month; give csv for files");
    }
    return ReportFormat.valueOf(format.name());
  }

  private void byStudy(JournalReader reader, Map<Path, ReportFormat> files)
      throws DcmbulkException, IOException {
    if (receipts != null || format == ReportOutput.HTML || files.containsValue(ReportFormat.HTML)) {
      throw new ParameterException(
          spec.commandLine(),
          "--level study and month give rows only; leave --receipt and html out");
    }
    StudyReports writer = new StudyReports(reader, run(), level == Level.MONTH);
    for (Map.Entry<Path, ReportFormat> file : files.entrySet()) {
      try (AtomicFile target = AtomicFile.create(file.getKey())) {
        writer.write(file.getValue().rows().orElseThrow(), target.writer());
        target.commit();
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (files.isEmpty() && format == ReportOutput.TEXT) {
      writer.print(out);
    } else if (files.isEmpty()) {
      writer.write(RowFormat.valueOf(format.name()), out);
    }
    out.flush();
  }

  private ExitCode write(Path directory, JournalReader reader) throws DcmbulkException {
    Receipts.Written written;
    try {
      written = Receipts.write(reader, directory, context.clock());
    } catch (IOException e) {
      ErrorMessage.print(
          spec.commandLine().getErr(),
          "the receipts in %s cannot be written: %s".formatted(PathText.display(directory), why(e)),
          "free some space or fix the permissions, then run the same command again: it continues");
      return ExitCode.INCOMPLETE;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("Receipts in " + PathText.display(directory));
    out.printf(
        "  %,d written, %s unchanged; %s%n  head: %s%n",
        written.written(),
        Count.of(written.unchanged(), "study", "studies"),
        Count.of(written.lines(), "line"),
        written.head());
    out.flush();
    return ExitCode.OK;
  }

  /** Without the path, which the message names. */
  private static String why(IOException e) {
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  private @Nullable String run() {
    if (extent == null) {
      return "last";
    }
    return extent.all ? null : extent.run;
  }
}
