package io.github.dcmbulk.dicom;

import io.github.dcmbulk.dicom.meta.Containers;
import io.github.dcmbulk.dicom.meta.FileNames;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.read.ReadLimit;
import io.github.dcmbulk.dicom.read.Workspace;
import io.github.dcmbulk.dicom.syntax.TransferSyntax;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.dicom.verdict.Remedies;
import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.PassedOverReason;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The checks, made with dcmbulk's own DICOM reader. Most files cost one open, one read of at most 8
 * KiB and one close. Safe for several threads.
 */
public final class DicomFileChecker implements FileChecker {
  private final CheckOptions options;
  private final byte[] digestKey;
  private final ReadLimit limit;
  private final Neighbours neighbours = new Neighbours();
  private final Queue<Workspace> idle = new ConcurrentLinkedQueue<>();

  /** Uses a random key for the digests of {@link InstanceHeader}. */
  public DicomFileChecker(CheckOptions options) {
    this(options, ReadLimit.NONE);
  }

  /** The same with a limit of the read rate. */
  public DicomFileChecker(CheckOptions options, ReadLimit limit) {
    this(options, IdentifierDigest.randomKey(), limit);
  }

  /**
   * Uses the given key.
   *
   * @param digestKey key of the digests of {@link InstanceHeader}; digests with the same key can be
   *     compared
   */
  public DicomFileChecker(CheckOptions options, byte[] digestKey) {
    this(options, digestKey, ReadLimit.NONE);
  }

  /** Uses the given key, with a limit of the read rate. */
  public DicomFileChecker(CheckOptions options, byte[] digestKey, ReadLimit limit) {
    this.options = options;
    this.digestKey = digestKey.clone();
    this.limit = limit;
  }

  @Override
  public Verdict check(SourceFile file, boolean named) {
    return examine(file, named, CheckLog.brief());
  }

  /** Checks a file as during a walk, and returns the result of each check. */
  public Explanation explain(SourceFile file) {
    CheckLog log = CheckLog.explaining();
    Verdict verdict = examine(file, false, log);
    String uid = verdict.header().transferSyntaxUid();
    String syntax = uid == null ? null : TransferSyntax.of(uid).label();
    return new Explanation(file, verdict, syntax, log.findings());
  }

  private Verdict examine(SourceFile file, boolean named, CheckLog log) {
    if (FileNames.isSystemFile(file.path())) {
      log.fail(Check.NAME, "not-dicom", "");
      return Verdict.notDicom();
    }
    log.pass(Check.NAME, -1, 0);
    if (file.size() == 0) {
      return empty(file, log);
    }
    log.pass(Check.NOT_EMPTY, -1, 0);
    try {
      Verdict verdict = read(file, named, log);
      return looksDamaged(verdict) ? unlessChanged(file, verdict, log) : verdict;
    } catch (SourceFile.NotAFileException e) {
      log.fail(Check.UNCHANGED, Reason.CHANGED.code(), "it is not a regular file any more");
      return Verdict.rejected(Reason.CHANGED, InstanceHeader.NONE, Set.of());
    } catch (IOException e) {
      log.fail(Check.READABLE, "unreadable", e.getClass().getSimpleName());
      return Verdict.unreadable();
    }
  }

  private Verdict empty(SourceFile file, CheckLog log) {
    Path path = file.path();
    boolean dicomLike =
        FileNames.isDicomLike(path)
            || (FileNames.isWithoutExtension(path) && neighbours.areInstances(path));
    String name = dicomLike ? Reason.EMPTY.code() : "not-dicom";
    log.fail(Check.NOT_EMPTY, name, "0 bytes");
    return dicomLike
        ? Verdict.rejected(Reason.EMPTY, InstanceHeader.NONE, Set.of())
        : Verdict.notDicom();
  }

  private Verdict read(SourceFile file, boolean named, CheckLog log) throws IOException {
    Workspace pooled = idle.poll();
    Workspace workspace = pooled != null ? pooled : new Workspace(digestKey);
    try (FileChannel channel = file.open()) {
      Input input = workspace.open(channel, file.size(), limit);
      Verdict verdict = new Examination(options, input, workspace, named, log).run();
      return verdict.kind() == Verdict.Kind.NOT_DICOM
          ? passedOver(Containers.reason(input, file.path()), log)
          : verdict;
    } finally {
      idle.add(workspace);
    }
  }

  private static Verdict passedOver(@Nullable PassedOverReason reason, CheckLog log) {
    if (reason == PassedOverReason.ARCHIVE) {
      log.correctLast("no prefix: an archive or a disc image", Remedies.ARCHIVE);
    }
    return Verdict.notDicom(reason);
  }

  private static boolean looksDamaged(Verdict verdict) {
    Reason reason = verdict.reason();
    return reason == Reason.TRUNCATED
        || reason == Reason.CORRUPT
        || verdict.accepted().contains(Reason.TRUNCATED)
        || verdict.accepted().contains(Reason.CORRUPT);
  }

  /**
   * A file that is being written looks truncated; only in this case is a second stat worth its
   * time.
   */
  private static Verdict unlessChanged(SourceFile file, Verdict verdict, CheckLog log)
      throws IOException {
    SourceFile now = SourceFile.read(file.path());
    if (now.size() == file.size() && now.modifiedNanos() == file.modifiedNanos()) {
      return verdict;
    }
    log.fail(Check.UNCHANGED, Reason.CHANGED.code(), "size or modification time changed");
    return Verdict.rejected(Reason.CHANGED, verdict.header(), verdict.warnings());
  }
}
