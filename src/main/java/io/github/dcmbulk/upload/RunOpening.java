package io.github.dcmbulk.upload;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.JournalBusyException;
import io.github.dcmbulk.model.StoppedException;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.Supervisor;
import io.github.dcmbulk.upload.settings.CheckProfile;
import io.github.dcmbulk.upload.settings.SharedOptions;
import io.github.dcmbulk.upload.settings.StudyRules.OnConflict;
import io.github.dcmbulk.upload.settings.UploadSettings;
import io.github.dcmbulk.upload.walk.Roots;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;

/** Checks the roots and opens the journal; may wait for another run to end. */
final class RunOpening {
  private static final Duration LOCK_POLL = Duration.ofSeconds(1);

  /**
   * Longest time in which a thread that waits for the journal must react to a stop; nothing is in
   * flight yet.
   */
  private static final Duration TO_HEAR = Duration.ofSeconds(2);

  private final UploadSettings settings;
  private final RunControl control;
  private final UploadListener listener;

  /** What a run needs to begin. */
  record Opened(Roots roots, Journal journal) {}

  RunOpening(UploadSettings settings, RunControl control, UploadListener listener) {
    this.settings = settings;
    this.control = control;
    this.listener = listener;
  }

  /**
   * Checks the roots and opens the journal on a separate thread, which is left running if it
   * blocks: either may be on a share that does not answer.
   *
   * @throws StoppedException a signal came first
   */
  Opened open(Instant started, Supervisor supervisor)
      throws DcmbulkException, InterruptedException {
    try {
      Opened opened =
          supervisor.call(
              "open",
              () -> TO_HEAR,
              () -> {
                Roots roots = new Roots(settings.input().roots(), settings.input().filesFrom());
                return new Opened(roots, journal(started));
              });
      if (opened == null) {
        throw stopped("before the journal was open");
      }
      return opened;
    } catch (ExecutionException e) {
      throw Supervisor.rethrown(e);
    }
  }

  private StoppedException stopped(String when) {
    ExitCode asked = control.asked();
    return new StoppedException(
        asked == null ? ExitCode.TERMINATED : asked,
        "stopped " + when + ": nothing was sent",
        "run the same command again");
  }

  private Journal journal(Instant started) throws DcmbulkException, InterruptedException {
    ResumePolicy revisit =
        new ResumePolicy(
            settings.resume().force(),
            settings.resume().retryFailed(),
            settings.studies().onConflict() != OnConflict.REJECT);
    String name =
        started.truncatedTo(ChronoUnit.SECONDS)
            + "-"
            + String.format("%04x", ThreadLocalRandom.current().nextInt(1 << 16));
    Instant patience = started.plus(settings.sending().limits().waitLock());
    while (true) {
      try {
        // Uploads of the run that was waited for do not belong to this one.
        Journal journal = open(name, revisit);
        warnOfNetworkShare();
        return journal;
      } catch (JournalBusyException e) {
        if (control.asked() != null) {
          throw stopped("while it waited for the journal, which another run holds");
        }
        if (!control.now().isBefore(patience)) {
          throw e;
        }
        listener.on(new UploadEvent.Waiting(patience, String.valueOf(e.getMessage())));
        control.await(LOCK_POLL, true);
      }
    }
  }

  private Journal open(String name, ResumePolicy revisit) throws DcmbulkException {
    String profile = CheckProfile.of(settings);
    Duration lease = settings.hosts().lease();
    if (lease == null || settings.dryRun()) {
      return Journal.open(settings.resume().journal(), name, control.now(), profile, revisit);
    }
    Sharing sharing =
        new Sharing(
            lease,
            SharedOptions.of(settings),
            settings.studies().overwriteWindow(),
            settings.hosts().standstill(),
            settings.hosts().urlLifetime(),
            settings.hosts().maxOutage(),
            control::now);
    return Journal.open(
        settings.resume().journal(), name, control.now(), profile, revisit, sharing);
  }

  private void warnOfNetworkShare() {
    if (settings.resume().journal() instanceof SqliteStore store && store.isOnNetworkShare()) {
      listener.on(
          new UploadEvent.Notice(
              true,
              "the journal is on a network share: a run on another host may not notice that this"
                  + " one uses it; keep it on a local disk"));
    }
  }
}
