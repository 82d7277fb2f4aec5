package io.github.dcmbulk.report.html;

import io.github.dcmbulk.journal.Statistics.Delivered;
import io.github.dcmbulk.journal.Statistics.InFlightSample;
import io.github.dcmbulk.journal.Statistics.RowTotals;
import io.github.dcmbulk.journal.Statistics.Sum;
import io.github.dcmbulk.journal.read.JournalStatistics;
import io.github.dcmbulk.model.JournalException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Deliveries over time, in consecutive intervals of equal, round length.
 *
 * @param begin start of the first interval
 * @param stretch length of each interval
 * @param slots deliveries of each interval; empty if there were none
 * @param inFlight number of instances in flight
 */
record TimeLine(Instant begin, Duration stretch, List<Sum> slots, List<InFlightSample> inFlight) {
  private static final int MOST_SLOTS = 240;
  private static final int MOST_ROWS = 24;
  private static final int MOST_SAMPLES = 480;
  private static final List<Duration> LENGTHS =
      List.of(
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(2),
          Duration.ofDays(7),
          Duration.ofDays(28));

  static TimeLine of(JournalStatistics statistics, RowTotals totals) throws JournalException {
    Instant first = totals.firstUpload();
    Instant last = totals.lastUpload();
    if (first == null || last == null) {
      return new TimeLine(Instant.EPOCH, LENGTHS.get(0), List.of(), List.of());
    }
    Duration stretch = lengthFor(Duration.between(first, last), MOST_SLOTS);
    long length = stretch.toMillis();
    Instant begin = Instant.ofEpochMilli(first.toEpochMilli() / length * length);
    int count = (int) ((last.toEpochMilli() - begin.toEpochMilli()) / length) + 1;
    Sum[] slots = new Sum[count];
    Arrays.fill(slots, Sum.ZERO);
    for (Delivered delivered : statistics.delivery().delivered(begin, stretch)) {
      slots[(int) (Duration.between(begin, delivered.begin()).toMillis() / length)] =
          delivered.sum();
    }
    return new TimeLine(begin, stretch, List.of(slots), thinned(statistics.delivery().inFlight()));
  }

  /** The shortest length of which {@code most} intervals cover the time. */
  private static Duration lengthFor(Duration time, int most) {
    for (Duration length : LENGTHS) {
      if (time.toMillis() / length.toMillis() < most - 1) {
        return length;
      }
    }
    return time.dividedBy(most - 2);
  }

  private static List<InFlightSample> thinned(List<InFlightSample> samples) {
    int each = samples.size() / MOST_SAMPLES + 1;
    List<InFlightSample> means = new ArrayList<>();
    for (int i = 0; i < samples.size(); i += each) {
      List<InFlightSample> some = samples.subList(i, Math.min(samples.size(), i + each));
      double mean = some.stream().mapToDouble(InFlightSample::mean).average().orElse(0);
      means.add(new InFlightSample(some.get(some.size() - 1).at(), mean));
    }
    return means;
  }

  /** Whether there are enough values to draw the number of instances in flight. */
  boolean hasInFlight() {
    return inFlight.size() > 1;
  }

  Sum total() {
    return slots.stream().reduce(Sum.ZERO, Sum::plus);
  }

  /** Total time of the intervals. */
  Duration covered() {
    return stretch.multipliedBy(slots.size());
  }

  /** Time of the intervals with deliveries. */
  Duration busy() {
    return stretch.multipliedBy(slots.stream().filter(slot -> slot.files() > 0).count());
  }

  /** The same in fewer, longer intervals for a table. */
  TimeLine coarse() {
    int each = (slots.size() + MOST_ROWS - 1) / MOST_ROWS;
    if (each <= 1) {
      return this;
    }
    List<Sum> merged = new ArrayList<>();
    for (int i = 0; i < slots.size(); i += each) {
      merged.add(
          slots.subList(i, Math.min(slots.size(), i + each)).stream().reduce(Sum.ZERO, Sum::plus));
    }
    return new TimeLine(begin, stretch.multipliedBy(each), merged, List.of());
  }
}
