package io.github.dcmbulk.sandbox.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The audit log: one JSON object per line for every token, URL, upload and study. A line is written
 * before the answer that it belongs to is sent, so that a reader in another process finds
 * everything that a client knows. It contains no secret, token, signature or patient attribute.
 *
 * <p>Safe for several threads.
 */
public final class SandboxAudit implements AutoCloseable {
  /** Name of the file in the lake. */
  public static final String FILE_NAME = "audit.jsonl";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final JsonFactory json = new JsonFactory();
  private final Clock clock;
  private final OutputStream file;

  /**
   * Opens {@code audit.jsonl} in the directory, to append lines.
   *
   * @throws IOException the file cannot be opened
   */
  public SandboxAudit(Path directory, Clock clock) throws IOException {
    this.clock = clock;
    Path path = directory.resolve(FILE_NAME);
    OwnerOnlyFiles.createIfAbsent(path);
    // No channel: an interrupt of a writing thread would close it.
    this.file = new FileOutputStream(path.toFile(), true);
  }

  /** Begins a line; {@link Line#write()} writes it. */
  public AuditEntry line(String event) {
    return new AuditEntry().with("time", TIME.format(clock.instant())).with("event", event);
  }

  private void append(Map<String, Object> fields) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    try {
      try (JsonGenerator generator = json.createGenerator(line)) {
        generator.writeStartObject();
        for (Map.Entry<String, Object> field : fields.entrySet()) {
          generator.writeObjectField(field.getKey(), field.getValue());
        }
        generator.writeEndObject();
      }
      line.write('\n');
      synchronized (file) {
        line.writeTo(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the audit log cannot be written", e);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (file) {
      file.close();
    }
  }

  /** A line that is being built; for one thread. */
  public final class AuditEntry {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private AuditEntry() {}

    /** Adds a string, number or boolean; null adds nothing. */
    public AuditEntry with(String name, @Nullable Object value) {
      if (value != null) {
        fields.put(name, value);
      }
      return this;
    }

    /** Writes the line. */
    public void write() {
      append(fields);
    }
  }
}
