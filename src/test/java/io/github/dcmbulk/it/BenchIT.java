package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A benchmark against a service that stores the instances. */
class BenchIT {
  @TempDir private Path directory;
  private Checkout checkout;

  @BeforeEach
  void findProgram() {
    checkout = Checkout.underTest(directory);
  }

  @Test
  void nothingIsLeftInAServiceWithoutConsent() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      Ended ended =
          checkout.with(sandbox.variables()).dcmbulk("bench", "--service", "--instances", "5");

      assertThat(ended.exit()).isEqualTo(2);
      assertThat(ended.err()).contains("5 synthetic instances", "where they stay; add --yes");
      assertThat(sandbox.instances()).isEmpty();
    }
  }

  @Test
  void whatIsLeftBehindCanBeFound() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      Ended ended =
          checkout
              .with(sandbox.variables())
              .dcmbulk("bench", "--service", "--yes", "--instances", "5", "--size", "1KiB");

      assertThat(ended.exit()).as(ended.err()).isZero();
      assertThat(sandbox.instances()).hasSize(5);
      Matcher reported =
          Pattern.compile("Remaining in the service: 5 instances, .* begin with ([0-9.]+)")
              .matcher(ended.out());
      assertThat(reported.find()).as(ended.out()).isTrue();
      assertThat(sandbox.instances())
          .allMatch(
              file -> lake().relativize(file).getName(0).toString().startsWith(reported.group(1)));
      try (var left = Files.list(directory)) {
        assertThat(left.filter(file -> file.toString().contains("dcmbulk-bench"))).isEmpty();
      }
    }
  }

  private Path lake() {
    return directory.resolve("lake");
  }

  private Sandbox sandbox() throws IOException {
    return Sandbox.start(lake());
  }
}
