package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.cli.option.SandboxOptions;
import io.github.dcmbulk.cli.run.Signals;
import io.github.dcmbulk.file.AtomicFile;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.sandbox.SandboxServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A local ingestion service. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "A local ingestion service that behaves like the real one, until it is stopped.",
    description = {
      "",
      "Restarted on the same lake and port it is the same service: its client is the same, and",
      "it knows when each study last changed. Tokens and URLs from before are invalid."
    },
    footer = {
      "",
      "Examples:",
      "  dcmbulk sandbox --lake lake --env-file sandbox.env",
      "  set -a; . ./sandbox.env; set +a; dcmbulk upload /archive",
      "  dcmbulk sandbox --lake lake --tls --env-file sandbox.env",
      "  dcmbulk sandbox --lake lake --fault slow-down:10%% --fault reset:x3"
    })
public final class SandboxCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SandboxOptions options;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description =
          "Write the settings of a client (DCMBULK_...= lines) to FILE instead of"
              + " printing them.")
  private @Nullable Path envFile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CompletableFuture<ExitCode> stopped = new CompletableFuture<>();
    try (SandboxServer server = start();
        Signals signals = new Signals(stopped::complete)) {
      signals.install();
      announce(server);
      return stopped.get().code();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private SandboxServer start() {
    try {
      return SandboxServer.start(options.toSettings());
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "the sandbox cannot start: " + e.getMessage() + "; check --port and --lake");
    }
  }

  /** The first line says that the service answers. */
  private void announce(SandboxServer server) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println("The sandbox answers at " + server.apiUrl() + "; stop it with Ctrl-C");
    out.println("lake:      " + PathText.display(server.lake()));
    out.println("audit log: " + PathText.display(server.auditLog()));
    String variables =
        variables(server).entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
            .collect(Collectors.joining());
    if (envFile == null) {
      out.print(variables);
    } else {
      try (AtomicFile file = AtomicFile.create(envFile)) {
        file.writer().write(variables);
        file.commit();
      }
      out.println("variables: " + PathText.display(envFile));
    }
    out.flush();
  }

  private static Map<String, String> variables(SandboxServer server) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (server.hasOwnPaths()) {
      variables.put(Configuration.variable("upload-endpoint"), server.uploadUrl());
      variables.put(Configuration.variable("token-endpoint"), server.tokenUrl());
    } else {
      variables.put(Configuration.variable("api-url"), server.apiUrl());
      variables.put(Configuration.variable("token-url"), server.tokenUrl());
    }
    server
        .certificateFile()
        .map(file -> shellWord(file.toAbsolutePath().toString()))
        .ifPresent(file -> variables.put(Configuration.variable("ca-file"), file));
    variables.put(Configuration.variable("client-id"), server.clientId());
    if (!server.wantsSignatures()) {
      variables.put(Configuration.variable("client-secret"), server.clientSecret());
    }
    variables.put(Configuration.variable("scope"), server.scope());
    return variables;
  }

  /** A path as a shell reads it from the file of variables: in quotes where it needs them. */
  private static String shellWord(String text) {
    return text.matches("[\\w@%+:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
