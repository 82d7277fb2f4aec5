package io.github.dcmbulk.console;

import io.github.dcmbulk.console.ProgressEntry.Part;
import io.github.dcmbulk.console.ProgressEntry.Tone;
import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Formats progress for a terminal of any size: each line has a label and parts; less important
 * parts are omitted where they do not fit.
 */
final class ProgressView {
  private static final int NARROW = 60;
  private static final int LONGEST_BAR = 60;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  /** Without a success for this time a line appears: single failures are normal. */
  private static final Duration WORRYING = Duration.ofSeconds(3);

  private final Style style;
  private final ZoneId zone;
  private final boolean delivers;

  /**
   * Formats with that style.
   *
   * @param delivers whether the run sends instances, or only checks
   */
  ProgressView(Style style, ZoneId zone, boolean delivers) {
    this.style = style;
    this.zone = zone;
    this.delivers = delivers;
  }

  /** The lines, at most as wide as the terminal, and fewer than its height. */
  List<Line> lines(Snapshot s, int columns, int rows) {
    int width = Math.max(1, columns - 1);
    if (width < ProgressEntry.LEAST_WIDTH) {
      String text = Cells.cut(Quantity.count(s.status().instances().uploaded()), width);
      return List.of(new Line(text, Cells.width(text)));
    }
    boolean narrow = columns < NARROW;
    List<ProgressEntry> entries = entries(s, narrow);
    boolean hasBar = delivers && s.toDeliver() > 0;
    int most = Math.max(1, rows - 1) - (hasBar ? 1 : 0);
    List<ProgressEntry> kept =
        entries.stream()
            .sorted(Comparator.comparingInt(ProgressEntry::rank))
            .limit(Math.max(0, most))
            .collect(Collectors.toList());
    List<Line> lines = new ArrayList<>();
    for (ProgressEntry entry : entries) {
      boolean barGoesHere = entry.label().equals("Instances") || entry.label().isEmpty();
      if (hasBar && barGoesHere) {
        lines.add(bar(s, width));
      }
      if (kept.contains(entry)) {
        lines.add(entry.line(style, width, narrow ? "  " : "   "));
      }
    }
    return lines;
  }

  private List<ProgressEntry> entries(Snapshot s, boolean narrow) {
    List<ProgressEntry> entries = new ArrayList<>();
    entries.add(new ProgressEntry(5, "Walked", walked(s)));
    entries.add(new ProgressEntry(4, "Checked", checked(s)));
    if (delivers && s.toDeliver() > 0) {
      addDelivered(entries, s, narrow);
      entries.add(new ProgressEntry(3, "Speed", speed(s, narrow)));
    }
    entries.add(new ProgressEntry(2, "Time", time(s, narrow)));
    addProblems(entries, s, narrow);
    return entries;
  }

  private static List<Part> walked(Snapshot s) {
    return ProgressEntry.parts(
        Quantity.of(s.walkedFiles(), "file", "files"),
        Quantity.bytes(s.walkedBytes()),
        s.isWalked() ? null : "so far");
  }

  private static List<Part> checked(Snapshot s) {
    RunResult.Files files = s.status().files();
    RunResult.Instances instances = s.status().instances();
    List<Part> parts = ProgressEntry.parts(Quantity.of(files.found(), "file", "files"));
    ProgressEntry.add(parts, files.rejected(), "rejected", Tone.NOTABLE);
    ProgressEntry.add(parts, files.unreadable(), "unreadable", Tone.BAD);
    ProgressEntry.add(parts, instances.conflict(), "in conflict", Tone.NOTABLE);
    ProgressEntry.add(parts, instances.alreadyUploaded(), "delivered before", Tone.PLAIN);
    ProgressEntry.add(parts, files.notDicom(), "not DICOM", Tone.FAINT);
    ProgressEntry.add(parts, files.excluded(), "excluded", Tone.FAINT);
    ProgressEntry.add(
        parts,
        instances.duplicate(),
        instances.duplicate() == 1 ? "duplicate" : "duplicates",
        Tone.FAINT);
    return parts;
  }

  private static void addDelivered(List<ProgressEntry> entries, Snapshot s, boolean narrow) {
    long uploaded = s.status().instances().uploaded();
    String bytes = Quantity.bytes(s.sentBytes()) + " of " + Quantity.bytes(s.allBytes());
    long done = s.status().studiesDone();
    if (narrow) {
      entries.add(
          new ProgressEntry(0, "Instances", ProgressEntry.parts(of(uploaded, s.toDeliver()))));
      entries.add(new ProgressEntry(6, "Bytes", ProgressEntry.parts(bytes)));
      entries.add(
          new ProgressEntry(
              6, "Studies", ProgressEntry.parts(of(done, s.status().studiesToSend()))));
    } else {
      String instances = Quantity.of(s.toDeliver(), "instance", "instances");
      String studies = Quantity.of(s.status().studiesToSend(), "study", "studies");
      entries.add(
          new ProgressEntry(
              0,
              "",
              ProgressEntry.parts(
                  Quantity.count(uploaded) + " of " + instances,
                  bytes,
                  Quantity.count(done) + " of " + studies)));
    }
  }

