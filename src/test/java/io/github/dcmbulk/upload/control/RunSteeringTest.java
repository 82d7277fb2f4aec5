package io.github.dcmbulk.upload.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.control.ControlAnswer;
import io.github.dcmbulk.journal.control.ControlReceiver;
import io.github.dcmbulk.journal.control.ControlRequest;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.testing.NoIngestion;
import io.github.dcmbulk.throttle.RateTimetable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run does on request. */
@Timeout(600)
class RunSteeringTest {
  @TempDir Path dir;
  private final RunControl control = new RunControl(Clock.systemUTC(), RunControl::awaitReally);
  private final List<UploadEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final List<String> remarks = new ArrayList<>();
  private final List<String> service = Collections.synchronizedList(new ArrayList<>());
  private final BlockingQueue<ControlRequest> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<ControlAnswer> answers = new LinkedBlockingQueue<>();
  private final List<Integer> workers = Collections.synchronizedList(new ArrayList<>());
  private final RunSteering steering =
      new RunSteering(control, new Service(), events::add, Duration.ofSeconds(30));
  private Journal journal;
  private int asked;

  /** Records its events. */
  private final class Service extends NoIngestion {
    @Override
    public void limitRate(RateTimetable rate) {
      service.add("rate");
    }

    @Override
    public void limitConcurrency(int most) {
      service.add("concurrency " + most);
    }
  }

  private class Receiver implements ControlReceiver {
    @Override
    public List<ControlRequest> take() {
      List<ControlRequest> taken = new ArrayList<>();
      requests.drainTo(taken);
      return taken;
    }

