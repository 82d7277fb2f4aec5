package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.CheckingOptions;
import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.console.ExplanationText;
import io.github.dcmbulk.dicom.DicomFileChecker;
import io.github.dcmbulk.dicom.Explanation;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.SourceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    header = "Show the result of each check of a file, the reason, and what to do.",
    footer = {"", "Example:", "  dcmbulk explain /archive/odd.dcm"})
public final class ExplainCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files to explain.")
  private List<Path> files;

  @Mixin private CheckingOptions checking;
  @Mixin private JournalOptions journal;

  /** Runs in that context. */
  public ExplainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    DicomFileChecker checker = new DicomFileChecker(checking.toCheckOptions());
    ExitCode exit = ExitCode.OK;
    for (Path file : files) {
      if (Files.isDirectory(file) && !Files.isReadable(file)) {
        out.println(PathText.display(file));
        out.println("  verdict: unreadable");
        out.println();
        exit = exit == ExitCode.OK ? ExitCode.INCOMPLETE : exit;
        continue;
      }
      if (!Files.isRegularFile(file)) {
        throw new ParameterException(
            spec.commandLine(), PathText.display(file) + " is no file; name a file to explain");
      }
      Explanation explanation = checker.explain(SourceFile.read(file.toAbsolutePath()));
      new ExplanationText(out).print(explanation, known(file));
      exit =
          switch (explanation.verdict().kind()) {
            case INSTANCE, NOT_DICOM -> exit;
            case REJECTED -> ExitCode.REJECTED;
            case UNREADABLE -> exit == ExitCode.OK ? ExitCode.INCOMPLETE : exit;
          };
    }
    return exit.code();
  }

  /**
   * The file's state in the journal: the file alone does not show that it is a duplicate or that
   * its study is on hold.
   */
  private @Nullable Row known(Path file) throws DcmbulkException, IOException {
    JournalStore kept = journal.store(context.environment());
    if (kept instanceof SqliteStore sqlite && !Files.isRegularFile(sqlite.file())) {
      return null;
    }
    try (JournalReader reader = JournalReader.open(kept)) {
      for (Path path : recorded(file.toAbsolutePath())) {
        Row row = reader.row(path);
        if (row != null) {
          return row;
        }
      }
      return null;
    }
  }

  /**
   * The paths under which a run may have recorded the file: links are resolved in the directory
   * that was given to it, and kept below that.
   */
  private static Set<Path> recorded(Path file) throws IOException {
    Set<Path> paths = new LinkedHashSet<>();
    Path root = file.getRoot();
    for (int i = 0; root != null && i < file.getNameCount(); i++) {
      Path given = i == 0 ? root : root.resolve(file.subpath(0, i));
      paths.add(given.toRealPath().resolve(given.relativize(file)));
    }
    return paths;
  }
}
