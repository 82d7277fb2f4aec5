package io.github.dcmbulk.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
  private final ProgressView view = new ProgressView(Style.PLAIN, ZoneOffset.UTC, true);

  @Test
  void wideTerminalShowsThePhasesTogether() {
    assertThat(text(Snapshots.walking(), 120))
        .isEqualTo(
            """
            Walked     1,204,332 files   512 GB   so far
            Checked    1,200,101 files   42 rejected   9,000 delivered before   1,002 not DICOM
            Delivered  #####################---------------------------------------  35 % so far
                       452,110 of 1,189,937 instances   171 GB of 480 GB   812 of 2,310 studies
            Speed      112 MB/s   402 instances/s   16 parallel: throughput increased
            Time       12m 04s   at least 1h 22m left
            Held       120 instances   a later run
            Failed     3 instances   the last: a/1.dcm   403 AccessDenied
            Retried    17 requests   the last: put, no answer in time
            """);
  }

  @Test
  void barMovesWhileLargeInstancesAreSent() {
    Snapshot now = Snapshots.inTransit(200, 500);

    assertThat(now.share()).isCloseTo(0.4, within(0.001));
    assertThat(text(now, 80)).contains("0 of 1 instance   200 MB of 500 MB   0 of 1 study");
  }

  @Test
  void narrowTerminalShowsTheSameInMoreLines() {
    assertThat(text(Snapshots.walking(), 40))
        .isEqualTo(
            """
            Walked     1,204,332 files  512 GB
            Checked    1,200,101 files  42 rejected
            Delivered  #####----------  35 % so far
            Instances  452,110 of 1,189,937
            Bytes      171 GB of 480 GB
            Studies    812 of 2,310
            Speed      112 MB/s  402/s  16 parallel
            Time       12m 04s  at least 1h 22m
            Held       120 instances  a later run
            Failed     3 instances  1.dcm
            Retried    17 requests  put, no answer…
            """);
  }

  @Test
  void failuresReplaceTheEstimate() {
    assertThat(text(Snapshots.withFailures(), 120))
        .contains("Time       12m 04s\n")
        .contains("No answer  for 25s   still trying for 14m 35s   put, no connection\n")
        .contains("Waiting    18:04:10 (in 4m 10s): a study is inside the overwrite window\n")
        .contains(
            "Stopping   finishing uploads in progress   up to 27s   repeat to stop"
                + " immediately\n");
  }

  @Test
  void singleFailureDoesNotHideTheEstimate() {
    Snapshot now = Snapshots.walking(Duration.ofMillis(100));

    assertThat(text(now, 120)).contains("at least 1h 22m left").doesNotContain("No answer");
  }

  @Test
  void checkShowsNoDelivery() {
    ProgressView check = new ProgressView(Style.PLAIN, ZoneOffset.UTC, false);

    assertThat(check.lines(Snapshots.walking(), 80, 24))
        .extracting(Line::text)
        .noneMatch(line -> line.startsWith("Delivered") || line.startsWith("Speed"))
        .anyMatch(line -> line.startsWith("Checked"));
  }

  @Test
  void noLineIsWiderThanTheTerminalAndTheCursorHasRoom() {
    Style style = new Style(true, true);
    ProgressView colourful = new ProgressView(style, ZoneOffset.UTC, true);
    List<Snapshot> moments =
        List.of(Snapshots.beginning(), Snapshots.walking(), Snapshots.withFailures());
    for (Snapshot moment : moments) {
      for (int columns = 1; columns <= 200; columns++) {
        int rows = 1 + columns % 20;
        VirtualTerminal terminal = new VirtualTerminal(1000, 100);
        List<Line> lines = colourful.lines(moment, columns, rows);
        new LiveBlock(terminal).draw(lines);

        assertThat(terminal.widest()).as("%d columns", columns).isLessThan(Math.max(2, columns));
        assertThat(lines.size()).as("%d rows", rows).isLessThanOrEqualTo(Math.max(1, rows - 1));
        for (Line line : lines) {
          String bare = line.text().replaceAll("\u001B\\[\\d*m", "");
          assertThat(line.width()).isEqualTo(Cells.width(bare));
        }
      }
    }
  }

  @Test
  void withoutColourThereIsNoEscapeSequence() {
    assertThat(text(Snapshots.withFailures(), 80)).doesNotContain("\u001B");
  }

  private String text(Snapshot snapshot, int columns) {
    return view.lines(snapshot, columns, 24).stream()
        .map(line -> line.text().stripTrailing() + "\n")
        .collect(Collectors.joining());
  }
}
