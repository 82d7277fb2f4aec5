package io.github.dcmbulk.sandbox;

import io.github.dcmbulk.sandbox.fault.Fault;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A sandbox with one fault. */
final class FaultySandbox {
  private FaultySandbox() {}

  static SandboxServer start(Path lake, String fault) throws IOException {
    return SandboxServer.start(
        SandboxSettings.builder(lake).faults(List.of(Fault.parse(fault))).build());
  }

  /** Number of instances in its lake. */
  static long instances(Path lake) throws IOException {
    try (Stream<Path> walk = Files.walk(lake)) {
      return walk.filter(path -> path.toString().endsWith(".dcm")).count();
    }
  }
}
