package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.upload.settings.StudyRules;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** When studies are sent, held and sent again. */
public final class StudyOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--study-delivery",
      paramLabel = "HOW",
      defaultValue = "whole",
      description =
          "For an interrupted or grown study: whole sends all of it again, incremental what is"
              + " missing (default: ${DEFAULT-VALUE}).")
  private StudyRules.DeliveryMode delivery;

  @Option(
      names = "--study-gap",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description =
          "Longest pause inside a study that the service still processes together (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration gap;

  @Option(
      names = "--overwrite-window",
      paramLabel = "DURATION",
      defaultValue = "5m",
      converter = DurationConverter.class,
      description =
          "How long the service overwrites a study that comes again; 0: no wait (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration overwriteWindow;

  @Option(
      names = "--min-age",
      paramLabel = "DURATION",
      defaultValue = "0",
      converter = DurationConverter.class,
      description = "Hold a study for a later run while its newest file is younger than this.")
  private Duration minAge;

  @Option(
      names = "--on-conflict",
      paramLabel = "HOW",
      defaultValue = "reject",
      description =
          "Different files with one SOP Instance UID: reject, newest or all (default:"
              + " ${DEFAULT-VALUE}).")
  private StudyRules.OnConflict onConflict;

  /** The engine's rules. */
  public StudyRules toRules() {
    if (gap.isZero()) {
      throw Flags.wrong(command, "--study-gap must be more than 0; the service's own is 60s");
    }
    return new StudyRules(delivery, gap, overwriteWindow, minAge, onConflict);
  }
}
