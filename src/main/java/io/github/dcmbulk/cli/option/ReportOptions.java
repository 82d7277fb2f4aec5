package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.report.RowFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Files that every row goes to. */
public final class ReportOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      split = "\n",
      hideParamSyntax = true,
      description = "Write every file's fate to FILE (.csv, .json or .jsonl); repeatable.")
  private List<Path> files = List.of();

  /** The report files and their formats, each in a directory that can be written. */
  public Map<Path, RowFormat> formats() {
    Map<Path, RowFormat> formats = new LinkedHashMap<>();
    for (Path file : files) {
      RowFormat format =
          RowFormat.ofFileName(file)
              .orElseThrow(
                  () ->
                      Flags.wrong(
                          command, "--report: " + file + " must end in .csv, .json or .jsonl"));
      Path directory = file.toAbsolutePath().getParent();
      if (directory == null || !Files.isWritable(directory) || Files.isDirectory(file)) {
        throw Flags.wrong(command, "--report: " + file + " cannot be written; check the path");
      }
      formats.put(file, format);
    }
    return formats;
  }
}
