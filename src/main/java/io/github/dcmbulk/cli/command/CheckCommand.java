package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.CalendarOptions;
import io.github.dcmbulk.cli.option.CheckingOptions;
import io.github.dcmbulk.cli.option.DurationConverter;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.ProgressOptions;
import io.github.dcmbulk.cli.option.ReadingOptions;
import io.github.dcmbulk.cli.option.SelectionOptions;
import io.github.dcmbulk.cli.run.AttendedRun;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.cli.run.Rows;
import io.github.dcmbulk.cli.run.Signals;
import io.github.dcmbulk.console.CheckText;
import io.github.dcmbulk.console.Progress;
import io.github.dcmbulk.dicom.DicomFileChecker;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.report.CheckJson;
import io.github.dcmbulk.report.RowFormat;
import io.github.dcmbulk.report.RowWriter;
import io.github.dcmbulk.throttle.RateLimiter;
import io.github.dcmbulk.throttle.Timing;
import io.github.dcmbulk.upload.CheckRun;
import io.github.dcmbulk.upload.result.CheckResult;
import io.github.dcmbulk.upload.settings.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Walk and check only. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Find and check files only; opens no connection and changes no file.",
    footer = {
      "",
      "Examples:",
      "  dcmbulk check /archive",
      "  dcmbulk check --output csv /archive > verdicts.csv"
    })
public final class CheckCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private SelectionOptions selection;
  @Mixin private CheckingOptions checking;
  @Mixin private ReadingOptions reading;
  @Mixin private CalendarOptions calendars;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text: a summary; json: one object with all rows; jsonl or csv: a row for each file"
              + " (default: ${DEFAULT-VALUE}).")
  private CheckFormat output;

  @Option(
      names = "--min-age",
      paramLabel = "DURATION",
      defaultValue = "0",
      converter = DurationConverter.class,
      description = "Hold studies whose newest file is younger than this, as an upload would.")
  private Duration minAge;

  @Mixin private ProgressOptions progress;
  @Mixin private LogOptions log;

  /** How the result is printed. */
  enum CheckFormat {
    TEXT,
    JSON,
    JSONL,
    CSV
  }

  /** Runs in that context. */
  public CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException {
    log.apply();
    RateLimiter rate = reading.toLimit(Timing.real(calendars.clock(context.clock())));
    CheckRun.Settings settings =
        new CheckRun.Settings(
            selection.roots(),
            selection.filesFrom(context.standardInput()),
            selection.selection(),
            selection.filter(),
            minAge,
            new Reading(false, rate),
            output == CheckFormat.JSON);
    Progress shown =
        progress.progress(
            spec.commandLine().getErr(), context.environment(), context.steady(), false);
    CheckRun run =
        new CheckRun(
            settings, new DicomFileChecker(checking.toCheckOptions(), rate::acquire), shown);
    Signals.StopReason stopped = new Signals.StopReason();
    try {
      CheckResult result =
          new AttendedRun(shown, shown, context.steady(), Duration.ZERO)
              .run(run::status, stopped.andThen(run::stop), () -> run(run, shown));
      if (output == CheckFormat.TEXT) {
        new CheckText(spec.commandLine().getOut()).print(result);
      }
      return exitCode(result).code();
    } catch (InterruptedException e) {
      spec.commandLine().getErr().println("stopped; a check cannot be continued: start it again");
      return stopped.exitCode().code();
    }
  }

  private CheckResult run(CheckRun run, Progress shown)
      throws DcmbulkException, IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      return switch (output) {
        case TEXT -> run.run(null);
        case JSON -> object(run, shown, out);
        case JSONL -> rows(run, shown, RowFormat.JSONL, out);
        case CSV -> rows(run, shown, RowFormat.CSV, out);
      };
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private CheckResult object(CheckRun run, Progress shown, PrintWriter out)
      throws DcmbulkException, IOException, InterruptedException {
    CheckJson json = new CheckJson(context.version(), out);
    CheckResult result = run.run(Rows.after(shown, Rows.into(json::row)));
    json.end(result);
    return result;
  }

  private static CheckResult rows(CheckRun run, Progress shown, RowFormat format, PrintWriter out)
      throws DcmbulkException, IOException, InterruptedException {
    try (RowWriter rows = format.open(out)) {
      return run.run(Rows.after(shown, Rows.into(rows::write)));
    }
  }

  /**
   * As of a run: what cannot be read may be readable next time, what is rejected will not change.
   */
  private static ExitCode exitCode(CheckResult result) {
    if (result.files().unreadable() > 0) {
      return ExitCode.INCOMPLETE;
    }
    boolean isClean = result.files().rejected() == 0 && result.conflicts() == 0;
    return isClean ? ExitCode.OK : ExitCode.REJECTED;
  }
}
