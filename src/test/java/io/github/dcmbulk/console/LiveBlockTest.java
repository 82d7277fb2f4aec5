package io.github.dcmbulk.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveBlockTest {
  private final VirtualTerminal terminal = new VirtualTerminal(40, 10);
  private final LiveBlock block = new LiveBlock(terminal);

  @Test
  void drawsInPlace() {
    terminal.write("$ dcmbulk\r\n");
    block.draw(lines("one and more", "two", "three"));
    block.draw(lines("1", "2"));

    assertThat(terminal.text()).containsExactly("$ dcmbulk", "1", "2");
  }

  @Test
  void drawsWithOneWriteAndNeverLeavesTheCursorHidden() {
    block.draw(lines("one", "two"));
    block.printAbove("a notice");
    block.draw(lines("one", "two"));

    assertThat(terminal.writes()).isEqualTo(2);
    assertThat(terminal.everEndedWithoutCursor()).isFalse();
  }

  @Test
  void noticesStayAboveTheBlock() {
    block.draw(lines("one", "two"));
    block.printAbove("a notice that is a good deal wider than the terminal");
    block.draw(lines("1", "2"));
    block.printAbove("another");
    block.draw(lines("I", "II"));

    assertThat(terminal.text())
        .containsExactly(
            "a notice that is a good deal wider than", "the terminal", "another", "I", "II");
  }

  @Test
  void clearsUpAndKeepsTheNotices() {
    terminal.write("$ dcmbulk\r\n");
    block.draw(lines("one", "two"));
    block.printAbove("the last word");
    block.clear();
    terminal.write("Result\r\n");

    assertThat(terminal.text()).containsExactly("$ dcmbulk", "the last word", "Result");
  }

  @Test
  void redrawsWhatANarrowerTerminalHasWrapped() {
    terminal.write("$ dcmbulk\r\n");
    block.draw(lines("a line of thirty-nine cells, all of them", "two"));
    terminal.resize(15);
    block.draw(lines("short", "two"));

    assertThat(terminal.text()).containsExactly("$ dcmbulk", "short", "two");
  }

  @Test
  void beginsBelowWhatOthersWrote() {
    block.draw(lines("one", "two"));
    terminal.write("[1]+ Stopped\r\n$ fg\r\n");
    block.forget();
    block.draw(lines("1", "2"));

    assertThat(terminal.text()).containsExactly("one", "two", "[1]+ Stopped", "$ fg", "1", "2");
  }

  @Test
  void neverWaitsForATerminalThatIsStopped() {
    IntStream.range(0, 1234).forEach(i -> block.printAbove("line " + i));
    block.draw(List.of());

    assertThat(terminal.text()).hasSize(1001).endsWith("... and 234 lines more");
  }

  private static List<Line> lines(String... texts) {
    return Stream.of(texts).map(text -> new Line(text, text.length())).toList();
  }
}
