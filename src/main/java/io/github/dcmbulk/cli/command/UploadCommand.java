package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.exit.ExitCodes;
import io.github.dcmbulk.cli.option.AuditOptions;
import io.github.dcmbulk.cli.option.EndOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.MetricsOptions;
import io.github.dcmbulk.cli.option.OutputOptions;
import io.github.dcmbulk.cli.option.ProgressOptions;
import io.github.dcmbulk.cli.option.ReportOptions;
import io.github.dcmbulk.cli.option.UploadOptions;
import io.github.dcmbulk.cli.run.AttendedRun;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.cli.run.CryptoChoice;
import io.github.dcmbulk.cli.run.EndCommand;
import io.github.dcmbulk.cli.run.ForecastTally;
import io.github.dcmbulk.cli.run.LastRunThroughput;
import io.github.dcmbulk.cli.run.Monitoring;
import io.github.dcmbulk.cli.run.ReportFiles;
import io.github.dcmbulk.cli.run.RequestEvents;
import io.github.dcmbulk.cli.run.ResultPrinter;
import io.github.dcmbulk.cli.run.RunEnvironment;
import io.github.dcmbulk.cli.run.RunEvents;
import io.github.dcmbulk.cli.run.ServiceWiring;
import io.github.dcmbulk.cli.run.ShownEvents;
import io.github.dcmbulk.cli.run.StandardOutput;
import io.github.dcmbulk.console.Examples;
import io.github.dcmbulk.console.Progress;
import io.github.dcmbulk.crypto.NativeCrypto;
import io.github.dcmbulk.dicom.DicomFileChecker;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.Forecast;
import io.github.dcmbulk.model.Inventory;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.report.ResultJson;
import io.github.dcmbulk.throttle.Timing;
import io.github.dcmbulk.upload.UploadRun;
import io.github.dcmbulk.upload.dispatch.ServiceOpener;
import io.github.dcmbulk.upload.result.ProgressNotes;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The main job. */
@Command(
    name = "upload",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Find, check and upload files; run it again to continue.",
    footer = {
      "",
      "Examples:",
      "  dcmbulk upload --dry-run /archive      what would be sent",
      "  dcmbulk upload --report sent.html --report sent.csv /archive",
      "  find /archive -newer stamp -print0 | dcmbulk upload --files-from -"
    })
public final class UploadCommand implements Callable<Integer> {
  /** A mail or a webhook takes seconds. */
  private static final Duration ON_END = Duration.ofMinutes(2);

  private final Context context;
  private final RunEvents events;
  private long pendingBytes;

  @Spec private CommandSpec spec;
  @Mixin private UploadOptions options;

  @Mixin private OutputOptions output;

  @Mixin private ReportOptions reports;
  @Mixin private ProgressOptions progress;
  @Mixin private AuditOptions audit;
  @Mixin private MetricsOptions metrics;
  @Mixin private EndOptions end;
  @Mixin private LogOptions log;

  /** Runs in that context. */
  public UploadCommand(Context context) {
    this.context = context;
    this.events = new RunEvents(context.steady());
  }

  @Override
  public Integer call() throws DcmbulkException, IOException, InterruptedException {
    log.apply();
    RunFacts facts = RunEnvironment.facts(spec, context.version());
    RunEvents.begin(facts, RunEnvironment.profile(spec));
    try {
      return run(facts);
    } catch (DcmbulkException | IOException | RuntimeException e) {
      events.failed(ExitCodes.of(e).code(), e.getMessage());
      throw e;
    }
  }

  private Integer run(RunFacts facts) throws DcmbulkException, IOException, InterruptedException {
    ReportFiles reportFiles = new ReportFiles(reports.formats());
    UploadSettings settings =
        options.toSettings(
            context.environment(),
            context.standardInput(),
            Timing.real(options.clock(context.clock())),
            facts);
    Examples examples = new Examples();
    RunResult result = run(settings, examples);
    PrintWriter err = spec.commandLine().getErr();
    if (isStopped(result)) {
      // After a stop the result is printed before reports are written.
      events.end(result, result.exit());
      int exit = print(result, settings.resume().journal(), examples, result.exit());
      spec.commandLine().getOut().flush();
      reportFiles.write(context, settings.resume().journal(), result.run(), err);
      runEndCommand(result);
      return exit;
    }
    boolean isReported = reportFiles.write(context, settings.resume().journal(), result.run(), err);
    if (!isReported && isSuccess(result)) {
      result = result.withExit(ExitCode.INCOMPLETE.code());
    }
    events.end(result, result.exit());
    int exit = print(result, settings.resume().journal(), examples, result.exit());
    runEndCommand(result);
    return exit;
  }

