package io.github.dcmbulk.dicom;

import io.github.dcmbulk.model.Warning;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the warnings of one file and, when somebody asks why, every check's outcome. */
final class CheckLog {
  private Set<Warning> warnings = Set.of();
  private final @Nullable List<Finding> findings;

  private CheckLog(@Nullable List<Finding> findings) {
    this.findings = findings;
  }

  /** Warnings only. */
  static CheckLog brief() {
    return new CheckLog(null);
  }

  /** Every outcome. */
  static CheckLog explaining() {
    return new CheckLog(new ArrayList<>());
  }

  /** Notes a check that passed. */
  void pass(Check check, long offset, int tag) {
    add(check, Finding.Outcome.PASSED, null, offset, tag, "");
  }

  /** Notes a warning; only the first of a kind is explained. */
  void warn(Check check, Warning warning, long offset, int tag, String detail) {
    if (warnings.isEmpty()) {
      warnings = EnumSet.noneOf(Warning.class);
    }
    if (warnings.add(warning)) {
      add(check, Finding.Outcome.WARNED, warning.wire(), offset, tag, detail);
    }
  }

  /** Notes a reason for rejection. */
  void fail(Defect defect) {
    add(
        defect.check(),
        Finding.Outcome.FAILED,
        defect.reason().wire(),
        defect.offset(),
        defect.tag(),
        defect.detail());
  }

  /** Notes an end of the examination that is about no byte of the file. */
  void fail(Check check, String name, String detail) {
    add(check, Finding.Outcome.FAILED, name, -1, 0, detail);
  }

  /** Passes a check unless a warning was noted. */
  void passUnless(Warning warning, Check check, long offset, int tag) {
    if (!warnings.contains(warning)) {
      pass(check, offset, tag);
    }
  }

  Set<Warning> warnings() {
    return warnings;
  }

  List<Finding> findings() {
    return findings == null ? List.of() : findings;
  }

  private void add(
      Check check,
      Finding.Outcome outcome,
      @Nullable String name,
      long offset,
      int tag,
      String detail) {
    if (findings != null) {
      String tagText = tag == 0 ? null : Tag.text(tag);
      findings.add(new Finding(check, outcome, name, offset, tagText, detail));
    }
  }
}
