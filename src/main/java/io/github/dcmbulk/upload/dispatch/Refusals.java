package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.CommonRefusal;
import io.github.dcmbulk.remote.PutOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes refusals of single instances from a service that refuses everything. The outcome of
 * a refused instance is recorded only after another instance was stored. When many instances in a
 * row are refused for the same reason, the run ends and they stay pending; after a kill as well,
 * since nothing was recorded. Thread-safe.
 */
public final class Refusals {
  /** Consecutive refusals that end a run that has stored nothing yet. */
  private static final int FIRST = 20;

  /** Consecutive refusals that end a run that has stored something. */
  private static final int LATER = 100;

  /** Most refused instances in memory; with more, their reasons differ, and each is recorded. */
  private static final int MOST_HELD = 1000;

  /**
   * Stores do not refuse smaller instances as too large: that is a proxy's limit, which applies to
   * all instances. One MiB is the smallest limit in common use (nginx, {@code
   * client_max_body_size}).
   */
  private static final long SMALL = 1 << 20;

  /** Records the outcome of an instance. */
  @FunctionalInterface
  interface InstanceOutcome {
    void settle() throws JournalException, InterruptedException;
  }

  private final Map<Long, InstanceOutcome> held = new LinkedHashMap<>();
  private final Map<String, Integer> alike = new HashMap<>();
  private boolean anyStored;
  private PutOutcome.@Nullable Refused last;

  /**
   * An instance was stored: so the instances refused before it were the cause themselves.
   *
   * @param file its row
   */
  void stored(long file) throws JournalException, InterruptedException {
    settle(released(file));
  }

  private synchronized List<InstanceOutcome> released(long file) {
    anyStored = true;
    held.remove(file);
    return takeAll();
  }

  private synchronized List<InstanceOutcome> takeAll() {
    List<InstanceOutcome> outcomes = new ArrayList<>(held.values());
    held.clear();
    alike.clear();
    return outcomes;
  }

  private static void settle(List<InstanceOutcome> outcomes)
      throws JournalException, InterruptedException {
    for (InstanceOutcome outcome : outcomes) {
      outcome.settle();
    }
  }

  /**
   * An instance was refused.
   *
   * @param file its row
   * @param size its bytes
   * @param outcome records the refusal
   * @throws ServiceUnreachableException too many different ones were refused for the same reason
   */
  void refused(long file, long size, PutOutcome.Refused refusal, InstanceOutcome outcome)
      throws ServiceUnreachableException, JournalException, InterruptedException {
    settle(held(file, size, refusal, outcome));
  }

  private synchronized List<InstanceOutcome> held(
      long file, long size, PutOutcome.Refused refusal, InstanceOutcome outcome)
      throws ServiceUnreachableException {
    boolean isForItself = refusal.own() && size > SMALL;
    if (isForItself && anyStored) {
      return List.of(outcome);
    }
    if (held.put(file, outcome) == null) {
      alike.merge(refusal.code(), 1, Integer::sum);
    }
    last = refusal;
    int most = anyStored ? LATER : FIRST;
    if (!isForItself && alike.getOrDefault(refusal.code(), 0) >= most) {
      throw common(refusal, most);
    }
    if (held.size() <= MOST_HELD) {
      return List.of();
    }
    requireVariety();
    return takeAll();
  }

  private static ServiceUnreachableException common(PutOutcome.Refused refusal, int instances) {
    return new ServiceUnreachableException(
        Count.of(instances, "different instance", "different instances")
            + " in a row were refused for the same reason: "
            + refusal.detail(),
        CommonRefusal.remedy(refusal.code()));
  }

  /** If many were refused for their size and none was stored, size is not the reason. */
  private void requireVariety() throws ServiceUnreachableException {
    PutOutcome.Refused refusal = last;
    if (refusal != null && !anyStored && held.size() >= FIRST && alike.size() == 1) {
      throw common(refusal, held.size());
    }
  }

  /** Refused instances whose outcome is not recorded yet. */
  public synchronized long held() {
    return held.size();
  }

  /**
   * Decides at the end of the run, when nothing has shown another cause.
   *
   * @throws ServiceUnreachableException all were refused for the same reason, and none was stored
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void settleAll()
      throws ServiceUnreachableException, JournalException, InterruptedException {
    settle(rest());
  }

  private synchronized List<InstanceOutcome> rest() throws ServiceUnreachableException {
    requireVariety();
    return takeAll();
  }
}