  private static List<Part> speed(Snapshot s, boolean narrow) {
    Concurrency concurrency = s.status().concurrency();
    String parallel = concurrency == null ? null : concurrency.limit() + " parallel";
    return ProgressEntry.parts(
        Quantity.bytes(Math.round(s.rate().bytes())) + "/s",
        rate(s.rate().instances()) + (narrow ? "/s" : " instances/s"),
        concurrency == null || narrow ? parallel : parallel + ": " + concurrency.why());
  }

  private static String rate(double perSecond) {
    return perSecond >= 9.95 || perSecond == 0
        ? Quantity.count(Math.round(perSecond))
        : String.format(Locale.ROOT, "%.1f", perSecond);
  }

  private static List<Part> time(Snapshot s, boolean narrow) {
    String left = left(s);
    return ProgressEntry.parts(
        Quantity.clock(s.elapsed()), left == null || !narrow ? left : left.replace(" left", ""));
  }

  /** Estimated remaining time in words; null where it is unknown. */
  static @Nullable String left(Snapshot s) {
    Duration left = s.left();
    if (left == null || s.waiting() != null || hasNoAnswer(s) || s.stopping() != null) {
      return null;
    }
    return (s.isWalked() && s.unchecked() == 0 ? "about " : "at least ")
        + Quantity.clock(left)
        + " left";
  }

  private static boolean hasNoAnswer(Snapshot s) {
    return s.noAnswer() != null && s.noAnswer().since().compareTo(WORRYING) >= 0;
  }

  private void addProblems(List<ProgressEntry> entries, Snapshot s, boolean narrow) {
    String theLast = narrow ? "" : "the last: ";
    long held = s.status().instances().held();
    if (held > 0) {
      entries.add(
          new ProgressEntry(
              7,
              "Held",
              ProgressEntry.parts(Quantity.of(held, "instance", "instances"), "a later run")));
    }
    long failed = s.status().instances().failed();
    if (failed > 0) {
      List<Part> parts = new ArrayList<>();
      parts.add(new Part(Quantity.of(failed, "instance", "instances"), Tone.BAD));
      Snapshot.Failure last = s.lastFailure();
      if (last != null) {
        String file = narrow ? last.name() : last.shortPath();
        parts.addAll(ProgressEntry.parts(theLast + file, narrow ? null : last.why()));
      }
      entries.add(new ProgressEntry(1, "Failed", parts));
    }
    Snapshot.NoAnswer noAnswer = s.noAnswer();
    if (noAnswer != null && hasNoAnswer(s)) {
      List<Part> parts = new ArrayList<>();
      parts.add(new Part("for " + Quantity.clock(noAnswer.since()), Tone.BAD));
      parts.addAll(ProgressEntry.parts(noAnswer.patience(), noAnswer.why()));
      entries.add(new ProgressEntry(0, noAnswer.why() == null ? "Stalled" : "No answer", parts));
    } else if (s.retries() > 0) {
      entries.add(
          new ProgressEntry(
              8,
              "Retried",
              ProgressEntry.parts(
                  Quantity.of(s.retries(), "request", "requests"), theLast + s.lastRetry())));
    }
    if (s.waiting() != null) {
      entries.add(
          new ProgressEntry(0, "Waiting", List.of(new Part(until(s, s.waiting()), Tone.NOTABLE))));
    }
    if (s.stopping() != null) {
      entries.add(new ProgressEntry(0, "Stopping", stopping(s, s.stopping())));
    }
  }

  private String until(Snapshot s, Snapshot.Wait wait) {
    Instant until = wait.until();
    return TIME.format(until.atZone(zone))
        + " (in "
        + Quantity.clock(Duration.between(s.now(), until))
        + "): "
        + wait.why();
  }

  private static List<Part> stopping(Snapshot s, Snapshot.Wait wait) {
    Duration left = Duration.between(s.now(), wait.until());
    return List.of(
        new Part("finishing uploads in progress", Tone.NOTABLE),
        new Part("up to " + Quantity.clock(left.isNegative() ? Duration.ZERO : left), Tone.NOTABLE),
        new Part("repeat to stop immediately", Tone.PLAIN));
  }

  private Line bar(Snapshot s, int width) {
    String percent = String.format(Locale.ROOT, " %3d %%", (int) Math.floor(s.share() * 100));
    String remark = s.isWalked() || width < NARROW / 2 ? "" : " so far";
    int cells = width - ProgressEntry.LABEL_WIDTH - percent.length() - remark.length();
    String label = ProgressEntry.label("Delivered");
    cells = Math.max(0, Math.min(cells, LONGEST_BAR));
    return new Line(
        style.label(label) + style.bar(s.share(), cells) + percent + style.label(remark),
        ProgressEntry.LABEL_WIDTH + cells + percent.length() + remark.length());
  }

  private static String of(long done, long all) {
    return Quantity.count(done) + " of " + Quantity.count(all);
  }
}
