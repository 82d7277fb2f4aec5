package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.ProgressOptions;
import io.github.dcmbulk.cli.option.ReportOptions;
import io.github.dcmbulk.cli.option.UploadOptions;
import io.github.dcmbulk.console.Examples;
import io.github.dcmbulk.console.ResultText;
import io.github.dcmbulk.dicom.DicomFileChecker;
import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.journal.JournalReader;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.AdaptiveLimit;
import io.github.dcmbulk.remote.AdaptiveService;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.DirectUploader;
import io.github.dcmbulk.remote.RateLimits;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.Timing;
import io.github.dcmbulk.report.ResultJson;
import io.github.dcmbulk.report.RowFormat;
import io.github.dcmbulk.upload.UploadRun;
import io.github.dcmbulk.upload.UploadSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job. */
@Command(
    name = "upload",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Walk, check, upload and journal; run it again to continue.",
    footer = {
      "",
      "Examples:",
      "  dcmbulk upload --dry-run /archive      what would be sent",
      "  dcmbulk upload --report sent.csv /archive",
      "  find /archive -newer stamp -print0 | dcmbulk upload --files-from -"
    })
final class UploadCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(UploadCommand.class);

  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private UploadOptions options;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private ResultFormat output;

  @Mixin private ReportOptions reports;
  @Mixin private ProgressOptions progress;
  @Mixin private LogOptions log;

  /** How a result is printed. */
  enum ResultFormat {
    TEXT,
    JSON
  }

  UploadCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException, InterruptedException {
    log.apply();
    Map<Path, RowFormat> reportFiles = reports.formats();
    UploadSettings settings = options.toSettings(context.environment(), context.standardInput());
    Examples examples = new Examples();
    UploadListener listener = listener(examples);
    FileChecker checker = new DicomFileChecker(settings.checks());
    UploadRun run =
        new UploadRun(
            settings, checker, opener(listener, settings.concurrency()), context.clock(), listener);
    RunResult result;
    try (Signals signals = new Signals(run::stop)) {
      signals.install();
      result = run.run();
    }
    boolean isReported = writeReports(reportFiles, settings.journal(), result.run());
    print(result, examples, settings.journal());
    return isReported || result.exit() != ExitCode.OK.code()
        ? result.exit()
        : ExitCode.INCOMPLETE.code();
  }

  private UploadListener listener(Examples examples) {
    UploadListener shown = progress.listener(spec.commandLine().getErr(), context.clock());
    return event -> {
      examples.on(event);
      if (event instanceof UploadEvent.Notice notice && notice.warning()) {
        LOG.warn("{}", notice.text());
      } else {
        shown.on(event);
      }
    };
  }

  /** Complains about the service's options at once, although the service is opened late. */
  private UploadRun.ServiceOpener opener(UploadListener listener, int concurrency)
      throws UsageException {
    if (options.isDryRun()) {
      return () -> {
        throw new IllegalStateException("a dry run asks nothing of the service");
      };
    }
    ServiceSettings service = options.toServiceSettings(context.environment());
    HttpSettings http =
        options.toHttpSettings(context.environment(), "dcmbulk/" + context.version());
    Consumer<String> notices = text -> listener.on(new UploadEvent.Notice(true, text));
    Timing timing = Timing.real(context.clock());
    RateLimits limits = options.toRateLimits(timing);
    return () -> {
      if (concurrency > 0) {
        return DirectUploader.open(service, http, limits, timing, notices, Attempt.Listener.NONE);
      }
      AdaptiveLimit adaptive = new AdaptiveLimit(timing.nanos());
      return new AdaptiveService(
          DirectUploader.open(service, http, limits, timing, notices, adaptive), adaptive);
    };
  }

  private boolean writeReports(Map<Path, RowFormat> files, Path journal, String run)
      throws DcmbulkException {
    if (files.isEmpty()) {
      return true;
    }
    try (JournalReader reader = JournalReader.open(journal)) {
      for (Map.Entry<Path, RowFormat> file : files.entrySet()) {
        Rows.writeFile(reader, run, file.getKey(), file.getValue());
      }
      return true;
    } catch (IOException e) {
      Errors.print(
          spec.commandLine().getErr(),
          "a report could not be written: " + e.getMessage(),
          "dcmbulk report writes it again without uploading");
      return false;
    }
  }

  private void print(RunResult result, Examples examples, Path journal) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    RunResult.Problem problem = result.problem();
    if (problem != null) {
      Errors.print(spec.commandLine().getErr(), problem.what(), problem.remedy());
    }
    if (output == ResultFormat.JSON) {
      ResultJson.write(result, context.version(), out);
    } else if (options.isDryRun() && problem == null) {
      new ResultText(out, examples).printDryRun(result, commands(result.run(), journal));
    } else {
      new ResultText(out, examples).print(result, commands(result.run(), journal));
    }
  }

  private ResultText.Commands commands(String run, Path journal) {
    String program = context.program();
    return new ResultText.Commands(
        ShellCommand.of(program, spec.commandLine().getParent().getParseResult().originalArgs()),
        ShellCommand.of(program, "report", "--run", run, "--journal", PathText.display(journal)));
  }
}
