package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.FileState;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results of {@code JournalStatistics}: sums, and lists of limited length. */
public interface Statistics {
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
  record RowTotals(
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
   * @param delivered delivered instances
   * @param duplicates instances whose content was delivered from another path
   * @param instances all of them
   */
  record Modality(
      @Nullable String name, long studies, Sum delivered, long duplicates, long instances) {

    /** Instances that are not delivered. */
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
   * Deliveries in an interval.
   *
   * @param begin start of the interval
   */
  record Delivered(Instant begin, Sum sum) {}

  /**
   * How many instances were in flight.
   *
   * @param at end of the interval of which it is the mean
   */
  record InFlightSample(Instant at, double mean) {}

  /**
   * When a study was sent.
   *
   * @param first when its first instance was confirmed
   * @param last when its last one was
   */
  record StudyTransfer(String studyInstanceUid, Sum sum, Instant first, Instant last) {}

  /**
   * A large file.
   *
   * @param modality null where it names none
   */
  record LargeFile(Path path, long bytes, FileState state, @Nullable String modality) {}

  /**
   * A digest over the rows of all delivered instances.
   *
   * @param sha256 64 hexadecimal digits
   */
  record Digest(long rows, String sha256) {}

  /**
   * The first items of a list, and their total number.
   *
   * @param items the first of them
   * @param total total number
   */
  record FirstOf<T>(List<T> items, long total) {
    /** Copies the list. */
    public FirstOf {
      items = List.copyOf(items);
    }
  }
}
