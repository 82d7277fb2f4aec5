package io.github.dcmbulk.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The events of the log are an interface: docs/behaviour.md lists them all, and no other. */
class LogEventsTest {
  private static final Pattern LOGGED =
      Pattern.compile("(?:addKeyValue\\(\"event\", |[ (.]info\\()\"([a-z]+(?:-[a-z]+)*)\"\\)");

  @Test
  void everyEventIsDocumentedAndEveryOneThatIsDocumentedIsLogged() throws Exception {
    Set<String> logged = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        words(LOGGED, Files.readString(source), logged);
      }
    }

    assertThat(logged).hasSizeGreaterThan(10).isEqualTo(documented());
  }

  private static Set<String> documented() throws IOException {
    String text = Files.readString(Path.of("docs/behaviour.md"));
    int begin = text.indexOf("**The log file**");
    String list = text.substring(begin, text.indexOf(". With `--log-format json`", begin));
    Set<String> words = new TreeSet<>();
    words(Pattern.compile("`([a-z]+(?:-[a-z]+)*)`"), list, words);
    return words;
  }

  private static void words(Pattern pattern, String text, Set<String> words) {
    Matcher found = pattern.matcher(text);
    while (found.find()) {
      words.add(found.group(1));
    }
  }
}
