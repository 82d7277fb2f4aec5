package io.github.dcmbulk.reconcile;

import io.github.dcmbulk.journal.StudyRecord.Identity;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.sourcelist.SourceList;
import io.github.dcmbulk.sourcelist.SourceList.UnreadableRow;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks up studies in a list, one by one. Safe for several threads. */
public final class ListedStudies implements AutoCloseable {
  private static final int REMEMBERED = 1024;

  private final ListStore store;
  private final ListLookUp rows;
  private final Map<String, OptionalLong> answers =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OptionalLong> eldest) {
          return size() > REMEMBERED;
        }
      };

  private ListedStudies(ListStore store, ListLookUp rows) {
    this.store = store;
    this.rows = rows;
  }

  /**
   * Reads a list.
   *
   * @throws UsageException the list is empty, or a row cannot be understood: otherwise a study
   *     could be omitted unnoticed
   * @throws IOException the list cannot be read, or the temporary file not be written
   */
  public static ListedStudies read(SourceList list)
      throws DcmbulkException, IOException, InterruptedException {
    ListStore store = ListStore.create();
    try {
      list.read(store);
      if (store.unreadable() > 0) {
        UnreadableRow row = store.unreadableRows().get(0);
        throw new UsageException(
            "line %d of %s cannot be read: %s".formatted(row.line(), list.name(), row.why()),
            "correct the list; %d of its rows cannot be read".formatted(store.unreadable()));
      }
      ListChecks.requireStudies(list, store.rows(), null, null);
      return new ListedStudies(store, store.lookUp());
    } catch (DcmbulkException | IOException | InterruptedException e) {
      store.close();
      throw e;
    }
  }

  /**
   * The first line that names a study by its UID, otherwise by its accession number; empty for
   * none.
   *
   * @param uid its Study Instance UID
   * @param accession keyed digest of its accession number, for rows without a UID
   * @throws IOException the temporary file cannot be read
   */
  public synchronized OptionalLong place(@Nullable String uid, @Nullable Long accession)
      throws IOException {
    String key = uid + "/" + accession;
    OptionalLong known = answers.get(key);
    if (known == null) {
      ListedGroup group = rows.find(uid, accession == null ? List.of() : List.of(accession));
      known = group == null ? OptionalLong.empty() : OptionalLong.of(group.line());
      answers.put(key, known);
    }
    return known;
  }

  /**
   * Which values of a study's files differ from the list, in words; empty for none.
   *
   * @throws IOException the temporary file cannot be read
   */
  public synchronized List<String> differences(String uid, Identity found) throws IOException {
    ListedGroup group = rows.find(uid, found.accessions());
    return group == null ? List.of() : Ruling.differences(group, found);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
