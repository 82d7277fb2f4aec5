package io.github.dcmbulk.cli;

import io.github.dcmbulk.model.ExitCode;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands SIGINT, SIGTERM and SIGHUP to a run, which then ends in good order; the second one ends the
 * process at once. A shutdown hook would not do: it cannot tell them apart, and the exit code is
 * the JVM's. {@code sun.misc.Signal} is exported for this use (JEP 260) but compiles with a warning
 * that cannot be suppressed, hence reflection. Where it is missing the JVM's own handling remains.
 */
final class Signals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private final Map<Object, Object> previous = new LinkedHashMap<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Consumer<ExitCode> stop;

  /** Remembers which signal came, for commands that end without a result. */
  static final class Reason {
    private volatile ExitCode exitCode = ExitCode.INTERRUPTED;

    /** What to call for a signal: takes note of it, and then does that. */
    Consumer<ExitCode> andThen(Runnable stop) {
      return why -> {
        exitCode = why;
        stop.run();
      };
    }

    /** The exit code of the signal that came. */
    ExitCode exitCode() {
      return exitCode;
    }
  }

  /** Will call that for the first signal. */
  Signals(Consumer<ExitCode> stop) {
    this.stop = stop;
  }

  /**
   * Takes the signals over, until closed. A terminal that is closed ends the run like SIGTERM,
   * unless the run was started with {@code nohup}: what was ignored from the start stays so.
   */
  void install() {
    handle("INT", () -> received(ExitCode.INTERRUPTED));
    handle("TERM", () -> received(ExitCode.TERMINATED));
    handle("HUP", () -> received(ExitCode.TERMINATED));
  }

  /** Will call that when the process goes on after it was stopped by Ctrl-Z. */
  void onContinue(Runnable action) {
    handle("CONT", action);
  }

  @Override
  public void close() {
    previous.forEach(
        (signal, handler) -> {
          try {
            install(signal, handler);
          } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("Signal handler not restored: {}", e.toString());
          }
        });
  }

  private void handle(String name, Runnable action) {
    try {
      Object signal =
          Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) -> invoked(proxy, method, arguments, action));
      Object before = install(signal, handler);
      if (before != null) {
        previous.put(signal, before);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("SIG{} is left to the JVM: {}", name, e.toString());
    }
  }

  private static @Nullable Object install(Object signal, Object handler)
      throws ReflectiveOperationException {
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    return signal
        .getClass()
        .getMethod("handle", signal.getClass(), handlerType)
        .invoke(null, signal, handler);
  }

  private @Nullable Object invoked(
      Object proxy, Method method, Object @Nullable [] arguments, Runnable action) {
    return switch (method.getName()) {
      case "handle" -> {
        action.run();
        yield null;
      }
      case "equals" -> arguments != null && arguments[0] == proxy;
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "handler of dcmbulk";
    };
  }

  private void received(ExitCode exit) {
    if (stopping.compareAndSet(false, true)) {
      stop.accept(exit);
    } else {
      Runtime.getRuntime().halt(exit.code());
    }
  }
}
