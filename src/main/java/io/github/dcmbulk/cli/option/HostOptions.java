package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.upload.settings.UploadSettings.HostRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How several hosts share a run, with a journal in a database. */
public final class HostOptions {
  private static final Duration SHORTEST = Duration.ofSeconds(2);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--host-lease",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description =
          "How long a host keeps its studies without renewing its lease, with a journal in a database"
              + " (default: ${DEFAULT-VALUE}).")
  private Duration lease;

  @Option(
      names = "--no-wait-hosts",
      description = "Do not wait for the studies that other hosts are delivering.")
  private boolean noWait;

  @Option(
      names = "--url-lifetime",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "How long upload URLs are valid that do not say so themselves.")
  private @Nullable Duration urlLifetime;

  /**
   * The engine's rules.
   *
   * @param standstill longest time without data on a PUT
   * @param maxOutage how long the journal's database may be unreachable
   */
  HostRules toRules(Duration standstill, Duration maxOutage) {
    if (lease.compareTo(SHORTEST) < 0) {
      throw Flags.wrong(command, "--host-lease must be at least 2s");
    }
    return new HostRules(lease, !noWait, urlLifetime, standstill, maxOutage);
  }
}
