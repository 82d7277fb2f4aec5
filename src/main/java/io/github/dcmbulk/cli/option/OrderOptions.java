package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.journal.StudyOrder;
import io.github.dcmbulk.upload.UploadSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which study goes next. */
public final class OrderOptions {
  @Option(
      names = "--order",
      paramLabel = "ORDER",
      defaultValue = "found",
      description =
          "Which study goes next: found, newest or oldest by study date; the latter begin when all"
              + " files are found (default: ${DEFAULT-VALUE}).")
  private StudyOrder order;

  @Option(
      names = "--priority",
      paramLabel = "FILE",
      description =
          "Studies that go before all others: Study Instance UIDs or accession numbers, one a line;"
              + " read again when it changes.")
  private @Nullable Path priority;

  /** The engine's settings. */
  UploadSettings.Turns toTurns() {
    return new UploadSettings.Turns(order, priority);
  }
}
