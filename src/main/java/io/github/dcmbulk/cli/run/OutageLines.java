package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.event.OutageDetector;
import io.github.dcmbulk.event.OutageDetector.Outage;
import io.github.dcmbulk.event.UploadEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs outages of the service and of the journal's database, and their end. Safe for several
 * threads.
 */
final class OutageLines {
  /** The step that is no request: the journal's database. */
  static final String JOURNAL = "journal";

  private final Logger log;
  private final Clock clock;
  private final OutageDetector outages;

  OutageLines(Logger log, Clock clock) {
    this.log = log;
    this.clock = clock;
    this.outages = new OutageDetector(clock::instant);
  }

  /** A request failed. One that was refused shows that the service is there. */
  synchronized void failed(UploadEvent.RequestFailed request) {
    if (request.refused()) {
      answered(request.step());
    } else {
      log(outages.failed(request.step(), request.why()));
    }
  }

  /** The outage is known at once. */
  synchronized void began(String step, String why) {
    log(outages.began(step, why));
  }

  private void log(@Nullable Outage outage) {
    if (outage == null) {
      return;
    }
    String since = outage.since().truncatedTo(ChronoUnit.SECONDS).toString();
    log.atWarn()
        .addKeyValue("event", "outage")
        .addKeyValue("step", outage.step())
        .addKeyValue("why", outage.why())
        .addKeyValue("since", since)
        .log("outage since {}: {} ({})", since, outage.why(), outage.step());
  }

  /** A request was answered by the service. */
  synchronized void answered(String step) {
    Outage outage = outages.answered(step);
    if (outage != null) {
      end(outage, true);
    }
  }

  /**
   * The run ends, and with it every outage that still lasts.
   *
   * @param unreachable whether the outage ended the run; then a short one is logged as well
   */
  synchronized void close(boolean unreachable) {
    for (Outage outage : outages.failing()) {
      if (unreachable) {
        log(outages.began(outage.step(), outage.why()));
      }
      if (unreachable || outage.lasts()) {
        end(outage, false);
      }
      outages.answered(outage.step());
    }
  }

  private void end(Outage outage, boolean answered) {
    long seconds = Duration.between(outage.since(), clock.instant()).toSeconds();
    log.atInfo()
        .addKeyValue("event", "outage-end")
        .addKeyValue("step", outage.step())
        .addKeyValue("seconds", seconds)
        .addKeyValue("answered", answered)
        .log(
            answered
                ? "the {} answers again after {} s ({})"
                : "the run ended during the outage of the {}, after {} s ({})",
            outage.step().equals(JOURNAL) ? "journal's database" : "service",
            seconds,
            outage.step());
  }
}
