package io.github.dcmbulk.dicom;

import io.github.dcmbulk.dicom.meta.BareDataSet;
import io.github.dcmbulk.dicom.meta.CommandSet;
import io.github.dcmbulk.dicom.meta.DeflatedDefects;
import io.github.dcmbulk.dicom.meta.FileMeta;
import io.github.dcmbulk.dicom.meta.Preamble;
import io.github.dcmbulk.dicom.read.Attributes;
import io.github.dcmbulk.dicom.read.InflatedInput;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.read.Workspace;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.TransferSyntax;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.dicom.verdict.Remedies;
import io.github.dcmbulk.dicom.walk.DataSetWalker;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.Verdict;
import io.github.dcmbulk.model.Warning;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The examination of one file, cheapest check first. The first reason for rejection that the user
 * did not accept decides. The identifiers are read anyway where possible, so that a report can name
 * the study of the file.
 */
final class Examination {
  private static final long MAX_SIZE = 5L << 30;

  /** Reasons that can be accepted: the file can still be read and identified. */
  private static final Set<Reason> ACCEPTABLE =
      EnumSet.of(
          Reason.BAD_META, Reason.UNSUPPORTED_TRANSFER_SYNTAX, Reason.TRUNCATED, Reason.CORRUPT);

  private final CheckOptions options;
  private final Input file;
  private final Workspace workspace;
  private final boolean named;
  private final CheckLog log;
  private final Attributes attributes;
  private final DataSetStart dataSet;
  private Set<Reason> accepted = Set.of();
  private @Nullable Reason rejection;
  private @Nullable String transferSyntaxUid;
  private boolean notDicom;

  /**
   * Prepares the examination.
   *
   * @param named whether the user named this file
   */
  Examination(CheckOptions options, Input file, Workspace workspace, boolean named, CheckLog log) {
    this.options = options;
    this.file = file;
    this.workspace = workspace;
    this.named = named;
    this.log = log;
    this.attributes = new Attributes(workspace);
    this.dataSet = new DataSetStart(file, log);
  }

  /** Examines the file; no content causes an exception. */
  Verdict run() throws IOException {
    try {
      if (hasPrefix()) {
        log.pass(Check.PREFIX, Preamble.LENGTH, 0);
        Preamble.check(file, log);
        examine(FileMeta.read(file, Preamble.PREFIX_END, workspace));
      } else {
        examineBareDataSet();
      }
    } catch (CheckFailure defect) {
      refuse(defect);
    }
    return conclude();
  }

  private boolean hasPrefix() throws IOException, CheckFailure {
    int index = file.at(0, Preamble.PREFIX_END);
    return index >= 0 && Preamble.isPrefix(file.bytes, index + Preamble.LENGTH);
  }

  /** A data set without preamble and prefix has a reason of its own, so that a report shows it. */
  private void examineBareDataSet() throws IOException, CheckFailure {
    Encoding encoding = BareDataSet.encodingOf(file, CommandSet.end(file, 0));
    if (encoding == null) {
      log.fail(Check.PREFIX, "not-dicom", "no prefix, and no data set either");
      notDicom = true;
      return;
    }
    log.warn(Check.PREFIX, Warning.NO_PREAMBLE, 0, 0, "a data set without preamble and prefix");
    if (options.transferSyntaxes() != null) {
      refuse(CheckFailure.badMeta(0, 0, "a file for the service needs File Meta Information"));
    }
    FileMeta meta = FileMeta.read(file, 0, workspace);
    if (meta.transferSyntaxUid() != null) {
      examine(meta);
    } else {
      examineDataSet(meta, TransferSyntax.guessed(encoding));
    }
  }

  private void examine(FileMeta meta) throws IOException, CheckFailure {
    if (SopClasses.MEDIA_DIRECTORY.equals(meta.sopClass.text())) {
      throw new CheckFailure(
          Check.MEDIA_DIRECTORY,
          Reason.DICOMDIR,
          meta.sopClass.offset(),
          Tag.META_SOP_CLASS,
          "a media directory");
    }
    if (meta.withoutVr() >= 0) {
      log.warn(
          Check.FILE_META,
          Warning.NONCONFORMING,
          meta.withoutVr(),
          0,
          "an element of group 0002 states no value representation",
          Remedies.META_WITHOUT_VR);
    } else {
      log.pass(Check.FILE_META, Preamble.PREFIX_END, 0);
    }
    transferSyntaxUid = meta.transferSyntaxUid();
    if (transferSyntaxUid == null) {
      refuse(meta.noTransferSyntax());
      examineDataSet(meta, TransferSyntax.guessed(Encoding.EXPLICIT_LITTLE));
      return;
    }
    log.pass(Check.TRANSFER_SYNTAX, meta.transferSyntaxOffset(), Tag.TRANSFER_SYNTAX);
    TransferSyntax syntax = TransferSyntax.of(transferSyntaxUid);
    checkAccepted(syntax, meta);
    examineDataSet(meta, syntax);
  }

