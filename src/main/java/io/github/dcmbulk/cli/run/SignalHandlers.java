package io.github.dcmbulk.cli.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Handlers of the JVM's signals, by reflection: the compiler warns of {@code sun.misc.Signal} in a
 * way that no annotation suppresses. JLine's {@code Signals} does the same, and starts
 * java.util.logging for each command that handles signals, which reads every jar of the class path
 * (findings/jline-signals-start-logging.sh).
 */
final class SignalHandlers {
  private SignalHandlers() {}

  /**
   * Replaces the handler of a signal.
   *
   * @param name without SIG
   * @return the handler that it had; null if this signal is left to the JVM, and nothing was done
   */
  static @Nullable Object register(String name, Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      return replace(name, type, handler);
    } catch (InvocationTargetException e) {
      // No such signal on this system, or the JVM uses it, as it was started with -Xrs.
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("sun.misc.Signal is part of the module jdk.unsupported", e);
    }
  }

  /** Gives a signal the handler back that {@link #register} returned. */
  static void restore(String name, Object handler) {
    try {
      replace(name, Class.forName("sun.misc.SignalHandler"), handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("it had this handler", e);
    }
  }

  private static Object replace(String name, Class<?> type, Object handler)
      throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    return signal
        .getMethod("handle", signal, type)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
  }
}
