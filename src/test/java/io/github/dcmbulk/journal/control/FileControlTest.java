package io.github.dcmbulk.journal.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests to a run whose journal is a file, and its answers. */
@Timeout(600)
class FileControlTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration NONE = Duration.ZERO;

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void setUp() {
    file = dir.resolve("journal.db");
  }

  private Journal run() throws Exception {
    return Journal.open(
        file,
        "run-1",
        Instant.parse("2026-11-23T20:00:00Z"),
        "p",
        new ResumePolicy(false, false, false));
  }

  private ControlClient client() {
    return ControlClient.of(new SqliteStore(file));
  }

  private Path control() {
    return dir.resolve("journal.db.control");
  }

  private CompletableFuture<List<ControlAnswer>> asking(String action, String value) {
    return Asking.start(() -> client().ask(action, value, LONG));
  }

  @Test
  void aRequestIsTakenOnceAndItsAnswerReachesWhoAsked() throws Exception {
    Journal run = run();
    try (ControlReceiver receiver = FileControlReceiver.open(file)) {
      CompletableFuture<List<ControlAnswer>> answers = asking("limit-rate", "10MB");
      ControlRequest request = Asking.request(receiver);
      assertThat(request.action()).isEqualTo("limit-rate");
      assertThat(request.value()).isEqualTo("10MB");
      assertThat(request.by()).startsWith(System.getProperty("user.name"));
      assertThat(receiver.take()).isEmpty();

      ControlAnswer answer = new ControlAnswer("run-1", "process 7", true, "it is 10 MB/s; ü");
      receiver.answer(request, answer);

      assertThat(answers.get(300, TimeUnit.SECONDS)).containsExactly(answer);
      assertThat(control()).isEmptyDirectory();
    }
    run.close();
  }

  @Test
  void whatCannotBeDoneIsAnsweredAsSuch() throws Exception {
    Journal run = run();
    try (ControlReceiver receiver = FileControlReceiver.open(file)) {
      CompletableFuture<List<ControlAnswer>> answers = asking("dance", "");
      ControlRequest request = Asking.request(receiver);
      receiver.answer(request, new ControlAnswer("run-1", "process 7", false, "not known"));

      assertThat(answers.get(300, TimeUnit.SECONDS)).noneMatch(ControlAnswer::done);
    }
    run.close();
  }

  @Test
  void theAnswerOfARunThatEndsWithItIsRead() throws Exception {
    ControlAnswer answer = new ControlAnswer("run-1", "process 7", true, "stopping");
    run().close();
    try (ControlReceiver receiver = FileControlReceiver.open(file)) {
      AtomicInteger looks = new AtomicInteger();
      // The run answers and ends after the client has looked for an answer.
      ControlClient client =
          new FileControlClient(
              file, () -> looks.getAndIncrement() == 0 || !isAnswered(receiver, answer));

      assertThat(client.ask("stop", "", LONG)).containsExactly(answer);
    }
  }

  private static boolean isAnswered(ControlReceiver receiver, ControlAnswer answer) {
    try {
      receiver.answer(Asking.request(receiver), answer);
      return true;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withoutARunThereIsNoAnswer() throws Exception {
    run().close();

    assertThat(client().ask("pause", "", LONG)).isEmpty();
  }

  @Test
  void aJournalThatIsNotThereIsAMistake() {
    assertThatThrownBy(() -> client().ask("pause", "", LONG))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("there is no journal");
  }

  @Test
  void aRunThatDoesNotAnswerIsReportedAndItsRequestTakenBack() throws Exception {
    Journal run = run();
    try (ControlReceiver receiver = FileControlReceiver.open(file)) {
      assertThatThrownBy(() -> client().ask("pause", "", NONE))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("did not answer");

      assertThat(receiver.take()).isEmpty();
    }
    run.close();
  }

  @Test
  void aRunThatEndsBeforeItAnswersIsReportedAtOnce() throws Exception {
    Journal run = run();
    try (ControlReceiver receiver = FileControlReceiver.open(file)) {
      CompletableFuture<List<ControlAnswer>> answers = asking("pause", "");
      Asking.request(receiver);
      run.close();

      assertThat(answers)
          .failsWithin(300, TimeUnit.SECONDS)
          .withThrowableThat()
          .havingRootCause()
          .withMessageContaining("did not answer");
    }
  }

  @Test
  void requestsToAnEarlierRunAreDropped() throws Exception {
    Files.createFile(file);
    Files.createDirectory(control());
    Files.writeString(control().resolve("1.request"), "action=stop\n");
    Files.writeString(control().resolve("1.answer"), "done=true\n");

    try (ControlReceiver receiver = FileControlReceiver.open(file)) {
      assertThat(receiver.take()).isEmpty();
    }
    assertThat(control().resolve("1.request")).doesNotExist();
  }

  @Test
  void whatIsNoRequestIsRemovedUnread() throws Exception {
    Files.createFile(file);
    Path elsewhere = Files.writeString(dir.resolve("elsewhere"), "action=stop\n");
    try (ControlReceiver receiver = FileControlReceiver.open(file)) {
      Files.writeString(control().resolve("1.request"), "#".repeat(70_000));
      Files.writeString(control().resolve("2.request"), "action=\\uZZZZ\n");
      Files.createSymbolicLink(control().resolve("3.request"), elsewhere);
      Files.createDirectory(control().resolve("4.request"));

      assertThat(receiver.take()).isEmpty();
      assertThat(control()).isEmptyDirectory();
    }
    assertThat(elsewhere).hasContent("action=stop\n");
  }

  @Test
  void aRequestThatIsStillBeingWrittenIsLeftAlone() throws Exception {
    Files.createFile(file);
    try (ControlReceiver receiver = FileControlReceiver.open(file)) {
      Path draft = Files.writeString(control().resolve(".7.request"), "action=pause\n");
      assertThat(receiver.take()).isEmpty();

      Files.move(draft, control().resolve("7.request"));
      assertThat(receiver.take()).containsExactly(new ControlRequest("7", "pause", "", ""));
    }
  }

  @Test
  void aRequestWithoutAWordIsHandedOnEmpty() throws Exception {
    Files.createFile(file);
    try (ControlReceiver receiver = FileControlReceiver.open(file)) {
      Files.writeString(control().resolve("5.request"), "");

      assertThat(receiver.take()).containsExactly(new ControlRequest("5", "", "", ""));
    }
  }

  @Test
  void theDirectoryIsAsPrivateAsTheJournal() throws Exception {
    Files.createFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (ControlReceiver receiver = FileControlReceiver.open(file)) {
      assertThat(receiver.take()).isEmpty();
      assertThat(permissions()).isEqualTo("rwx------");
    }

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    try (ControlReceiver receiver = FileControlReceiver.open(file)) {
      assertThat(receiver.take()).isEmpty();
      assertThat(permissions()).isEqualTo("rwxrwx---");
    }
  }

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(control()));
  }

  @Test
  void answersInASharedJournalMayBeReadByItsGroup() throws Exception {
    Files.createFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    try (ControlReceiver receiver = FileControlReceiver.open(file)) {
      receiver.answer(
          new ControlRequest("6", "pause", "", ""), new ControlAnswer("r", "p", true, "paused"));
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(control().resolve("6.answer"))))
        .isEqualTo("rw-r-----");
  }

  @Test
  void anotherFileOfThatNameIsNotReplaced() throws Exception {
    Files.createFile(file);
    Files.writeString(control(), "somebody's");

    assertThatThrownBy(() -> FileControlReceiver.open(file)).isInstanceOf(IOException.class);
    assertThat(control()).hasContent("somebody's");
  }
}
