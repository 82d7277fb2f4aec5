package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The result of a comparison as a table that is opened in a spreadsheet. */
class ReconcileCsvIT {
  @TempDir private Path directory;

  private Ended reconcile(String list) throws Exception {
    try (JournalRows rows = new JournalRows(directory.resolve("journal.db"))) {
      rows.study("1.1", "A1", "P1", "20240131", 2, 0, 0, 0);
    }
    Files.writeString(directory.resolve("list.csv"), list);
    return Checkout.underTest(directory)
        .dcmbulk("reconcile", "--journal", "journal.db", "--output", "csv", "list.csv");
  }

  /** The content of a list comes from outside. */
  @ParameterizedTest
  @ValueSource(strings = {"=", "+", "-", "@"})
  void whatASpreadsheetWouldTakeForAFormulaIsText(String sign) throws Exception {
    Ended ended =
        reconcile("StudyInstanceUID,ModalitiesInStudy\n1.9,\"" + sign + "1+cmd|' /C calc'!A0\"\n");

    assertThat(ended.exit()).as(ended.err()).isEqualTo(6);
    for (String line : ended.out().lines().toList()) {
      for (String cell : line.split(",", -1)) {
        assertThat(cell).doesNotStartWith(sign).doesNotStartWith("\"" + sign);
      }
    }
  }

  /** More findings than are kept in memory during the count. */
  @Test
  void everyOneOfManyFindingsIsThereOnce() throws Exception {
    StringBuilder list = new StringBuilder("StudyInstanceUID\n");
    for (int i = 0; i < 12_000; i++) {
      list.append("1.7.").append(i).append('\n');
    }
    Ended ended = reconcile(list.toString());

    assertThat(ended.exit()).isEqualTo(6);
    assertThat(ended.out().lines().skip(1).distinct()).hasSize(12_001);
    assertThat(ended.out()).hasLineCount(12_002).contains("1.1,unlisted,");
  }

  @Test
  void rowsThatCannotBeReadAreNamedBesideTheTable() throws Exception {
    Ended ended = reconcile("StudyInstanceUID,Instances\n1.1,2\nTotal,2\n");

    assertThat(ended.exit()).isEqualTo(6);
    assertThat(ended.out()).hasLineCount(1);
    assertThat(ended.err())
        .contains("warning: 1 row of list.csv cannot be read, the first in line 3: column Study");
  }
}
