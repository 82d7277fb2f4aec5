package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of one thing the singular is used, whatever is printed or written about it. */
class OneOfEachIT {
  /** The number 1 with a plural noun, perhaps with an adjective. */
  private static final Pattern ONE_OF_MANY =
      Pattern.compile("(?<![\\w.,:/-])1 (?:[a-z]+ )?(?!was|has|is|this|less)[a-z]{2,}s\\b");

  @TempDir private Path directory;
  private Checkout checkout;
  private final Map<String, String> said = new TreeMap<>();

  /** One instance, one duplicate, one truncated file, one archive, one link. */
  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    Path archive = directory.resolve("archive");
    Path instance = archive.resolve("1.dcm");
    TinyDicom.write(instance, "1.2.3", "1.2.3.1", "A", "P", "20240101");
    Files.copy(instance, archive.resolve("2.dcm"));
    byte[] other =
        Files.readAllBytes(
            TinyDicom.write(archive.resolve("3.dcm"), "1.2.4", "1.2.4.1", "B", "P", "20240102"));
    Files.write(archive.resolve("3.dcm"), Arrays.copyOf(other, other.length - 1));
    Files.writeString(archive.resolve("4"), "PK\003\004 and more", StandardCharsets.ISO_8859_1);
    Files.createSymbolicLink(archive.resolve("5"), Path.of("4"));
  }

  @Test
  void theSingularIsUsedForOne() throws Exception {
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      checkout = checkout.with(sandbox.variables());
      run(6, "check", "archive");
      run(6, "explain", "archive/1.dcm", "archive/3.dcm");
      run(6, "upload", "--dry-run", "archive");
      Map<String, String> plain = Map.of("DCMBULK_PROGRESS", "plain");
      checkout = checkout.with(plain);
      run(6, "upload", "--log-file", "run.log", "--report", "run.html", "archive");
      Files.delete(directory.resolve("archive/2.dcm"));
      run(6, "upload", "archive");
      run(0, "status", "--incomplete");
      run(0, "report");
      run(0, "report", "--receipt", "receipts");
      run(0, "report", "--receipt", "receipts");
      run(0, "verify-receipt", "receipts");
      run(0, "journal", "verify");
      run(0, "journal", "backup", "copy.db");
      run(0, "journal", "prune", "--older-than", "0s");
      run(0, "waive", "--study", "1.2.4", "--reason", "cut", "--by", "me");
      Files.writeString(directory.resolve("list.csv"), "StudyInstanceUID\n1.2.3\n");
      run(0, "reconcile", "list.csv");
      run(4, "reconcile", "--expected", "2", "list.csv");
      Path rows = directory.resolve("rows.jsonl");
      Files.writeString(rows, checkout.dcmbulk("journal", "export").out());
      run(0, "journal", "import", "--journal", "new.db", "rows.jsonl");
    }
    for (String file : List.of("run.log", "run.html")) {
      said.put(file, Files.readString(directory.resolve(file)));
    }

    assertThat(said.get("upload archive")).contains("1 ");
    said.forEach((what, text) -> assertThat(plurals(text)).as(what).isEmpty());
  }

  @Test
  void theSearchFindsAPlural() {
    assertThat(plurals("1 files, 21 files, 1 other rows; it was 1 was, 1 file")).hasSize(2);
  }

  private static List<String> plurals(String text) {
    return ONE_OF_MANY.matcher(text).results().map(found -> found.group()).toList();
  }

  private void run(int exit, String... arguments) throws Exception {
    Ended ended = checkout.dcmbulk(arguments);
    String words = String.join(" ", Stream.of(arguments).toList());
    assertThat(ended.exit()).as("%s: %s", words, ended.err()).isEqualTo(exit);
    said.merge(words, ended.out() + ended.err(), String::concat);
  }
}
