package io.github.dcmbulk.journal.write.feed;

import io.github.dcmbulk.journal.NextStudy;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.StudyOrder;
import io.github.dcmbulk.journal.StudyOutline;
import io.github.dcmbulk.journal.StudyRecord.Identity;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.YoungestFile;
import io.github.dcmbulk.journal.read.IdentityQueries;
import io.github.dcmbulk.journal.read.StudyOutlineQuery;
import io.github.dcmbulk.journal.read.StudyStateQuery;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.JournalException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the journal what is to be sent, a page at a time, on its own connection. Used by one
 * thread. Only committed rows are found.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read.
 */
public final class StudyFeed {
  private static final int CANDIDATES = 64;

  private final JournalStore store;
  private final Connection connection;
  private final PreparedStatement next;
  private final PreparedStatement earliest;
  private final PreparedStatement state;
  private final PreparedStatement outline;
  private final boolean anyDelivered;
  private final StudyInstances instances;
  private final PriorityStudies priority;
  private final DisputedInstances disputes;
  private StudyOrder order = StudyOrder.FOUND;
  private @Nullable OrderedQueue ordered;

  /**
   * Opens a separate connection.
   *
   * @throws SQLException the database failed
   */
  public StudyFeed(JournalStore store, long run, byte[] digestKey) throws SQLException {
    this.store = store;
    connection = store.reader();
    priority = new PriorityStudies(connection, digestKey);
    anyDelivered =
        Sql.number(
                connection,
                "SELECT coalesce(sum(files), 0) FROM tally WHERE state = "
                    + StateCode.UPLOADED.number())
            > 0;
    next =
        connection.prepareStatement(
            "SELECT study, seen FROM queue WHERE seen < ? AND due <= ? ORDER BY seen LIMIT "
                + CANDIDATES);
    earliest = connection.prepareStatement("SELECT min(due) FROM queue WHERE due > ?");
    state = connection.prepareStatement(StudyStateQuery.BY_ID);
    outline = connection.prepareStatement(StudyOutlineQuery.byId(run));
    instances = new StudyInstances(connection, run);
    disputes = new DisputedInstances(store, connection, run);
  }

  /** Sets the order of studies. */
  public void order(StudyOrder order) throws JournalException {
    this.order = order;
    try {
      ordered = order == StudyOrder.FOUND ? null : new OrderedQueue(connection, order);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** The order in SQL, for studies that several processes share. */
  public String orderBy() {
    return OrderedQueue.orderBy(order);
  }

  /** The studies that are sent before all others; only those in the journal. */
  public List<Long> first() throws JournalException {
    try {
      return priority.studies();
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Whether the order of studies is known only at the end of the walk. */
  public boolean isOrdered() {
    return ordered != null;
  }

  /** Whether studies are sent in the order of a list. */
  public boolean isOrderedByList() {
    return order == StudyOrder.LIST;
  }

  /**
   * Puts these studies before all others. Thread-safe.
   *
   * @param names Study Instance UIDs or accession numbers, the first goes first
   */
  public void prioritize(Collection<String> names) {
    priority.set(names);
  }

  /**
   * The next study to be planned: it is due, and the walk has left the directories of its files.
   *
   * @param before only studies last seen in a directory with a lower number
   * @param stillOpen directories that the walk has not left
   * @param busy studies that are being delivered
   */
  public OptionalLong next(long before, LongPredicate stillOpen, LongPredicate busy, long nowMillis)
      throws JournalException {
    try {
      OptionalLong first = priority.next(before, stillOpen, busy, nowMillis);
      if (first.isPresent()) {
        return first;
      }
      if (ordered != null) {
        return ordered.next(busy, nowMillis);
      }
      next.setLong(1, before);
      next.setLong(2, nowMillis);
      try (ResultSet row = next.executeQuery()) {
        while (row.next()) {
          if (!stillOpen.test(row.getLong(2)) && !busy.test(row.getLong(1))) {
            return OptionalLong.of(row.getLong(1));
          }
        }
      }
      return OptionalLong.empty();
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Whether anything was delivered before this run began. */
  public boolean anyDelivered() {
    return anyDelivered;
  }

  /** When the next waiting study is due, in ms; empty when none waits. */
  public OptionalLong nextDue(long nowMillis) throws JournalException {
    try {
      earliest.setLong(1, nowMillis);
      try (ResultSet row = earliest.executeQuery()) {
        long due = row.next() ? row.getLong(1) : 0;
        return due == 0 ? OptionalLong.empty() : OptionalLong.of(due);
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** The study of that number, to be sent next. */
  public NextStudy nextStudy(long id) throws JournalException {
    return new NextStudy(study(id), outline(id));
  }

  /** The study's row. */
  public StudyState study(long id) throws JournalException {
    try {
      state.setLong(1, id);
      try (ResultSet row = state.executeQuery()) {
        if (!row.next()) {
          throw new DamagedRowException("no study " + id + " in the journal");
        }
        return StudyStateQuery.read(row);
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private StudyOutline outline(long study) throws JournalException {
    try {
      outline.setLong(1, study);
      try (ResultSet row = outline.executeQuery()) {
        row.next();
        return StudyOutlineQuery.read(row);
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * The sizes of the study's instances to be sent that are larger than that, largest first.
   *
   * @param whole whether instances of earlier deliveries are sent again
   * @param delivery the delivery in progress
   */
  public List<Long> sizesAbove(long bytes, long study, boolean whole, long delivery)
      throws JournalException {
    try {
      return instances.sizesAbove(bytes, study, whole, delivery);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * The study's next instances to be sent, largest first: a large one causes a long pause between
   * two stored instances, after which the service would close the study.
   *
   * @param last the last instance of the page before; null for the first page
   * @param whole whether instances of earlier deliveries are sent again
   * @param delivery the delivery in progress
   */
  public List<PendingInstance> page(
      long study, @Nullable PendingInstance last, boolean whole, long delivery, int limit)
      throws JournalException {
    try {
      return instances.page(study, last, whole, delivery, limit);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** The file of the study that arrived last; null if it has none. */
  public @Nullable YoungestFile youngest(long study) throws JournalException {
    try {
      return YoungestFileQuery.of(connection, study);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Instances of which several files, or several versions, are known. */
  public DisputedInstances disputes() {
    return disputes;
  }

  /** Digests of patient and accession number of the study's files. */
  public Identity identity(long study) throws JournalException {
    try {
      return IdentityQueries.of(connection, study);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * Closes the connection.
   *
   * @throws SQLException the database failed
   */
  public void close() throws SQLException {
    connection.close();
  }
}
