package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.bench.BenchReport;
import io.github.dcmbulk.bench.BenchResult;
import io.github.dcmbulk.bench.BenchRun;
import io.github.dcmbulk.bench.Latencies;
import io.github.dcmbulk.cli.option.AuditOptions;
import io.github.dcmbulk.cli.option.BenchOptions;
import io.github.dcmbulk.cli.option.BytesConverter;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.OutputOptions;
import io.github.dcmbulk.cli.run.BenchSandbox;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.cli.run.Recorder;
import io.github.dcmbulk.cli.run.ServiceWiring;
import io.github.dcmbulk.cli.run.Signals;
import io.github.dcmbulk.console.BenchText;
import io.github.dcmbulk.console.Quantity;
import io.github.dcmbulk.dicom.CheckOptions;
import io.github.dcmbulk.dicom.DicomFileChecker;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.report.BenchJson;
import io.github.dcmbulk.sample.LoadArchive;
import io.github.dcmbulk.throttle.Timing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures with synthetic instances. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Measure what this machine, or the service, can do, with synthetic instances.",
    description = {
      "",
      "Without --service the other side is a sandbox in a process of its own on this machine,"
          + " which",
      "verifies every upload and keeps none: what is measured is this machine, not the network."
    },
    footer = {
      "",
      "Examples:",
      "  dcmbulk bench",
      "  dcmbulk bench --instances 20000 --size 32KiB --output json",
      "  dcmbulk bench --service --yes          leaves synthetic studies in the service"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int MOST_WORKERS = 64;
  private static final int PER_STUDY = 500;
  private static final long LARGEST = 1L << 30;
  private static final long MOST_INSTANCES = 10_000_000;

  private final Context context;

  @Spec private CommandSpec spec;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Instances to send (default: ${DEFAULT-VALUE}).")
  private long instances;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "512KiB",
      converter = BytesConverter.class,
      description = "Size of each, at most 1GiB (default: ${DEFAULT-VALUE}).")
  private long size;

  @Option(
      names = "--service",
      description = "Send to the configured service; needs --yes, because the studies stay there.")
  private boolean service;

  @Option(names = "--yes", description = "Yes, store synthetic studies in the configured service.")
  private boolean yes;

  @Mixin private OutputOptions output;

  @Mixin private BenchOptions options;
  @Mixin private AuditOptions audit;
  @Mixin private LogOptions log;

  /** Runs in that context. */
  public BenchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException, InterruptedException {
    log.apply();
    if (instances < 1 || instances > MOST_INSTANCES) {
      throw wrong("--instances must be 1 to " + MOST_INSTANCES);
    }
    if (size > LARGEST) {
      throw wrong("--size must be at most 1GiB");
    }
    ServiceSettings configured = service ? configured() : null;
    Path directory = Files.createTempDirectory("dcmbulk-bench");
    try {
      return bench(directory, configured);
    } finally {
      delete(directory);
    }
  }

  /** The configured service; the user must have agreed that test instances stay in it. */
  private ServiceSettings configured() throws DcmbulkException {
    ServiceSettings settings = options.toServiceSettings(context.environment());
    String what =
        Quantity.of(instances, "synthetic instance", "synthetic instances")
            + " in "
            + settings.presign();
    if (!yes) {
      throw wrong("--service would store " + what + ", where they stay; add --yes if they may");
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println("Storing " + what + "; they stay there.");
    err.flush();
    return settings;
  }

  private int bench(Path directory, @Nullable ServiceSettings configured)
      throws DcmbulkException, IOException, InterruptedException {
    if (configured != null) {
      return bench(directory, configured, configured.presign().toString());
    }
    try (BenchSandbox sandbox = BenchSandbox.start(directory, context.mainClass())) {
      return bench(
          directory, sandbox.settings(), "a sandbox in a process of its own on this machine");
    }
  }

  private int bench(Path directory, ServiceSettings settings, String where)
      throws DcmbulkException, IOException, InterruptedException {
    LoadArchive archive =
        LoadArchive.inMemory((int) size, ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
    Latencies latencies = new Latencies();
    Journal journal =
        Journal.open(
            directory.resolve("journal.db"),
            "bench",
            context.clock().instant(),
            "",
            new ResumePolicy(false, false, false));
    Signals.StopReason stopped = new Signals.StopReason();
    // Requests to the private sandbox are not audited.
    try (Recorder record = service ? Recorder.open(audit, "bench", context) : Recorder.none();
        IngestionService opened = open(settings, record.requests(latencies))) {
      record.onFailure(opened::stop);
      BenchRun run =
          new BenchRun(
              new BenchRun.Plan(instances, PER_STUDY, workers(), directory),
              archive::instance,
              new DicomFileChecker(CheckOptions.DEFAULT),
              opened,
              journal);
      boolean[] isStopped = new boolean[1];
      BenchResult result;
      try (Signals signals =
          new Signals(
              stopped.andThen(
                  () -> {
                    isStopped[0] = true;
                    run.stop();
                  }))) {
        signals.install();
        result = run.run();
      }
      BenchReport report =
          BenchReport.of(
              where,
              service ? archive.studyUidsBegin() : null,
              archive.bytesPerInstance(),
              options.concurrency(),
              result,
              latencies,
              opened);
      if (output.isJson()) {
        BenchJson.write(report, context.version(), spec.commandLine().getOut());
      } else {
        BenchText.print(report, spec.commandLine().getOut());
      }
      return (isStopped[0]
              ? stopped.exitCode()
              : result.failed() > 0 ? ExitCode.INCOMPLETE : ExitCode.OK)
          .code();
    } finally {
      journal.close();
    }
  }

  private int workers() {
    return options.concurrency() == 0 ? MOST_WORKERS : options.concurrency();
  }

  private IngestionService open(ServiceSettings settings, Attempt.Listener requests)
      throws DcmbulkException {
    Timing timing = Timing.real(context.clock());
    HttpSettings http =
        service
            ? options.toHttpSettings(context.environment(), "dcmbulk/" + context.version())
            : HttpSettings.DEFAULT.withClient(options.httpClient());
    PrintWriter err = spec.commandLine().getErr();
    return new ServiceWiring(
            settings,
            http,
            options.toRateLimits(timing),
            timing,
            options.concurrency(),
            notice -> {
              err.println(notice);
              err.flush();
            },
            requests)
        .open();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      directory.toFile().deleteOnExit();
    }
  }
}
