package io.github.dcmbulk.reconcile;

import io.github.dcmbulk.journal.StudyRecord;
import io.github.dcmbulk.sourcelist.SourceList;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the studies of a comparison by state. Used by one thread. */
final class TotalsCounter {
  private final Map<ListedState, Long> states = new EnumMap<>(ListedState.class);
  private long duplicates;
  private long waived;
  private long unknown;

  TotalsCounter() {
    for (ListedState state : ListedState.values()) {
      states.put(state, 0L);
    }
  }

  void listed(Ruling ruling, ListedGroup group, @Nullable StudyRecord study, boolean isWaived) {
    states.merge(ruling.state(), 1L, Long::sum);
    duplicates += group.duplicates();
    waived += isWaived ? 1 : 0;
    unknown += study != null && !study.identity().isKnown() && group.namesMoreThanUid() ? 1 : 0;
  }

  void unlisted() {
    states.merge(ListedState.UNLISTED, 1L, Long::sum);
  }

  Totals totals(ListStore store, int readings) {
    List<SourceList.UnreadableRow> rows = new ArrayList<>(store.unreadableRows());
    return new Totals(states, duplicates, store.unreadable(), rows, waived, unknown, readings);
  }
}
