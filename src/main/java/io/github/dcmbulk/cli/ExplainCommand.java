package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.option.CheckingOptions;
import io.github.dcmbulk.dicom.DicomFileChecker;
import io.github.dcmbulk.dicom.Explanation;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.SourceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Every check of one file. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "What each check says of a file, why, and what to do about it.",
    footer = {"", "Example:", "  dcmbulk explain /archive/odd.dcm"})
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files to explain.")
  private List<Path> files;

  @Mixin private CheckingOptions checking;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DicomFileChecker checker = new DicomFileChecker(checking.toCheckOptions());
    ExitCode exit = ExitCode.OK;
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new ParameterException(
            spec.commandLine(), PathText.display(file) + " is no file; name a file to explain");
      }
      Explanation explanation = checker.explain(SourceFile.read(file.toAbsolutePath()));
      new ExplanationText(out).print(explanation);
      exit =
          switch (explanation.verdict().kind()) {
            case INSTANCE, NOT_DICOM -> exit;
            case REJECTED -> ExitCode.REJECTED;
            case UNREADABLE -> exit == ExitCode.OK ? ExitCode.INCOMPLETE : exit;
          };
    }
    return exit.code();
  }
}
