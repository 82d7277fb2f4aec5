package io.github.dcmbulk.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.UsageException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsTest {
  private static final Instant START = Instant.parse("2026-11-23T20:00:00Z");

  @TempDir Path dir;
  private Path receipts;
  private int runs;
  private int files;
  private Instant now = START;

  @BeforeEach
  void deliverTwoStudies() throws Exception {
    receipts = dir.resolve("receipts");
    deliver("1.1", 1, 2);
    deliver("1.2", 2, 1);
  }

  /** A run that delivers that many instances of a study, the n-th run of the journal. */
  private void deliver(String study, int row, int instances) throws Exception {
    now = now.plusSeconds(60);
    Journal journal =
        Journal.open(
            dir.resolve("journal.db"),
            "run-" + ++runs,
            now,
            "p",
            new ResumePolicy(false, false, false));
    List<CheckedFile> found = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      int number = files + 1 + i;
      InstanceHeader header =
          new InstanceHeader(
              "1.2.3", "9." + number, study, study + ".7", "CT", "1.2.1", "20200101", null);
      SourceFile file = new SourceFile(Path.of("/DOE^JOHN/f" + number), 100 + number, number);
      found.add(new CheckedFile(file, 0, FileState.PENDING, null, Set.of(), header));
    }
    journal.files().checked(Path.of("/DOE^JOHN"), found, 1);
    journal.studies().open(row, runs, now);
    for (int i = 0; i < instances; i++) {
      now = now.plusSeconds(1);
      int number = ++files;
      String md5 = "%032x".formatted(number);
      journal
          .outcomes()
          .settle(
              number,
              runs,
              DeliveryRecord.uploaded(md5, null, md5, 1, now.toEpochMilli())
                  .withKey("in/" + number));
    }
    journal.studies().close(row, 1, new StudyTimes(now, null), StudyState.Outcome.COMPLETE);
    journal.close();
  }

  private Receipts.Written write() throws Exception {
    try (JournalReader reader = JournalReader.open(dir.resolve("journal.db"))) {
      return Receipts.write(reader, receipts, Clock.fixed(now, ZoneOffset.UTC));
    }
  }

  private List<String> problems() throws Exception {
    return ReceiptAudit.run(receipts, null).problems();
  }

  private List<String> index() throws Exception {
    return Files.readAllLines(receipts.resolve(Index.NAME));
  }

  private void rewriteIndex(List<String> lines) throws Exception {
    Files.writeString(receipts.resolve(Index.NAME), String.join("\n", lines) + "\n");
  }

  @Test
  void aReceiptSaysWhatWasDelivered() throws Exception {
    write();
    JsonNode receipt = new ObjectMapper().readTree(receipts.resolve("1.1.json").toFile());
    assertThat(receipt.path("studyInstanceUid").asText()).isEqualTo("1.1");
    assertThat(receipt.path("complete").asBoolean()).isTrue();
    assertThat(receipt.path("instanceCount").asInt()).isEqualTo(2);
    assertThat(receipt.path("bytes").asInt()).isEqualTo(101 + 102);
    assertThat(receipt.path("runs")).hasToString("[\"run-1\"]");
    assertThat(receipt.path("instances").get(1).toString())
        .isEqualTo(
            "{\"seriesInstanceUid\":\"1.1.7\",\"sopClassUid\":\"1.2.3\",\"sopInstanceUid\":\"9.2\","
                + "\"size\":102,\"md5\":\"00000000000000000000000000000002\",\"sha256\":null,"
                + "\"etag\":\"00000000000000000000000000000002\",\"objectKey\":\"in/2\","
                + "\"uploadedAt\":\"2026-11-23T20:01:02Z\",\"run\":\"run-1\"}");
  }

  @Test
  void whatWasWrittenIsInOrderAndForTheOwnerOnly() throws Exception {
    Receipts.Written written = write();
    assertThat(written.written()).isEqualTo(2);
    ReceiptAudit.Findings found = ReceiptAudit.run(receipts, written.head());
    assertThat(found.problems()).isEmpty();
    assertThat(found.lines()).isEqualTo(2);
    assertThat(found.head()).isEqualTo(written.head());
    try (Stream<Path> all = Files.list(receipts)) {
      for (Path file : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain("DOE", "20200101");
      }
    }
  }

  @Test
  void theSecondTimeOnlyWhatIsNewOrChangedIsAdded() throws Exception {
    String head = write().head();
    byte[] before = Files.readAllBytes(receipts.resolve("1.1.json"));
    assertThat(write()).isEqualTo(new Receipts.Written(0, 2, 2, head));

    deliver("1.1", 1, 1);
    deliver("1.3", 3, 1);
    Receipts.Written written = write();
    assertThat(written.written()).isEqualTo(2);
    assertThat(written.unchanged()).isEqualTo(1);
    assertThat(written.lines()).isEqualTo(4);
    assertThat(Files.readAllBytes(receipts.resolve("1.1.json"))).isEqualTo(before);
    assertThat(receipts.resolve("1.1-2.json")).exists();
    ReceiptAudit.Findings found = ReceiptAudit.run(receipts, head);
    assertThat(found.problems()).isEmpty();
    assertThat(found.since()).isEqualTo(2);
    assertThat(found.studies()).isEqualTo(3);
  }

  @Test
  void aChangedReceiptIsNamedWithItsLine() throws Exception {
    write();
    Path receipt = receipts.resolve("1.2.json");
    Files.writeString(receipt, Files.readString(receipt).replace("\"9.3\"", "\"9.4\""));
    assertThat(problems()).containsExactly("line 2: 1.2.json was changed");
  }

  @Test
  void missingAndSuperfluousFilesAreNamed() throws Exception {
    write();
    Files.move(receipts.resolve("1.1.json"), receipts.resolve("1.9.json"));
    assertThat(problems())
        .containsExactly(
            "line 1: 1.1.json is missing", "1.9.json belongs to no line of index.jsonl");
  }

  @Test
  void anyChangeOfALineBreaksTheChain() throws Exception {
    write();
    List<String> lines = index();
    rewriteIndex(List.of(lines.get(0).replace("\"1.1\"", "\"1.7\""), lines.get(1)));
    assertThat(problems())
        .contains("index.jsonl line 2 does not follow the line before: one of them was changed");
    rewriteIndex(List.of(lines.get(1), lines.get(0)));
    assertThat(problems()).containsExactly("index.jsonl line 1 has the number 2");
    rewriteIndex(List.of(lines.get(0).replace(",", ", "), lines.get(1)));
    assertThat(problems()).containsExactly("index.jsonl line 1 is no line of an index");
  }

  @Test
  void aChainThatLostItsEndIsFoundByItsHead() throws Exception {
    String head = write().head();
    List<String> lines = index();
    rewriteIndex(lines.subList(0, 1));
    Files.delete(receipts.resolve("1.2.json"));
    assertThat(problems()).isEmpty();
    assertThat(ReceiptAudit.run(receipts, head).problems())
        .singleElement()
        .asString()
        .contains("its last lines were removed or replaced");
  }

  @Test
  void aLineThatWasCutIsNoticedAndWrittenAgain() throws Exception {
    write();
    List<String> lines = index();
    Files.writeString(
        receipts.resolve(Index.NAME), lines.get(0) + "\n" + lines.get(1).substring(0, 40));
    assertThat(problems()).containsExactly("index.jsonl line 2 is cut off");
    assertThat(write().written()).isEqualTo(1);
    assertThat(problems()).isEmpty();
    assertThat(index()).hasSize(2);
  }

  @Test
  void aBrokenChainIsNotContinued() throws Exception {
    write();
    List<String> lines = index();
    rewriteIndex(List.of(lines.get(1), lines.get(0)));
    assertThatThrownBy(this::write)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("line 1 has the number 2");
    assertThat(index()).isEqualTo(List.of(lines.get(1), lines.get(0)));
  }

  @Test
  void twoWritersDoNotMix() throws Exception {
    write();
    try (FileChannel index =
            FileChannel.open(receipts.resolve(Index.NAME), StandardOpenOption.WRITE);
        FileLock lock = index.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(this::write)
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("another process");
    }
  }

  @Test
  void aUidChoosesNoPath() throws Exception {
    for (String uid : List.of("..", ".1", "1/../../x", "1".repeat(65), "1\0")) {
      assertThat(ReceiptName.of(uid, 2)).matches("uid-[0-9a-f]{64}-2\\.json");
      assertThat(ReceiptName.isOurs(ReceiptName.of(uid, 2))).isTrue();
    }
    assertThat(ReceiptName.of("1.2.3", 1)).isEqualTo("1.2.3.json");
    assertThat(ReceiptName.isOurs("../journal.db")).isFalse();
  }

  @Test
  void anIndexThatNamesAnotherPathIsNotFollowed() throws Exception {
    write();
    ChainLine line =
        new ChainLine(1, "1.1", "../journal.db", ChainLine.NONE, START, ChainLine.NONE);
    rewriteIndex(List.of(line.text()));
    assertThat(problems()).contains("line 1: names a file that is not a receipt");
  }
}
