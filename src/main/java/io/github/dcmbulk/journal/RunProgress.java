package io.github.dcmbulk.journal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a run, which it records every few seconds.
 *
 * @param at when it was recorded
 * @param found files that were checked
 * @param walked whether the walk is complete
 * @param delivered instances that this run delivered
 * @param left instances that are known to be left to send
 * @param deliveredBytes their bytes
 * @param leftBytes bytes that are left
 * @param bytesPerSecond over the last minute
 * @param waitUntil until when nothing can be sent; null if it does not wait
 * @param waitWhy what it waits for
 * @param paused set while a user has paused it
 * @param outage set while the service does not answer
 */
public record RunProgress(
    Instant at,
    long found,
    boolean walked,
    long delivered,
    long left,
    long deliveredBytes,
    long leftBytes,
    long bytesPerSecond,
    @Nullable Instant waitUntil,
    @Nullable String waitWhy,
    @Nullable RunPause paused,
    @Nullable RunPause outage) {
  /** The value that a paused run has: since when, or 0. */
  public static final String PAUSED_SINCE = "pausedSince";

  /** The value that a run has whose service does not answer: since when, or 0. */
  public static final String OUTAGE_SINCE = "outageSince";

  private static final String PAUSED_WHY = "pausedWhy";
  private static final String OUTAGE_WHY = "outageWhy";

  /** The value that every progress has: when it was recorded. */
  public static final String AT = "at";

  /** As names and values, to be stored. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(AT, Long.toString(at.toEpochMilli()));
    values.put("found", Long.toString(found));
    values.put("walked", walked ? "1" : "0");
    values.put("delivered", Long.toString(delivered));
    values.put("left", Long.toString(left));
    values.put("deliveredBytes", Long.toString(deliveredBytes));
    values.put("leftBytes", Long.toString(leftBytes));
    values.put("bytesPerSecond", Long.toString(bytesPerSecond));
    values.put("waitUntil", waitUntil == null ? "0" : Long.toString(waitUntil.toEpochMilli()));
    values.put("waitWhy", waitWhy == null ? "" : waitWhy);
    put(values, PAUSED_SINCE, PAUSED_WHY, paused);
    put(values, OUTAGE_SINCE, OUTAGE_WHY, outage);
    return values;
  }

  private static void put(
      Map<String, String> values, String since, String why, @Nullable RunPause pause) {
    values.put(since, pause == null ? "0" : Long.toString(pause.since().toEpochMilli()));
    values.put(why, pause == null ? "" : pause.why());
  }

  /** From names and values, among which {@link #AT} must be. */
  public static RunProgress of(Map<String, String> values) {
    long until = number(values, "waitUntil");
    return new RunProgress(
        Instant.ofEpochMilli(number(values, AT)),
        number(values, "found"),
        number(values, "walked") == 1,
        number(values, "delivered"),
        number(values, "left"),
        number(values, "deliveredBytes"),
        number(values, "leftBytes"),
        number(values, "bytesPerSecond"),
        until == 0 ? null : Instant.ofEpochMilli(until),
        until == 0 ? null : values.get("waitWhy"),
        pause(values, PAUSED_SINCE, PAUSED_WHY),
        pause(values, OUTAGE_SINCE, OUTAGE_WHY));
  }

  private static @Nullable RunPause pause(Map<String, String> values, String since, String why) {
    long at = number(values, since);
    return at == 0 ? null : new RunPause(Instant.ofEpochMilli(at), values.getOrDefault(why, ""));
  }

  private static long number(Map<String, String> values, String name) {
    return Long.parseLong(values.getOrDefault(name, "0"));
  }
}
