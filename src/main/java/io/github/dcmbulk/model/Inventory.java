package io.github.dcmbulk.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instances to be sent, summed up for planning.
 *
 * @param modalities by (0008,0060), in descending order of bytes
 * @param years by year of the study date (0008,0020), newest first, unknown last
 * @param sizes by size class, in ascending order
 * @param rows by all three; without numbers of studies, as a study may be in many rows
 */
public record Inventory(
    List<InventoryLine<String>> modalities,
    List<InventoryLine<String>> years,
    List<InventoryLine<SizeClass>> sizes,
    List<InventoryRow> rows) {

  /** Copies the lists. */
  public Inventory {
    modalities = List.copyOf(modalities);
    years = List.copyOf(years);
    sizes = List.copyOf(sizes);
    rows = List.copyOf(rows);
  }

  /**
   * Instances with one value.
   *
   * @param value the value; null where the files have none
   * @param studies studies with such instances; a study may be in several lines
   * @param instances number of instances
   * @param bytes their total length
   */
  public record InventoryLine<T>(@Nullable T value, long studies, long instances, long bytes) {}

  /**
   * Instances with three values.
   *
   * @param modality null where the files have none
   * @param year {@code yyyy}; null where the study has no date
   * @param size size class of the instances
   * @param instances number of instances
   * @param bytes their total length
   */
  public record InventoryRow(
      @Nullable String modality,
      @Nullable String year,
      SizeClass size,
      long instances,
      long bytes) {}

  /** Size classes of instances, by powers of ten. */
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

    /** The class of an instance of that many bytes. */
    public static SizeClass of(long bytes) {
      for (SizeClass each : values()) {
        if (each.below == null || bytes < each.below) {
          return each;
        }
      }
      return LARGER;
    }

    /** Least number of bytes. */
    public long from() {
      return from;
    }

    /** Number of bytes below which all instances are; null for the largest class. */
    public @Nullable Long below() {
      return below;
    }
  }
}
