package io.github.dcmbulk.model;

import java.util.Map;
import java.util.Set;

/** Environment variables with secrets of dcmbulk, which started programs must not inherit. */
public final class SecretVariables {
  private static final Set<String> NAMES =
      Set.of(
          "DCMBULK_CLIENT_SECRET",
          "DCMBULK_REFRESH_TOKEN",
          "DCMBULK_JOURNAL_PASSWORD",
          "DCMBULK_QIDO_PASSWORD",
          "PGPASSWORD",
          // Directory of the unit's secrets under systemd.
          "CREDENTIALS_DIRECTORY");

  /** May contain a proxy's password. */
  private static final String PROXY = "DCMBULK_PROXY";

  private SecretVariables() {}

  /** Removes them from the environment of a program to be started. */
  public static void removeFrom(Map<String, String> environment) {
    environment.keySet().removeAll(NAMES);
    environment.computeIfPresent(PROXY, (name, url) -> url.contains("@") ? null : url);
  }
}
