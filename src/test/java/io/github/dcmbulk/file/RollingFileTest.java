package io.github.dcmbulk.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.testing.TestClock;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingFileTest {
  private static final RollingFile.Policy SMALL = new RollingFile.Policy(100, false, null);

  @TempDir private Path directory;
  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");

  @Test
  void fileThatWouldGrowTooLargeIsSetAsideCompressedAndNothingIsLost() throws IOException {
    try (RollingFile file = open(SMALL)) {
      for (int i = 0; i < 50; i++) {
        file.write(line(i));
      }
    }

    assertThat(lines()).hasSize(50).doesNotHaveDuplicates();
    assertThat(Files.size(path())).isLessThanOrEqualTo(100);
    assertThat(rolled()).hasSizeGreaterThan(2).allMatch(file -> file.toString().endsWith(".gz"));
  }

  @Test
  void everyPieceIsForItsOwnerOnly() throws IOException {
    try (RollingFile file = open(SMALL)) {
      for (int i = 0; i < 20; i++) {
        file.write(line(i));
      }
    }

    for (Path file : all()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(file.toString())
          .isEqualTo("rw-------");
    }
  }

  @Test
  void newDayBeginsAnewFile() throws IOException {
    RollingFile.Policy daily = new RollingFile.Policy(1000, true, null);
    try (RollingFile file = open(daily)) {
      file.write(line(1));
    }
    Files.setLastModifiedTime(path(), FileTime.from(clock.instant()));

    clock.advance(Duration.ofDays(1));
    try (RollingFile file = open(daily)) {
      file.write(line(2));
    }

    assertThat(Files.readAllLines(path())).containsExactly("line 2");
    assertThat(rolled()).hasSize(1);
  }

  @Test
  void oldPiecesGoAndNewOnesStay() throws IOException {
    Path old = Files.writeString(directory.resolve("x.log.20200101-000000.gz"), "old");
    Files.setLastModifiedTime(old, FileTime.from(clock.instant().minus(Duration.ofDays(31))));
    Path recent = Files.writeString(directory.resolve("x.log.20200102-000000.gz"), "recent");
    Files.setLastModifiedTime(recent, FileTime.from(clock.instant().minus(Duration.ofDays(29))));
    Path other = Files.writeString(directory.resolve("x.log.notes"), "somebody else's");
    Files.setLastModifiedTime(other, FileTime.from(clock.instant().minus(Duration.ofDays(31))));

    open(new RollingFile.Policy(100, false, Duration.ofDays(30))).close();

    assertThat(all()).contains(recent, other).doesNotContain(old);
  }

  @Test
  void withoutAnAgeEverythingIsKept() throws IOException {
    Path old = Files.writeString(directory.resolve("x.log.20200101-000000.gz"), "old");
    Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));

    open(SMALL).close();

    assertThat(old).exists();
  }

  @Test
  void writerFollowsWhenAnotherHasSetTheFileAside() throws IOException {
    try (RollingFile file = open(new RollingFile.Policy(1000, false, null))) {
      file.write(line(1));
      Files.move(path(), directory.resolve("x.log.20200101-000000"));
      file.write(line(2));
    }

    assertThat(Files.readAllLines(path())).containsExactly("line 2");
    assertThat(lines()).containsExactlyInAnyOrder("line 1", "line 2");
  }

  @Test
  void tornLineSpoilsNoOther() throws IOException {
    Files.writeString(path(), "line 1\nline");

    try (RollingFile file = open(SMALL)) {
      file.write(line(2));
    }

    assertThat(lines()).containsExactly("line 1", "line", "line 2");
  }

  @Test
  void interruptedThreadStillWrites() throws IOException {
    try (RollingFile file = open(SMALL)) {
      Thread.currentThread().interrupt();
      file.write(line(1));
      assertThat(Thread.interrupted()).isTrue();
      file.write(line(2));
    }

    assertThat(lines()).hasSize(2);
  }

  @Test
  void twoProcessesLoseNoLine() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      processes.add(java(Writer.class, path().toString(), name));
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    // What one process had not compressed because the other did it is compressed at the next
    // opening.
    open(SMALL).close();

    assertThat(lines()).hasSize(2 * Writer.LINES).doesNotHaveDuplicates();
    assertThat(rolled()).hasSizeGreaterThan(10);
  }

  @Test
  void partOfKilledProcessIsRemovedWhenItsFileIsCompressed() throws Exception {
    Path old = directory.resolve("x.log.20261122-120000");
    Files.writeString(old, "line 1\n");
    Path part = Files.writeString(directory.resolve(old.getFileName() + ".99.part"), "half");

    open(SMALL).close();

    assertThat(part).doesNotExist();
    assertThat(old).doesNotExist();
    assertThat(lines()).containsExactly("line 1");
  }

  /** Otherwise it could open one file and take it for another that got its inode. */
  @Test
  void opensNothingWhileAnotherProcessSetsAFileAside() throws Exception {
    Path lock = Files.createFile(directory.resolve("x.log.lock"));
    Process other = java(Holder.class, lock.toString());
    assertThat(other.getInputStream().read()).isEqualTo('x');
    AtomicReference<RollingFile> opened = new AtomicReference<>();
    Thread opening =
        new Thread(
            () -> {
              try {
                opened.set(open(SMALL));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    opening.start();
    while (opening.getState() != Thread.State.TIMED_WAITING && opening.isAlive()) {
      Thread.onSpinWait();
    }

    assertThat(opening.isAlive()).as("it waits for the lock").isTrue();
    assertThat(path()).doesNotExist();
    other.getOutputStream().close();
    assertThat(other.waitFor()).isZero();
    opening.join();
    Objects.requireNonNull(opened.get()).close();
  }

  /** Holds a lock until its input ends. */
  static final class Holder {
    public static void main(String[] args) throws IOException {
      try (FileOutputStream file = new FileOutputStream(args[0], true);
          FileLock lock = file.getChannel().lock()) {
        System.out.write('x');
        System.out.flush();
        int next = System.in.read();
        while (lock.isValid() && next >= 0) {
          next = System.in.read();
        }
      }
    }
  }

  private static Process java(Class<?> program, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Writes from a separate process. */
  static final class Writer {
    static final int LINES = 2000;

    public static void main(String[] args) throws IOException {
      RollingFile.Policy policy = new RollingFile.Policy(1000, false, null);
      try (RollingFile file = RollingFile.open(Path.of(args[0]), policy, Clock.systemUTC())) {
        for (int i = 0; i < LINES; i++) {
          file.write((args[1] + " " + i + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private Path path() {
    return directory.resolve("x.log");
  }

  private RollingFile open(RollingFile.Policy policy) throws IOException {
    return RollingFile.open(path(), policy, clock);
  }

  private static byte[] line(int number) {
    return ("line " + number + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private List<Path> rolled() throws IOException {
    Path lock = directory.resolve("x.log.lock");
    return all().stream().filter(file -> !file.equals(path()) && !file.equals(lock)).toList();
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : all()) {
      byte[] bytes = Files.readAllBytes(file);
      if (file.toString().endsWith(".gz")) {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          bytes = in.readAllBytes();
        }
      }
      new String(bytes, StandardCharsets.UTF_8).lines().forEach(lines::add);
    }
    return lines;
  }
}