  private void checkAccepted(TransferSyntax syntax, FileMeta meta) {
    Set<String> taken = options.transferSyntaxes();
    if (taken == null || taken.contains(syntax.uid())) {
      log.pass(Check.ACCEPTED_SYNTAX, meta.transferSyntaxOffset(), Tag.TRANSFER_SYNTAX);
      return;
    }
    refuse(
        new CheckFailure(
            Check.ACCEPTED_SYNTAX,
            Reason.UNSUPPORTED_TRANSFER_SYNTAX,
            meta.transferSyntaxOffset(),
            Tag.TRANSFER_SYNTAX,
            syntax.label(),
            Remedies.of(syntax)));
  }

  private void examineDataSet(FileMeta meta, TransferSyntax syntax)
      throws IOException, CheckFailure {
    if (file.available(meta.end()) == 0) {
      throw CheckFailure.truncated(meta.end(), 0, "the file ends before its data set");
    }
    long start = dataSet.behindCommandSet(meta.end());
    if (!syntax.deflated()) {
      walk(file, start, meta, syntax);
      return;
    }
    boolean zlib = dataSet.hasZlibHeader(start);
    try (InflatedInput inflated =
        new InflatedInput(file, start, zlib, workspace.inflatedWindow())) {
      walk(inflated, 0, meta, syntax);
    } catch (CheckFailure defect) {
      throw DeflatedDefects.explain(defect, file, start);
    }
  }

  private void walk(Input in, long start, FileMeta meta, TransferSyntax syntax)
      throws IOException, CheckFailure {
    boolean rejected = rejection != null;
    boolean headerOnly =
        rejected || options.depth() == CheckOptions.Depth.HEADER || file.size() > MAX_SIZE;
    DataSetWalker walker =
        new DataSetWalker(in, attributes, syntax, headerOnly, log, workspace.levels());
    CheckFailure broken = null;
    try {
      walker.walk(start, dataSet.encodingAt(in, start, syntax, transferSyntaxUid != null));
    } catch (CheckFailure defect) {
      broken = defect;
    }
    if (broken != null && broken.reason() == Reason.DICOMDIR) {
      throw broken;
    }
    if (rejected) {
      return;
    }
    log.pass(Check.MEDIA_DIRECTORY, -1, Tag.DIRECTORY_RECORDS);
    boolean sawHeader = broken == null || Tag.before(Tag.SERIES, walker.topTag());
    new Identifiers(attributes, meta, log).check(sawHeader);
    if (broken != null) {
      throw broken;
    }
    if (file.size() > MAX_SIZE) {
      throw new CheckFailure(Check.SIZE, Reason.TOO_LARGE, -1, 0, Count.of(file.size(), "byte"));
    }
    log.pass(Check.SIZE, -1, 0);
    if (!headerOnly) {
      in.checkEnd(log);
      log.passUnlessNoted(Check.STRUCTURE, -1, 0);
      log.passUnlessNoted(Check.LENGTHS, -1, 0);
      log.passUnlessNoted(Check.DELIMITERS, -1, 0);
      log.passUnlessNoted(Check.TRAILING, -1, 0);
      new PixelChecks(attributes, syntax, log).check();
    }
  }

  /** Records a reason for rejection, or ignores it if the user accepted it. */
  private void refuse(CheckFailure defect) {
    log.fail(defect);
    Reason reason = defect.reason();
    if (reason == Reason.DICOMDIR) {
      notDicom = !named;
      rejection = reason;
    } else if (options.accept().contains(reason) && ACCEPTABLE.contains(reason)) {
      accepted = accepted.isEmpty() ? EnumSet.noneOf(Reason.class) : accepted;
      accepted.add(reason);
    } else if (rejection == null) {
      rejection = reason;
    }
  }

  private Verdict conclude() {
    if (notDicom) {
      return Verdict.notDicom();
    }
    InstanceHeader header = attributes.header(transferSyntaxUid);
    Set<Warning> warnings = log.warnings();
    if (rejection != null) {
      return Verdict.rejected(rejection, header, warnings);
    }
    if (!accepted.isEmpty() && !attributes.canBeFiled()) {
      return Verdict.rejected(accepted.iterator().next(), header, warnings);
    }
    if (options.strict() && !warnings.isEmpty()) {
      return Verdict.rejected(Reason.STRICT, header, warnings);
    }
    return Verdict.instance(header, warnings, accepted);
  }
}
