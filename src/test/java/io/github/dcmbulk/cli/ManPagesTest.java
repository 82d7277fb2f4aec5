package io.github.dcmbulk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.cli.CommandTree.Node;
import io.github.dcmbulk.testing.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPagesTest {
  private static final Path PAGES = Path.of("docs/man");

  @TempDir private Path home;

  @Test
  void everyCommandHasItsPageAsCommitted() throws IOException {
    List<String> expected = new ArrayList<>();
    for (Node node : CommandTree.all(Ran.program(home, Map.of()))) {
      String file = ManPage.name(node) + ".1";
      Golden.verify(PAGES.resolve(file), ManPage.page(node));
      expected.add(file);
    }

    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void mandocFindsNothingToComplainAbout() throws Exception {
    RequiredTool.require("mandoc", "mandoc");
    List<String> command = new ArrayList<>(List.of("mandoc", "-Tlint", "-Wwarning"));
    try (Stream<Path> pages = Files.list(PAGES)) {
      pages.map(Path::toString).sorted().forEach(command::add);
    }

    assertThat(CompletionsTest.output(command.toArray(String[]::new))).isEmpty();
  }
}
