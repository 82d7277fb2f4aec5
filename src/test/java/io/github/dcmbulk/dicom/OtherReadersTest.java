package io.github.dcmbulk.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import io.github.dcmbulk.testing.RequiredTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Identifiers against those that DCMTK and pydicom read, where these are installed. */
class OtherReadersTest {
  private static final List<String> TAGS =
      List.of("0002,0010", "0008,0016", "0008,0018", "0020,000d", "0020,000e");
  private static final Pattern FILE = Pattern.compile("# dcmdump \\(\\d+/\\d+\\): (.*)");
  private static final Pattern VALUE = Pattern.compile("\\(([0-9a-f,]{9})\\) .. \\[([^]]*)\\].*");

  /** Files that other readers may interpret differently: see {@link CorpusTest}. */
  private static final String TWO_FILE_METAS = "GH1376.dcm";

  /** DCMTK uses the first and stops; pydicom uses the second. */
  private static final String TWO_SYNTAXES =
      "a second, other transfer syntax without VR behind group 0002";

  private static final Map<String, List<String>> ours = new LinkedHashMap<>();
  private static final List<String> good = new ArrayList<>();

  @TempDir private static Path folder;

  @BeforeAll
  static void check() throws Exception {
    FileChecker checker = new DicomFileChecker(CheckOptions.DEFAULT);
    for (Fixture fixture : StartFixtureTest.good().toList()) {
      Path file = folder.resolve("good " + good.size());
      Files.write(file, fixture.content().get());
      good.add(file.toString());
      take(checker, file);
    }
    for (Fixture fixture :
        Stream.of(
                StartFixtureTest.fileMeta(),
                DataSetFixtureTest.identifiers(),
                StructureFixtureTest.structure(),
                PixelFixtureTest.pixels(),
                StructureFixtureTest.ends(),
                OddFiles.fixtures())
            .flatMap(fixtures -> fixtures)
            .filter(fixture -> !fixture.name().equals(TWO_SYNTAXES))
            .toList()) {
      Path file = folder.resolve("odd " + ours.size());
      Files.write(file, fixture.content().get());
      take(checker, file);
    }
    var corpus = Corpus.find(folder);
    if (corpus.isPresent()) {
      for (Corpus.Entry entry : corpus.get().entries()) {
        if (!entry.isDisputed() && !entry.file().endsWith(TWO_FILE_METAS)) {
          take(checker, entry.file());
        }
      }
    }
  }

  private static void take(FileChecker checker, Path file) throws IOException {
    Verdict verdict = checker.check(SourceFile.read(file));
    if (verdict.kind() == Verdict.Kind.INSTANCE) {
      InstanceHeader header = verdict.header();
      ours.put(
          file.toString(),
          Stream.of(
                  header.transferSyntaxUid(),
                  header.sopClassUid(),
                  header.sopInstanceUid(),
                  header.studyInstanceUid(),
                  header.seriesInstanceUid())
              .map(Objects::toString)
              .toList());
    }
  }

  @Test
  void dcmtkReadsTheSame() throws Exception {
    RequiredTool.require("dcmdump", "dcmtk");
    List<String> command = new ArrayList<>(List.of("dcmdump", "-q", "-M", "+F", "-Un", "+L", "+p"));
    TAGS.forEach(tag -> command.addAll(List.of("+P", tag)));
    command.addAll(ours.keySet());
    Map<String, Map<String, String>> theirs = new HashMap<>();
    Map<String, String> current = new HashMap<>();
    for (String line : run("", command)) {
      Matcher file = FILE.matcher(line);
      Matcher value = VALUE.matcher(line);
      if (file.matches()) {
        current = new TreeMap<>();
        theirs.put(file.group(1), current);
      } else if (value.matches()) {
        current.putIfAbsent(value.group(1), value.group(2).stripTrailing());
      }
    }
    Map<String, List<String>> read = new HashMap<>();
    theirs.forEach(
        (file, values) -> {
          if (values.size() == TAGS.size()) {
            read.put(file, TAGS.stream().map(values::get).toList());
          }
        });
    compare(read);
  }

  @Test
  void dcmtkTakesThemForDicom() throws Exception {
    RequiredTool.require("dcmftest", "dcmtk");
    List<String> command = new ArrayList<>(List.of("dcmftest"));
    command.addAll(ours.keySet());
    assertThat(run("", command)).hasSize(ours.size()).allMatch(line -> line.startsWith("yes: "));
  }

  @Test
  void pydicomReadsTheSame() throws Exception {
    boolean works = works("/usr/bin/python3", "-c", "import pydicom");
    RequiredTool.require(works, "pydicom", "python3-pydicom");
    String script;
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("/dicom/identifiers.py"))) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Map<String, List<String>> read = new HashMap<>();
    String paths = String.join("\n", ours.keySet()) + "\n";
    for (String line : run(paths, List.of("/usr/bin/python3", "-c", script))) {
      List<String> columns = Arrays.asList(line.split("\t", -1));
      if (columns.size() == 1 + TAGS.size()) {
        read.put(columns.get(0), columns.subList(1, columns.size()));
      }
    }
    compare(read);
  }

  /** DCMTK and pydicom read the same values as dcmbulk, and read every valid file. */
  private static void compare(Map<String, List<String>> theirs) {
    assertThat(theirs.keySet()).containsAll(good);
    assertThat(theirs).allSatisfy((file, uids) -> assertThat(uids).isEqualTo(ours.get(file)));
    // Most of the odd files are odd to them too; without the corpus these are a third of all.
    assertThat(theirs.size()).isGreaterThan(ours.size() / 2);
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private List<String> run(String input, List<String> command)
      throws IOException, InterruptedException {
    Path in = Files.writeString(folder.resolve("input"), input);
    Path out = folder.resolve("output");
    new ProcessBuilder(command)
        .redirectInput(in.toFile())
        .redirectOutput(out.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return Files.readAllLines(out, StandardCharsets.ISO_8859_1);
  }
}
