package io.github.dcmbulk.it;

import io.github.dcmbulk.cli.option.SandboxOptions;
import io.github.dcmbulk.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * The sandbox in the process of the tests, for tests of its clients: it costs no start of Java.
 * {@link SandboxProcess} is the packaged one.
 */
final class Sandbox implements AutoCloseable {
  private final SandboxServer server;
  private final LakeFiles lake;

  private Sandbox(SandboxServer server) {
    this.server = server;
    this.lake = new LakeFiles(server.lake());
  }

  /** The options of the command. */
  @CommandLine.Command
  static final class Options {
    @CommandLine.Mixin private SandboxOptions options;
  }

  /**
   * Starts it; it answers at once.
   *
   * @param options as on the command line
   */
  static Sandbox start(Path lake, String... options) throws IOException {
    Options parsed = new Options();
    String[] arguments =
        Stream.concat(Stream.of("--lake", lake.toString()), Stream.of(options))
            .toArray(String[]::new);
    new CommandLine(parsed).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return new Sandbox(SandboxServer.start(parsed.options.toSettings()));
  }

  /** Variables to reach it. */
  Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    if (server.hasOwnPaths()) {
      variables.put("DCMBULK_UPLOAD_ENDPOINT", server.uploadUrl());
      variables.put("DCMBULK_TOKEN_ENDPOINT", server.tokenUrl());
    } else {
      variables.put("DCMBULK_API_URL", server.apiUrl());
      variables.put("DCMBULK_TOKEN_URL", server.tokenUrl());
    }
    server
        .certificateFile()
        .ifPresent(file -> variables.put("DCMBULK_CA_FILE", file.toAbsolutePath().toString()));
    variables.put("DCMBULK_CLIENT_ID", server.clientId());
    if (!server.wantsSignatures()) {
      variables.put("DCMBULK_CLIENT_SECRET", server.clientSecret());
    }
    variables.put("DCMBULK_SCOPE", server.scope());
    return Map.copyOf(variables);
  }

  /** The instances in its lake. */
  List<Path> instances() throws IOException {
    return lake.instances();
  }

  /** Waits until an instance was uploaded. */
  void awaitFirstUpload() throws IOException, InterruptedException {
    lake.awaitFirstUpload();
  }

  /** Closes all connections; the service cannot be reached any more. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
