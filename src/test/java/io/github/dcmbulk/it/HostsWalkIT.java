package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes of a run search for files, and a lost one does not disturb them. */
@Timeout(900)
class HostsWalkIT {
  private static final int LOOK_MILLIS = 50;
  private static final int FIRST_NAMES = 3000;

  @TempDir private Path directory;

  private static String[] upload(String journal, String list) {
    return new String[] {
      "upload",
      "--output",
      "json",
      "--journal",
      journal,
      "--overwrite-window",
      "1s",
      "--host-lease",
      "4s",
      "--read-timeout",
      "1s",
      "--files-from",
      list
    };
  }

  private static void signal(Checkout.Running running, String name) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, String.valueOf(running.process().pid())).start();
    assertThat(kill.waitFor(600, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  private static void await(TestDatabase database, String condition) throws Exception {
    boolean holds = false;
    while (!holds) {
      try (Connection c = database.connect()) {
        boolean there = Sql.number(c, "SELECT count(to_regclass('shared_run'))") > 0;
        holds = there && Sql.number(c, "SELECT (" + condition + ")::int") == 1;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private List<String> files(String root) throws Exception {
    try (Stream<Path> tree = Files.walk(directory.resolve(root))) {
      return new ArrayList<>(
          tree.filter(Files::isRegularFile).map(Path::toString).sorted().toList());
    }
  }

  /**
   * The list that the first process reads is a pipe: the test controls the progress of its walk.
   */
  @Test
  void aProcessThatStoodStillRecordsNothingOfWhatItFindsThen() throws Exception {
    TestDatabase database = TestDatabase.create();
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("--studies", "20", "--instances", "3", "--size", "1KiB", "load");
    checkout.sample("--studies", "2", "--instances", "3", "--size", "1KiB", "late");
    List<String> files = files("load");
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path list = Files.write(directory.resolve("list"), files);
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"), "--url-lifetime", "2s")) {
      Checkout configured = checkout.with(sandbox.variables());
      Checkout.Running first = configured.start("dcmbulk", upload(database.uri(), pipe.toString()));
      try (OutputStream names = Files.newOutputStream(pipe)) {
        // The format of the list is detected from its first 64 KiB.
        write(names, Collections.nCopies(FIRST_NAMES, files.get(0)));
        write(names, files.subList(0, 24));
        await(database, "SELECT count(*) = 24 FROM file");
        Checkout.Running second =
            configured.start("dcmbulk", upload(database.uri(), list.toString()));
        await(database, "SELECT count(*) = 2 FROM host");
        signal(first, "STOP");
        RunJson other = RunJson.of(Checkout.finish(second), 0);
        assertThat(other.instances("uploaded")).isEqualTo(60);
        // Files that only the first process finds, after it has lost the walk.
        write(names, files("late"));
        signal(first, "CONT");
      }
      RunJson result = RunJson.of(Checkout.finish(first), 0);
      assertThat(result.instances("uploaded")).isEqualTo(60);
      assertThat(result.json().path("files").path("found").asLong()).isEqualTo(60);
      assertThat(sandbox.instances()).hasSize(60);
      await(database, "SELECT count(*) = 60 FROM file");
    }
    assertThat(checkout.dcmbulk("journal", "verify", "--journal", database.uri()).exit()).isZero();
  }

  private static void write(OutputStream names, List<String> files) throws Exception {
    names.write((String.join("\n", files) + "\n").getBytes(StandardCharsets.UTF_8));
    names.flush();
  }
}
