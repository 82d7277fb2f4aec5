package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Situations in which the packaged program could trust the wrong journal, or send the wrong bytes.
 */
class JournalGuardIT {
  @TempDir private Path directory;
  private Checkout checkout;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    checkout.sample("archive");
  }

  @Test
  void aJournalOnAVolumeThatIsNotMountedIsRefused() throws Exception {
    Path link = directory.resolve("journal.db");
    Files.createSymbolicLink(link, directory.resolve("volume/journal.db"));
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Ended ended =
          checkout
              .with(sandbox.variables())
              .dcmbulk("upload", "--journal", "journal.db", "archive");

      assertThat(ended.exit()).isEqualTo(2);
      assertThat(ended.err()).contains("is a link to", "mount the volume");
      assertThat(Files.isSymbolicLink(link)).isTrue();
      assertThat(sandbox.instances()).isEmpty();
    }
  }

  @Test
  void twoNamesOfOneJournalAreOneJournal() throws Exception {
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Checkout configured = checkout.with(sandbox.variables());
      configured.dcmbulk("upload", "--journal", "journal.db", "archive");
      Files.createLink(directory.resolve("a.db"), directory.resolve("journal.db"));
      Files.createSymbolicLink(directory.resolve("b.db"), directory.resolve("a.db"));

      for (String name : new String[] {"journal.db", "a.db", "b.db"}) {
        RunJson again =
            RunJson.of(
                configured.dcmbulk("upload", "--output", "json", "--journal", name, "archive"), 6);
        assertThat(again.instances("alreadyUploaded")).as(name).isEqualTo(13);
      }
      assertThat(directory.resolve("b.db-wal")).doesNotExist();
    }
  }

  /** A second name shares the lock of a run, whatever kind of link it is, or is refused. */
  @Test
  void twoNamesAtTheSameTimeAreOneLock() throws Exception {
    try (Sandbox sandbox =
        Sandbox.start(directory.resolve("lake"), "--fault", "latency=3600s:100%:+7")) {
      Checkout configured = checkout.with(sandbox.variables());
      String[] upload = {"upload", "--grace", "0s", "--concurrency", "1", "archive", "--journal"};
      Checkout.Running first = configured.start("dcmbulk", with(upload, "journal.db"));
      sandbox.awaitFirstUpload();
      Files.createLink(directory.resolve("a.db"), directory.resolve("journal.db"));
      Files.createSymbolicLink(directory.resolve("b.db"), directory.resolve("a.db"));

      for (String name : new String[] {"a.db", "b.db", "journal.db"}) {
        Ended second = configured.dcmbulk(with(upload, name));
        assertThat(second.exit()).as(name + ": " + second.err()).isEqualTo(5);
        assertThat(second.err()).contains(Long.toString(first.process().pid()));
      }
      Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
      Files.createLink(elsewhere.resolve("c.db"), directory.resolve("journal.db"));
      for (String name : new String[] {"elsewhere/c.db", "journal.db"}) {
        Ended refused = configured.dcmbulk(with(upload, name));
        assertThat(refused.exit()).as(name + ": " + refused.err()).isEqualTo(2);
        assertThat(refused.err()).contains("3 names (hard links)", "keep one name");
      }
      assertThat(elsewhere.resolve("c.db-wal")).doesNotExist();

      // What the run recorded is there under the first name, and under the second.
      first.process().destroy();
      assertThat(Checkout.finish(first).exit()).isEqualTo(143);
      Files.delete(elsewhere.resolve("c.db"));
      for (String name : new String[] {"a.db", "journal.db"}) {
        Ended verified = configured.dcmbulk("journal", "verify", "--journal", name);
        assertThat(verified.exit()).as(name + ": " + verified.out() + verified.err()).isZero();
      }
      assertThat(directory.resolve("a.db-wal")).doesNotExist();
    }
  }

  private static String[] with(String[] arguments, String last) {
    return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new);
  }

  @Test
  void aJournalThatOthersMayWriteIsRefusedByItsMode() throws Exception {
    Path journal = directory.resolve("journal.db");
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Checkout configured = checkout.with(sandbox.variables());
      configured.dcmbulk("upload", "--journal", "journal.db", "archive");
      Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rw-rw-rw-"));

      Ended ended = configured.dcmbulk("upload", "--journal", "journal.db", "archive");

      assertThat(ended.exit()).isEqualTo(2);
      assertThat(ended.err()).contains("rw-rw-rw-", "chmod 600");
    }
  }

  @Test
  void anInstanceThatTookAnothersPlaceIsNotSentUnderItsName() throws Exception {
    Path slices = directory.resolve("archive/SAMPLE-ALPHA/2024-03-11 CT chest/series 1");
    Path first = slices.resolve("CT.0002.dcm");
    byte[] other = withOtherInstanceUid(Files.readAllBytes(first));
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Checkout configured = checkout.with(sandbox.variables());
      // The first run checks the file, and finds no service; the second knows it by size and time.
      Map<String, String> gone = new HashMap<>(sandbox.variables());
      gone.put("DCMBULK_TOKEN_URL", "http://127.0.0.1:" + unusedPort());
      assertThat(checkout.with(gone).dcmbulk("upload", "archive").exit()).isEqualTo(4);
      FileTime time = Files.getLastModifiedTime(first);
      Files.write(first, other);
      Files.setLastModifiedTime(first, time);

      RunJson result = RunJson.of(configured.dcmbulk("upload", "--output", "json", "archive"), 1);

      assertThat(result.instances("uploaded")).isEqualTo(12);
      assertThat(result.instances("failed")).isEqualTo(1);
      assertThat(configured.dcmbulk("report", "--run", "last").out())
          .containsPattern("CT.0002.dcm.*failed,changed");
      assertThat(sandbox.instances()).hasSize(12);
      // The next run checks the file again, and sends it.
      RunJson next =
          RunJson.of(
              configured.dcmbulk(
                  "upload", "--output", "json", "--overwrite-window", "0", "archive"),
              6);
      assertThat(next.instances("failed")).isZero();
      assertThat(sandbox.instances()).hasSize(13);
    }
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Test
  void rowsThatCannotBeTrueMakeNoJournal() throws Exception {
    Files.writeString(
        directory.resolve("rows.jsonl"),
        """
        {"path":"/a/1","size":1,"modified":"2026-01-01T00:00:00Z","state":"uploaded",\
        "sopInstanceUid":"1.2","studyInstanceUid":"1.3","uploadedAt":"2026-01-01T00:00:00Z"}
        {"path":"/a/2","size":1,"modified":"+12026-01-01T00:00:00Z","state":"uploaded",\
        "sopInstanceUid":"1.4","studyInstanceUid":"1.3","uploadedAt":"2026-01-01T00:00:00Z"}
        """,
        StandardCharsets.UTF_8);

    Ended ended = checkout.dcmbulk("journal", "import", "--journal", "new.db", "rows.jsonl");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("line 2 of rows.jsonl", "'modified'");
    assertThat(directory.resolve("new.db")).doesNotExist();
  }

  @Test
  void deliveredRowsThatCannotBeUsedAreReported() throws Exception {
    Files.writeString(
        directory.resolve("rows.jsonl"),
        """
        {"path":"/a/1","size":1,"modified":"2026-01-01T00:00:00Z","state":"uploaded",\
        "sopInstanceUid":"1.2","studyInstanceUid":"1.3","uploadedAt":"2026-01-01T00:00:00Z"}
        {"path":"a/2","size":1,"modified":"2026-01-01T00:00:00Z","state":"uploaded",\
        "sopInstanceUid":"1.4","studyInstanceUid":"1.3","uploadedAt":"2026-01-01T00:00:00Z"}
        {"path":"/a/3","size":1,"modified":"2026-01-01T00:00:00Z","state":"not-dicom"}
        """,
        StandardCharsets.UTF_8);

    Ended ended = checkout.dcmbulk("journal", "import", "--journal", "new.db", "rows.jsonl");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains("Imported 1 delivered instance; 1 other row ignored");
    assertThat(ended.err()).contains("warning: 1 row cannot be used");
  }

  /** The same file with the last digit of its SOP Instance UID changed: same size, other bytes. */
  private static byte[] withOtherInstanceUid(byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int i = 132; i + 8 < bytes.length; i++) {
      if (Arrays.equals(
          Arrays.copyOfRange(bytes, i, i + 6), new byte[] {8, 0, 0x18, 0, 'U', 'I'})) {
        int end = i + 8 + bytes[i + 6];
        int last = bytes[end - 1] == 0 ? end - 2 : end - 1;
        changed[last] = (byte) (bytes[last] == '7' ? '8' : '7');
        return changed;
      }
    }
    throw new AssertionError("no SOP Instance UID");
  }
}
