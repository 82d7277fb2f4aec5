package io.github.dcmbulk.reconcile;

import io.github.dcmbulk.sourcelist.SourceList.UnreadableRow;
import java.util.List;
import java.util.Map;

/**
 * How many studies stand where.
 *
 * @param states studies by state; every state is there
 * @param duplicates rows of the list that say again what an earlier row says
 * @param unreadable rows of the list that cannot be understood
 * @param unreadableRows the first of them
 * @param waived listed studies that are not done, and waived
 * @param unknown listed studies whose accession number, patient ID and date cannot be compared, as
 *     an older dcmbulk has read their files
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
  /** Copies what may change. */
  public Totals {
    states = Map.copyOf(states);
    unreadableRows = List.copyOf(unreadableRows);
  }

  /** Studies in that state. */
  public long of(ListedState state) {
    return states.getOrDefault(state, 0L);
  }

  /** Studies on the list. */
  public long listed() {
    return states.values().stream().mapToLong(Long::longValue).sum() - of(ListedState.UNLISTED);
  }

  /** Listed studies that are complete or delivered. */
  public long done() {
    return of(ListedState.COMPLETE) + of(ListedState.DELIVERED);
  }

  /** Listed studies that are neither done nor waived. */
  public long open() {
    return listed() - done() - waived;
  }

  /** Whether the list is accounted for: all of it was understood, and nothing is open. */
  public boolean isAccountedFor() {
    return open() == 0 && unreadable == 0;
  }
}
