package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.cli.option.AuditOptions;
import io.github.dcmbulk.cli.option.DoctorOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.OutputOptions;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.cli.run.Recorder;
import io.github.dcmbulk.console.FindingText;
import io.github.dcmbulk.doctor.Doctor;
import io.github.dcmbulk.doctor.StepFinding;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.report.FindingJson;
import io.github.dcmbulk.sample.TestInstance;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tries the service step by step. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Test the configured service step by step and explain what is wrong.",
    description = {
      "",
      "Checks configuration, journal and Java, then each host's name, connection, proxy and",
      "TLS, the clock, and requests a token and a presigned URL. Exits with 0 when an upload",
      "would work, 2 when the configuration is wrong, 3 when the credentials or the scope are",
      "refused, 4 when the service cannot be reached or does not follow the protocol."
    },
    footer = {
      "",
      "Examples:",
      "  dcmbulk doctor",
      "  dcmbulk doctor --profile research --output json",
      "  dcmbulk doctor --send                  leaves a synthetic study in the service"
    })
public final class DoctorCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private DoctorOptions options;

  @Option(
      names = "--send",
      description =
          "Also send one synthetic instance. It stays in the service, as a study of the patient"
              + " SAMPLE^DOCTOR.")
  private boolean send;

  @Mixin private OutputOptions output;

  @Mixin private AuditOptions audit;
  @Mixin private LogOptions log;

  /** Runs in that context. */
  public DoctorCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException, InterruptedException {
    log.apply();
    PrintWriter out = spec.commandLine().getOut();
    List<StepFinding> findings = new ArrayList<>();
    boolean isText = !output.isJson();
    Consumer<StepFinding> sink = isText ? new FindingText(out)::print : findings::add;
    Doctor doctor;
    try (Recorder record = Recorder.open(audit, "doctor", context)) {
      doctor = new Doctor(sink, record.requests(Attempt.Listener.NONE));
      examine(doctor);
      record.requireComplete();
    }
    if (isText) {
      out.println();
      out.println(conclusion(doctor) + " (exit " + doctor.exit().code() + ").");
    } else {
      FindingJson.write(findings, doctor.exit(), context.version(), out);
    }
    return doctor.exit().code();
  }

  private void examine(Doctor doctor) throws InterruptedException {
    ServiceSettings service;
    HttpSettings http;
    try {
      // Converted first, because this finds wrong options; the finding is printed in its place.
      service = options.toServiceSettings(context.environment());
      http = options.toHttpSettings(context.environment(), "dcmbulk/" + context.version());
    } catch (ParameterException | UsageException e) {
      local(doctor);
      doctor.add(misconfigured(e));
      return;
    }
    local(doctor);
    doctor.add(StepFinding.configured("complete; the service is " + service.presign()));
    try {
      doctor.examine(service, http, context.clock(), sample());
    } catch (UsageException e) {
      doctor.add(misconfigured(e));
    }
  }

  private void local(Doctor doctor) {
    if (spec.commandLine().getDefaultValueProvider() instanceof Configuration configuration) {
      doctor.examine(options.localSide(configuration.location(), context.environment()));
    }
  }

  private static StepFinding misconfigured(Exception e) {
    return StepFinding.misconfigured(
        String.valueOf(e.getMessage()),
        e instanceof UsageException known
            ? known.remedy()
            : "dcmbulk config show lists every value and its source");
  }

  private @Nullable InstanceContent sample() {
    return send
        ? InstanceContent.of(
            TestInstance.of(ThreadLocalRandom.current().nextLong(), LocalDate.now(context.clock())))
        : null;
  }

  private String conclusion(Doctor doctor) {
    return switch (doctor.exit()) {
      case OK -> send ? "An upload works" : "Everything up to the upload itself works";
      case USAGE -> "Fix the configuration first";
      case REFUSED -> "The service refuses the credentials or the scope";
      default -> "The service cannot be reached, or does not follow the protocol";
    };
  }
}
