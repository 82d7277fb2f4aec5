package io.github.dcmbulk.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that broke on a connection which the server had closed in the meantime. The client
 * looks whether a connection still stands only when it idled for two seconds, and says of none
 * whether it is new; but a thread that looks a name up is about to make one. Thread-safe.
 */
final class KeptConnections extends SystemDefaultDnsResolver {
  private final long idleNanos;

  /** Of this transport and no other, hence no static. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<Flight> flying = new ThreadLocal<>();

  private final Map<String, Long> lastAnswers = new ConcurrentHashMap<>();

  /**
   * Begins with none.
   *
   * @param idle how long nothing went to a host before a server may have closed its connections
   */
  KeptConnections(Duration idle) {
    this.idleNanos = idle.toNanos();
  }

  /** Whether the connections to that host have idled. */
  boolean haveIdled(HttpUrl url) {
    Long last = lastAnswers.get(url.toString());
    return last != null && System.nanoTime() - last >= idleNanos;
  }

  /** This thread's next look-up is for that request; null for none. */
  void flies(@Nullable Flight flight) {
    if (flight == null) {
      flying.remove();
    } else {
      flying.set(flight);
    }
  }

  /** The host answered. */
  void answered(HttpUrl url) {
    lastAnswers.put(url.toString(), System.nanoTime());
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    Flight flight = flying.get();
    if (flight != null) {
      flight.connecting();
    }
    return super.resolve(host);
  }
}
