package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.report.ReportFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Files that reports go to. */
public final class ReportOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      split = "\n",
      hideParamSyntax = true,
      description = "Write a report to FILE (.html, .csv, .json, .jsonl); repeatable.")
  private List<Path> files = List.of();

  /** The report files and their formats, each in a directory that can be written. */
  public Map<Path, ReportFormat> formats() {
    Map<Path, ReportFormat> formats = new LinkedHashMap<>();
    for (Path file : files) {
      ReportFormat format =
          ReportFormat.ofFileName(file)
              .orElseThrow(
                  () ->
                      Flags.wrong(
                          command,
                          "--report: " + file + " must end in .html, .csv, .json or .jsonl"));
      Path directory = file.toAbsolutePath().getParent();
      if (directory == null || !Files.isWritable(directory) || Files.isDirectory(file)) {
        throw Flags.unwritable(command, "--report", file);
      }
      formats.put(file, format);
    }
    return formats;
  }
}
