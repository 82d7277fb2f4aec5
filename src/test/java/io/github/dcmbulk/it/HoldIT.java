package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study on hold is named with its file, the reason and the time, wherever a file is shown. */
class HoldIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path directory;
  private Checkout checkout;
  private List<Path> files;

  @BeforeEach
  void prepare() throws Exception {
    checkout = Checkout.underTest(directory);
    checkout.sample("--studies", "1", "--instances", "3", "in");
    try (Stream<Path> found = Files.walk(directory.resolve("in"))) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Ended upload(String... options) throws Exception {
    String[] all =
        Stream.of(
                Stream.of("upload", "--journal", "j.db", "--progress", "none"),
                Stream.of(options),
                Stream.of("in"))
            .flatMap(part -> part)
            .toArray(String[]::new);
    return checkout.dcmbulk(all);
  }

  private List<JsonNode> rows() throws Exception {
    Ended report = checkout.dcmbulk("report", "--journal", "j.db", "--output", "jsonl");
    return MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(report.out()).readAll();
  }

  private String explained(Path file) throws Exception {
    return checkout.dcmbulk("explain", "--journal", "j.db", file.toString()).out();
  }

  private static void makeFuture(Path file) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2099-01-01T00:00:00Z")));
  }

  @Test
  void studyThatIsTooYoungNamesItsNewestFileInEveryForm() throws Exception {
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      checkout = checkout.with(sandbox.variables());
      makeFuture(files.get(1));
      for (String option : List.of("--dry-run", "--strict")) {
        Ended held = upload(option, "--min-age", "1h", "--report", "r.csv", "--report", "r.html");
        assertThat(held.exit()).isZero();

        assertThat(rows())
            .hasSize(3)
            .allSatisfy(
                row -> {
                  assertThat(row.path("state").asText()).isEqualTo("held");
                  assertThat(row.path("reason").asText()).isEqualTo("min-age");
                  assertThat(row.path("heldFor").asText()).isEqualTo(files.get(1).toString());
                  assertThat(Instant.parse(row.path("heldUntil").asText()))
                      .isBetween(Instant.now(), Instant.now().plus(Duration.ofHours(1)));
                });
        assertThat(Files.readAllLines(directory.resolve("r.csv")))
            .anySatisfy(line -> assertThat(line).endsWith(",heldUntil,heldFor"))
            .anySatisfy(line -> assertThat(line).endsWith("," + files.get(1)));
        assertThat(Files.readString(directory.resolve("r.html")))
            .contains(files.get(1).getFileName() + " is younger than --min-age");
        assertThat(explained(files.get(0)))
            .contains("held (min-age) until ", files.get(1) + " is younger than --min-age")
            .contains("its date is in the future");
      }
    }
  }

  @Test
  void studyInTheOverwriteWindowShowsItsEnd() throws Exception {
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      checkout = checkout.with(sandbox.variables());
      upload("--exclude", "**/" + files.get(2).getFileName());

      String[] window = {"--overwrite-window", "1h", "--study-gap", "100ms"};
      Ended dry = upload("--dry-run", window[0], window[1], window[2], window[3]);
      assertThat(dry.out()).contains("not sent yet until ", "(--overwrite-window)");
      assertHeld("pending");

      upload("--max-duration", "2s", window[0], window[1], window[2], window[3]);
      assertHeld("held");
      assertThat(explained(files.get(2))).contains("held (overwrite-window) until ");
    }
  }

  private void assertHeld(String state) throws Exception {
    assertThat(rows())
        .anySatisfy(
            row -> {
              assertThat(row.path("path").asText()).isEqualTo(files.get(2).toString());
              assertThat(row.path("state").asText()).isEqualTo(state);
              assertThat(Instant.parse(row.path("heldUntil").asText()))
                  .isBetween(
                      Instant.now().plus(Duration.ofMinutes(30)),
                      Instant.now().plus(Duration.ofMinutes(90)));
              assertThat(row.path("heldFor").isNull()).isTrue();
            });
  }
}
