package io.github.dcmbulk.remote;

/**
 * Permission for one delivery to be in flight; {@code close} returns it. Close once, on any thread.
 */
@FunctionalInterface
public interface Permit extends AutoCloseable {
  /** For services without a limit. */
  Permit UNLIMITED = () -> {};

  @Override
  void close();
}
