package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.journal.maintain.JournalImport;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.report.RowReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A new journal made of rows. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Create a new journal from rows of delivered files.",
    footer = {
      "",
      "Rows are JSON lines, as `journal export` and `upload --report FILE.jsonl` write them.",
      "Delivered instances are taken, and those that the service refused; all other files are",
      "checked again by the next upload. A study with missing rows is sent again completely.",
      "",
      "Examples:",
      "  dcmbulk journal import --journal new.db rows.jsonl",
      "  dcmbulk journal export | dcmbulk journal import --journal postgresql://db/dcmbulk -"
    })
public final class JournalImportCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files of rows; - for standard input.")
  private List<Path> files;

  @Mixin private JournalOptions journal;
  @Mixin private LogOptions log;

  /** Runs in that context. */
  public JournalImportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException {
    log.apply();
    JournalStore target = journal.store(context.environment());
    try (JournalImport into = JournalImport.into(target, context.clock().instant())) {
      for (Path file : files) {
        read(file, into);
      }
      JournalImport.Imported imported = into.finish(context.clock().instant());
      spec.commandLine()
          .getOut()
          .printf(
              "Imported %s%s; %s ignored%n",
              Count.of(imported.delivered(), "delivered instance"),
              imported.refused() == 0
                  ? ""
                  : " and " + Count.of(imported.refused(), "refused instance"),
              Count.of(imported.leftOut(), "other row"));
      if (imported.unusable() > 0) {
        spec.commandLine()
            .getErr()
            .printf(
                "warning: %s cannot be used: the next upload sends a delivered instance again if"
                    + " its row lacks an absolute path, a time or a UID%n",
                Count.of(imported.unusable(), "row"));
      }
    }
    return ExitCode.OK.code();
  }

  private static void read(Path file, JournalImport into) throws DcmbulkException, IOException {
    try (RowReader rows = new RowReader(open(file))) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        add(row, rows.line(), file, into);
      }
    } catch (RowReader.MalformedException e) {
      throw new UsageException(
          "line " + e.line() + " of " + file + " is no row",
          "give JSON lines as `dcmbulk journal export` writes them; no journal was made");
    } catch (NoSuchFileException e) {
      throw new UsageException("there is no file " + file, "name a file of JSON lines");
    }
  }

  private static void add(Row row, long line, Path file, JournalImport into)
      throws DcmbulkException {
    try {
      into.add(row);
    } catch (JournalImport.RowException e) {
      throw new UsageException(
          "line " + line + " of " + file + ": " + e.getMessage(),
          "correct the line or leave it out; no journal was made",
          e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    return file.toString().equals("-") ? System.in : Files.newInputStream(file);
  }
}
