package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source's own list beside the journal, by the packaged program. */
class ReconcileIT {
  private static final int STUDIES = 100_000;
  private static final int EACH = 20;
  private static final String ROOT = "1.2.826.0.1.3680043.10.99.";

  @TempDir private Path directory;
  private Path journal;
  private Checkout checkout;

  @BeforeEach
  void prepare() {
    journal = directory.resolve("journal.db");
    checkout = Checkout.underTest(directory);
  }

  /** The state that the study of that number is made for. */
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
    try (JournalRows rows = new JournalRows(journal)) {
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

  /** The names that a list holds must be nowhere else. */
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
          checkout
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

  /** Files that hold a text, in any case. */
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

  private void aFewStudies() throws Exception {
    try (JournalRows rows = new JournalRows(journal)) {
      rows.study("1.1", "A1", "P1", "20240131", 2, 0, 0, 0);
      rows.study("1.2", "A2", "P2", "20240131", 2, 0, 0, 0);
      rows.study("1.3", "A3", "P3", "20240131", 1, 1, 0, 0);
      rows.study("1.4", "A3", "P3", "20240131", 1, 0, 0, 0);
      rows.study("1.5", "A5", "P5", "20240131", 1, 0, 1, 1);
    }
  }

  private Ended reconcile(String list, String... options) throws Exception {
    Files.writeString(directory.resolve("list.csv"), list);
    return reconcileFile(options);
  }

  private Ended reconcileFile(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("reconcile", "--journal", "journal.db"));
    arguments.addAll(List.of(options));
    arguments.add("list.csv");
    return checkout.dcmbulk(arguments.toArray(new String[0]));
  }

  private static JsonNode json(Ended ended) throws IOException {
    return new ObjectMapper().readTree(ended.out());
  }

