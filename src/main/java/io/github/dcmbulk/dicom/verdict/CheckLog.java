package io.github.dcmbulk.dicom.verdict;

import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.model.Warning;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the warnings of one file and, for explain, every check's outcome. */
public final class CheckLog {
  private Set<Warning> warnings = Set.of();
  private final @Nullable List<CheckFinding> findings;

  private CheckLog(@Nullable List<CheckFinding> findings) {
    this.findings = findings;
  }

  /** Warnings only. */
  public static CheckLog brief() {
    return new CheckLog(null);
  }

  /** Every outcome. */
  public static CheckLog explaining() {
    return new CheckLog(new ArrayList<>());
  }

  /** What the last outcome found turned out to be something that asks for another advice. */
  public void correctLast(String detail, Advice advice) {
    if (findings != null && !findings.isEmpty()) {
      CheckFinding last = findings.remove(findings.size() - 1);
      findings.add(
          new CheckFinding(
              last.check(),
              last.outcome(),
              last.name(),
              last.offset(),
              last.tag(),
              detail,
              advice));
    }
  }

  /** Notes a check that passed. */
  public void pass(Check check, long offset, int tag) {
    add(check, CheckFinding.Outcome.PASSED, null, offset, tag, "", null);
  }

  /** Notes a warning; only the first of a check is explained. */
  public void warn(Check check, Warning warning, long offset, int tag, String detail) {
    warn(check, warning, offset, tag, detail, null);
  }

  /** The same, with an advice of its own. */
  public void warn(
      Check check, Warning warning, long offset, int tag, String detail, @Nullable Advice advice) {
    if (warnings.isEmpty()) {
      warnings = EnumSet.noneOf(Warning.class);
    }
    warnings.add(warning);
    if (!isNoted(check)) {
      add(check, CheckFinding.Outcome.WARNED, warning.wire(), offset, tag, detail, advice);
    }
  }

  /** Notes a reason for rejection. */
  public void fail(CheckFailure defect) {
    add(
        defect.check(),
        CheckFinding.Outcome.FAILED,
        defect.reason().wire(),
        defect.offset(),
        defect.tag(),
        defect.detail(),
        defect.advice());
  }

  /** Notes an end of the examination that is about no byte of the file. */
  public void fail(Check check, String name, String detail) {
    add(check, CheckFinding.Outcome.FAILED, name, -1, 0, detail, null);
  }

  /** Passes a check unless something was noted of it. */
  public void passUnlessNoted(Check check, long offset, int tag) {
    if (!isNoted(check)) {
      pass(check, offset, tag);
    }
  }

  private boolean isNoted(Check check) {
    return findings != null && findings.stream().anyMatch(f -> f.check() == check);
  }

  /** The warnings, each once. */
  public Set<Warning> warnings() {
    return warnings;
  }

  /** What each check found, in their order. */
  public List<CheckFinding> findings() {
    return findings == null ? List.of() : findings;
  }

  private void add(
      Check check,
      CheckFinding.Outcome outcome,
      @Nullable String name,
      long offset,
      int tag,
      String detail,
      @Nullable Advice advice) {
    if (findings != null) {
      String tagText = tag == 0 ? null : Tag.text(tag);
      findings.add(
          new CheckFinding(
              check,
              outcome,
              name,
              offset,
              tagText,
              detail,
              advice == null ? check.advice() : advice));
    }
  }
}
