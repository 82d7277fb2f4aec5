package io.github.dcmbulk.journal.write.rows;

import java.util.LinkedHashMap;
import java.util.Map;

/** Cache of a table's rows that were used last, by their key. */
final class Remembered<K> extends LinkedHashMap<K, Long> {
  private static final int MOST = 4096;

  private long lastId;
  private boolean more;

  /**
   * An empty cache.
   *
   * @param lastId the greatest id in the table, 0 where it is empty; this session alone adds rows
   */
  Remembered(long lastId) {
    super(64, 0.75f, true);
    this.lastId = lastId;
    this.more = lastId > 0;
  }

  long nextId() {
    return ++lastId;
  }

  /** Whether the table may have rows that are not cached; otherwise no query is needed. */
  boolean mayHaveMore() {
    return more;
  }

  /** Another session may have added rows: nothing is known. */
  void forget() {
    clear();
    more = true;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
    boolean full = size() > MOST;
    more |= full;
    return full;
  }
}
