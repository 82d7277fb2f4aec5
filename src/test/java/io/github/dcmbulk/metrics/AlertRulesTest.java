package io.github.dcmbulk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.testing.RequiredTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alert rules and manual use existing metrics only. */
class AlertRulesTest {
  private static final Path RULES = Path.of("docs/monitoring/alerts.yml");

  @Test
  void rulesNameOnlyMetricsThatAreWritten() throws Exception {
    Set<String> known = new TreeSet<>();
    Stream.of(Family.values()).map(Family::metric).forEach(known::add);
    assertThat(known).containsAll(named(Files.readString(RULES)));
  }

  @Test
  void theManualListsEveryMetric() throws Exception {
    assertThat(named(Files.readString(Path.of("docs/monitoring.md"))))
        .containsAll(Stream.of(Family.values()).map(Family::metric).toList());
  }

  @Test
  void promtoolAcceptsTheRules() throws Exception {
    RequiredTool.require("promtool", "prometheus");
    Process check =
        new ProcessBuilder("promtool", "check", "rules", RULES.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(check.exitValue()).as(said).isZero();
  }

  private static Set<String> named(String text) {
    Set<String> names = new TreeSet<>();
    Matcher name = Pattern.compile("\\bdcmbulk_[a-z_]+").matcher(text);
    while (name.find()) {
      names.add(name.group());
    }
    return names;
  }
}
