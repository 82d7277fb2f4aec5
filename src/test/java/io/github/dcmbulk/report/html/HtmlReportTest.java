package io.github.dcmbulk.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.model.FileState;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  @TempDir Path dir;
  private TestJournal journal;

  @BeforeEach
  void newJournal() {
    journal = new TestJournal(dir.resolve("journal.db"));
  }

  private String ordinary() throws Exception {
    return journal
        .delivered("CT", "20200115")
        .delivered("CT", "20200115")
        .delivered("MR", "20200115")
        .left(FileState.REJECTED, "truncated")
        .left(FileState.NOT_DICOM, null)
        .run(6, Map.of("--scope", "upload"))
        .page("run-1");
  }

  @Test
  void everySumAddsUpAndEveryCrossCheckHolds() throws Exception {
    String page = ordinary();
    assertThat(page).doesNotContain("✗");
    assertThat(rows(page)).contains("Files found 5", "DICOM instances 3", "rejected DICOM files 1");
    assertThat(page).contains("✓ the parts add up to 5", "✓ the parts add up to 3");
  }

  @Test
  void aWriteErrorIsReportedAsIs() throws Exception {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    journal.delivered("CT", "20200115").run(0, Map.of());
    assertThatThrownBy(() -> journal.write("run-1", full))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  @Test
  void anInconsistencyIsNotPaintedOver() throws Exception {
    assertThat(Reconciliation.check("a, and b", 3, 5).result()).isEqualTo("✗ differ by 2");
    assertThat(
            new Reconciliation(9, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0)
                .equations(true))
        .extracting(Page.Equation::holds)
        .containsExactly(false, true, true);
  }

  @Test
  void reasonsComeWithWhatTheyMeanAndAnExample() throws Exception {
    assertThat(rows(ordinary()))
        .anyMatch(
            row ->
                row.startsWith("Rejected truncated 1 1.00 kB Ends before its data set does")
                    && row.endsWith("/archive/p/f4"));
  }

  @Test
  void timesAreInTheReadersZone() throws Exception {
    assertThat(ordinary()).contains("2026-11-23 21:01:00", "Europe/Berlin (UTC+01:00)");
  }

  @Test
  void chartsGetTheSameFiguresAsTheTables() throws Exception {
    JsonNode charts = charts(ordinary());
    assertThat(charts.path("modalities").toString())
        .isEqualTo("[[\"CT\",2,0,2003],[\"MR\",1,0,1003]]");
    assertThat(charts.path("months").toString()).isEqualTo("[[\"2020-01\",3]]");
    long uploaded = 0;
    for (JsonNode slot : charts.path("time").path("slots")) {
      uploaded += slot.get(0).asLong();
    }
    assertThat(uploaded).isEqualTo(3);
    assertThat(charts.path("time").path("inFlight")).hasSize(2);
  }

  @Test
  void valuesThatAreHostileStayText() throws Exception {
    String hostile = "</script><img src=x onerror=alert(1)>\"'&{{{title}}}";
    String page =
        journal
            .in("/archive/" + hostile.replace('/', '|'))
            .delivered(hostile, "20201399")
            .left(FileState.REJECTED, hostile)
            .run(6, Map.of("--scope", hostile))
            .page("run-1");
    assertThat(page).doesNotContain("<img", "</script><", "onerror=alert(1)>");
    assertThat(page).contains("&lt;img src");
    assertThat(charts(page).path("modalities").get(0).get(0).asText()).isEqualTo(hostile);
  }

  @Test
  void thePolicyLetsNothingButThePagesOwnScriptsAndStyleTakeEffect() throws Exception {
    String page = ordinary();
    String policy =
        group(page, "Content-Security-Policy\" content=\"([^\"]*)\"").replace("&#x3D;", "=");
    assertThat(policy).startsWith("default-src 'none'; ").doesNotContain("unsafe", "http", "*");
    assertThat(policy).contains("style-src '" + hash(group(page, "<style>(.*?)</style>")) + "';");
    Matcher script = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
    for (int i = 0; i < 2; i++) {
      assertThat(script.find()).isTrue();
      assertThat(policy).contains("'" + hash(script.group(1)) + "'");
    }
    assertThat(script.find()).isFalse();
    assertThat(page).contains("ISC", "Copyright").doesNotContain(" style=\"");
  }

  @Test
  void aKilledRunIsMarked() throws Exception {
    String page = journal.delivered("CT", "20200115").run(null, Map.of()).page("run-1");
    assertThat(page).contains("The run did not end").doesNotContain("✗");
  }

  @Test
  void whatCouldNotBeComparedIsReported() throws Exception {
    assertThat(journal.delivered("CT", "20200115").run(0, Map.of()).page("run-1"))
        .contains("7 instances confirmed only by status and TLS");
  }

  @Test
  void anEmptyRunHasAPageToo() throws Exception {
    String page = journal.run(0, Map.of()).page("run-1");
    assertThat(page).contains("Nothing was found", "Nothing was uploaded.").doesNotContain("✗");
  }

  @Test
  void aRunThatOnlyRejectedHasAPageToo() throws Exception {
    String page = journal.left(FileState.REJECTED, "bad-uid").run(6, Map.of()).page("run-1");
    assertThat(page).contains("1 DICOM file is rejected").doesNotContain("✗");
  }

  @Test
  void allRunsTogetherAreThemselvesReconciled() throws Exception {
    String page =
        journal
            .delivered("CT", "20200115")
            .run(0, Map.of())
            .in("/archive/q")
            .delivered("MR", "19991231")
            .left(FileState.REJECTED, "truncated")
            .run(6, Map.of())
            .page(null);
    assertThat(page).contains("Migration report").doesNotContain("✗");
    assertThat(rows(page))
        .anyMatch(r -> r.startsWith("run-1 "))
        .anyMatch(r -> r.startsWith("run-2 "));
    assertThat(rows(page)).contains("Files found 3");
  }

  @Test
  void aLaterRunDoesNotChangeWhatAnEarlierOneFound() throws Exception {
    ordinary();
    String before = group(journal.page("run-1"), "(?s)<h2>Totals</h2>(.*?)Cross-checks");
    journal.in("/archive/q").delivered("MR", "20200115").run(0, Map.of());
    assertThat(group(journal.page("run-1"), "(?s)<h2>Totals</h2>(.*?)Cross-checks"))
        .isEqualTo(before);
  }

  @Test
  void theDigestIsThatOfTheSortedRows() throws Exception {
    String lines = "9.1,%032x,1001\n9.2,%032x,1002\n9.3,%032x,1003\n".formatted(1, 2, 3);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
    assertThat(ordinary()).contains(java.util.HexFormat.of().formatHex(digest), "ab".repeat(32));
  }

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  private static String group(String page, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static JsonNode charts(String page) throws Exception {
    return new ObjectMapper().readTree(group(page, "id=\"figures\">(.*?)</script>"));
  }

  /** The text of each table row, with single spaces. */
  private static List<String> rows(String page) {
    List<String> rows = new ArrayList<>();
    Matcher row = Pattern.compile("<tr>(.*?)</tr>", Pattern.DOTALL).matcher(page);
    while (row.find()) {
      rows.add(row.group(1).replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip());
    }
    return rows;
  }
}
