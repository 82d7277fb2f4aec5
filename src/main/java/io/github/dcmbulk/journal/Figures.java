package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.FileState;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code JournalFigures} answers with: sums, and lists that are short however long the run.
 */
public interface Figures {
  /**
   * Files, and their length.
   *
   * @param files how many
   * @param bytes their total length
   */
  record Sum(long files, long bytes) {
    /** Nothing. */
    public static final Sum ZERO = new Sum(0, 0);

    /** Both together. */
    public Sum plus(Sum other) {
      return new Sum(files + other.files, bytes + other.bytes);
    }
  }

  /**
   * Rows by state.
   *
   * @param byState every state that has rows
   * @param uploadedNow those of the uploaded that the run itself sent; all of them without a run
   * @param firstUpload the first of these; null when there is none
   * @param lastUpload the last of these
   */
  record FigureTotals(
      Map<FileState, Sum> byState,
      Sum uploadedNow,
      @Nullable Instant firstUpload,
      @Nullable Instant lastUpload) {

    /** Rows in that state. */
    public Sum of(FileState state) {
      return byState.getOrDefault(state, Sum.ZERO);
    }

    /** All rows. */
    public Sum all() {
      return byState.values().stream().reduce(Sum.ZERO, Sum::plus);
    }
  }

  /**
   * Files in one state for one reason.
   *
   * @param reason its code; null where none is recorded
   * @param example the first of them
   */
  record Cause(FileState state, @Nullable String reason, Sum sum, Path example) {}

  /**
   * Instances of one modality.
   *
   * @param name as in (0008,0060); null where the files name none
   * @param studies studies that have some
   * @param delivered those that the service has
   * @param duplicates those whose content it has from another path
   * @param instances all of them
   */
  record Modality(
      @Nullable String name, long studies, Sum delivered, long duplicates, long instances) {

    /** Those that the service does not have. */
    public long missing() {
      return instances - delivered.files() - duplicates;
    }
  }

  /**
   * Studies of one month.
   *
   * @param month of the study date; null where it is missing or no date
   */
  record Month(@Nullable YearMonth month, long studies, Sum delivered) {}

  /**
   * What was delivered in one stretch of time.
   *
   * @param begin its begin
   */
  record Delivered(Instant begin, Sum sum) {}

  /**
   * How many instances were in flight.
   *
   * @param at end of the stretch of time that it is the mean of
   */
  record InFlightSample(Instant at, double mean) {}

  /**
   * One study's way to the service.
   *
   * @param first when its first instance was confirmed
   * @param last when its last one was
   */
  record Journey(String studyInstanceUid, Sum sum, Instant first, Instant last) {}

  /**
   * A large file.
   *
   * @param modality null where it names none
   */
  record Large(Path path, long bytes, FileState state, @Nullable String modality) {}

  /**
   * The rows of everything that the service has, as one number.
   *
   * @param sha256 64 hexadecimal digits
   */
  record Digest(long rows, String sha256) {}

  /**
   * Some of many.
   *
   * @param items the first of them
   * @param total how many there are
   */
  record Some<T>(List<T> items, long total) {
    /** Copies the list. */
    public Some {
      items = List.copyOf(items);
    }
  }
}
