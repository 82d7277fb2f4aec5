package io.github.dcmbulk.report;

import io.github.dcmbulk.model.Row;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row, in order. Names and order are an interface: spreadsheets and scripts depend
 * on them. A value is null, a {@link Number}, a {@link String}, a list of strings, or a {@link
 * java.nio.file.Path}; each format writes it in its own way.
 */
record Column(String title, Function<Row, @Nullable Object> value) {
  /** Written only on request ({@code --digest sha256}). */
  static final Column SHA256 = new Column("sha256", Row::sha256);

  static final List<Column> ALL =
      List.of(
          new Column("path", Row::path),
          new Column("size", Row::size),
          new Column("modified", row -> row.modified().toString()),
          new Column("state", row -> row.state().code()),
          new Column("reason", Row::reason),
          new Column("warnings", row -> List.copyOf(new TreeSet<>(row.warnings()))),
          new Column("sopClassUid", row -> row.header().sopClassUid()),
          new Column("sopInstanceUid", row -> row.header().sopInstanceUid()),
          new Column("studyInstanceUid", row -> row.header().studyInstanceUid()),
          new Column("seriesInstanceUid", row -> row.header().seriesInstanceUid()),
          new Column("modality", row -> row.header().modality()),
          new Column("transferSyntaxUid", row -> row.header().transferSyntaxUid()),
          new Column("md5", Row::md5),
          new Column("etag", Row::etag),
          new Column("attempts", Row::attempts),
          new Column("uploadedAt", row -> text(row.uploadedAt())),
          new Column("run", Row::run),
          SHA256,
          new Column("heldUntil", row -> row.hold() == null ? null : text(row.hold().until())),
          new Column("heldFor", row -> row.hold() == null ? null : row.hold().file()));

  /** The row's value in this column. */
  @Nullable Object of(Row row) {
    return value.apply(row);
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
