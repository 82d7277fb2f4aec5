package io.github.dcmbulk.report.html;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of the template, in its order, formatted for print. */
record Page(
    Assets assets,
    String title,
    String heading,
    String subtitle,
    Conclusion verdict,
    List<Stat> headline,
    List<Equation> equations,
    List<CrossCheck> checks,
    Time time,
    Modalities modalities,
    Months months,
    Listed<CauseRow> causes,
    Listed<StudyRow> incomplete,
    Listed<WarningRow> warnings,
    Listed<JourneyRow> slowest,
    Listed<LargeRow> largest,
    Listed<RunRow> runs,
    RanBy ranBy,
    About about,
    Listed<Fact> options,
    DigestBlock digest,
    String charts,
    @Nullable ComparedList sourceList,
    Listed<WaiverRow> waivers,
    Conclusion signOff,
    String statement) {

  boolean nothingToLookAt() {
    return !warnings.any() && !slowest.any() && !largest.any();
  }

  /** The result in a sentence. */
  record Conclusion(boolean bad, String word, String sentence) {}

  record Stat(String label, String value, String note) {}

  record Fact(String label, String value) {}

  /**
   * A total and its parts.
   *
   * @param sum the sum of the parts in words, and whether it equals the total
   */
  record Equation(String caption, List<Part> parts, Fact total, boolean holds, String sum) {}

  record Part(String label, String value, boolean zero) {}

  /** Two counts that must be equal, made in two ways. */
  record CrossCheck(String what, String one, String other, boolean holds, String result) {}

  /**
   * The first rows of a list.
   *
   * @param more a sentence about the rows that are missing; null if none is
   */
  record Listed<T>(List<T> rows, @Nullable String more) {
    boolean any() {
      return !rows.isEmpty();
    }
  }

  record Time(String none, String caption, String says, List<TimeRow> rows) {
    boolean any() {
      return !rows.isEmpty();
    }
  }

  record TimeRow(String from, String instances, String total, String bytes, String rate) {}

  record Modalities(boolean hatched, String more, String says, List<ModalityRow> rows) {
    boolean any() {
      return !rows.isEmpty();
    }
  }

  record ModalityRow(
      String name,
      String studies,
      String instances,
      String delivered,
      String duplicates,
      String missing,
      String bytes) {}

  record Months(String undated, String unit, String says, List<MonthRow> rows) {
    boolean any() {
      return !rows.isEmpty();
    }
  }

  record MonthRow(String name, String studies, String delivered, String bytes) {}

  record CauseRow(
      String state, String reason, String files, String bytes, String meaning, String example) {}

  record StudyRow(String uid, String delivered, String missing, String why) {}

  record WarningRow(String name, String files, String meaning) {}

  record JourneyRow(String uid, String instances, String bytes, String took, String rate) {}

  record LargeRow(String path, String modality, String state, String bytes) {}

  record RunRow(
      String name,
      String began,
      String took,
      String found,
      String uploaded,
      String bytes,
      String missing,
      String exit) {}

  /** Result of the comparison with a list. */
  record ComparedList(String name, List<Stat> stats, String unknown, Listed<FindingRow> studies) {}

  record FindingRow(
      String study,
      String state,
      String listed,
      String found,
      String delivered,
      String reason,
      boolean open) {}

  record WaiverRow(String id, String subject, String reason, String by, String at, String undone) {}

  record RanBy(String caption, List<Fact> facts) {}

  record About(String version, String generated, List<Fact> facts, String times) {}

  record DigestBlock(String rows, String scope, String sha256, List<Fact> files, String command) {}
}
