package io.github.dcmbulk.journal.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TestDatabase;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.model.UsageException;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests to the processes of a run whose journal is in a database, and their answers. */
@Timeout(600)
class DatabaseControlTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private TestDatabase database;
  private int begun;
  private final List<Journal> processes = new ArrayList<>();

  @BeforeEach
  void create() throws Exception {
    database = TestDatabase.create();
  }

  @AfterEach
  void end() throws Exception {
    for (Journal process : processes) {
      process.close();
    }
  }

  /** A process begins the run, or joins it. */
  private Journal process(Map<String, String> options) throws Exception {
    Sharing sharing =
        new Sharing(
            Duration.ofMinutes(10),
            options,
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            null,
            Duration.ZERO,
            Instant::now);
    Journal journal =
        Journal.open(
            database.store(),
            "run-" + begun++,
            Instant.parse("2026-11-23T20:00:00Z"),
            "p",
            new ResumePolicy(false, false, false),
            sharing);
    processes.add(journal);
    return journal;
  }

  private ControlReceiver receiver(Journal journal) throws Exception {
    JournalShare share = Objects.requireNonNull(journal.share());
    return new DatabaseControlReceiver(database.store(), share.run(), share::process);
  }

  private List<ControlAnswer> ask(String action, Duration patience) throws Exception {
    return ControlClient.of(database.store()).ask(action, "", patience);
  }

  private CompletableFuture<List<ControlAnswer>> asking(String action) {
    return Asking.start(() -> ask(action, LONG));
  }

  @Test
  void everyProcessOfTheRunAnswers() throws Exception {
    try (ControlReceiver first = receiver(process(Map.of()));
        ControlReceiver second = receiver(process(Map.of()))) {
      assertThat(first.take()).isEmpty();
      assertThat(second.take()).isEmpty();
      CompletableFuture<List<ControlAnswer>> answers = asking("pause");

      ControlRequest one = Asking.request(first);
      first.answer(one, new ControlAnswer("", "", true, "paused"));
      assertThat(first.take()).isEmpty();
      assertThat(answers).isNotDone();
      ControlRequest other = Asking.request(second);
      second.answer(other, new ControlAnswer("", "", false, "not known"));
      second.answer(other, new ControlAnswer("", "", true, "a second answer"));

      assertThat(other.id()).isEqualTo(one.id());
      assertThat(answers.get(300, TimeUnit.SECONDS))
          .allMatch(answer -> answer.run().equals("run-0"))
          .allMatch(answer -> answer.process().startsWith("process "))
          .extracting(ControlAnswer::text)
          .containsExactly("paused", "not known");
    }
  }

  @Test
  void oneThatDoesNotAnswerInTimeIsNamed() throws Exception {
    process(Map.of());

    assertThat(ask("pause", Duration.ZERO))
        .singleElement()
        .matches(answer -> !answer.done() && answer.text().equals("did not answer"));
  }

  @Test
  void withoutARunThereIsNoAnswer() throws Exception {
    process(Map.of()).close();
    processes.clear();

    assertThat(ask("pause", LONG)).isEmpty();
  }

  @Test
  void aProcessThatJoinsLaterIsPausedAsTheRunIsButNotStopped() throws Exception {
    Journal first = process(Map.of());
    try (ControlReceiver receiver = receiver(first)) {
      for (String action : List.of("pause", "stop")) {
        CompletableFuture<List<ControlAnswer>> answers = asking(action);
        receiver.answer(Asking.request(receiver), new ControlAnswer("", "", true, "done"));
        answers.get(300, TimeUnit.SECONDS);
      }
    }

    try (ControlReceiver later = receiver(process(Map.of()))) {
      assertThat(later.take()).extracting(ControlRequest::action).containsExactly("pause");
      assertThat(later.take()).isEmpty();
    }
  }

  @Test
  void theNextRunReceivesNoRequestOfTheOneBefore() throws Exception {
    process(Map.of());
    ask("pause", Duration.ZERO);
    processes.remove(0).close();

    try (ControlReceiver next = receiver(process(Map.of()))) {
      assertThat(next.take()).isEmpty();
    }
  }

  @Test
  void onlyTheOwnerOfTheTablesIsObeyed() throws Exception {
    process(Map.of());
    String role = "reader_" + database.name();
    try (Connection c = database.connect()) {
      Sql.execute(c, "CREATE ROLE " + role + " LOGIN");
      String schema = schema(c);
      Sql.execute(c, "GRANT USAGE ON SCHEMA " + schema + " TO " + role);
      Sql.execute(c, "GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + role);
    }

    assertThatThrownBy(() -> ControlClient.of(database.store(role)).ask("pause", "", Duration.ZERO))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("only the role that owns the journal");
  }

  private static String schema(Connection c) throws Exception {
    try (var statement = c.createStatement();
        var row =
            statement.executeQuery("SELECT schemaname FROM pg_tables WHERE tablename = 'study'")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void aProcessWithOtherOptionsDoesNotJoin() throws Exception {
    process(Map.of("--strict", "false", "PATH", "[a\nb]"));

    assertThatThrownBy(() -> process(Map.of("--strict", "true", "PATH", "[a\nb]")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--strict differs from that of the run that is going on");
    assertThatThrownBy(() -> process(Map.of("PATH", "[a\nb]")))
        .hasMessageContaining("--strict differs");
    assertThat(process(Map.of("--strict", "false", "PATH", "[a\nb]")).runName()).isEqualTo("run-0");
  }
}
