package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.DeliveredStudy;
import io.github.dcmbulk.journal.MonthLine;
import io.github.dcmbulk.journal.StudyLine;
import io.github.dcmbulk.journal.StudyRecord;
import io.github.dcmbulk.journal.Waivers;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The studies of a journal, read one by one.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read, {@link IOException}
 * when the sink does, and {@link UsageException} when there is no such run.
 */
public final class StudyReader {
  private final JournalReader reader;
  private final JournalStore store;
  private final Connection connection;

  StudyReader(JournalReader reader, JournalStore store, Connection connection) {
    this.reader = reader;
    this.store = store;
    this.connection = connection;
  }

  /** Every study that is not complete, one by one. */
  public void incomplete(Consumer<RunResult.IncompleteStudy> sink) throws JournalException {
    try (Rejections rejections = new Rejections(connection);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(UnfinishedStudies.unfinished(connection))) {
      while (row.next()) {
        sink.accept(UnfinishedStudies.describe(row, rejections));
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * Every study of which an instance was delivered, in the order in which they were first found.
   *
   * @throws IOException as thrown by the sink
   */
  public void delivered(RecordSink<DeliveredStudy> sink) throws JournalException, IOException {
    DeliveredStudies.each(store, sink);
  }

  /**
   * Every study of which a file was found, in the order in which they were first found.
   *
   * @param waivers what is waived
   * @throws IOException as thrown by the sink
   */
  public void each(Waivers waivers, RecordSink<StudyRecord> sink)
      throws JournalException, IOException {
    try (StudyRecords studies = new StudyRecords(connection, waivers)) {
      studies.each(sink);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * A line for each study, in the order in which they were first found.
   *
   * @param run only what that run found, as in {@link JournalReader#rows}; null for all
   * @throws UsageException there is no such run (exit 2)
   * @throws IOException as thrown by the sink
   */
  public void lines(@Nullable String run, Waivers waivers, RecordSink<StudyLine> sink)
      throws JournalException, UsageException, IOException {
    try (JournalStatistics statistics = reader.statistics(run)) {
      StudyLines.studies(connection, statistics.scope(), waivers, sink);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * A line for each month and modality, by month; otherwise as {@link #lines}.
   *
   * @throws UsageException there is no such run (exit 2)
   * @throws IOException as thrown by the sink
   */
  public void months(@Nullable String run, RecordSink<MonthLine> sink)
      throws JournalException, UsageException, IOException {
    try (JournalStatistics statistics = reader.statistics(run)) {
      StudyLines.months(connection, statistics.scope(), sink);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Why that study is not complete, as a message; null if it is complete. */
  public @Nullable String whyIncomplete(String uid) throws JournalException {
    try (PreparedStatement find =
        connection.prepareStatement("SELECT id FROM study WHERE uid = ?")) {
      find.setString(1, uid);
      IncompleteStudy study =
          UnfinishedStudies.find(connection, Pipeline.immediate(connection), Sql.number(find));
      return study == null ? null : study.why();
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }
}
