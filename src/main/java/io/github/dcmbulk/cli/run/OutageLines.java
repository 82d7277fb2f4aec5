package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.event.UploadEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Logs outages and their end, for each of the three requests by itself: while a store does not
 * answer, URLs for it may still be issued. Outages of the journal's database are logged as well.
 * Safe for several threads.
 */
final class OutageLines {
  /** The step that is no request: the journal's database. */
  static final String JOURNAL = "journal";

  /** An outage begins when this many requests failed one after another, over this time. */
  private static final int REQUESTS = 3;

  private static final Duration LASTING = Duration.ofSeconds(3);

  private final Logger log;
  private final Clock clock;
  private final Map<String, Failures> failing = new HashMap<>();

  /** Requests of one step that failed one after another. */
  private static final class Failures {
    private final Instant since;
    private String why = "";
    private int requests;
    private boolean isLogged;

    private Failures(Instant since) {
      this.since = since;
    }
  }

  OutageLines(Logger log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** A request failed. One that was refused shows that the service is there. */
  synchronized void failed(UploadEvent.RequestFailed request) {
    if (request.refused()) {
      answered(request.step());
      return;
    }
    Instant now = clock.instant();
    Failures failures = failing.computeIfAbsent(request.step(), step -> new Failures(now));
    failures.requests++;
    failures.why = request.why();
    boolean lasts = Duration.between(failures.since, now).compareTo(LASTING) >= 0;
    if (failures.requests >= REQUESTS && lasts) {
      log(request.step(), failures);
    }
  }

  /** The outage is known at once. */
  synchronized void began(String step, String why) {
    Failures failures = failing.computeIfAbsent(step, s -> new Failures(clock.instant()));
    failures.why = why;
    log(step, failures);
  }

  private void log(String step, Failures failures) {
    if (failures.isLogged) {
      return;
    }
    failures.isLogged = true;
    String since = failures.since.truncatedTo(ChronoUnit.SECONDS).toString();
    log.atWarn()
        .addKeyValue("event", "outage")
        .addKeyValue("step", step)
        .addKeyValue("why", failures.why)
        .addKeyValue("since", since)
        .log("outage since {}: {} ({})", since, failures.why, step);
  }

  /** A request was answered by the service. */
  synchronized void answered(String step) {
    Failures failures = failing.remove(step);
    if (failures != null && failures.isLogged) {
      end(step, failures, true);
    }
  }

  /**
   * The run ends, and with it every outage that still lasts.
   *
   * @param unreachable whether the outage ended the run; then a short one is logged as well
   */
  synchronized void close(boolean unreachable) {
    failing.forEach(
        (step, failures) -> {
          if (unreachable) {
            log(step, failures);
          }
          if (failures.isLogged) {
            end(step, failures, false);
          }
        });
    failing.clear();
  }

  private void end(String step, Failures failures, boolean answered) {
    long seconds = Duration.between(failures.since, clock.instant()).toSeconds();
    log.atInfo()
        .addKeyValue("event", "outage-end")
        .addKeyValue("step", step)
        .addKeyValue("seconds", seconds)
        .addKeyValue("answered", answered)
        .log(
            answered
                ? "the {} answers again after {} s ({})"
                : "the run ended during the outage of the {}, after {} s ({})",
            step.equals(JOURNAL) ? "journal's database" : "service",
            seconds,
            step);
  }
}