    @Override
    public void answer(ControlRequest request, ControlAnswer answer) {
      answers.add(answer);
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() throws Exception {
    journal =
        Journal.open(
            dir.resolve("journal.db"),
            "run-1",
            Instant.parse("2026-11-23T20:00:00Z"),
            "p",
            new ResumePolicy(false, false, false));
  }

  @AfterEach
  void close() throws Exception {
    steering.close();
    journal.close();
  }

  private void start() throws Exception {
    steering.onWorkers(workers::add);
    steering.start(journal, Receiver::new, null, remarks);
  }

  /** On a busy machine the run is over before its answer is written. */
  @Test
  void aRequestThatStopsTheRunIsAnsweredBeforeTheEnd() throws Exception {
    CountDownLatch answering = new CountDownLatch(1);
    CountDownLatch slow = new CountDownLatch(1);
    ControlReceiver receiver =
        new Receiver() {
          @Override
          public void answer(ControlRequest request, ControlAnswer answer) {
            answering.countDown();
            try {
              slow.await();
            } catch (InterruptedException e) {
              return;
            }
            super.answer(request, answer);
          }
        };
    steering.start(journal, () -> receiver, null, remarks);
    requests.add(new ControlRequest("id", "stop", "", "someone@here"));
    answering.await();
    assertThat(control.isStopping()).isTrue();
    Thread ending = Supervisor.start("ending", steering::close);
    while (ending.getState() != Thread.State.TIMED_WAITING) {
      assertThat(ending.isAlive()).isTrue();
    }
    slow.countDown();
    ending.join();
    assertThat(answers).hasSize(1);
    assertThat(remarks).hasSize(1);
  }

  private ControlAnswer ask(String action, String value) throws Exception {
    requests.add(new ControlRequest("id" + ++asked, action, value, "someone@here"));
    ControlAnswer answer = answers.poll(300, TimeUnit.SECONDS);
    assertThat(answer).isNotNull();
    return answer;
  }

  private List<String> controlled() {
    synchronized (events) {
      return events.stream()
          .filter(UploadEvent.Controlled.class::isInstance)
          .map(UploadEvent.Controlled.class::cast)
          .map(event -> event.action() + " " + event.value())
          .toList();
    }
  }

  @Test
  void aPauseKeepsStudiesOrInstancesBackUntilTheRunIsResumed() throws Exception {
    start();
    assertThat(ask("pause", "").text()).contains("no further study begins");
    assertThat(control.gate().keepsStudies()).isTrue();
    assertThat(control.gate().keepsInstances()).isFalse();
    assertThat(ask("pause", "now").text()).contains("no upload begins");
    assertThat(control.gate().keepsInstances()).isTrue();

    assertThat(ask("resume", "").text()).isEqualTo("resumed");
    assertThat(control.gate().keepsStudies()).isFalse();
    assertThat(ask("resume", "").text()).isEqualTo("the run was not paused");
  }

  @Test
  void limitsAreHandedToTheServiceAndToTheWorkers() throws Exception {
    start();
    assertThat(ask("limit-rate", "10MB")).matches(ControlAnswer::done);
    assertThat(ask("concurrency", "8").text()).isEqualTo("parallel uploads: 8");
    assertThat(ask("concurrency", "auto")).matches(ControlAnswer::done);

    assertThat(service).containsExactly("rate", "concurrency 8", "concurrency 0");
    assertThat(workers).containsExactly(8, 0);
  }

  @ParameterizedTest
  @CsvSource({"limit-rate, quick", "concurrency, many", "dance, ''"})
  void whatMakesNoSenseIsRefusedAndChangesNothing(String action, String value) throws Exception {
    start();

    ControlAnswer answer = ask(action, value);

    assertThat(answer.done()).isFalse();
    assertThat(answer.text()).isNotBlank();
    assertThat(answer.run()).isEqualTo("run-1");
    assertThat(service).isEmpty();
    // The next request is answered when everything about the last is noted.
    ask("resume", "");
    assertThat(controlled()).doesNotContain(action + " " + value);
  }

  @Test
  void aStopEndsTheRunAsASignalDoes() throws Exception {
    start();
    assertThat(ask("stop", "").text()).contains("30 s to finish");

    assertThat(control.isStopping()).isTrue();
    assertThat(control.asked()).isEqualTo(ExitCode.TERMINATED);
  }

  @Test
  void everyChangeIsARemarkAndAnEventAndAnAccessionNumberIsInNeither() throws Exception {
    start();
    ask("priority", "ACC-4711");
    ask("priority", "1.2.3");
    ask("resume", "");
    ask("dance", "");

    assertThat(controlled())
        .containsExactly("priority accession number", "priority 1.2.3", "resume ");
    synchronized (remarks) {
      assertThat(remarks)
          .hasSize(3)
          .allMatch(line -> line.endsWith("(dcmbulk control, someone@here)"))
          .noneMatch(line -> line.contains("4711"));
    }
  }

  @Test
  void aDeskThatCannotBeOpenedIsAWarning() throws Exception {
    steering.start(
        journal,
        () -> {
          throw new IOException("no room");
        },
        null,
        remarks);

    UploadEvent.Notice notice = awaitNotice();
    assertThat(notice.warning()).isTrue();
    assertThat(notice.text()).isEqualTo("dcmbulk control cannot reach this run: no room");
  }

  private UploadEvent.Notice awaitNotice() throws InterruptedException {
    while (true) {
      synchronized (events) {
        for (UploadEvent event : events) {
          if (event instanceof UploadEvent.Notice notice) {
            return notice;
          }
        }
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void aPriorityFileThatIsNotThereIsAMistake() {
    assertThatThrownBy(() -> steering.start(journal, null, dir.resolve("none"), remarks))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void aPriorityFileIsReadAgainWhenItChangesAndItsLastContentHolds() throws Exception {
    Path file = Files.writeString(dir.resolve("first.txt"), "# none\n\n1.2.3\n");
    List<List<String>> names = new ArrayList<>();
    try (PriorityFile priority = new PriorityFile(file, names::add, events::add)) {
      priority.start();
      priority.look();
      Files.write(file, "\ufeff1.2.3\r\nACC 1\r\n".getBytes(StandardCharsets.UTF_16LE));
      priority.look();
      Files.writeString(file, "\ufeff9.9\n");
      priority.look();
      Files.delete(file);
      priority.look();
      priority.look();
    }

    assertThat(names).containsExactly(List.of("1.2.3"), List.of("1.2.3", "ACC 1"), List.of("9.9"));
    assertThat(events)
        .map(event -> ((UploadEvent.Notice) event).text().replaceAll(": /.*", ""))
        .containsExactly(
            "--priority was read again: 2 lines that name studies",
            "--priority was read again: 1 line that names a study",
            "--priority cannot be read, its last content remains in use");
  }
}
