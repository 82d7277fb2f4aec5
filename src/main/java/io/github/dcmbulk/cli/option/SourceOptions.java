package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.upload.settings.UploadSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the source is treated. */
public final class SourceOptions {
  @Option(
      names = "--allow-empty",
      fallbackValue = "true",
      description = "Accept a PATH that lost (nearly) all of its files since the last run.")
  private boolean allowEmpty;

  @Option(
      names = "--check-outside-window",
      fallbackValue = "true",
      description =
          "Find and check files outside of --window, too (default: only in the first run).")
  private @Nullable Boolean checkOutsideWindow;

  /** For the engine. */
  UploadSettings.Source toSource() {
    return new UploadSettings.Source(allowEmpty, checkOutsideWindow);
  }
}
