package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
  private static final int FILES = 600;
  private static final int LOOK_MILLIS = 50;
  private static final int FIRST_NAMES = 3000;

  @TempDir private Path directory;

  private static String[] upload(String journal, String list, String... roots) {
    List<String> words =
        new ArrayList<>(List.of("upload", "--output", "json", "--journal", journal));
    words.addAll(List.of("--overwrite-window", "1s", "--host-lease", "4s", "--read-timeout", "1s"));
    words.addAll(List.of("--files-from", list));
    words.addAll(List.of(roots));
    return words.toArray(new String[0]);
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

  /**
   * A run of so many files, each in a directory, that one process cannot take all directories
   * before it has to record a file. No process can record one until the test allows it, and the run
   * cannot end before the test says so: one process reads a list that is a pipe.
   */
  private final class HeldRun implements AutoCloseable {
    private final TestDatabase database = TestDatabase.create();
    private final String journal = database.uri();
    private final Path noNames = Files.createFile(directory.resolve("list"));
    private final Sandbox sandbox;
    private final Checkout configured;
    private final Connection lock;
    private final Checkout.Running reader;
    private final OutputStream names;

    HeldRun() throws Exception {
      Checkout checkout = Checkout.underTest(directory);
      checkout.sample("--studies", "" + FILES, "--instances", "1", "--size", "1KiB", "load");
      sandbox = Sandbox.start(directory.resolve("lake"), "--url-lifetime", "2s");
      configured = checkout.with(sandbox.variables());
      configured.dcmbulk("journal", "init", "--journal", journal);
      lock = database.connect();
      lock.setAutoCommit(false);
      Sql.execute(lock, "LOCK TABLE file IN EXCLUSIVE MODE");
      Path pipe = directory.resolve("pipe");
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
      reader = configured.start("dcmbulk", upload(journal, pipe.toString(), "load"));
      names = Files.newOutputStream(pipe);
      await(database, "SELECT count(*) = 1 FROM walk_dir WHERE is_list AND owner IS NOT NULL");
    }

    /** Another process, once it has taken directories. */
    Checkout.Running joined() throws Exception {
      Checkout.Running process =
          configured.start("dcmbulk", upload(journal, noNames.toString(), "load"));
      await(
          database,
          "SELECT count(*) > 0 FROM walk_dir d JOIN host h ON h.id = d.owner WHERE h.pid = "
              + process.process().pid()
              + " AND h.ended IS NULL");
      return process;
    }

    /** What a command prints of the journal. */
    String command(String... words) throws Exception {
      List<String> all = new ArrayList<>(List.of(words));
      all.addAll(List.of("--journal", journal));
      Ended ended = configured.dcmbulk(all.toArray(String[]::new));
      assertThat(ended.exit()).as(ended.err()).isZero();
      return ended.out();
    }

    /** From now on files can be recorded. */
    void release() throws Exception {
      lock.rollback();
    }

    /** From now on the run may end. */
    RunJson end() throws Exception {
      names.close();
      return RunJson.of(Checkout.finish(reader), 0);
    }

    @Override
    public void close() throws IOException, SQLException {
      names.close();
      lock.close();
      sandbox.close();
    }
  }

  /** How many files the process has recorded. */
  private static long foundSoFar(TestDatabase database, Checkout.Running process) throws Exception {
    try (Connection c = database.connect()) {
      return Sql.number(
          c,
          "SELECT coalesce(sum(k.n), 0) FROM host_count k JOIN host h ON h.id = k.host"
              + " WHERE k.name = 'PENDING' AND h.pid = "
              + process.process().pid());
    }
  }

  private static long found(RunJson result, Checkout.Running process) {
    long found = 0;
    for (JsonNode host : result.json().path("hosts")) {
      found +=
          host.path("pid").asLong() == process.process().pid() ? host.path("found").asLong() : 0;
    }
    return found;
  }

  private static void assertAllUploaded(RunJson result, long instances) {
    assertThat(result.instances("uploaded")).isEqualTo(instances);
    assertThat(result.json().path("files").path("found").asLong()).isEqualTo(instances);
    long found = 0;
    for (JsonNode host : result.json().path("hosts")) {
      found += host.path("found").asLong();
    }
    assertThat(found).as("each file is found by one process").isEqualTo(instances);
  }

  @Test
  void processesListAndCheckDirectoriesTogether() throws Exception {
    try (HeldRun run = new HeldRun()) {
      Checkout.Running one = run.joined();
      Checkout.Running other = run.joined();
      assertThat(run.command("status"))
          .containsPattern("process " + one.process().pid() + ": listing [1-9]")
          .containsPattern("process " + other.process().pid() + ": listing [1-9]");
      run.release();
      await(run.database, "SELECT count(*) = " + FILES + " FROM file");
      RunJson result = run.end();
      RunJson first = RunJson.of(Checkout.finish(one), 0);
      RunJson second = RunJson.of(Checkout.finish(other), 0);
      for (RunJson each : List.of(result, first, second)) {
        assertAllUploaded(each, FILES);
      }
      assertThat(found(result, one)).isPositive();
      assertThat(found(result, other)).isPositive();
      assertThat(first.json().path("self").path("found").asLong()).isEqualTo(found(result, one));
      assertThat(run.sandbox.instances()).hasSize(FILES);
      run.command("journal", "verify");
    }
  }

  @Test
  void directoriesOfLostProcessesAreListedAgainByOthers() throws Exception {
    try (HeldRun run = new HeldRun()) {
      Checkout.Running frozen = run.joined();
      Checkout.Running killed = run.joined();
      Checkout.Running alive = run.joined();
      signal(frozen, "STOP");
      signal(killed, "KILL");
      run.release();
      await(run.database, "SELECT count(*) = " + FILES + " FROM file");
      await(run.database, "SELECT count(*) = 0 FROM walk_dir WHERE NOT done AND NOT is_list");
      long sent = foundSoFar(run.database, frozen);
      signal(frozen, "CONT");
      RunJson result = run.end();
      RunJson late = RunJson.of(Checkout.finish(frozen), 0);
      RunJson other = RunJson.of(Checkout.finish(alive), 0);
      for (RunJson each : List.of(result, late, other)) {
        assertAllUploaded(each, FILES);
      }
      // The server may still execute the last transaction that a process has sent.
      assertThat(found(result, alive)).isPositive();
      assertThat(found(result, frozen)).as("what the one that stood still found").isEqualTo(sent);
      assertThat(run.sandbox.instances()).hasSize(FILES);
      run.command("journal", "verify");
    }
  }
}
