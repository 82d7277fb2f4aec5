package io.github.dcmbulk.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent, added up for planning.
 *
 * @param modalities by (0008,0060), the most bytes first
 * @param years by year of the study date (0008,0020), the newest first, unknown last
 * @param sizes by size class of the instances, the smallest first
 * @param rows by all three; their studies are not counted, as one study is in many rows
 */
public record Inventory(
    List<Line<String>> modalities,
    List<Line<String>> years,
    List<Line<SizeClass>> sizes,
    List<Row> rows) {

  /** Copies the lists. */
  public Inventory {
    modalities = List.copyOf(modalities);
    years = List.copyOf(years);
    sizes = List.copyOf(sizes);
    rows = List.copyOf(rows);
  }

  /**
   * What has one value.
   *
   * @param value the value; null where files name none
   * @param studies studies with such instances; one study may be in several lines
   * @param instances how many
   * @param bytes their length
   */
  public record Line<T>(@Nullable T value, long studies, long instances, long bytes) {}

  /**
   * What has three values.
   *
   * @param modality null where files name none
   * @param year {@code yyyy}; null where the study has no date
   * @param size of the instances
   * @param instances how many
   * @param bytes their length
   */
  public record Row(
      @Nullable String modality,
      @Nullable String year,
      SizeClass size,
      long instances,
      long bytes) {}

  /** Sizes of instances, each ten times the one before. */
  public enum SizeClass {
    BELOW_100_KB(0, 100_000L),
    BELOW_1_MB(100_000L, 1_000_000L),
    BELOW_10_MB(1_000_000L, 10_000_000L),
    BELOW_100_MB(10_000_000L, 100_000_000L),
    BELOW_1_GB(100_000_000L, 1_000_000_000L),
    LARGER(1_000_000_000L, null);

    private final long from;
    private final @Nullable Long below;

    SizeClass(long from, @Nullable Long below) {
      this.from = from;
      this.below = below;
    }

    /** The class of an instance of so many bytes. */
    public static SizeClass of(long bytes) {
      for (SizeClass each : values()) {
        if (each.below == null || bytes < each.below) {
          return each;
        }
      }
      return LARGER;
    }

    /** Instances have so many bytes at least. */
    public long from() {
      return from;
    }

    /** Instances have fewer bytes than this; null for the largest class. */
    public @Nullable Long below() {
      return below;
    }
  }
}
