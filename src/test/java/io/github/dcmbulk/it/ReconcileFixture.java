package io.github.dcmbulk.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A journal of a few studies, and lists to compare with it. */
final class ReconcileFixture {
  private final Path directory;
  private final Checkout checkout;

  ReconcileFixture(Path directory) {
    this.directory = directory;
    this.checkout = Checkout.underTest(directory);
  }

  /**
   * Studies delivered completely, partly held, partly rejected, and two with one accession number.
   */
  void aFewStudies() throws Exception {
    try (JournalRows rows = new JournalRows(directory.resolve("journal.db"))) {
      rows.study("1.1", "A1", "P1", "20240131", 2, 0, 0, 0);
      rows.study("1.2", "A2", "P2", "20240131", 2, 0, 0, 0);
      rows.study("1.3", "A3", "P3", "20240131", 1, 1, 0, 0);
      rows.study("1.4", "A3", "P3", "20240131", 1, 0, 0, 0);
      rows.study("1.5", "A5", "P5", "20240131", 1, 0, 1, 1);
    }
  }

  /** Compares with a list of that text. */
  Ended reconcile(String list, String... options) throws Exception {
    Files.writeString(directory.resolve("list.csv"), list);
    return reconcileFile(options);
  }

  /** Compares with the same list again. */
  Ended reconcileFile(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("reconcile", "--journal", "journal.db"));
    arguments.addAll(List.of(options));
    arguments.add("list.csv");
    return checkout.dcmbulk(arguments.toArray(new String[0]));
  }

  Ended waive(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("waive", "--journal", "journal.db"));
    arguments.addAll(List.of(options));
    return checkout.dcmbulk(arguments.toArray(new String[0]));
  }

  static JsonNode json(Ended ended) throws IOException {
    return new ObjectMapper().readTree(ended.out());
  }

  /** The state of each study that is named, in the order of the output. */
  static String states(Ended ended) throws IOException {
    StringBuilder states = new StringBuilder();
    json(ended)
        .path("studies")
        .forEach(
            study ->
                states
                    .append(study.path("studyInstanceUid").asText("-"))
                    .append('=')
                    .append(study.path("state").asText())
                    .append(' '));
    return states.toString().strip();
  }
}
