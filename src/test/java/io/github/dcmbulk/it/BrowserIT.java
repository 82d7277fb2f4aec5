package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.testing.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTML report of a run in headless Chromium, as in {@code scripts/look report}. */
class BrowserIT {
  @TempDir private Path directory;
  private Checkout checkout;
  private Path report;

  @BeforeEach
  void makeReport() throws Exception {
    for (String program : List.of("chromium", "python3")) {
      RequiredTool.require(program, program);
    }
    checkout = Checkout.underTest(directory);
    report = directory.resolve("run.html");
    String archive = directory.resolve("archive").toString();
    checkout.sample(archive);
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Ended ended =
          checkout
              .with(sandbox.variables())
              .dcmbulk("upload", "--report", report.toString(), archive);
      assertThat(ended.exit()).as(ended.err()).isEqualTo(6);
    }
  }

  @Test
  void reportDrawsItsChartsSaysNothingAndAsksForNothing() throws Exception {
    Ended looked = look();

    assertThat(looked.out()).as(looked.err()).contains("3 drawings, 1 request(s), 0 message(s)");
    assertThat(looked.exit()).isZero();
  }

  @Test
  void pageThatSaysOrAsksForAnythingIsFoundOut() throws Exception {
    String wrong =
        """
        <script>console.log("said"); nowhere();</script>
        <img src="http://127.0.0.1:9/pixel.png"></body>\
        """;
    // The page's own policy would prevent the request.
    String page = Files.readString(report).replaceFirst("<meta http-equiv[^>]*>", "");
    Files.writeString(report, page.replace("</body>", wrong));

    Ended looked = look();

    assertThat(looked.out())
        .contains("WRONG: console.log: said")
        .contains("WRONG: exception: ReferenceError: nowhere is not defined")
        .contains("WRONG: asks for http://127.0.0.1:9/pixel.png");
    assertThat(looked.exit()).isEqualTo(1);
  }

  private Ended look() throws IOException, InterruptedException {
    return checkout.run(
        "look", "report", "--check", "--html", report.toString(), "--to", directory.toString());
  }
}