  private static String states(Ended ended) throws IOException {
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

  @Test
  void rowsWithoutAUidAreFoundByAccessionNumber() throws Exception {
    aFewStudies();

    Ended ended =
        reconcile("Accession #,# of Instances\nA1,2\nA3,3\nA5,3\nA9,1\n", "--output", "json");

    assertThat(ended.exit()).as(ended.err()).isEqualTo(6);
    // Those without a UID are in the order of their digests, which is another with each journal.
    assertThat(states(ended).split(" ", -1))
        .containsExactlyInAnyOrder(
            "-=ambiguous",
            "-=missing",
            "1.2=unlisted",
            "1.3=unlisted",
            "1.4=unlisted",
            "1.5=rejected");
    assertThat(json(ended).path("complete").asInt()).isEqualTo(1);
  }

  @Test
  void aCompleteListEndsWithZeroAndAMissingCountIsSaid() throws Exception {
    aFewStudies();

    Ended ended = reconcile("study_iuid\tstudy_date\n1.1\t2024-01-31\n1.2\t\n");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("Every listed study is delivered.")
        .containsPattern("delivered +2 +the list gives no count");
  }

  @Test
  void heldStudiesWaitAndRefusedOnesAreRejectedWithTheirReason() throws Exception {
    aFewStudies();

    Ended ended = reconcile("StudyInstanceUID,instances\n1.3,2\n1.5,3\n1.4,1\n", "--output", "csv");

    assertThat(ended.exit()).isEqualTo(6);
    assertThat(ended.out())
        .contains("1.3,waiting,2,2,1,0,1,2,")
        .contains("1.5,rejected,3,3,1,2,0,3,")
        .contains("1 rejected (truncated)")
        .contains("1.1,unlisted,,2,2,0,0,,")
        .doesNotContain("\n1.4");
  }

  @Test
  void aStudyUnderTwoPatientsIsOneAndItsCountsAreAdded() throws Exception {
    try (JournalRows rows = new JournalRows(journal)) {
      rows.study("1.1", "A1", "P1", null, 5, 0, 0, 0);
    }

    Ended ended =
        reconcile(
            "StudyInstanceUID,PatientID,instances\n1.1,P1,2\n1.1,P2,3\n1.1,P1,2\n",
            "--output",
            "json");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(json(ended).path("listed").asInt()).isEqualTo(1);
    assertThat(json(ended).path("listDuplicates").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16LE", "UTF-16BE"})
  void encodingsAreFoundOut(String charset) throws Exception {
    aFewStudies();
    Files.write(
        directory.resolve("list.csv"),
        "Pati\u00EBnt;Patient ID;Study Instance UID (0020,000D);Instances\r\nM\u00FCller;p1;1.1;2\r\n"
            .getBytes(Charset.forName(charset)));

    Ended ended = reconcileFile("--output", "json");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(json(ended).path("complete").asInt()).isEqualTo(1);
  }

  @Test
  void whatASpreadsheetDestroyedIsUnreadableAndNamed() throws Exception {
    aFewStudies();

    Ended ended =
        reconcile(
            """
            sep=,
            StudyInstanceUID,AccessionNumber,NumberOfStudyRelatedInstances
            1.1,"=""A1\""",2.0
            1.2,1.23E+16,2
            1.3,A3,"1,234"
            Total,,7
            1.4,A3,1,unexpected
            """,
            "--output",
            "json");

    assertThat(ended.exit()).as(ended.err()).isEqualTo(6);
    assertThat(json(ended).path("listUnreadable").asInt()).isEqualTo(4);
    assertThat(json(ended).path("complete").asInt()).isEqualTo(1);
    Ended text = reconcileFile();
    assertThat(text.out())
        .contains("line 4: column AccessionNumber was turned into a rounded number")
        .contains("line 5: column NumberOfStudyRelatedInstances is no whole number")
        .contains("line 6: column StudyInstanceUID is no UID")
        .contains("line 7: 4 values, where the header names 3 columns")
        .doesNotContain("1,234", "1.23E");
  }

  @Test
  void aListThatCannotBeUnderstoodIsRefusedWithItsLineAndColumn() throws Exception {
    aFewStudies();

    Ended none = reconcile("Patient,Date\nINVENTED^SECRET,20240131\n");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err())
        .contains("line 1 of list.csv names no column for Study Instance UID")
        .doesNotContain("SECRET");
    Ended twice = reconcile("StudyInstanceUID,StudyUID\n1.1,1.1\n");
    assertThat(twice.exit()).isEqualTo(2);
    assertThat(twice.err()).contains("two columns for study: StudyInstanceUID and StudyUID");
    assertThat(
            reconcile("StudyInstanceUID,StudyUID\n1.1,1.1\n", "--column", "study=StudyUID").exit())
        .isZero();
    Ended dates = reconcile("StudyInstanceUID,StudyDate\n1.1,02/03/2024\n");
    assertThat(dates.exit()).isEqualTo(2);
    assertThat(dates.err()).contains("StudyDate", "day/month or month/day");
    assertThat(reconcile("StudyInstanceUID,StudyDate\n1.1,01/31/2024\n").exit()).isZero();
    assertThat(reconcile("[{\"error\":1}]").exit()).isEqualTo(2);
    assertThat(reconcile("[{\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"1.1\"]}").exit()).isEqualTo(2);
  }

  @Test
  void aListShorterThanExpectedIsNoVerdict() throws Exception {
    aFewStudies();

    Ended ended = reconcile("StudyInstanceUID\n1.1\n", "--expected", "2");

    assertThat(ended.exit()).isEqualTo(4);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("lists 1 studies, and --expected is 2");
  }

  @Test
  void answersOfFindscuAreRead() throws Exception {
    aFewStudies();

    Ended ended =
        reconcile(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <responses type="C-FIND">
            <data-set xfer="1.2.840.10008.1.2.1" name="Little Endian Explicit">
            <element tag="0008,0050" vr="SH" vm="1" len="2" name="AccessionNumber">A1</element>
            <sequence tag="0008,1110" vr="SQ" card="1"><item card="1">
            <element tag="0020,000d" vr="UI" vm="1" len="4" name="X">9.9</element>
            </item></sequence>
            <element tag="0020,000d" vr="UI" vm="1" len="4" name="StudyInstanceUID">1.1</element>
            <element tag="0020,1208" vr="IS" vm="1" len="2" name="Number">2</element>
            </data-set>
            </responses>
            """,
            "--output",
            "json");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(json(ended).path("complete").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsWaivedIsShownAndNoLongerOpen() throws Exception {
    aFewStudies();
    String list = "StudyInstanceUID,instances\n1.1,2\n1.5,3\n1.9,1\n";
    assertThat(reconcile(list).exit()).isEqualTo(6);

    String[] missing = {"--study", "1.9", "--reason", "tape lost", "--by", "A. Smith"};
    assertThat(waive(missing).out()).contains("study 1.9: tape lost", "by A. Smith");
    waive("--reason-code", "truncated", "--reason", "cut at the source");
    assertThat(reconcileFile().exit()).isEqualTo(6);
    waive("--reason-code", "failed", "--reason", "too old");
    Ended done = reconcileFile("--output", "json");
    assertThat(done.exit()).as(done.err()).isZero();
    assertThat(json(done).path("waived").asInt()).isEqualTo(2);
    assertThat(json(done).path("missing").asInt()).isEqualTo(1);

    assertThat(waive("--undo", "1").exit()).isZero();
    assertThat(waive("--undo", "1").exit()).isEqualTo(2);
    assertThat(reconcileFile().exit()).isEqualTo(6);
    JsonNode listed = json(waive("--list", "--output", "json"));
    assertThat(listed).hasSize(3);
    assertThat(listed.get(0).path("undoneAt").isNull()).isFalse();
  }

  @Test
  void aPageWithOpenItemsDoesNotLookLikeOneWithout() throws Exception {
    aFewStudies();
    String list = "StudyInstanceUID,instances\n1.1,2\n1.9,1\n";
    assertThat(reconcile(list, "--report", "open.html").exit()).isEqualTo(6);
    waive("--study", "1.9", "--reason", "tape lost", "--by", "A. Smith");
    waive("--study", "1.5", "--reason", "not needed", "--by", "A. Smith");
    assertThat(reconcileFile("--report", "done.html", "--report", "done.csv").exit()).isZero();

    String open = Files.readString(directory.resolve("open.html"));
    String done = Files.readString(directory.resolve("done.html"));
    assertThat(open)
        .contains("Open: 1 listed study", "They are not accepted while", "no file of it was found");
    assertThat(open.split("class=\"verdict bad\"", -1)).hasSize(3);
    assertThat(done)
        .contains("Every study of the list is delivered or waived", "tape lost", "A. Smith")
        .doesNotContain("Open: ", "not accepted");
    assertThat(Files.readString(directory.resolve("done.csv"))).contains("1.9,missing,1,0,0,0,0,");
  }

  private Ended waive(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("waive", "--journal", "journal.db"));
    arguments.addAll(List.of(options));
    return checkout.dcmbulk(arguments.toArray(new String[0]));
  }
}
