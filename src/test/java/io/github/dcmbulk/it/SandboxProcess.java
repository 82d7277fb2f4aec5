package io.github.dcmbulk.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The sandbox as its own process; ready once started, and stopped by SIGTERM. */
final class SandboxProcess implements AutoCloseable {
  private final Process process;
  private final LakeFiles lake;
  private final Map<String, String> variables;

  private SandboxProcess(Process process, LakeFiles lake, Map<String, String> variables) {
    this.process = process;
    this.lake = lake;
    this.variables = variables;
  }

  static SandboxProcess start(Checkout checkout, Path lake, String... options) throws IOException {
    Stream<String> arguments =
        Stream.concat(Stream.of("sandbox", "--lake", lake.toString()), Stream.of(options));
    Process process =
        checkout
            .builder("dcmbulk", arguments.toArray(String[]::new))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, String> variables = new HashMap<>();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    // The scope is the last of the variables that the sandbox prints when it is ready.
    while (!variables.containsKey("DCMBULK_SCOPE")) {
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("the sandbox ended before it answered");
      }
      if (line.startsWith("DCMBULK_")) {
        variables.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
    }
    return new SandboxProcess(process, new LakeFiles(lake), Map.copyOf(variables));
  }

  /** Variables to reach it. */
  Map<String, String> variables() {
    return variables;
  }

  /** The instances in its lake. */
  List<Path> instances() throws IOException {
    return lake.instances();
  }

  /** Waits until an instance was uploaded. */
  void awaitFirstUpload() throws IOException, InterruptedException {
    lake.awaitFirstUpload();
  }

  /** Stops it as a service manager would, and returns its exit code. */
  int stop() {
    process.destroy();
    return process.onExit().orTimeout(600, TimeUnit.SECONDS).join().exitValue();
  }

  @Override
  public void close() {
    stop();
  }
}
