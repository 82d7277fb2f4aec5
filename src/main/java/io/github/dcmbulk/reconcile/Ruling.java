package io.github.dcmbulk.reconcile;

import io.github.dcmbulk.journal.StudyRecord;
import io.github.dcmbulk.journal.StudyRecord.Identity;
import io.github.dcmbulk.model.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * State of one study: the rules as a function of the list's rows and the journal's record.
 *
 * @param state the state
 * @param reason reason in words; empty for a study that is complete
 */
record Ruling(ListedState state, String reason) {

  /**
   * Applies the rules.
   *
   * @param study the journal's record; null for none
   */
  static Ruling of(ListedGroup listed, @Nullable StudyRecord study) {
    if (study == null || study.found() == 0) {
      return new Ruling(ListedState.MISSING, "no file of it was found");
    }
    List<String> differences = differences(listed, study.identity());
    if (!differences.isEmpty()) {
      return new Ruling(
          ListedState.MISMATCHED, "its files name another " + String.join(" and ", differences));
    }
    Long wanted = listed.instances();
    long delivered = study.delivered();
    boolean isSettled = study.waiting() == 0 && !study.isInterrupted();
    if (wanted != null && isSettled && !study.isInParts() && delivered == wanted) {
      return new Ruling(ListedState.COMPLETE, "");
    }
    if (wanted != null && isSettled && delivered > wanted) {
      return new Ruling(
          ListedState.SURPLUS, "%,d more delivered than listed".formatted(delivered - wanted));
    }
    if (study.rejected() > 0 || study.isInParts()) {
      return new Ruling(ListedState.REJECTED, "");
    }
    if (!isSettled) {
      return new Ruling(ListedState.WAITING, "");
    }
    return wanted == null
        ? new Ruling(ListedState.DELIVERED, "")
        : new Ruling(
            ListedState.SHORT,
            Count.of(wanted - delivered, "instance was", "instances were") + " not found");
  }

  /**
   * Which values of the files the list does not have; a value that one side lacks is not compared.
   */
  static List<String> differences(ListedGroup listed, Identity found) {
    List<String> differences = new ArrayList<>();
    if (differ(listed.accessions(), found.accessions())) {
      differences.add("accession number");
    }
    if (differ(listed.patients(), found.patients())) {
      differences.add("patient ID");
    }
    if (differ(listed.dates(), found.dates())) {
      differences.add("study date");
    }
    return differences;
  }

  private static <T> boolean differ(Set<T> listed, Set<T> found) {
    return !listed.isEmpty() && !listed.containsAll(found);
  }
}
