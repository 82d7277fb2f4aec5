package io.github.dcmbulk.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.file.RollingFile;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.event.Level;

class LoggingTest {
  @TempDir private Path directory;
  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void start() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  @AfterEach
  void releaseFiles() {
    context.stop();
  }

  @Test
  void librariesStayQuietAtAnyLevel() throws IOException {
    Path file = log(Level.DEBUG, Logging.LogFormat.TEXT);

    context.getLogger("org.apache.hc.client5.http.wire").debug("X-Amz-Signature=abc");
    context.getLogger("software.amazon.awssdk.request").info("Bearer abc");
    context.getLogger("io.github.dcmbulk.upload.UploadRun").debug("ours");

    assertThat(Files.readString(file)).contains("ours").doesNotContain("abc");
  }

  @Test
  void fileNamesForgeNoLines() throws IOException {
    Path file = log(Level.INFO, Logging.LogFormat.TEXT);

    ours().info("odd name {}", "a\nERROR forged\u001B[31m");

    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(Files.readString(file)).doesNotContain("\u001B");
  }

  @Test
  void jsonLinesAreObjects() throws IOException {
    Path file = log(Level.INFO, Logging.LogFormat.JSON);

    ours().info("hello {}", "world");
    ours().atInfo().addKeyValue("event", "walk-end").addKeyValue("found", 7L).log("b\n\u00e4");

    ObjectMapper json = new ObjectMapper();
    List<String> lines = Files.readAllLines(file);
    JsonNode first = json.readTree(lines.get(0));
    assertThat(first.path("message").asText()).isEqualTo("hello world");
    assertThat(first.path("level").asText()).isEqualTo("INFO");
    assertThat(first.path("event").asText()).isEqualTo("log");
    assertThat(Instant.parse(first.path("time").asText())).isAfter("2026-01-01T00:00:00Z");
    JsonNode second = json.readTree(lines.get(1));
    assertThat(second.path("event").asText()).isEqualTo("walk-end");
    assertThat(second.path("found").asLong()).isEqualTo(7);
    assertThat(second.path("message").asText()).isEqualTo("b\n\u00e4");
  }

  @Test
  void crashesGoToTheFileWithTheirStackTrace() throws IOException {
    Path file = log(Level.INFO, Logging.LogFormat.TEXT);

    context.getLogger(Logging.CRASHES).error("Unexpected", new IllegalStateException("why"));

    assertThat(Files.readString(file)).contains("IllegalStateException: why").contains("\tat ");
  }

  @Test
  void onlyTheOwnerCanReadTheFile() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "files have no modes here");

    Path file = log(Level.INFO, Logging.LogFormat.TEXT);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private Logger ours() {
    return context.getLogger("io.github.dcmbulk.Test");
  }

  private Path log(Level level, Logging.LogFormat format) throws IOException {
    Path file = directory.resolve("dcmbulk.log");
    RollingFile rolling =
        RollingFile.open(file, new RollingFile.Policy(1000, true, null), Clock.systemUTC());
    Logging.apply(new Logging.Settings(level, rolling, format, false), context);
    return file;
  }
}
