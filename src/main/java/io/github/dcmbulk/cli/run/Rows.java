package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.console.Progress;
import io.github.dcmbulk.file.AtomicFile;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.report.RowFormat;
import io.github.dcmbulk.report.RowWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Copies rows from a journal to an output. */
public final class Rows {
  private Rows() {}

  /**
   * Writes a run's rows, or all for null, to a file that appears when it is complete.
   *
   * @throws IOException the output cannot be written
   * @throws DcmbulkException the journal cannot be read
   */
  static void writeFile(JournalReader journal, @Nullable String run, Path file, RowFormat format)
      throws IOException, DcmbulkException {
    try (AtomicFile target = AtomicFile.create(file)) {
      write(journal, run, target.writer(), format);
      target.commit();
    }
  }

  /**
   * Writes a run's rows, or all for null.
   *
   * @throws IOException the output cannot be written
   * @throws DcmbulkException the journal cannot be read
   */
  public static void write(
      JournalReader journal, @Nullable String run, Writer out, RowFormat format)
      throws IOException, DcmbulkException {
    journal.requireRun(run);
    boolean withSha256 = format == RowFormat.CSV && journal.hasSha256();
    try (RowWriter rows = format.open(out, withSha256)) {
      journal.rows(run, into(rows::write));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Ends the progress before the first row: both may go to one terminal. */
  public static Consumer<Row> after(Progress shown, Consumer<Row> rows) {
    AtomicBoolean isFirst = new AtomicBoolean(true);
    return row -> {
      if (isFirst.getAndSet(false)) {
        shown.close();
      }
      rows.accept(row);
    };
  }

  /** Takes rows. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes the next row.
     *
     * @throws IOException it cannot be written
     */
    public void write(Row row) throws IOException;
  }

  /** A consumer that throws {@link UncheckedIOException}. */
  public static Consumer<Row> into(Sink rows) {
    return row -> {
      try {
        rows.write(row);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