  private static boolean isSuccess(RunResult result) {
    return result.exit() == ExitCode.OK.code() || result.exit() == ExitCode.REJECTED.code();
  }

  /** Gives the result to the program of {@code --on-end}. */
  private void runEndCommand(RunResult result) throws IOException, InterruptedException {
    List<String> program = end.onEnd();
    if (program != null && !options.isDryRun()) {
      StringWriter json = new StringWriter();
      ResultJson.write(result, context.version(), null, json);
      spec.commandLine().getOut().flush();
      new EndCommand(program, ON_END, spec.commandLine().getErr()).run(json.toString());
    }
  }

  private static boolean isStopped(RunResult result) {
    return result.exit() == ExitCode.INTERRUPTED.code()
        || result.exit() == ExitCode.TERMINATED.code();
  }

  /** Prints the result; the exit code. */
  private int print(RunResult result, JournalStore journal, Examples examples, int exit)
      throws DcmbulkException, IOException {
    PrintWriter err = spec.commandLine().getErr();
    try {
      new ResultPrinter(context, journal, arguments(), options.isSelective())
          .print(
              result,
              output.isJson(),
              forecast(result, journal),
              examples,
              spec.commandLine().getOut(),
              err);
      return exit;
    } catch (StandardOutput.Failure e) {
      // The run's own exit code has precedence over a failure to print the result.
      return e.exitCode(err, exit);
    }
  }

  private @Nullable Forecast forecast(RunResult result, JournalStore journal) {
    if (!options.isDryRun()) {
      return null;
    }
    return new ForecastTally(options.clock(context.clock()), options.limitRate(), options.window())
        .forecast(
            result.instances().pending(),
            pendingBytes,
            LastRunThroughput.in(journal),
            inventory(journal, result.run()));
  }

  private static @Nullable Inventory inventory(JournalStore journal, String run) {
    try (JournalReader reader = JournalReader.open(journal)) {
      return reader.inventory(run);
    } catch (DcmbulkException e) {
      // A journal that failed was reported with the result.
      return null;
    }
  }

  private RunResult run(UploadSettings settings, Examples examples)
      throws DcmbulkException, IOException, InterruptedException {
    Progress shown =
        progress.progress(
            spec.commandLine().getErr(),
            context.environment(),
            context.steady(),
            !options.isDryRun());
    shown.patience(options.maxOutage());
    try (Monitoring monitoring = Monitoring.open(audit, metrics, options.isDryRun(), context)) {
      CryptoChoice crypto = new CryptoChoice(work(), NativeCrypto::use);
      UploadListener listener = monitoring.events(listener(examples, shown, crypto));
      ProgressNotes notes = new ProgressNotes(context.clock()::instant);
      UploadRun run =
          new UploadRun(
              settings,
              key ->
                  new DicomFileChecker(
                      settings.checks(), key, settings.input().reading().rate()::acquire),
              monitoring.guarded(service(settings, listener, notes, monitoring)),
              options.clock(context.clock()),
              notes,
              listener);
      events.watch(run::status);
      crypto.watch(run::status);
      RunResult result =
          new AttendedRun(shown, listener, context.steady(), settings.sending().limits().grace())
              .run(run::status, run::stop, run::abandon, run::run);
      pendingBytes = run.status().pendingBytes();
      monitoring.finish(result);
      return result;
    }
  }

  private ServiceOpener service(
      UploadSettings settings, UploadListener listener, ProgressNotes notes, Monitoring monitoring)
      throws UsageException {
    return options.isDryRun()
        ? ServiceWiring.none()
        : new ServiceWiring(
            options,
            context,
            settings.sending().concurrency(),
            listener,
            monitoring.requests(
                new RequestEvents(
                    event -> {
                      notes.on(event);
                      listener.on(event);
                    })));
  }

  /** If the service issues URLs over TLS, instances are sent over TLS as well. */
  private CryptoChoice.Work work() throws UsageException {
    if (options.isDryRun()) {
      return CryptoChoice.Work.NONE;
    }
    return options.toServiceSettings(context.environment()).uploads().url().isSecure()
        ? CryptoChoice.Work.ENCRYPTION
        : CryptoChoice.Work.DIGESTS;
  }

  private UploadListener listener(Examples examples, Progress shown, CryptoChoice crypto) {
    return event -> {
      crypto.on(event);
      examples.on(event);
      shown.on(ShownEvents.of(event));
      events.on(event);
    };
  }

  private List<String> arguments() {
    return spec.commandLine().getParent().getParseResult().originalArgs();
  }
}
