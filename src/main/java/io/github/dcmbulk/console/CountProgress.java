package io.github.dcmbulk.console;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Progress of work in a few steps: the step's name, and the number of its parts that are done. */
public final class CountProgress implements AutoCloseable {
  private final Clock clock;
  private final Instant begun;
  private final AtomicLong done = new AtomicLong();
  private final @Nullable Ticker ticker;
  private final @Nullable LiveBlock block;
  private final Show show;
  private volatile String step = "";
  private volatile long all;

  /** A form of progress. */
  @FunctionalInterface
  private interface Show {
    void show(CountProgress progress);
  }

  private CountProgress(
      Clock clock, @Nullable Duration interval, @Nullable LiveBlock block, Show show) {
    this.clock = clock;
    this.begun = clock.instant();
    this.block = block;
    this.show = show;
    this.ticker = interval == null ? null : new Ticker("progress", interval, this::show);
  }

  /** Progress as one line, drawn repeatedly. */
  public static CountProgress drawn(Tty terminal, Clock clock) {
    return drawn((Screen) terminal, clock);
  }

  static CountProgress drawn(Screen terminal, Clock clock) {
    LiveBlock block = new LiveBlock(terminal);
    return start(
        new CountProgress(
            clock,
            Duration.ofMillis(200),
            block,
            progress -> {
              if (terminal.isForeground()) {
                String text = Cells.cut(progress.text(), terminal.columns() - 1);
                block.draw(List.of(new Line(text, Cells.width(text))));
              }
            }));
  }

  /** Progress as one line every minute. */
  public static CountProgress lines(PrintWriter out, Clock clock) {
    return start(
        new CountProgress(clock, Duration.ofMinutes(1), null, progress -> progress.printTo(out)));
  }

  /** Progress as a JSON object every second. */
  public static CountProgress json(PrintWriter out, Clock clock) {
    JsonLines lines = new JsonLines(out, clock);
    return start(
        new CountProgress(
            clock,
            Duration.ofSeconds(1),
            null,
            progress ->
                lines.write(
                    "progress",
                    json -> {
                      json.writeStringField("step", progress.step);
                      json.writeNumberField("done", progress.done.get());
                      json.writeNumberField("of", progress.all);
                    })));
  }

  /** No progress. */
  public static CountProgress none(Clock clock) {
    return new CountProgress(clock, null, null, progress -> {});
  }

  /** Shows the progress once. */
  void show() {
    show.show(this);
  }

  private static CountProgress start(CountProgress progress) {
    if (progress.ticker != null) {
      progress.ticker.start();
    }
    return progress;
  }

  /**
   * Begins a step.
   *
   * @param what its name, for people
   * @param parts number of its parts; 0 if unknown
   */
  public void begins(String what, long parts) {
    done.set(0);
    all = parts;
    step = what;
  }

  /** A part of the step is done. */
  public void one() {
    done.incrementAndGet();
  }

  private void printTo(PrintWriter out) {
    synchronized (out) {
      out.println(PlainProgress.stamp(clock) + " " + text());
      out.flush();
    }
  }

  private String text() {
    String counts =
        all == 0 ? "" : ": " + Quantity.count(done.get()) + " of " + Quantity.count(all);
    return step + counts + ", " + Quantity.clock(Duration.between(begun, clock.instant()));
  }

  @Override
  public void close() {
    boolean isFree = ticker == null || ticker.end();
    if (block != null && isFree) {
      block.clear();
    }
  }
}
