package io.github.dcmbulk.console;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress as a few lines at the end of a terminal, drawn five times a second. Notices and log
 * lines appear above them. Nothing is drawn while the process is in the background.
 */
public final class BarProgress implements Progress {
  private static final Duration INTERVAL = Duration.ofMillis(200);

  /**
   * A longer pause between draws means that the process was probably stopped, and continued by
   * SIGCONT.
   */
  private static final Duration LONG_PAUSE = Duration.ofSeconds(1);

  private final Screen screen;
  private final LiveBlock block;
  private final ProgressView view;
  private final Tracker tracker;
  private final Ticker ticker = new Ticker("progress", INTERVAL, this::draw);
  private @Nullable ErrorLines errors;
  private volatile boolean wasAway;
  private Duration lastDrawn = Duration.ZERO;

  /** Draws on that terminal. */
  public BarProgress(Tty terminal, Style style, Clock clock, boolean delivers) {
    this((Screen) terminal, style, clock, delivers);
  }

  BarProgress(Screen screen, Style style, Clock clock, boolean delivers) {
    this.screen = screen;
    this.block = new LiveBlock(screen);
    this.view = new ProgressView(style, clock.getZone(), delivers);
    this.tracker = new Tracker(clock);
  }

  @Override
  public void patience(Duration longest) {
    tracker.patience(longest);
  }

  @Override
  public void watch(Supplier<RunStatus> run) {
    tracker.watch(run);
    errors = new ErrorLines(block::printAbove);
    ticker.start();
  }

  @Override
  public void on(UploadEvent event) {
    tracker.on(event);
    if (event instanceof UploadEvent.Notice notice) {
      block.printAbove(Notices.line(notice));
    }
  }

  /** Draws once. */
  void draw() {
    Snapshot now = tracker.snapshot();
    boolean isLate = now.elapsed().minus(lastDrawn).compareTo(LONG_PAUSE) > 0;
    lastDrawn = now.elapsed();
    if (isLate) {
      return;
    }
    if (!screen.isForeground()) {
      wasAway = true;
      block.printWaiting();
      return;
    }
    if (wasAway) {
      wasAway = false;
      block.forget();
    }
    block.draw(view.lines(now, screen.columns(), screen.rows()));
  }

  @Override
  public void resumed() {
    wasAway = true;
  }

  @Override
  public void close() {
    boolean isFree = ticker.end();
    if (errors != null) {
      errors.close();
      errors = null;
    }
    if (isFree) {
      block.clear();
    }
  }
}
