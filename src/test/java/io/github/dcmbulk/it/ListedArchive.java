package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An archive of five studies and its list, a sandbox, and a journal in a file or a database. */
abstract class ListedArchive {
  private static final String LIST =
      """
      PatientName,StudyInstanceUID,AccessionNumber,PatientID,StudyDate,NumberOfStudyRelatedInstances
      NAMESECRET^ONE,1.2.1,ACC1SECRET,PAT1SECRET,2024-01-31,2
      NAMESECRET^TWO,1.2.2,ACC2SECRET,PAT9SECRET,2024-01-31,2
      NAMESECRET^TWO,1.2.3,ACC3SECRET,PAT3SECRET,2024-02-29,3
      NAMESECRET^TWO,,ACC4SECRET,,,1
      NAMESECRET^TWO,1.2.9,ACC9SECRET,PAT9SECRET,2024-01-31,1
      """;

  @TempDir Path directory;
  Sandbox sandbox;
  Checkout checkout;
  String journal = "journal.db";

  enum Store {
    FILE,
    DATABASE
  }

  @BeforeEach
  void start() throws Exception {
    Checkout bare = Checkout.underTest(directory);
    sandbox = Sandbox.start(directory.resolve("lake"), "--url-lifetime", "20s");
    checkout = bare.with(sandbox.variables());
    for (int study = 1; study <= 5; study++) {
      for (int i = 0; i < 2; i++) {
        TinyDicom.write(
            directory.resolve("archive/%d/%d.dcm".formatted(study, i)),
            "1.2." + study,
            "1.2.%d.1.%d".formatted(study, i),
            "ACC" + study + "SECRET",
            "PAT" + study + "SECRET",
            study == 3 ? "20240229" : "20240131");
      }
    }
    Files.delete(directory.resolve("archive/4/1.dcm"));
    // It ends inside an element: rejected as truncated.
    byte[] whole = Files.readAllBytes(directory.resolve("archive/3/0.dcm"));
    Path cut = directory.resolve("archive/3/cut.dcm");
    Files.write(cut, Arrays.copyOf(whole, whole.length - 3));
    Files.writeString(directory.resolve("pacs.csv"), LIST);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  Ended dcmbulk(int exit, String command, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(command, "--journal", journal));
    words.addAll(List.of(arguments));
    Ended ended = checkout.dcmbulk(words.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.out() + ended.err()).isEqualTo(exit);
    return ended;
  }

  static String[] with(String[] words, String first) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(0, first);
    return all.toArray(String[]::new);
  }
}
