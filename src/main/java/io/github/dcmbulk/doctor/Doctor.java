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
 * Goes through everything that an upload needs, in the order in which it needs it, and says of each
 * step how it went. What depends on a failed step is skipped, the rest is still looked at.
 */
public final class Doctor {
  /**
   * The exit codes of failures, the gravest first (docs/behaviour.md, "Answers and the end of a
   * run").
   */
  private static final List<ExitCode> GRAVEST =
      List.of(ExitCode.USAGE, ExitCode.REFUSED, ExitCode.UNREACHABLE);

  private final Consumer<StepFinding> sink;
  private final Attempt.Listener requests;
  private ExitCode exit = ExitCode.OK;

  /**
   * Prepares to look; nothing is sent yet.
   *
   * @param sink takes each finding as soon as it is made
   */
  public Doctor(Consumer<StepFinding> sink) {
    this(sink, Attempt.Listener.NONE);
  }

  /** The same, where that one hears of every request to the service. */
  public Doctor(Consumer<StepFinding> sink, Attempt.Listener requests) {
    this.sink = sink;
    this.requests = requests;
  }

  /** The exit code of what was found so far. */
  public ExitCode exit() {
    return exit;
  }

  /** Takes a finding from elsewhere. */
  public void add(StepFinding finding) {
    boolean isGraver =
        finding.status() == StepFinding.Status.FAILED
            && (exit == ExitCode.OK || GRAVEST.indexOf(finding.exit()) < GRAVEST.indexOf(exit));
    if (isGraver) {
      exit = finding.exit();
    }
    sink.accept(finding);
  }

  /** Looks at this machine's side. */
  public void examine(LocalSide local) {
    new LocalSteps(this::add).run(local);
  }

  /**
   * Looks at the service's side.
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
      steps.clock();
      steps.send(isStoreReached ? presigned : null, sample);
    }
  }
}
