package io.github.dcmbulk.model;

import java.util.Map;
import java.util.Set;

/** Environment variables that hold secrets of ours, which no program that we start inherits. */
public final class SecretVariables {
  private static final Set<String> NAMES =
      Set.of(
          "DCMBULK_CLIENT_SECRET",
          "DCMBULK_REFRESH_TOKEN",
          "DCMBULK_JOURNAL_PASSWORD",
          "DCMBULK_QIDO_PASSWORD",
          "PGPASSWORD",
          // Where systemd puts the secrets of this unit.
          "CREDENTIALS_DIRECTORY");

  /** May hold the password of a proxy. */
  private static final String PROXY = "DCMBULK_PROXY";

  private SecretVariables() {}

  /** Takes them out of the environment of a program that is to be started. */
  public static void removeFrom(Map<String, String> environment) {
    environment.keySet().removeAll(NAMES);
    environment.computeIfPresent(PROXY, (name, url) -> url.contains("@") ? null : url);
  }
}
