package io.github.dcmbulk.report;

import io.github.dcmbulk.journal.Waiver;
import io.github.dcmbulk.model.PathText;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waivers as JSON. */
public final class WaiverReport {
  private static final List<Field<Waiver>> FIELDS =
      List.of(
          new Field<>("id", Waiver::id),
          new Field<>("studyInstanceUid", Waiver::study),
          new Field<>("path", w -> w.path() == null ? null : PathText.surrogateEscaped(w.path())),
          new Field<>("reasonCode", Waiver::code),
          new Field<>("reason", Waiver::reason),
          new Field<>("by", Waiver::by),
          new Field<>("at", w -> text(w.at())),
          new Field<>("undoneBy", Waiver::undoneBy),
          new Field<>("undoneAt", w -> text(w.undoneAt())));

  private WaiverReport() {}

  /**
   * Writes a JSON array.
   *
   * @throws IOException {@code out} cannot be written
   */
  public static void write(List<Waiver> waivers, Writer out) throws IOException {
    try (RecordWriter<Waiver> rows = new RecordWriter<>(FIELDS, RowFormat.JSON, out)) {
      for (Waiver waiver : waivers) {
        rows.write(waiver);
      }
    }
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
