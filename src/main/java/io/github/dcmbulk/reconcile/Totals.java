package io.github.dcmbulk.reconcile;

import io.github.dcmbulk.sourcelist.SourceList.UnreadableRow;
import java.util.List;
import java.util.Map;

/**
 * Number of studies by state.
 *
 * @param states studies by state; contains every state
 * @param duplicates rows of the list that repeat an earlier row
 * @param unreadable rows of the list that cannot be understood
 * @param unreadableRows the first of these rows
 * @param waived listed studies that are not complete, and waived
 * @param unknown listed studies whose accession number, patient ID and date cannot be compared,
 *     because an older version of dcmbulk read their files
 * @param readings how often the list was read
 */
public record Totals(
    Map<ListedState, Long> states,
    long duplicates,
    long unreadable,
    List<UnreadableRow> unreadableRows,
    long waived,
    long unknown,
    int readings) {
  /** Copies the collections. */
  public Totals {
    states = Map.copyOf(states);
    unreadableRows = List.copyOf(unreadableRows);
  }

  /** Number of studies in a state. */
  public long of(ListedState state) {
    return states.getOrDefault(state, 0L);
  }

  /** Number of listed studies. */
  public long listed() {
    return states.values().stream().mapToLong(Long::longValue).sum() - of(ListedState.UNLISTED);
  }

  /** Number of listed studies that are complete or delivered. */
  public long done() {
    return of(ListedState.COMPLETE) + of(ListedState.DELIVERED);
  }

  /** Number of listed studies that are neither complete, delivered nor waived. */
  public long open() {
    return listed() - done() - waived;
  }

  /** Whether every row was understood, and no study is open. */
  public boolean isAccountedFor() {
    return open() == 0 && unreadable == 0;
  }
}
