package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backup of the journal, made during a run, and restored. */
@Timeout(900)
class BackupIT {
  @TempDir private Path directory;

  @Test
  void aBackupOfARunningUploadIsVerifiedAndCanBeRestored() throws Exception {
    Checkout checkout = Checkout.underTest(directory);
    Path lake = directory.resolve("lake");
    checkout.sample("--studies", "4", "--instances", "20", "--size", "1KiB", "load");
    try (Sandbox sandbox = Sandbox.start(lake, "--fault", "latency=3600s:100%:+30")) {
      Checkout configured = checkout.with(sandbox.variables());
      Checkout.Running run =
          configured.start("dcmbulk", "upload", "--grace", "1s", "--journal", "journal.db", "load");
      try {
        sandbox.awaitFirstUpload();

        Ended backup =
            checkout.dcmbulk("journal", "backup", "--journal", "journal.db", "a backup.db");

        assertThat(backup.exit()).as(backup.err()).isZero();
        assertThat(backup.out())
            .matches("Backup a backup\\.db: \\d+ files?, \\d+ delivered; .*verified\n");
        assertThat(run.process().isAlive()).isTrue();
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(directory.resolve("a backup.db"))))
            .isEqualTo("rw-------");
      } finally {
        run.process().destroy();
      }
      assertThat(Checkout.finish(run).exit()).isEqualTo(143);
    }
    for (String part : new String[] {"journal.db-wal", "journal.db-shm"}) {
      Files.deleteIfExists(directory.resolve(part));
    }
    Files.copy(
        directory.resolve("a backup.db"),
        directory.resolve("journal.db"),
        StandardCopyOption.REPLACE_EXISTING);

    try (Sandbox sandbox = Sandbox.start(lake)) {
      Ended again =
          checkout
              .with(sandbox.variables())
              .dcmbulk("upload", "--overwrite-window", "0", "--journal", "journal.db", "load");
      assertThat(again.exit()).as(again.out() + again.err()).isZero();
      assertThat(sandbox.instances()).hasSize(80);
    }
    assertThat(checkout.dcmbulk("journal", "verify", "--journal", "journal.db").exit()).isZero();
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyWhereThatIsSaid() throws Exception {
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("archive");
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      checkout.with(sandbox.variables()).dcmbulk("upload", "--journal", "journal.db", "archive");
    }
    Path target = Files.writeString(directory.resolve("b.db"), "somebody's");
    String[] backup = {"journal", "backup", "--journal", "journal.db", "b.db"};

    Ended refused = checkout.dcmbulk(backup);

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("b.db is there already", "--overwrite");
    assertThat(target).hasContent("somebody's");
    Ended replaced =
        checkout.dcmbulk("journal", "backup", "--overwrite", "--journal", "journal.db", "b.db");
    assertThat(replaced.out()).contains("16 files, 13 delivered").contains("verified");
  }
}
