package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.calendar.WeekCalendar;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.RunResult.EmptySource;
import io.github.dcmbulk.scan.Selection;
import io.github.dcmbulk.upload.settings.RunLimits;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links, sources that lost their files, and a window that holds for the source as well. */
class SourceRunTest {
  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
    for (int i = 0; i < 12; i++) {
      r.instance("a/" + i, "1.1", "1.1." + i, "x");
    }
  }

  @Test
  void aLinkThatIsNotFollowedHasARowAndACountAndAWarning() throws Exception {
    Path link = Files.createSymbolicLink(r.root.resolve("link"), r.root.resolve("a"));
    for (int run = 0; run < 3; run++) {
      r.events.clear();
      RunResult result = r.run();
      assertThat(result.exit()).isZero();
      assertThat(result.files().found()).isEqualTo(13);
      assertThat(result.files().excluded()).isEqualTo(1);
      assertThat(result.remarks().passedOver()).containsEntry("symlink", 1L);
      assertThat(warnings()).singleElement().asString().contains("--follow-links");
      assertThat(row(link).state()).isEqualTo(FileState.EXCLUDED);
      assertThat(row(link).reason()).isEqualTo("symlink");
      Sums.assertMatch(result);
    }
  }

  @Test
  void whatWasDeliveredThroughALinkIsNotForgotten() throws Exception {
    Path other = r.file("../other/1", "1.2/1.2.1/1.2.1.1/x");
    Path link = Files.createSymbolicLink(r.root.resolve("a/link"), other);
    r.selection = new Selection(List.of(), List.of(), true);
    assertThat(r.run().instances().uploaded()).isEqualTo(13);
    r.selection = Selection.ALL;
    RunResult without = r.run();
    assertThat(without.files().excluded()).isEqualTo(1);
    assertThat(row(link).state()).isEqualTo(FileState.UPLOADED);
    r.selection = new Selection(List.of(), List.of(), true);
    RunResult again = r.run();
    assertThat(again.instances().alreadyUploaded()).isEqualTo(13);
    assertThat(again.instances().uploaded()).isZero();
  }

  @Test
  void aLinkIsFollowedOnceThatIsAskedFor() throws Exception {
    Path other = r.file("../other/1", "1.2/1.2.1/1.2.1.1/x");
    Files.createSymbolicLink(r.root.resolve("a/link"), other);
    assertThat(r.run().instances().uploaded()).isEqualTo(12);
    r.selection = new Selection(List.of(), List.of(), true);
    RunResult result = r.run();
    assertThat(result.instances().uploaded()).isEqualTo(1);
    assertThat(result.files().excluded()).isZero();
    Sums.assertMatch(result);
  }

  @Test
  void aSourceThatLostItsFilesIsNoSuccessUntilTheyAreBack() throws Exception {
    assertThat(r.run().exit()).isZero();
    move(r.root.resolve("a"), dir.resolve("elsewhere"));
    for (int run = 0; run < 3; run++) {
      r.events.clear();
      RunResult empty = r.run();
      assertThat(empty.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
      assertThat(empty.remarks().emptySources())
          .containsExactly(new EmptySource(r.root.toString(), 12, 0));
      assertThat(String.valueOf(empty.problem())).contains("not mounted", "--allow-empty");
      assertThat(warnings()).singleElement().asString().contains("12");
    }
    move(dir.resolve("elsewhere"), r.root.resolve("a"));
    RunResult back = r.run();
    assertThat(back.exit()).isZero();
    assertThat(back.instances().alreadyUploaded()).isEqualTo(12);
  }

  @Test
  void directoriesThatAreEmptyAreNoBetterThanNone() throws Exception {
    r.run();
    for (int i = 0; i < 12; i++) {
      Files.delete(r.root.resolve("a/" + i));
    }
    assertThat(r.run().exit()).isEqualTo(1);
    assertThat(r.run().exit()).isEqualTo(1);
  }

  @Test
  void aTenthIsEnoughAndLessIsNot() throws Exception {
    r.run();
    for (int i = 2; i < 12; i++) {
      Files.delete(r.root.resolve("a/" + i));
    }
    assertThat(r.run().exit()).as("two of twelve").isZero();
    assertThat(r.run().exit()).isZero();
  }

  @Test
  void theUserConfirmsOnceThatFilesWereRemoved() throws Exception {
    r.run();
    move(r.root.resolve("a"), dir.resolve("elsewhere"));
    r.source = new UploadSettings.Source(true, null);
    assertThat(r.run().exit()).isZero();
    r.source = UploadSettings.Source.DEFAULT;
    RunResult after = r.run();
    assertThat(after.exit()).isZero();
    assertThat(after.remarks().emptySources()).isEmpty();
  }

  @Test
  void aPartOfAKnownSourceIsKnownToo() throws Exception {
    r.run();
    move(r.root.resolve("a"), dir.resolve("elsewhere"));
    Path part = Files.createDirectory(r.root.resolve("a"));
    assertThat(r.run(part).exit()).isEqualTo(1);
    assertThat(r.run(part).exit()).isEqualTo(1);
  }

  @Test
  void aDryRunSaysTheSameAndRemembersIt() throws Exception {
    r.run();
    move(r.root.resolve("a"), dir.resolve("elsewhere"));
    r.dryRun = true;
    assertThat(r.run().exit()).isEqualTo(1);
    r.dryRun = false;
    assertThat(r.run().exit()).isEqualTo(1);
  }

  @Test
  void outsideTheWindowNothingIsOpenedButInTheFirstRun() throws Exception {
    r.limits = within(LocalTime.of(1, 0), LocalTime.of(2, 0));
    RunResult first = r.run();
    assertThat(first.exit()).isZero();
    assertThat(first.instances().pending()).isEqualTo(12);
    assertThat(first.remarks().lines()).singleElement().asString().contains("--window", "checked");
    r.instance("b/1", "1.2", "1.2.1", "x");
    long opened = r.opened.get();

    RunResult second = r.run();

    assertThat(second.exit()).isZero();
    assertThat(r.opened.get()).isEqualTo(opened);
    assertThat(second.files().found()).isZero();
    assertThat(second.remarks().lines())
        .singleElement()
        .asString()
        .contains("no files were searched", "--check-outside-window");
  }

  @Test
  void outsideTheWindowFilesAreCheckedIfThatIsAskedFor() throws Exception {
    r.run();
    r.limits = within(LocalTime.of(1, 0), LocalTime.of(2, 0));
    r.source = new UploadSettings.Source(false, true);
    r.instance("b/1", "1.2", "1.2.1", "x");
    RunResult result = r.run();
    assertThat(result.instances().pending()).isEqualTo(1);
    assertThat(result.instances().uploaded()).isZero();
  }

  @Test
  void theFirstRunObeysTheWindowToIfThatIsAskedFor() throws Exception {
    r.limits = within(LocalTime.of(1, 0), LocalTime.of(2, 0));
    r.source = new UploadSettings.Source(false, false);
    RunResult result = r.run();
    assertThat(result.exit()).isZero();
    assertThat(r.opened.get()).isZero();
  }

  private static RunLimits within(LocalTime from, LocalTime to) {
    return new RunLimits(
        null, WeekCalendar.parse(from + "-" + to), null, Duration.ofSeconds(5), Duration.ZERO);
  }

  private List<String> warnings() {
    return r.events(UploadEvent.Notice.class).stream()
        .filter(UploadEvent.Notice::warning)
        .map(UploadEvent.Notice::text)
        .toList();
  }

  private Row row(Path file) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(r.store)) {
      reader.rows(null, rows::add);
    }
    return rows.stream().filter(row -> row.path().equals(file)).findFirst().orElseThrow();
  }

  private static void move(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path d, BasicFileAttributes a)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(d)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path f, BasicFileAttributes a) throws IOException {
            Files.move(f, to.resolve(from.relativize(f)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path d, java.io.IOException e)
              throws IOException {
            Files.delete(d);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
