package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.journal.StudyOrder;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which study goes next. */
public final class OrderOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      defaultValue = "found",
      description =
          "Which study goes next: found, newest or oldest by study date, list as in --studies; all"
              + " but found begin when all files are found (default: ${DEFAULT-VALUE}).")
  private StudyOrder order;

  @Option(
      names = "--priority",
      paramLabel = "FILE",
      description =
          "Studies that go before all others: Study Instance UIDs or accession numbers, one a line;"
              + " read again when it changes.")
  private @Nullable Path priority;

  /**
   * The engine's settings.
   *
   * @param isListed whether there is a list of studies
   */
  UploadSettings.Turns toTurns(boolean isListed) {
    if (order == StudyOrder.LIST && !isListed) {
      throw Flags.wrong(command, "--order list needs --studies LIST");
    }
    return new UploadSettings.Turns(order, priority);
  }
}
