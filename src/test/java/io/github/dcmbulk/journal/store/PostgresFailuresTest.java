package io.github.dcmbulk.journal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.JournalException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each SQLSTATE means to a user, and which of them may go away by themselves. */
class PostgresFailuresTest {
  private static final String JOURNAL = "postgresql://h/d";

  private static JournalException of(String state) {
    return PostgresFailures.of(JOURNAL, new SQLException("the server's own words", state));
  }

  @ParameterizedTest
  @CsvSource({
    "28P01, refuses this user or password",
    "28000, this user from this host",
    "08004, requires a password",
    "3D000, there is no such database",
    "3F000, no schema of its own",
    "42501, the role may not",
    "25006, the role may not",
    "53100, disk is full",
    "53300, takes no further connection",
    "42P07, tables of other programs",
    "XX001, is damaged",
    "XX002, is damaged",
    "22012, SQLSTATE 22012",
  })
  void isSaidInWords(String state, String words) {
    JournalException said = of(state);

    assertThat(said).hasMessageContaining(JOURNAL).hasMessageContaining(words);
    assertThat(said.getMessage()).doesNotContain("the server's own words");
    assertThat(said.isUnreachable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"28P01", "28000", "08004", "3D000", "3F000", "42501", "25006", "42P07"})
  void whatOnlyAUserCanChangeIsAMistakeInTheConfiguration(String state) {
    assertThat(of(state).exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(PostgresFailures.isAway(new SQLException("", state))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"08006", "08001", "57P01", "57P03", "25P03", "25P04"})
  void aDatabaseThatIsUnreachableMayBeReachableLater(String state) {
    assertThat(of(state).isUnreachable()).isTrue();
    assertThat(PostgresFailures.isAway(new SQLException("", state))).isTrue();
    assertThat(PostgresFailures.isConflict(new SQLException("", state))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"40P01", "40001", "55P03"})
  void anotherWriterInTheWayIsAConflict(String state) {
    assertThat(PostgresFailures.isConflict(new SQLException("", state))).isTrue();
    assertThat(PostgresFailures.isAway(new SQLException("", state))).isFalse();
  }

  @Test
  void aFailureWithoutAStateIsNeither() {
    SQLException unknown = new SQLException("unknown");
    assertThat(PostgresFailures.isConflict(unknown)).isFalse();
    assertThat(PostgresFailures.isAway(unknown)).isFalse();
    assertThat(PostgresFailures.of(JOURNAL, unknown)).hasMessageContaining("failed: SQLSTATE");
  }
}
