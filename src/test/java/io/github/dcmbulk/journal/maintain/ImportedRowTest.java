package io.github.dcmbulk.journal.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.Row;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportedRowTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final String MD5 = "0123456789abcdef0123456789abcdef";

  @Test
  void aPlainRowIsBelieved() {
    assertThat(ImportedRow.fault(row(1, TIME, TIME, "1.2.3", MD5))).isNull();
    assertThat(ImportedRow.fault(row(1, TIME, TIME, "1.2.3", null))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z"})
  void timesBeyondTheCalendarAreNamed(String time) {
    Instant wrong = Instant.parse(time);
    assertThat(ImportedRow.fault(row(1, wrong, TIME, "1.2.3", MD5))).contains("'modified'");
    assertThat(ImportedRow.fault(row(1, TIME, wrong, "1.2.3", MD5))).contains("'uploadedAt'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.2\n3", "../1", "1.2.3 "})
  void uidsOfOtherCharactersAreNamedAndNotShown(String uid) {
    assertThat(ImportedRow.fault(row(1, TIME, TIME, uid, MD5)))
        .isEqualTo("'sopInstanceUid' is invalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123", "0123456789ABCDEF0123456789ABCDEF", "zz23456789abcdef0123"})
  void digestsThatAreNoneAreNamed(String md5) {
    assertThat(ImportedRow.fault(row(1, TIME, TIME, "1.2.3", md5))).contains("'md5'");
  }

  @Test
  void negativeSizesAreNamed() {
    assertThat(ImportedRow.fault(row(-1, TIME, TIME, "1.2.3", MD5))).contains("'size'");
  }

  private static Row row(
      long size, Instant modified, Instant uploaded, String uid, @Nullable String md5) {
    return new Row(
        Path.of("/archive/1"),
        size,
        modified,
        FileState.UPLOADED,
        null,
        Set.of(),
        new InstanceHeader("1.2", uid, "1.3", "1.4", "CT", "1.2.840.10008.1.2.1", null, null),
        md5,
        null,
        1,
        uploaded,
        null,
        null,
        null);
  }
}
