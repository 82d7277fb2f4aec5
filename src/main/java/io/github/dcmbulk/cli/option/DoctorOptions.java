package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.doctor.LocalSide;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.ServiceSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** The options of an upload that decide whether it can connect and authenticate. */
public final class DoctorOptions {
  @Mixin private ServiceOptions service;
  @Mixin private NetworkOptions network;
  @Mixin private JournalOptions journal;

  /**
   * The service to test.
   *
   * @throws UsageException a URL, pointer or pattern is invalid (exit 2)
   */
  public ServiceSettings toServiceSettings(Map<String, String> environment) throws UsageException {
    return service.toSettings(environment);
  }

  /** How to connect to it. */
  public HttpSettings toHttpSettings(Map<String, String> environment, String userAgent) {
    return network.toSettings(environment, userAgent);
  }

  /** What is used on this machine. */
  public LocalSide localSide(Configuration.Location location, Map<String, String> environment) {
    List<Path> secrets = new ArrayList<>(service.secretFiles(environment));
    secrets.addAll(network.secretFiles(environment));
    return new LocalSide(
        location.file(), location.profile(), secrets, journal.unchecked(environment));
  }
}
