package io.github.dcmbulk.journal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads write-ahead logs that SQLite itself has written. */
@Timeout(300)
class WalFileTest {
  private static final int HEADER = 32;
  private static final int FRAME = 24 + 4096;

  @TempDir Path dir;

  private Path copy() {
    return dir.resolve("copy.db");
  }

  private Path log() {
    return JournalFile.log(copy());
  }

  /** A database of at least ten pages whose log was not written back, as a killed run leaves it. */
  @BeforeEach
  void copyWhileOpen() throws Exception {
    Path file = dir.resolve("open.db");
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Sql.execute(c, "PRAGMA page_size = 4096");
      Sql.execute(c, "PRAGMA journal_mode = WAL");
      Sql.execute(c, "PRAGMA wal_autocheckpoint = 0");
      Sql.execute(c, "CREATE TABLE t(x)");
      for (int i = 0; i < 10; i++) {
        Sql.execute(c, "INSERT INTO t VALUES(zeroblob(4000))");
      }
      Files.copy(file, copy());
      Files.copy(JournalFile.log(file), log());
    }
  }

  @Test
  void withoutALogNothingIsHeld() throws Exception {
    WalFile none = WalFile.of(dir.resolve("nothing.db"));
    assertThat(none.length()).isZero();
    assertThat(none.holdsAll(1, 1)).isFalse();
    assertThat(none.holdsAll(2, 1)).isTrue();
  }

  @Test
  void everyCommittedPageIsHeld() throws Exception {
    WalFile log = WalFile.of(copy());
    assertThat(log.length()).isGreaterThanOrEqualTo(10);
    assertThat(log.holdsAll(2, log.length())).isTrue();
    assertThat(log.holdsAll(2, log.length() + 1)).isFalse();
  }

  @Test
  void aFrameThatWasCutIsNotRead() throws Exception {
    long whole = WalFile.of(copy()).length();
    byte[] bytes = Files.readAllBytes(log());
    Files.write(log(), java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(WalFile.of(copy()).length()).isLessThan(whole);
  }

  @Test
  void whatFollowsADamagedFrameIsNotRead() throws Exception {
    byte[] bytes = Files.readAllBytes(log());
    bytes[HEADER + FRAME + 100] ^= 1;
    Files.write(log(), bytes);
    assertThat(WalFile.of(copy()).length()).isLessThanOrEqualTo(2);
  }

  @Test
  void framesOfAnEarlierRoundDoNotCount() throws Exception {
    byte[] bytes = Files.readAllBytes(log());
    ByteBuffer salts = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
    salts.putLong(HEADER + 8, salts.getLong(HEADER + 8) + 1);
    Files.write(log(), bytes);
    assertThat(WalFile.of(copy()).length()).isZero();
  }

  @Test
  void aFileThatIsNoLogHoldsNothing() throws Exception {
    Files.writeString(log(), "x".repeat(100));
    assertThat(WalFile.of(copy()).length()).isZero();
    Files.write(log(), new byte[0]);
    assertThat(WalFile.of(copy()).length()).isZero();
  }
}
