package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.dicom.OddFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts and advice of the packaged program for unusual files. */
class CheckIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path directory;
  private Checkout checkout;
  private Path odd;

  @BeforeEach
  void makeFolder() throws Exception {
    checkout = Checkout.underTest(directory);
    odd = Files.createDirectory(directory.resolve("odd"));
  }

  @Test
  void rowsHoldTheVerdictOfEachOddFile() throws Exception {
    Map<String, String> expected = new TreeMap<>(OddFiles.write(odd));
    Ended ended = checkout.dcmbulk("check", "--output", "jsonl", "odd");

    Map<String, String> rows = new TreeMap<>();
    for (String line : ended.out().lines().toList()) {
      JsonNode row = MAPPER.readTree(line);
      rows.put(Path.of(row.path("path").textValue()).getFileName().toString(), verdict(row));
    }
    assertThat(rows).isEqualTo(expected);
    assertThat(ended.exit()).isEqualTo(6);
  }

  @Test
  void emptyFilesAmongInstancesAreMissed() throws Exception {
    checkout.sample("odd");
    Path study;
    try (var files = Files.walk(odd)) {
      study = files.filter(file -> file.endsWith("CT.0007.dcm")).findFirst().orElseThrow();
    }
    Path notes = Files.createDirectory(odd.resolve("notes"));
    for (String name : List.of("export", "CT.1.2.840.10008.7", "readme.txt", "DICOMDIR")) {
      Files.createFile(study.resolveSibling(name));
      Files.createFile(notes.resolve(name));
    }
    Map<String, String> rows = new TreeMap<>();
    for (String line :
        checkout.dcmbulk("check", "--output", "jsonl", "odd").out().lines().toList()) {
      JsonNode row = MAPPER.readTree(line);
      Path path = Path.of(row.path("path").textValue());
      if (row.path("size").longValue() == 0) {
        boolean among = path.equals(study.resolveSibling(path.getFileName()).toAbsolutePath());
        rows.put((among ? "study " : "notes ") + path.getFileName(), verdict(row));
      }
    }
    assertThat(rows)
        .containsEntry("study export", "empty")
        .containsEntry("study CT.1.2.840.10008.7", "empty")
        .containsEntry("study readme.txt", "not-dicom")
        .containsEntry("study DICOMDIR", "not-dicom")
        .containsEntry("notes export", "not-dicom")
        .containsEntry("notes CT.1.2.840.10008.7", "empty")
        .containsEntry("notes readme.txt", "not-dicom");
  }

  @Test
  void explainNamesTheCauseAndACommandThatHelps() throws Exception {
    Map<String, String> files = OddFiles.write(odd);

    Ended sent = checkout.dcmbulk("explain", file(files, "command set before implicit"));
    assertThat(sent.exit()).isZero();
    assertThat(sent.out())
        .contains("verdict: to be sent")
        .contains("transfer syntax: Implicit VR Little Endian (1.2.840.10008.1.2)")
        .contains("bytes of group 0000 precede the data set")
        .doesNotContain("again");

    Ended rejected = checkout.dcmbulk("explain", file(files, "five of ten frames"));
    assertThat(rejected.exit()).isEqualTo(6);
    assertThat(rejected.out())
        .contains("rejected: truncated")
        .contains("5 code streams for 10 frames")
        .contains("copy the file again");
  }

  private String file(Map<String, String> files, String part) {
    String name =
        files.keySet().stream().filter(file -> file.contains(part)).findFirst().orElseThrow();
    return odd.resolve(name).toString();
  }

  /** All have the same SOP Instance UID, which makes most of them conflicts. */
  private static String verdict(JsonNode row) {
    List<String> words = new ArrayList<>();
    String state = row.path("state").textValue();
    words.add(
        switch (state) {
          case "pending", "conflict", "duplicate" -> "instance";
          case "rejected" -> row.path("reason").textValue();
          default -> state;
        });
    row.path("warnings").forEach(warning -> words.add(warning.textValue()));
    return String.join(" ", words);
  }
}
