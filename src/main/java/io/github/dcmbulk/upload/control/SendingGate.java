package io.github.dcmbulk.upload.control;

import io.github.dcmbulk.calendar.OpenHours;
import io.github.dcmbulk.calendar.WeekCalendar;
import io.github.dcmbulk.calendar.WeekCalendar.InDoubt;
import io.github.dcmbulk.upload.settings.RunLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether instances may be sent now: by {@code --window}, by {@code dcmbulk control pause}, and by
 * whether outcomes can be recorded. The window is compared with the wall clock each time, so that
 * no PUT begins in a minute that is not allowed. Thread-safe.
 */
public final class SendingGate {
  private static final Duration FOREVER = Duration.ofDays(365);

  private final @Nullable OpenHours window;
  private final Duration grace;
  private final Clock clock;
  private volatile Pause pause = Pause.NONE;
  private volatile BooleanSupplier held = () -> false;

  /** Whether a user has paused the run. */
  enum Pause {
    /** Not paused. */
    NONE,
    /** No study is started. */
    STUDIES,
    /** No instance is started. */
    INSTANCES
  }

  /**
   * Prepares the gate.
   *
   * @param window null for always
   * @param grace how long a PUT that has begun may continue when the window has closed
   */
  SendingGate(@Nullable OpenHours window, Duration grace, Clock clock) {
    this.window = window;
    this.grace = grace;
    this.clock = clock;
  }

  /** The gate for these limits, in the zone of that clock. */
  public static SendingGate of(RunLimits limits, Clock clock) {
    WeekCalendar window = limits.window();
    return new SendingGate(
        window == null ? null : new OpenHours(window, clock.getZone(), InDoubt.CLOSED),
        limits.grace(),
        clock);
  }

  /** Pauses or resumes the run. */
  void pause(Pause now) {
    pause = now;
  }

  /** Whether a user has paused the run. */
  public boolean isPaused() {
    return pause != Pause.NONE;
  }

  /** Sets a further condition under which nothing is started. */
  public void holdWhile(BooleanSupplier condition) {
    held = condition;
  }

  /** Whether no study may be started now. */
  public boolean keepsStudies() {
    return isPaused() || held.getAsBoolean();
  }

  /** Whether no instance may be started now. */
  public boolean keepsInstances() {
    return pause == Pause.INSTANCES || held.getAsBoolean();
  }

  /** Whether the window allows a PUT to begin. */
  public boolean isOpen() {
    return window == null || window.isOpen(clock.instant());
  }

  /** Whether a PUT that has begun may continue. */
  public boolean mayContinue() {
    return isOpen() || (window != null && window.isOpen(clock.instant().minus(grace)));
  }

  /** How long until the window opens or closes. */
  Duration untilChange() {
    return window == null
        ? FOREVER
        : Duration.between(clock.instant(), window.changesAt(clock.instant()));
  }
}
