package io.github.dcmbulk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each command makes of a journal that it cannot use: a few words, and nothing changed. */
class JournalStatesTest {
  private static final Map<String, String> SERVICE =
      Map.of(
          "DCMBULK_API_URL", "http://127.0.0.1:9",
          "DCMBULK_TOKEN_URL", "http://127.0.0.1:9",
          "DCMBULK_CLIENT_ID", "c",
          "DCMBULK_CLIENT_SECRET", "s");

  @TempDir private Path dir;

  /** Makes the journal unusable. */
  private interface Spoiling {
    void spoil(Path journal) throws Exception;
  }

  private record State(String name, int exit, String says, Spoiling spoiling) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<State> states() {
    return Stream.of(
        new State("newer", 1, "newer dcmbulk", journal -> write(journal, 60, 99)),
        new State("older than any", 1, "impossible number 0", journal -> write(journal, 60, 0)),
        new State("foreign", 1, "not a journal of dcmbulk", journal -> write(journal, 68, 0)),
        new State("cut", 1, "cut off after", journal -> truncate(journal, 9000)),
        new State("stump", 1, "cut off after", journal -> truncate(journal, 50)),
        new State("empty", 1, "it is empty", journal -> truncate(journal, 0)),
        new State("garbage", 1, "does not begin like", journal -> write(journal, 0, 0x6E6F7465)));
  }

  private static void write(Path journal, long at, int value) throws Exception {
    try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(4).putInt(0, value), at);
    }
  }

  private static void truncate(Path journal, long size) throws Exception {
    try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyCommandSaysWhatIsWrongAndLeavesItAlone(State state) throws Exception {
    Path journal = emptyJournal();
    state.spoiling.spoil(journal);
    byte[] before = Files.readAllBytes(journal);
    for (String command :
        new String[] {
          "status",
          "status --output json",
          "report",
          "journal backup " + dir.resolve("backup.db"),
          "journal export",
          "journal verify",
          "journal prune --older-than 1d",
          "upload " + dir
        }) {
      Ran ran = Ran.of(dir, SERVICE, (command + " --journal " + journal).split(" "));

      assertThat(ran.exit()).as("%s: %s", command, ran.err()).isEqualTo(state.exit);
      assertThat(ran.err()).as(command).contains(state.says).contains("(try: ");
      assertThat(ran.err().lines().count()).as(command).isLessThanOrEqualTo(5);
      assertThat(Files.readAllBytes(journal)).as(command).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aDirectoryIsWrongUsage(String command) throws Exception {
    Ran ran = Ran.of(dir, SERVICE, (command + " --journal " + dir).split(" "));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("is a directory").doesNotContain("chmod");
  }

  @Test
  void aPlaceThatTakesNoReceiptsIsNamed() throws Exception {
    Path journal = emptyJournal();
    Path file = Files.createFile(dir.resolve("file"));
    for (Path place : List.of(file, file.resolve("below"))) {
      Ran ran =
          Ran.of(
              dir,
              SERVICE,
              "report",
              "--receipt",
              place.toString(),
              "--journal",
              journal.toString());
      assertThat(ran.exit()).as(ran.err()).isEqualTo(1);
      assertThat(ran.err())
          .startsWith("error: the receipts in " + place + " cannot be written: ")
          .contains("(try: ")
          .doesNotContain("unexpected");
    }
  }

  @Test
  void aListOfWhichNoRowCanBeReadIsNamedWithLineAndColumn() throws Exception {
    Path journal = emptyJournal();
    Path list =
        Files.writeString(
            dir.resolve("list.csv"),
            "StudyInstanceUID,NumberOfStudyRelatedInstances\n1.2.3,many\n1.2.4,\"1,234\"\n");
    Ran ran = Ran.of(dir, SERVICE, "reconcile", "--journal", journal.toString(), list.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .contains("line 2: ", "NumberOfStudyRelatedInstances")
        .doesNotContain("many");
  }

  static Stream<String> commands() {
    return Stream.of(
        "status", "journal export", "journal export --salvage", "journal verify", "upload /");
  }

  /** A dry run over nothing makes one. */
  private Path emptyJournal() throws Exception {
    Path journal = dir.resolve("journal.db");
    Path nothing = Files.createDirectory(dir.resolve("nothing"));
    Ran ran =
        Ran.of(
            dir,
            SERVICE,
            "upload",
            "--dry-run",
            "--journal",
            journal.toString(),
            nothing.toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    return journal;
  }
}
