package io.github.dcmbulk.dicom;

import io.github.dcmbulk.dicom.meta.FileMeta;
import io.github.dcmbulk.dicom.read.Attributes;
import io.github.dcmbulk.dicom.read.Uid;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.Warning;
import org.jspecify.annotations.Nullable;

/**
 * Checks the four UIDs that identify an instance: SOP class, SOP instance, study, series.
 *
 * <p>Throws {@link CheckFailure} when an identifier is missing or illegal.
 */
final class Identifiers {
  private final Attributes attributes;
  private final FileMeta meta;
  private final CheckLog log;

  Identifiers(Attributes attributes, FileMeta meta, CheckLog log) {
    this.attributes = attributes;
    this.meta = meta;
    this.log = log;
  }

  /**
   * Runs the checks.
   *
   * @param sawHeader whether enough of the data set was read to know that one is missing
   */
  void check(boolean sawHeader) throws CheckFailure {
    Uid sopClass = attributes.sopClass;
    Uid sopInstance = attributes.sopInstance;
    Uid study = attributes.study;
    Uid series = attributes.series;
    checkCharacters(sopClass);
    checkCharacters(sopInstance);
    checkCharacters(study);
    checkCharacters(series);
    if (!sawHeader) {
      return;
    }
    log.pass(Check.UID_CHARACTERS, -1, 0);
    checkPresence(sopClass, Check.SOP_CLASS, Reason.NO_SOP_CLASS);
    checkPresence(sopInstance, Check.SOP_INSTANCE, Reason.NO_SOP_INSTANCE);
    checkPresence(study, Check.STUDY, Reason.NO_STUDY);
    checkPresence(series, Check.SERIES, Reason.NO_SERIES);
    checkFormat(sopClass);
    checkFormat(sopInstance);
    checkFormat(study);
    checkFormat(series);
    log.passUnlessNoted(Check.UID_FORMAT, -1, 0);
    compare(meta.sopClass, sopClass);
    compare(meta.sopInstance, sopInstance);
    log.passUnlessNoted(Check.META_MATCH, -1, 0);
  }

  private static void checkCharacters(Uid uid) throws CheckFailure {
    if (uid.isIllegal()) {
      throw new CheckFailure(
          Check.UID_CHARACTERS,
          Reason.BAD_UID,
          uid.offset(),
          uid.tag(),
          "has characters other than digits and dots");
    }
    if (uid.isContradicted()) {
      throw CheckFailure.corrupt(
          uid.offset(), uid.tag(), "is present twice, with different values");
    }
  }

  private void checkPresence(Uid uid, Check check, Reason missing) throws CheckFailure {
    if (uid.isMissing()) {
      String detail = uid.offset() < 0 ? "absent" : "present without a value";
      throw new CheckFailure(check, missing, uid.offset(), uid.tag(), detail);
    }
    log.pass(check, uid.offset(), uid.tag());
  }

  private void checkFormat(Uid uid) {
    if (!uid.isWellFormed()) {
      log.warn(
          Check.UID_FORMAT,
          Warning.UID_FORMAT,
          uid.offset(),
          uid.tag(),
          "longer than 64 characters, an empty component, one with a leading zero, or a root that"
              + " does not exist");
    }
  }

  private void compare(Uid inMeta, Uid inDataSet) {
    @Nullable String stated = inMeta.text();
    if (stated != null && !stated.equals(inDataSet.text())) {
      log.warn(
          Check.META_MATCH,
          Warning.META_MISMATCH,
          inMeta.offset(),
          inMeta.tag(),
          "differs from " + Tag.text(inDataSet.tag()));
    }
  }
}
