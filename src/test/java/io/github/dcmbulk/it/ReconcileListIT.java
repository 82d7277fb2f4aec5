package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of lists, and which of them are refused. */
class ReconcileListIT {
  @TempDir private Path directory;
  private ReconcileFixture reconciliation;

  @BeforeEach
  void prepare() {
    reconciliation = new ReconcileFixture(directory);
  }

  @Test
  void rowsWithoutAUidAreFoundByAccessionNumber() throws Exception {
    reconciliation.aFewStudies();

    Ended ended =
        reconciliation.reconcile(
            "Accession #,# of Instances\nA1,2\nA3,3\nA5,3\nA9,1\n", "--output", "json");

    assertThat(ended.exit()).as(ended.err()).isEqualTo(6);
    // Rows without a UID are in the order of their digests, which differs for each journal.
    assertThat(ReconcileFixture.states(ended).split(" ", -1))
        .containsExactlyInAnyOrder(
            "-=ambiguous",
            "-=missing",
            "1.2=unlisted",
            "1.3=unlisted",
            "1.4=unlisted",
            "1.5=rejected");
    assertThat(ReconcileFixture.json(ended).path("complete").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16LE", "UTF-16BE"})
  void encodingsAreFoundOut(String charset) throws Exception {
    reconciliation.aFewStudies();
    Files.write(
        directory.resolve("list.csv"),
        "Pati\u00EBnt;Patient ID;Study Instance UID (0020,000D);Instances\r\nM\u00FCller;p1;1.1;2\r\n"
            .getBytes(Charset.forName(charset)));

    Ended ended = reconciliation.reconcileFile("--output", "json");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ReconcileFixture.json(ended).path("complete").asInt()).isEqualTo(1);
  }

  @Test
  void whatASpreadsheetDestroyedIsUnreadableAndNamed() throws Exception {
    reconciliation.aFewStudies();

    Ended ended =
        reconciliation.reconcile(
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
    assertThat(ReconcileFixture.json(ended).path("listUnreadable").asInt()).isEqualTo(4);
    assertThat(ReconcileFixture.json(ended).path("complete").asInt()).isEqualTo(1);
    Ended text = reconciliation.reconcileFile();
    assertThat(text.out())
        .contains("line 4: column AccessionNumber was turned into a rounded number")
        .contains("line 5: column NumberOfStudyRelatedInstances is no whole number")
        .contains("line 6: column StudyInstanceUID is no UID")
        .contains("line 7: 4 values, where the header names 3 columns")
        .doesNotContain("1,234", "1.23E");
  }

  @Test
  void aListThatCannotBeUnderstoodIsRefusedWithItsLineAndColumn() throws Exception {
    reconciliation.aFewStudies();

    Ended none = reconciliation.reconcile("Patient,Date\nINVENTED^SECRET,20240131\n");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err())
        .contains("line 1 of list.csv names no column for Study Instance UID")
        .doesNotContain("SECRET");
    Ended twice = reconciliation.reconcile("StudyInstanceUID,StudyUID\n1.1,1.1\n");
    assertThat(twice.exit()).isEqualTo(2);
    assertThat(twice.err()).contains("two columns for study: StudyInstanceUID and StudyUID");
    assertThat(
            reconciliation
                .reconcile("StudyInstanceUID,StudyUID\n1.1,1.1\n", "--column", "study=StudyUID")
                .exit())
        .isZero();
    Ended dates = reconciliation.reconcile("StudyInstanceUID,StudyDate\n1.1,02/03/2024\n");
    assertThat(dates.exit()).isEqualTo(2);
    assertThat(dates.err()).contains("StudyDate", "day/month or month/day");
    assertThat(reconciliation.reconcile("StudyInstanceUID,StudyDate\n1.1,01/31/2024\n").exit())
        .isZero();
    assertThat(reconciliation.reconcile("[{\"error\":1}]").exit()).isEqualTo(2);
    assertThat(
            reconciliation.reconcile("[{\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"1.1\"]}").exit())
        .isEqualTo(2);
  }

  @Test
  void answersOfFindscuAreRead() throws Exception {
    reconciliation.aFewStudies();

    Ended ended =
        reconciliation.reconcile(
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
    assertThat(ReconcileFixture.json(ended).path("complete").asInt()).isEqualTo(1);
  }
}
