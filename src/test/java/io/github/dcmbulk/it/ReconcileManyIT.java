package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list of 100,000 studies compared with a journal of as many, with little memory. */
class ReconcileManyIT {
  private static final int STUDIES = 100_000;

  private static final int EACH = 20;

  private static final String ROOT = "1.2.826.0.1.3680043.10.99.";

  @TempDir private Path directory;

  /** The state for which the study of that number is made. */
  private static String made(int number) {
    int group = number / EACH;
    return switch (group) {
      case 0 -> "missing";
      case 1 -> "short";
      case 2 -> "surplus";
      case 3 -> "rejected";
      case 4 -> "mismatched";
      default -> "complete";
    };
  }

  private static String uid(int number) {
    return ROOT + (1_000_000 + number);
  }

  private static String accession(int number) {
    return String.format(Locale.ROOT, "ACCSECRET%07d", number);
  }

  private static String patient(int number) {
    return String.format(Locale.ROOT, "PATSECRET%07d", number);
  }

  private void makeArchive() throws Exception {
    try (JournalRows rows = new JournalRows(directory.resolve("journal.db"))) {
      for (int i = 0; i < STUDIES; i++) {
        String state = made(i);
        if (state.equals("missing")) {
          continue;
        }
        int delivered = state.equals("short") ? 1 : state.equals("surplus") ? 3 : 2;
        boolean isRejected = state.equals("rejected");
        rows.study(
            uid(i),
            accession(i),
            state.equals("mismatched") ? patient(i + STUDIES) : patient(i),
            "20240131",
            isRejected ? 1 : delivered,
            0,
            0,
            isRejected ? 1 : 0);
      }
      for (int i = 0; i < EACH; i++) {
        rows.study(uid(STUDIES + i), "other" + i, "other" + i, "20240131", 1, 0, 0, 0);
      }
    }
  }

  /** The names in a list must not be in any other file. */
  private static String name(int number) {
    return "NAMESECRET" + number + "^INVENTED";
  }

  private Path csv() throws IOException {
    Path list = directory.resolve("pacs.csv");
    try (BufferedWriter out = Files.newBufferedWriter(list)) {
      out.write("\uFEFFPatientName;PatientID;AccessionNumber;StudyInstanceUID;StudyDate;");
      out.write("NumberOfStudyRelatedInstances\r\n");
      for (int i = 0; i < STUDIES + 5; i++) {
        int number = i < STUDIES ? i : 50_000 + i - STUDIES;
        out.write(
            "\"%s\";%s;%s;%s;31.01.2024;2\r\n"
                .formatted(name(number), patient(number), accession(number), uid(number)));
      }
    }
    return list;
  }

  private Path dicomJson() throws IOException {
    Path list = directory.resolve("qido.json");
    try (BufferedWriter out = Files.newBufferedWriter(list)) {
      String separator = "[";
      for (int i = 0; i < STUDIES + 5; i++) {
        int number = i < STUDIES ? i : 50_000 + i - STUDIES;
        out.write(separator);
        out.write(
            """
            {"00080020":{"vr":"DA","Value":["20240131"]},"00080050":{"vr":"SH","Value":["%s"]},\
            "00100010":{"vr":"PN","Value":[{"Alphabetic":"%s"}]},\
            "00100020":{"vr":"LO","Value":["%s"]},"0020000D":{"vr":"UI","Value":["%s"]},\
            "00201208":{"vr":"IS","Value":[2]}}
            """
                .formatted(accession(number), name(number), patient(number), uid(number)));
        separator = ",";
      }
      out.write("]");
    }
    return list;
  }

  @Test
  void exactlyTheStudiesThatDifferAreNamedAndNothingOfAPatientLeavesTheList() throws Exception {
    makeArchive();
    for (Path list : List.of(csv(), dicomJson())) {
      long begun = System.nanoTime();
      Ended ended =
          Checkout.underTest(directory)
              .with(Map.of("DCMBULK_JAVA_OPTS", "-Xmx128m"))
              .dcmbulk(
                  "reconcile",
                  "--journal",
                  "journal.db",
                  "--output",
                  "json",
                  "--log-file",
                  "reconcile.log",
                  "--log-level",
                  "debug",
                  list.getFileName().toString());
      long seconds = (System.nanoTime() - begun) / 1_000_000_000;

      assertThat(ended.exit()).as(ended.err()).isEqualTo(6);
      assertThat(seconds).isLessThan(300);
      JsonNode result = new ObjectMapper().readTree(ended.out());
      assertThat(result.path("listed").asInt()).isEqualTo(STUDIES);
      assertThat(result.path("listDuplicates").asInt()).isEqualTo(5);
      assertThat(result.path("listUnreadable").asInt()).isZero();
      assertThat(result.path("complete").asInt()).isEqualTo(STUDIES - 5 * EACH);
      assertThat(result.path("unlisted").asInt()).isEqualTo(EACH);
      int sum = 0;
      for (String state :
          List.of(
              "complete",
              "delivered",
              "short",
              "surplus",
              "missing",
              "rejected",
              "waiting",
              "mismatched",
              "ambiguous")) {
        sum += result.path(state).asInt();
      }
      assertThat(sum).isEqualTo(STUDIES);
      Map<String, String> named = new TreeMap<>();
      result
          .path("studies")
          .forEach(
              study ->
                  named.put(study.path("studyInstanceUid").asText(), study.path("state").asText()));
      Map<String, String> expected = new TreeMap<>();
      for (int i = 0; i < 5 * EACH; i++) {
        expected.put(uid(i), made(i));
      }
      for (int i = 0; i < EACH; i++) {
        expected.put(uid(STUDIES + i), "unlisted");
      }
      assertThat(named).isEqualTo(expected);
      Files.delete(list);
      Files.writeString(directory.resolve("result.json"), ended.out());
      Files.writeString(directory.resolve("err.txt"), ended.err());
    }
    assertThat(artefactsWith("SECRET")).isEmpty();
  }

  /** Files that contain a text, in any case. */
  private List<Path> artefactsWith(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (content.contains(text) || content.contains(text.toLowerCase(Locale.ROOT))) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
