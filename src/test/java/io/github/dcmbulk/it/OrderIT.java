package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order of studies, with a journal in a file and in a database, on one host and on many. */
@Timeout(900)
class OrderIT {
  private static final int STUDIES = 60;

  @TempDir private Path directory;
  private Checkout checkout;
  private Path lake;
  private Sandbox sandbox;

  private enum Store {
    FILE,
    DATABASE
  }

  @BeforeEach
  void start() throws Exception {
    Checkout bare = Checkout.underTest(directory);
    lake = directory.resolve("lake");
    sandbox = Sandbox.start(lake);
    checkout = bare.with(sandbox.variables());
    for (int study = 1; study <= STUDIES; study++) {
      for (int instance = 1; instance <= 2; instance++) {
        TinyDicom.write(
            directory.resolve("archive/%d/%d.dcm".formatted(study % 7, 10 * study + instance)),
            uid(study),
            uid(study) + ".1." + instance,
            "ACC" + study,
            "PAT" + study,
            "20%02d0131".formatted(study % 30));
      }
    }
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private static String uid(int study) {
    return "1.2." + study;
  }

  private String journal(Store store) throws Exception {
    return store == Store.FILE ? "journal.db" : TestDatabase.create().uri();
  }

  private static String[] upload(String journal, String... options) {
    List<String> words = new ArrayList<>(List.of("upload", "--output", "json"));
    words.addAll(List.of("--journal", journal, "--concurrency", "1"));
    words.addAll(List.of(options));
    words.add("archive");
    return words.toArray(String[]::new);
  }

  /** The study of each instance stored so far, in order. */
  private List<String> stored() throws Exception {
    Path audit = lake.resolve("audit.jsonl");
    String text = Files.exists(audit) ? Files.readString(audit) : "";
    List<String> studies = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      JsonNode event = new ObjectMapper().readTree(line);
      if (event.path("event").asText().equals("upload") && event.path("status").asInt() == 200) {
        studies.add(event.path("study").asText());
      }
    }
    return studies;
  }

  /** Studies in the order of their first instance. */
  private List<String> sent() throws Exception {
    return new ArrayList<>(new LinkedHashSet<>(stored()));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void studiesGoInTheOrderOfTheList(Store store) throws Exception {
    List<Integer> order = new ArrayList<>();
    for (int study = 1; study <= STUDIES; study += 2) {
      order.add(study);
    }
    Collections.shuffle(order, new Random(7));
    StringBuilder list = new StringBuilder("StudyInstanceUID,AccessionNumber\n");
    // Every other study is named by its accession number only.
    order.forEach(n -> list.append(n % 4 == 1 ? uid(n) + ",\n" : ",ACC" + n + "\n"));
    Files.writeString(directory.resolve("wave.csv"), list);

    Ended ended =
        checkout.dcmbulk(upload(journal(store), "--studies", "wave.csv", "--order", "list"));

    assertThat(RunJson.of(ended, 0).instances("uploaded")).isEqualTo(STUDIES);
    assertThat(sent()).isEqualTo(order.stream().map(OrderIT::uid).toList());
  }

  @Test
  void anotherListIsAnotherOrder() throws Exception {
    Path list = directory.resolve("wave.csv");
    Files.writeString(list, "StudyInstanceUID\n1.2.9\n1.2.3\n1.2.5\n");
    String[] command = upload("journal.db", "--studies", "wave.csv", "--order", "list", "--force");
    RunJson.of(checkout.dcmbulk(command), 0);
    Files.writeString(list, "StudyInstanceUID\n1.2.5\n1.2.9\n1.2.3\n");
    List<String> first = sent();
    int before = stored().size();
    List<String> again = new ArrayList<>(List.of(command));
    again.addAll(List.of("--overwrite-window", "0"));
    RunJson.of(checkout.dcmbulk(again.toArray(String[]::new)), 0);

    assertThat(first).containsExactly("1.2.9", "1.2.3", "1.2.5");
    List<String> second = stored();
    assertThat(new LinkedHashSet<>(second.subList(before, second.size())))
        .containsExactly("1.2.5", "1.2.9", "1.2.3");
  }

  @Test
  void anOrderByAListNeedsAList() throws Exception {
    Ended ended = checkout.dcmbulk(upload("journal.db", "--order", "list"));
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("--order list needs --studies LIST");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void theNewestGoFirst(Store store) throws Exception {
    Ended ended = checkout.dcmbulk(upload(journal(store), "--order", "newest"));

    RunJson.of(ended, 0);
    List<Integer> years =
        sent().stream().map(uid -> Integer.parseInt(uid.substring(4)) % 30).toList();
    assertThat(years).hasSize(STUDIES).isSortedAccordingTo(Collections.reverseOrder());
  }

  /** The file is shared like the archive; the study is named by its accession number. */
  @Test
  void aStudyOfPriorityGoesNextOnThreeProcesses() throws Exception {
    Path first = Files.writeString(directory.resolve("first.txt"), "# nobody yet\n");
    String journal = TestDatabase.create().uri();
    String[] command =
        upload(journal, "--order", "oldest", "--priority", "first.txt", "--limit-requests", "3/s");
    List<Checkout.Running> processes = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        processes.add(checkout.start("dcmbulk", command));
      }
      Until.holds(() -> sent().size() >= 3);
      assertThat(sent()).doesNotContain(uid(59));
      Files.writeString(first, "ACC59\n");
      Until.holds(() -> sent().contains(uid(59)));
      assertThat(sent()).hasSizeLessThan(STUDIES - 10);
    } finally {
      processes.forEach(running -> running.process().destroy());
    }
    for (Checkout.Running running : processes) {
      RunJson result = RunJson.of(Checkout.finish(running), 143);
      assertThat(result.json().path("hosts")).hasSize(3);
    }
  }
}
