package io.github.dcmbulk.upload.study;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.Claim;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.DeliveryRecord.InstanceOutcome;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.StudyOutline;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.upload.content.FileContent;
import io.github.dcmbulk.upload.content.ReadBuffers;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.settings.Reading;
import io.github.dcmbulk.upload.settings.StudyRules.OnConflict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides, before a study is sent, which of several files with one SOP Instance UID is sent: equal
 * bytes are sent once, different bytes by the conflict policy. A file that changed since it was
 * delivered is in conflict with what was delivered.
 */
public final class Conflicts {
  private static final int PAGE = 256;
  private static final long MOST_NOTICES = 20;

  private final Journal journal;
  private final OnConflict policy;
  private final boolean dryRun;
  private final Reading reading;
  private final ReadBuffers buffers = new ReadBuffers();
  private final RunControl control;
  private final UploadListener listener;
  private long completed;
  private long changes;

  /**
   * Result for a study.
   *
   * @param versions how many of its instances are to be sent as another version of a delivered one,
   *     without the rest of the study
   * @param changed whether rows of it were changed, which are not committed yet
   */
  public record Settled(long versions, boolean changed) {}

  /**
   * Settles by that policy.
   *
   * @param dryRun whether nothing is sent: then later versions stay pending, because a run sends
   *     them after the overwrite window
   * @param reading how files are read to compare their bytes
   */
  public Conflicts(
      Journal journal,
      OnConflict policy,
      boolean dryRun,
      Reading reading,
      RunControl control,
      UploadListener listener) {
    this.journal = journal;
    this.policy = policy;
    this.dryRun = dryRun;
    this.reading = reading;
    this.control = control;
    this.listener = listener;
  }

  /**
   * Settles all conflicts of the study, so that its plan uses the result.
   *
   * @param outline shows whether there are any
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public Settled settle(StudyState study, StudyOutline outline)
      throws JournalException, InterruptedException {
    long before = changes;
    long versions = 0;
    long after = 0;
    List<PendingInstance> page =
        outline.changed() ? journal.feed().disputes().touched(study.id(), after, PAGE) : List.of();
    while (!page.isEmpty()) {
      for (PendingInstance changed : page) {
        versions += settleChanged(study.delivery(), changed);
        after = changed.id();
      }
      page = journal.feed().disputes().touched(study.id(), after, PAGE);
    }
    List<String> shared =
        outline.shared() ? journal.feed().disputes().sharedUids(study.id()) : List.of();
    for (String uid : shared) {
      versions += settleShared(study.delivery(), claims(uid, study.id()));
    }
    return new Settled(versions, changes > before);
  }

  /**
   * If each version is sent, files of other studies do not matter: a study overwrites only itself,
   * and a version that waits here would not be released at the end of theirs.
   */
  private List<Claim> claims(String uid, long study) throws JournalException {
    return policy == OnConflict.ALL
        ? journal.feed().disputes().claims(uid, study)
        : journal.feed().disputes().claims(uid);
  }

  /**
   * Settles the conflicts of all instances, of whatever study.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void settleAll() throws JournalException, InterruptedException {
    List<String> uids = journal.feed().disputes().sharedUidsAfter("", PAGE);
    while (!uids.isEmpty()) {
      for (String uid : uids) {
        settleShared(0, journal.feed().disputes().claims(uid));
      }
      uids = journal.feed().disputes().sharedUidsAfter(uids.get(uids.size() - 1), PAGE);
    }
  }

  private long settleChanged(long delivery, PendingInstance changed)
      throws JournalException, InterruptedException {
    String md5 = md5(changed.file());
    if (md5 == null) {
      return 0;
    }
    if (md5.equals(changed.deliveredMd5())) {
      end(delivery, changed, DeliveryRecord.unchanged(md5, nowMillis()));
      return 0;
    }
    if (wasOnItsWay(changed)) {
      noticeCompleted(changed);
      return 0;
    }
    if (policy == OnConflict.REJECT) {
      end(delivery, changed, unsent(InstanceOutcome.CONFLICT, "changed-since-delivered"));
    }
    return policy == OnConflict.ALL ? 1 : 0;
  }

  /**
   * Whether the file was still being copied when it was delivered. Tools that keep dates set that
   * of the original, so the date of the complete file is before the delivery. A file that was
   * edited since has a later date.
   */
  private static boolean wasOnItsWay(PendingInstance changed) {
    long modifiedMillis = changed.file().modifiedNanos() / 1_000_000;
    return modifiedMillis < changed.deliveredMillis();
  }

