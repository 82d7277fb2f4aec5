package io.github.dcmbulk.upload;

import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.PutOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells a refusal of one instance from one that all meet alike. What became of refused instances is
 * held back until another is stored: only then is it written down. When many different ones in a
 * row are refused alike, the run ends, and they stay pending; so they do after a kill, since
 * nothing was written. Thread-safe.
 */
final class Refusals {
  /** While nothing was stored in this run, so many alike show that nothing will be. */
  private static final int FIRST = 20;

  /** Once something was stored, it takes more. */
  private static final int LATER = 100;

  /** More are not kept in memory; they differ, so each is its own. */
  private static final int MOST_HELD = 1000;

  /** Writes down what became of an instance. */
  @FunctionalInterface
  interface Fate {
    void settle() throws JournalException, InterruptedException;
  }

  private final Map<Long, Fate> held = new LinkedHashMap<>();
  private final Map<String, Integer> alike = new HashMap<>();
  private boolean anyStored;

  /**
   * An instance was stored: those that were refused before it were refused for themselves.
   *
   * @param file its row
   */
  void stored(long file) throws JournalException, InterruptedException {
    settle(released(file));
  }

  private synchronized List<Fate> released(long file) {
    anyStored = true;
    held.remove(file);
    return takeAll();
  }

  private synchronized List<Fate> takeAll() {
    List<Fate> fates = new ArrayList<>(held.values());
    held.clear();
    alike.clear();
    return fates;
  }

  private static void settle(List<Fate> fates) throws JournalException, InterruptedException {
    for (Fate fate : fates) {
      fate.settle();
    }
  }

  /**
   * An instance was refused.
   *
   * @param file its row
   * @param fate writes that down
   * @throws ServiceUnreachableException too many different ones were refused alike
   */
  void refused(long file, PutOutcome.Refused refusal, Fate fate)
      throws ServiceUnreachableException, JournalException, InterruptedException {
    settle(held(file, refusal, fate));
  }

  private synchronized List<Fate> held(long file, PutOutcome.Refused refusal, Fate fate)
      throws ServiceUnreachableException {
    int refusals = alike.getOrDefault(refusal.code(), 0);
    if (held.put(file, fate) == null) {
      refusals++;
      alike.put(refusal.code(), refusals);
    }
    if (refusals >= (anyStored ? LATER : FIRST)) {
      throw new ServiceUnreachableException(
          refusals + " different instances in a row were refused alike: " + refusal.detail(),
          "the cause is not a single instance: ask the operators of the service or of the"
              + " network in between, and give them this line; then run the same command again");
    }
    return held.size() > MOST_HELD ? takeAll() : List.of();
  }

  /** Refused instances that nothing is written down of yet. */
  synchronized long held() {
    return held.size();
  }

  /** The run ends with nobody else to blame. */
  void settleAll() throws JournalException, InterruptedException {
    settle(takeAll());
  }
}
