package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.journal.StudyOrder;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.upload.control.PriorityFile;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which study goes next. */
@Timeout(300)
class OrderRunTest {
  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
    r.concurrency = 1;
  }

  private void study(String uid, @Nullable String date) throws IOException {
    if (date != null) {
      r.dates.put(uid, date);
    }
    r.instance("d" + uid + "/1", uid, uid + ".1", "x");
    r.instance("e" + uid + "/2", uid, uid + ".2", "x");
  }

  private List<String> begun() {
    return r.events(UploadEvent.StudyStarted.class).stream()
        .map(UploadEvent.StudyStarted::studyInstanceUid)
        .toList();
  }

  @Test
  void theNewestOfThoseThatCouldGoGoNextAndThoseWithoutADateLast() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      int day = random.nextInt(28) + 1;
      study("1." + i, i % 10 == 0 ? null : "20%02d01%02d".formatted(random.nextInt(26), day));
    }
    r.turns = new UploadSettings.Turns(StudyOrder.NEWEST, null);
    RunResult result = r.run();

    assertThat(result.exit()).isZero();
    List<String> dates = begun().stream().map(uid -> r.dates.getOrDefault(uid, "0")).toList();
    assertThat(dates).hasSize(60).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void theOldestGoFirstAndWhatIsNoDateGoesLast() throws Exception {
    study("1.1", "20240105");
    study("1.2", "unknown");
    study("1.3", "19991231");
    study("1.4", null);
    study("1.5", "20240104");
    r.turns = new UploadSettings.Turns(StudyOrder.OLDEST, null);
    r.run();
    assertThat(begun()).startsWith("1.3", "1.5", "1.1").hasSize(5);
  }

  /** It has to wait for the overwrite window, and is sent in its order then. */
  @Test
  void aStudyThatHadToWaitTakesItsPlace() throws Exception {
    study("1.9", "20250101");
    r.run();
    r.events.clear();
    r.instance("f/3", "1.9", "1.9.3", "x");
    for (int i = 1; i <= 8; i++) {
      study("1." + i, "2024010" + i);
    }
    r.pass(Duration.ofMinutes(2));
    r.service.fault =
        text -> {
          r.pass(Duration.ofSeconds(20));
          return null;
        };
    r.turns = new UploadSettings.Turns(StudyOrder.NEWEST, null);
    RunResult result = r.run();

    assertThat(result.exit()).isZero();
    assertThat(begun()).first().isEqualTo("1.8");
    assertThat(begun()).last().isEqualTo("1.1");
    assertThat(begun().indexOf("1.9")).isBetween(3, 7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void whatIsListedGoesFirst(String charset) throws Exception {
    for (int i = 1; i <= 9; i++) {
      study("1." + i, "2024010" + i);
    }
    String list = "\ufeff# the patient is in the building\r\n1.3\r\n\r\n 1.7 \r\n9.9.9\r\n";
    Path file = Files.write(dir.resolve("first.txt"), list.getBytes(Charset.forName(charset)));
    r.turns = new UploadSettings.Turns(StudyOrder.NEWEST, file);
    RunResult result = r.run();

    assertThat(result.exit()).isZero();
    assertThat(begun()).startsWith("1.3", "1.7", "1.9", "1.8").hasSize(9);
  }

  @Test
  void aPriorityFileThatIsNotThereIsAMistake() throws Exception {
    study("1.1", "20240101");
    r.turns = new UploadSettings.Turns(StudyOrder.FOUND, dir.resolve("none.txt"));
    RunResult result = r.run();

    assertThat(result.exit()).isEqualTo(ExitCode.USAGE.code());
    assertThat(begun()).isEmpty();
  }

  @Test
  void aPriorityFileIsReadAgainWhenItChanges() throws Exception {
    Path file = Files.writeString(dir.resolve("first.txt"), "1.1\n", StandardCharsets.UTF_8);
    List<List<String>> taken = new ArrayList<>();
    PriorityFile priority = new PriorityFile(file, taken::add, r.events::add);
    priority.start();
    priority.close();
    priority.look();
    Files.writeString(file, "1.1\n1.2\n", StandardCharsets.UTF_8);
    priority.look();
    Files.delete(file);
    priority.look();
    priority.look();

    assertThat(taken).containsExactly(List.of("1.1"), List.of("1.1", "1.2"));
    assertThat(r.events(UploadEvent.Notice.class))
        .extracting(UploadEvent.Notice::warning)
        .containsExactly(false, true);
  }
}
