package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.ServiceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A sandbox in a process of its own, so that its work is not counted as ours. Ends when closed. */
public final class BenchSandbox implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Map<String, String> variables;

  private BenchSandbox(Process process, Map<String, String> variables) {
    this.process = process;
    this.variables = variables;
  }

  /**
   * Starts one that keeps no instance, with its files in that directory.
   *
   * @throws IOException the process cannot be started
   * @throws ServiceUnreachableException it ends, or does not answer within a minute (exit 4)
   */
  public static BenchSandbox start(Path directory, Class<?> mainClass)
      throws IOException, InterruptedException, ServiceUnreachableException {
    Path envFile = directory.resolve("sandbox.env");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path", ""),
                mainClass.getName(),
                "sandbox",
                "--lake",
                directory.resolve("lake").toString(),
                "--discard",
                "--env-file",
                envFile.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("sandbox.log").toFile())
            .start();
    for (long waited = 0; !Files.exists(envFile); waited += 50) {
      boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
      if (ended || waited > PATIENCE_SECONDS * 1000) {
        process.destroy();
        throw new ServiceUnreachableException(
            "the sandbox for the bench did not start", "try dcmbulk sandbox by itself");
      }
    }
    return new BenchSandbox(process, read(envFile));
  }

  private static Map<String, String> read(Path envFile) throws IOException {
    return Files.readString(envFile, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  /**
   * Address of the sandbox, and the client that it knows.
   *
   * @throws UsageException its variables do not make a service (exit 2)
   */
  public ServiceSettings settings() throws UsageException {
    return ServiceSettings.builder(
            value("api-url"),
            new Credentials.ClientSecret(value("client-id"), Secret.of(value("client-secret"))))
        .tokenUrl(value("token-url"))
        .scope(value("scope"))
        .build();
  }

  private String value(String key) {
    return variables.getOrDefault(Configuration.variable(key), "");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
