package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.model.Inventory;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The inventory of a dry run, by modality, year and size class. */
final class InventoryJson {
  private InventoryJson() {}

  static void write(JsonGenerator json, Inventory inventory) throws IOException {
    json.writeObjectFieldStart("inventory");
    writeLines(json, "modalities", "modality", inventory.modalities());
    writeLines(json, "years", "year", inventory.years());
    json.writeArrayFieldStart("sizes");
    for (Inventory.InventoryLine<Inventory.SizeClass> line : inventory.sizes()) {
      json.writeStartObject();
      Inventory.SizeClass size = line.value();
      writeBelow(json, size == null ? null : size.below());
      writeSums(json, line);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rows");
    for (Inventory.InventoryRow row : inventory.rows()) {
      json.writeRaw('\n');
      json.writeStartObject();
      json.writeStringField("modality", row.modality());
      json.writeStringField("year", row.year());
      writeBelow(json, row.size().below());
      json.writeNumberField("instances", row.instances());
      json.writeNumberField("bytes", row.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeLines(
      JsonGenerator json, String field, String name, List<Inventory.InventoryLine<String>> lines)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Inventory.InventoryLine<String> line : lines) {
      json.writeStartObject();
      json.writeStringField(name, line.value());
      writeSums(json, line);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeBelow(JsonGenerator json, @Nullable Long below) throws IOException {
    if (below == null) {
      json.writeNullField("sizeBelow");
    } else {
      json.writeNumberField("sizeBelow", below);
    }
  }

  private static void writeSums(JsonGenerator json, Inventory.InventoryLine<?> line)
      throws IOException {
    json.writeNumberField("studies", line.studies());
    json.writeNumberField("instances", line.instances());
    json.writeNumberField("bytes", line.bytes());
  }
}
