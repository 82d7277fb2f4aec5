package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.dicom.CheckOptions;
import io.github.dcmbulk.model.Reason;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** How strictly files are checked. */
public final class CheckingOptions {
  @Option(
      names = "--check",
      paramLabel = "DEPTH",
      defaultValue = "full",
      description =
          "full: the structure of the whole file; header: identifiers and encoding only"
              + " (default: ${DEFAULT-VALUE}).")
  private CheckOptions.Depth depth;

  @Option(
      names = "--strict",
      fallbackValue = "true",
      description = "Reject files with warnings, too.")
  private boolean strict;

  @Option(
      names = "--accept",
      paramLabel = "REASON",
      split = ",",
      hideParamSyntax = true,
      converter = ReasonConverter.class,
      description = "Send files with these reasons for rejection, if they can be read and filed.")
  private List<Reason> accept = List.of();

  @Option(
      names = "--transfer-syntax",
      paramLabel = "LIST",
      defaultValue = "service",
      converter = TransferSyntaxes.Converter.class,
      description =
          "What may be sent: service (its published list), any, or UIDs with commas (default:"
              + " ${DEFAULT-VALUE}).")
  private TransferSyntaxes transferSyntaxes;

  /** The checks' own settings. */
  public CheckOptions toCheckOptions() {
    return new CheckOptions(depth, strict, Set.copyOf(accept), transferSyntaxes.uids());
  }
}
