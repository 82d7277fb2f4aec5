package io.github.dcmbulk.console;

import io.github.dcmbulk.model.Inventory;
import io.github.dcmbulk.model.Inventory.SizeClass;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Inventory of a dry run by modality, year and size, as text. */
final class InventoryText {
  private static final String LINE = "  %-20s %10s %12s %10s%n";

  private final PrintWriter out;

  InventoryText(PrintWriter out) {
    this.out = out;
  }

  /** Prints the tables; nothing if there is nothing to send. */
  void print(Inventory inventory) {
    if (!inventory.rows().isEmpty()) {
      table("Modality", inventory.modalities(), value -> value);
      table("Year of study", inventory.years(), value -> value);
      table("Size of instance", inventory.sizes(), InventoryText::words);
    }
  }

  private <T> void table(
      String title, List<Inventory.InventoryLine<T>> lines, Function<T, String> words) {
    out.println();
    out.printf(Locale.ROOT, LINE, title, "studies", "instances", "bytes");
    for (Inventory.InventoryLine<T> line : lines) {
      T value = line.value();
      out.printf(
          Locale.ROOT,
          LINE,
          value == null ? "unknown" : words.apply(value),
          Quantity.count(line.studies()),
          Quantity.count(line.instances()),
          Quantity.bytes(line.bytes()));
    }
  }

  private static String words(SizeClass size) {
    Long below = size.below();
    if (below == null) {
      return bound(size.from()) + " and more";
    }
    return size.from() == 0 ? "below " + bound(below) : bound(size.from()) + " to " + bound(below);
  }

  private static String bound(long bytes) {
    return Quantity.bytes(bytes).replaceFirst("\\.0 ", " ");
  }
}
