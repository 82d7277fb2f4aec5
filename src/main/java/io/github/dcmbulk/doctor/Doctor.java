package io.github.dcmbulk.doctor;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.AccessToken;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.presign.Presigned;
import io.github.dcmbulk.remote.probe.ServiceProbe;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks everything that an upload needs, in the order of use, and reports a finding for each step.
 * Steps that depend on a failed one are skipped; the others are still checked.
 */
public final class Doctor {
  /**
   * Exit codes of failures by descending precedence (docs/behaviour.md, "Answers and the end of a
   * run").
   */
  private static final List<ExitCode> GRAVEST =
      List.of(ExitCode.USAGE, ExitCode.REFUSED, ExitCode.UNREACHABLE);

  private final Consumer<StepFinding> sink;
  private final Attempt.Listener requests;
  private ExitCode exit = ExitCode.OK;

  /**
   * Prepares the checks; sends nothing.
   *
   * @param sink receives each finding at once
   */
  public Doctor(Consumer<StepFinding> sink) {
    this(sink, Attempt.Listener.NONE);
  }

  /** As above, with a listener for requests to the service. */
  public Doctor(Consumer<StepFinding> sink, Attempt.Listener requests) {
    this.sink = sink;
    this.requests = requests;
  }

  /** Exit code of the findings so far. */
  public ExitCode exit() {
    return exit;
  }

  /** Adds a finding. */
  public void add(StepFinding finding) {
    boolean isGraver =
        finding.status() == StepFinding.Status.FAILED
            && (exit == ExitCode.OK || GRAVEST.indexOf(finding.exit()) < GRAVEST.indexOf(exit));
    if (isGraver) {
      exit = finding.exit();
    }
    sink.accept(finding);
  }

  /** Checks this machine. */
  public void examine(LocalSide local) {
    new LocalSteps(this::add).run(local);
  }

  /**
   * Checks the service.
   *
   * @param sample an instance to send; null to send none
   * @throws UsageException a key or certificate cannot be used
   */
  public void examine(
      ServiceSettings settings, HttpSettings http, Clock clock, @Nullable InstanceContent sample)
      throws UsageException, InterruptedException {
    ConnectionSteps connections = new ConnectionSteps(http, clock, this::add);
    HttpUrl tokenUrl = settings.token();
    boolean isTokenReached = tokenUrl == null || connections.examine("token", tokenUrl);
    boolean isApiReached = connections.examine("api", settings.presign());
    try (ServiceProbe probe = ServiceProbe.open(settings, http, clock, notice -> {}, requests)) {
      ServiceSteps steps = new ServiceSteps(probe, settings, connections, this::add);
      AccessToken token = steps.token(isTokenReached);
      Presigned presigned = steps.presign(token, isApiReached);
      boolean isStoreReached =
          presigned != null && connections.examine("object store", presigned.url().url());
      add(ClockStep.of(probe.clocksAhead()));
      steps.send(isStoreReached ? presigned : null, sample);
    }
  }
}
