package io.github.dcmbulk.dicom.verdict;

import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.model.Warning;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the warnings of one file and, for {@code explain}, the result of every check. */
public final class CheckLog {
  private Set<Warning> warnings = Set.of();
  private final @Nullable List<CheckFinding> findings;

  private CheckLog(@Nullable List<CheckFinding> findings) {
    this.findings = findings;
  }

  /** Collects warnings only. */
  public static CheckLog brief() {
    return new CheckLog(null);
  }

  /** Collects every result. */
  public static CheckLog explaining() {
    return new CheckLog(new ArrayList<>());
  }

  /** Replaces detail and advice of the last failure. */
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

  /** Records a check that passed. */
  public void pass(Check check, long offset, int tag) {
    if (findings != null) {
      add(check, CheckFinding.Outcome.PASSED, null, offset, tag, "", null);
    }
  }

  /** Records a warning; only the first one of a check is explained. */
  public void warn(Check check, Warning warning, long offset, int tag, String detail) {
    warn(check, warning, offset, tag, detail, null);
  }

  /** Records a warning with its own advice. */
  public void warn(
      Check check, Warning warning, long offset, int tag, String detail, @Nullable Advice advice) {
    if (warnings.isEmpty()) {
      warnings = EnumSet.noneOf(Warning.class);
    }
    warnings.add(warning);
    if (!isNoted(check)) {
      add(check, CheckFinding.Outcome.WARNED, warning.code(), offset, tag, detail, advice);
    }
  }

  /** Records a reason for rejection. */
  public void fail(CheckFailure defect) {
    add(
        defect.check(),
        CheckFinding.Outcome.FAILED,
        defect.reason().code(),
        defect.offset(),
        defect.tag(),
        defect.detail(),
        defect.advice());
  }

  /** Records the end of the examination, without a position in the file. */
  public void fail(Check check, String name, String detail) {
    add(check, CheckFinding.Outcome.FAILED, name, -1, 0, detail, null);
  }

  /** Records that a check passed, unless it has a result already. */
  public void passUnlessNoted(Check check, long offset, int tag) {
    if (findings != null && !isNoted(check)) {
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

  /** The results of the checks, in their order. */
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
