package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.Inventory;
import io.github.dcmbulk.model.Inventory.SizeClass;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what a run is to send. The rows come study by study, so that memory does not grow with
 * the number of studies.
 */
final class InventoryQuery {
  private static final Pattern DATE = Pattern.compile("[0-9]{8}");

  private final Map<Key, Sums> rows = new HashMap<>();
  private final Map<String, Sums> modalities = new HashMap<>();
  private final Map<String, Sums> years = new HashMap<>();
  private final Map<SizeClass, Sums> sizes = new HashMap<>();

  private record Key(@Nullable String modality, @Nullable String year, SizeClass size) {}

  private static final class Sums {
    private long lastStudy;
    private long studies;
    private long instances;
    private long bytes;

    void add(long study, long moreInstances, long moreBytes) {
      studies += study == lastStudy ? 0 : 1;
      lastStudy = study;
      instances += moreInstances;
      bytes += moreBytes;
    }

    <T> Inventory.InventoryLine<T> line(@Nullable T value) {
      return new Inventory.InventoryLine<>(value, studies, instances, bytes);
    }
  }

  private InventoryQuery() {}

  /** The instances that the run with that row has found and not sent. */
  static Inventory of(Connection connection, long run) throws SQLException {
    InventoryQuery query = new InventoryQuery();
    try (PreparedStatement statement = connection.prepareStatement(sql())) {
      statement.setLong(1, run);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          query.add(row);
        }
      }
    }
    return query.inventory();
  }

  private static String sql() {
    StringBuilder size = new StringBuilder("CASE");
    for (SizeClass each : SizeClass.values()) {
      size.append(each.below() == null ? " ELSE " : " WHEN f.size < " + each.below() + " THEN ");
      size.append(each.from());
    }
    return """
        SELECT t.id, s.modality, t.date, %s END, count(*), sum(f.size)
        FROM file f JOIN series s ON s.id = f.series JOIN study t ON t.id = s.study
        WHERE f.state = %d AND f.run = ? AND f.gone IS NULL
        GROUP BY 1, 2, 3, 4 ORDER BY 1\
        """
        .formatted(size, StateCode.PENDING.number());
  }

  private void add(ResultSet row) throws SQLException {
    long study = row.getLong(1);
    String modality = row.getString(2);
    String date = row.getString(3);
    String year = date != null && DATE.matcher(date).matches() ? date.substring(0, 4) : null;
    SizeClass size = SizeClass.of(row.getLong(4));
    long instances = row.getLong(5);
    long bytes = row.getLong(6);
    rows.computeIfAbsent(new Key(modality, year, size), key -> new Sums())
        .add(study, instances, bytes);
    modalities.computeIfAbsent(text(modality), key -> new Sums()).add(study, instances, bytes);
    years.computeIfAbsent(text(year), key -> new Sums()).add(study, instances, bytes);
    sizes.computeIfAbsent(size, key -> new Sums()).add(study, instances, bytes);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private Inventory inventory() {
    List<Inventory.InventoryRow> all = new ArrayList<>();
    rows.forEach(
        (key, sums) ->
            all.add(
                new Inventory.InventoryRow(
                    key.modality(), key.year(), key.size(), sums.instances, sums.bytes)));
    Comparator<@Nullable String> text = Comparator.nullsLast(Comparator.naturalOrder());
    all.sort(
        Comparator.comparing(Inventory.InventoryRow::modality, text)
            .thenComparing(Inventory.InventoryRow::year, text)
            .thenComparing(Inventory.InventoryRow::size));
    return new Inventory(
        texts(modalities, Comparator.comparingLong(line -> -line.bytes())),
        texts(
            years,
            Comparator.comparing(
                Inventory.InventoryLine::value, Comparator.nullsLast(Comparator.reverseOrder()))),
        sizes.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getValue().line(entry.getKey()))
            .toList(),
        all);
  }

  private static List<Inventory.InventoryLine<String>> texts(
      Map<String, Sums> sums, Comparator<Inventory.InventoryLine<String>> order) {
    List<Inventory.InventoryLine<String>> lines = new ArrayList<>();
    sums.forEach((value, each) -> lines.add(each.line(value.isEmpty() ? null : value)));
    lines.sort(order);
    return lines;
  }
}