  private void noticeCompleted(PendingInstance changed) {
    if (completed++ < MOST_NOTICES) {
      listener.on(
          new UploadEvent.Notice(
              false,
              PathText.display(changed.file().path())
                  + " was still being copied when it was delivered; it is sent again"));
    }
  }

  /**
   * Groups the files by content; one content is an instance and its duplicates, several are a
   * conflict.
   */
  private long settleShared(long delivery, List<Claim> claims)
      throws JournalException, InterruptedException {
    Map<String, List<Claim>> byContent = new LinkedHashMap<>();
    for (Claim claim : claims) {
      String content = content(claim, claims);
      byContent.computeIfAbsent(content, c -> new ArrayList<>()).add(claim);
    }
    boolean conflict = byContent.size() > 1;
    List<Claim> chosen = conflict ? choose(byContent) : claims;
    boolean allGo = !conflict || (dryRun && policy == OnConflict.ALL);
    for (List<Claim> same : byContent.values()) {
      settleSame(delivery, same, allGo || same == chosen);
    }
    boolean anotherVersion =
        policy == OnConflict.ALL
            && conflict
            && chosen.stream().anyMatch(c -> c.state() == FileState.PENDING)
            && claims.stream().anyMatch(Conflicts::isDelivered);
    return anotherVersion ? 1 : 0;
  }

  /**
   * Files with equal bytes: if the content is sent, the first of them is sent and the others are
   * duplicates.
   */
  private void settleSame(long delivery, List<Claim> same, boolean goes)
      throws JournalException, InterruptedException {
    boolean sent = same.stream().anyMatch(Conflicts::isDelivered);
    for (Claim claim : same) {
      if (claim.state() != FileState.PENDING) {
        continue;
      }
      if (sent) {
        end(delivery, claim.pendingInstance(), unsent(InstanceOutcome.DUPLICATE, null));
      } else if (!goes) {
        InstanceOutcome outcome =
            policy == OnConflict.ALL ? InstanceOutcome.LATER : InstanceOutcome.CONFLICT;
        end(delivery, claim.pendingInstance(), unsent(outcome, DeliveryRecord.OTHER_BYTES));
      }
      sent |= goes;
    }
  }

  /** The content that may be sent now; an empty list for none. */
  private List<Claim> choose(Map<String, List<Claim>> byContent) {
    return switch (policy) {
      case REJECT -> List.of();
      case NEWEST ->
          byContent.values().stream()
              .max(Comparator.comparingLong(Conflicts::newest))
              .orElse(List.of());
      case ALL ->
          byContent.values().stream()
              .filter(same -> same.stream().noneMatch(Conflicts::isDelivered))
              .findFirst()
              .orElse(List.of());
    };
  }

  private static long newest(List<Claim> same) {
    return same.stream().mapToLong(c -> c.pendingInstance().file().modifiedNanos()).max().orElse(0);
  }

  private static boolean isDelivered(Claim claim) {
    return claim.state() == FileState.UPLOADED;
  }

  /** Identifies a file's content: its MD5, or its size if no other file has the same size. */
  private String content(Claim claim, List<Claim> claims) throws InterruptedException {
    long size = claim.pendingInstance().file().size();
    boolean alone =
        claims.stream().filter(c -> c.pendingInstance().file().size() == size).count() == 1;
    String known = claim.state() == FileState.PENDING ? null : claim.md5();
    if (alone && known == null) {
      return "size " + size;
    }
    String md5 = known != null ? known : md5(claim.pendingInstance().file());
    return md5 != null ? md5 : "unreadable " + claim.pendingInstance().id();
  }

  private @Nullable String md5(SourceFile file) throws InterruptedException {
    try (FileContent content = FileContent.read(file, reading, buffers)) {
      return content.md5Hex();
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the run is being stopped");
      }
      // Sending the instance will fail in the same way and report it.
      return null;
    }
  }

  private DeliveryRecord unsent(InstanceOutcome outcome, @Nullable String reason) {
    return DeliveryRecord.unsent(outcome, reason, 0, nowMillis());
  }

  private long nowMillis() {
    return control.now().toEpochMilli();
  }

  private void end(long delivery, PendingInstance instance, DeliveryRecord settled)
      throws JournalException, InterruptedException {
    changes++;
    journal.outcomes().settleUnsent(instance.id(), delivery, settled);
    FileState state =
        switch (settled.outcome()) {
          case UNCHANGED -> FileState.UPLOADED;
          case DUPLICATE -> FileState.DUPLICATE;
          case LATER -> FileState.HELD;
          default -> FileState.CONFLICT;
        };
    listener.on(new UploadEvent.InstanceSettled(instance.file(), state, settled.reason()));
  }
}
