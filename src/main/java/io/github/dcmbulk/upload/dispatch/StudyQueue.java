package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.NextStudy;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.RunLimitGuard;
import io.github.dcmbulk.upload.study.ListedStudiesOnly;
import io.github.dcmbulk.upload.walk.OpenDirectories;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which study is next, and how long to wait if there is none: for a single process, or for several
 * that deliver from the same journal. Used by the dispatcher's thread.
 */
final class StudyQueue {
  private static final Duration LOOK_AT_OTHERS = Duration.ofMillis(300);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /**
   * Time of the walk before the first study counts as completely found. In an archive that is
   * walked within this time, studies are never split, wherever their files are.
   */
  private static final Duration HEAD_START = Duration.ofSeconds(1);

  private final Journal journal;
  private final OpenDirectories directories;
  private final RunControl control;
  private final RunLimitGuard limits;
  private final LazyService service;
  private final ListedStudiesOnly listed;
  private final boolean waitsForHosts;
  private final UploadListener listener;
  private final @Nullable JournalShare share;
  private final Instant begun;
  private Instant announced = Instant.MIN;
  private JournalShare.@Nullable Claiming ahead;

  /**
   * The studies of that journal, as the walk releases them.
   *
   * @param waitsForHosts whether to wait for what other processes are delivering
   */
  StudyQueue(
      Journal journal,
      OpenDirectories directories,
      RunControl control,
      RunLimitGuard limits,
      LazyService service,
      ListedStudiesOnly listed,
      boolean waitsForHosts,
      UploadListener listener) {
    this.journal = journal;
    this.directories = directories;
    this.control = control;
    this.limits = limits;
    this.service = service;
    this.listed = listed;
    this.waitsForHosts = waitsForHosts;
    this.listener = listener;
    this.share = journal.share();
    this.begun = control.now();
  }

  /** Whether this process has nothing left to search now, and everything it found is recorded. */
  boolean isWalked() {
    return directories.isIdle();
  }

  /**
   * The next study that may be planned; null if none may now.
   *
   * @param busy studies that are being delivered
   * @throws JournalException the journal cannot be read
   * @throws InterruptedException the run is being stopped
   */
  @Nullable NextStudy next(Instant now, LongPredicate busy)
      throws JournalException, InterruptedException {
    // If several processes walk, each claim checks whether studies may be sent before the end of
    // the walk.
    boolean waitsForEnd = share == null && journal.feed().isOrdered();
    boolean early =
        !directories.isAllDone() && (waitsForEnd || now.isBefore(begun.plus(HEAD_START)));
    if (share != null) {
      service.shareLimits(share.processes());
      return early ? null : claimed(share);
    }
    if (!early) {
      listed.arrange();
    }
    OptionalLong next =
        early
            ? OptionalLong.empty()
            : journal
                .feed()
                .next(directories.horizon(), directories::isOpen, busy, now.toEpochMilli());
    return next.isPresent() ? journal.feed().nextStudy(next.getAsLong()) : null;
  }

  private @Nullable NextStudy claimed(JournalShare others)
      throws JournalException, InterruptedException {
    JournalShare.Claiming begun = ahead;
    ahead = null;
    NextStudy study = begun == null ? null : begun.await();
    return study != null && others.holds(study.state().id())
        ? study
        : others.claim(journal.feed()).await();
  }

  /**
   * The next study will be needed soon. Claiming it takes time, in which the last instances of the
   * study before are sent.
   *
   * @throws JournalException the journal cannot be read
   * @throws InterruptedException the run is being stopped
   */
  void lookAhead() throws JournalException, InterruptedException {
    if (share != null && ahead == null) {
      ahead = share.claim(journal.feed());
    }
  }

  /**
   * No study is started for now: returns the one that was claimed ahead.
   *
   * @throws JournalException the journal cannot be read
   * @throws InterruptedException the run is being stopped
   */
  void release() throws JournalException, InterruptedException {
    JournalShare.Claiming begun = ahead;
    ahead = null;
    NextStudy study = begun == null ? null : begun.await();
    if (study != null && share != null) {
      share.release(study.state().id());
    }
  }

  /**
   * Waits for a study.
   *
   * @param allDone whether the walk had ended and nothing was being delivered before the queue was
   *     read
   * @return false when no study can come any more
   * @throws JournalException the journal cannot be read
   * @throws InterruptedException the run is being stopped
   */
  boolean await(boolean allDone, Instant now) throws JournalException, InterruptedException {
    if (share != null) {
      return awaitOthers(share, allDone, now);
    }
    OptionalLong due = journal.feed().nextDue(now.toEpochMilli());
    if (allDone && due.isEmpty()) {
      return false;
    }
    Duration longest = directories.isAllDone() ? LONGEST_WAIT : HEAD_START;
    if (due.isPresent()) {
      Instant until = Instant.ofEpochMilli(due.getAsLong());
      Duration wait = Duration.between(now, until);
      longest = wait.compareTo(longest) < 0 ? wait : longest;
      if (allDone) {
        announce(until);
      }
    }
    control.await(limits.atMost(longest), allDone);
    return true;
  }

  /** As above, if other processes deliver as well, and may lose their studies. */
  private boolean awaitOthers(JournalShare others, boolean allDone, Instant now)
      throws JournalException, InterruptedException {
    if (!allDone) {
      control.await(limits.atMost(LOOK_AT_OTHERS), false);
      return true;
    }
    JournalShare.Rest rest = others.rest();
    boolean over = rest.walked() && rest.held() == 0;
    if (over && rest.dueMillis().isEmpty()) {
      return false;
    }
    if (!over && !waitsForHosts) {
      control.stopOnPurpose("--no-wait-hosts: other hosts continue", false);
      return false;
    }
    if (over) {
      Instant until = Instant.ofEpochMilli(rest.dueMillis().getAsLong());
      if (until.isAfter(now)) {
        announce(until);
      }
    } else if (!announced.equals(Instant.MAX)) {
      announced = Instant.MAX;
      listener.on(new UploadEvent.Notice(false, "waiting for what other hosts are delivering"));
    }
    control.await(limits.atMost(LOOK_AT_OTHERS), false);
    return true;
  }

  private void announce(Instant until) {
    if (!until.equals(announced)) {
      announced = until;
      listener.on(new UploadEvent.Waiting(until, "a study is inside the overwrite window"));
    }
  }
}
