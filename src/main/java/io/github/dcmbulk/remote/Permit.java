package io.github.dcmbulk.remote;

/** A place among the deliveries in flight; closing gives it back. Closed once, by any thread. */
@FunctionalInterface
public interface Permit extends AutoCloseable {
  /** Where the number of deliveries is not limited. */
  Permit UNLIMITED = () -> {};

  @Override
  void close();
}
