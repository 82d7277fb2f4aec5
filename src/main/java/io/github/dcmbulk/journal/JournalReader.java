package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.Row;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks into a journal without changing it; works while a run is writing to it. */
@SuppressWarnings("DoNotCallSuggester")
public final class JournalReader implements AutoCloseable {
  private final Path file;

  private JournalReader(Path file) {
    this.file = file;
  }

  /** Opens the journal for reading. */
  public static JournalReader open(Path file) throws JournalException {
    return new JournalReader(file);
  }

  /** Totals, the last runs, incomplete studies. */
  public JournalSummary summary() throws JournalException {
    throw new UnsupportedOperationException(file.toString());
  }

  /**
   * Every row, in the order of the walk.
   *
   * @param run only what that run found ({@code last} for the newest run); null for all
   */
  public void rows(@Nullable String run, Consumer<Row> sink) throws JournalException {
    throw new UnsupportedOperationException(file.toString());
  }

  @Override
  public void close() {}
}
