package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.model.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a run on SIGINT, SIGTERM and SIGHUP: the first signal waits for what is in flight, the
 * second does not, the third ends the process at once. After a signal the process ends within
 * {@value #SECONDS_TO_END} s of the run's end, whatever its output waits for. A shutdown hook does
 * not know the signal and cannot choose the exit code. JLine registers the handlers; where that
 * fails, the JVM's own handling remains.
 */
public final class Signals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private final Map<String, Object> previous = new LinkedHashMap<>();
  private static final int SECONDS_TO_END = 30;
  private static final int SECONDS_TO_TIDY_UP = 3;

  private final AtomicInteger received = new AtomicInteger();
  private final Consumer<ExitCode> stop;
  private final @Nullable Runnable abandon;
  private volatile ExitCode first = ExitCode.INTERRUPTED;

  /** Remembers which signal came, for commands that end without a result. */
  public static final class StopReason {
    private volatile ExitCode exitCode = ExitCode.INTERRUPTED;

    /** The handler of a signal: remembers it, then calls the action. */
    public Consumer<ExitCode> andThen(Runnable stop) {
      return why -> {
        exitCode = why;
        stop.run();
      };
    }

    /** The exit code of the signal that came. */
    public ExitCode exitCode() {
      return exitCode;
    }
  }

  /** Sets what is called for the first signal; the second one ends the process at once. */
  public Signals(Consumer<ExitCode> stop) {
    this(stop, null);
  }

  /**
   * Sets what is called.
   *
   * @param stop for the first signal
   * @param abandon for the second one; null to end the process at once
   */
  public Signals(Consumer<ExitCode> stop, @Nullable Runnable abandon) {
    this.stop = stop;
    this.abandon = abandon;
  }

  /**
   * Handles the signals until closed. A terminal that is closed ends the run like SIGTERM, unless
   * the run was started with {@code nohup}: a signal that was ignored from the start stays ignored.
   */
  public void install() {
    handle("INT", () -> received(ExitCode.INTERRUPTED));
    handle("TERM", () -> received(ExitCode.TERMINATED));
    handle("HUP", () -> received(ExitCode.TERMINATED));
  }

  /** Sets what is called when the process continues after it was stopped by Ctrl-Z. */
  void onContinue(Runnable action) {
    handle("CONT", action);
  }

  /**
   * Restores the handling of signals. After a signal the handlers stay for a limited time, so that
   * the next signal does not interrupt the output of the result.
   */
  @Override
  public void close() {
    if (received.get() > 0 && abandon != null) {
      Thread last = new Thread(this::endInTime, "end-in-time");
      last.setDaemon(true);
      last.start();
      return;
    }
    previous.forEach(org.jline.utils.Signals::unregister);
  }

  private void handle(String name, Runnable action) {
    Object before = org.jline.utils.Signals.register(name, action);
    if (before == null) {
      LOG.debug("SIG{} is left to the JVM", name);
    } else {
      previous.put(name, before);
    }
  }

  private void received(ExitCode exit) {
    int count = received.incrementAndGet();
    if (count == 1) {
      first = exit;
      stop.accept(exit);
    } else if (count == 2 && abandon != null) {
      abandon.run();
    } else {
      end(exit);
    }
  }

  private void endInTime() {
    try {
      TimeUnit.SECONDS.sleep(SECONDS_TO_END);
      end(first);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process; files that are not whole are removed if the disk lets that happen. */
  private static void end(ExitCode exit) {
    Thread orderly = new Thread(() -> System.exit(exit.code()), "exit");
    orderly.setDaemon(true);
    orderly.start();
    try {
      orderly.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_TIDY_UP));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(exit.code());
  }
}
