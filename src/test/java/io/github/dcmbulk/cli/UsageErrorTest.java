package io.github.dcmbulk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes end with 2, say where they are and what to do, and take at most five lines. */
class UsageErrorTest {
  @TempDir private Path home;
  private Path config;

  @BeforeEach
  void findConfigurationFile() throws IOException {
    config = home.resolve(".config/dcmbulk/config.toml");
    Files.createDirectories(config.getParent());
  }

  @Test
  void noCommandNamesTheFirstOnes() {
    assertMistake(run()).contains("dcmbulk upload PATH");
  }

  @Test
  void unknownCommandNamesTheNearest() {
    assertMistake(run("uplaod"))
        .contains("there is no command uplaod")
        .contains("did you mean upload?");
  }

  @Test
  void nothingFarFromTheMistakeIsSuggested() {
    assertMistake(run("frobnicate")).doesNotContain("did you mean");
  }

  @Test
  void unknownOptionNamesTheNearest() {
    assertMistake(run("upload", "--jurnal=x"))
        .contains("there is no option --jurnal")
        .contains("did you mean --journal?");
  }

  @Test
  void missingValueNamesTheOption() {
    assertMistake(run("upload", "--study-gap")).contains("--study-gap").contains("DURATION");
  }

  @Test
  void missingChoiceOfOptionsNamesThem() {
    assertMistake(run("waive"))
        .contains(
            "error: one of these is needed: --study=UID | --path=FILE | --reason-code=REASON");
  }

  @Test
  void wrongChoiceNamesTheRightOnes() {
    assertMistake(run("check", "--output", "xml", "."))
        .contains("'--output': 'xml' is none of text, json, jsonl, csv");
  }

  @Test
  void wrongValuesAreSaidWithoutJavasWords() {
    assertMistake(run("reconcile", "--expected", "many", "list.csv"))
        .contains("'--expected': 'many' is no whole number");
    assertMistake(run("reconcile", "--list-encoding", "morse", "list.csv"))
        .contains("'--list-encoding': 'morse' is no encoding")
        .doesNotContain("java.");
  }

  @Test
  void journalWithAnotherSchemeIsNotTakenForAFile() {
    assertMistake(run("status", "--journal", "postgressql://me:s3cret@db/journal"))
        .contains("postgressql://;", "postgresql://USER@HOST/DATABASE")
        .doesNotContain("s3cret");
    assertMistake(run("status", "--journal", "jdbc:postgresql://db/journal"))
        .contains("a journal cannot be kept at jdbc:postgresql://");
  }

  @Test
  void fileThatCannotBeWrittenIsNamedWithAWayOut() throws IOException {
    Path file = Files.createFile(home.resolve("file"));
    Ran ran = run("sample", file.resolve("demo").toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("error: a file could not be read or written: " + file)
        .doesNotContain("unexpected");
  }

  @Test
  void whatWasTypedCannotActOnTheTerminal() {
    assertMistake(run("\u001B[2Jupload")).contains("\\x1B[2Jupload").doesNotContain("\u001B");
  }

  @Test
  void missingReportDirectoryIsNoticedBeforeAnythingIsSent() throws IOException {
    assertMistake(run("upload", "--report", "/missing/x.csv", emptyDirectory()))
        .contains("/missing/x.csv cannot be written");
  }

  @Test
  void journalThatIsADirectoryIsNamedWithAWayOut() throws IOException {
    Ran ran = run("upload", "--dry-run", "--journal", home.toString(), emptyDirectory());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err().lines()).hasSizeLessThanOrEqualTo(5);
    assertThat(ran.err()).contains(home.toString(), "is a directory", "--journal");
  }

  @Test
  void stackTraceIsForDebugOnly() {
    String missing = home.resolve("missing.db").toString();

    assertThat(run("status", "--journal", missing).err()).doesNotContain("\tat ");
    assertThat(run("status", "--debug", "--journal", missing).err()).contains("\tat ");
  }

  @Test
  void missingPathIsNamed() {
    assertMistake(run("upload", "/missing")).contains("/missing does not exist");
  }

  /** As of a variable of a script that is not set. */
  @Test
  void anEmptyPathIsNotTheCurrentDirectory() {
    assertMistake(run("upload", "--dry-run", "")).contains("an empty PATH");
    assertMistake(run("check", "")).contains("an empty PATH");
    assertMistake(run("check", "--include", "", ".")).contains("--include", "no glob");
  }

  /** As of a variable of a script that is not set: it would select everything. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", "CT,,MR"})
  void anEmptyModalityIsNotAnyModality(String codes) {
    assertMistake(run("check", "--modality", codes, ".")).contains("--modality", "empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--client-id", "--client-key-id", "--token-command"})
  void anEmptyCredentialIsNotSentToTheService(String option) throws IOException {
    Ran ran =
        Ran.of(
            home,
            Map.of("DCMBULK_CLIENT_SECRET", "hush-hush", "DCMBULK_CLIENT_ID", "c"),
            "upload",
            "--api-url",
            "https://h",
            option,
            " ",
            emptyDirectory());
    assertMistake(ran).contains(option + " is empty");
  }

  @Test
  void oneAndZeroInAVariableAreTrueAndFalse() throws IOException {
    String directory = emptyDirectory();
    for (String value : new String[] {"1", "0", "true", "FALSE"}) {
      assertThat(Ran.of(home, Map.of("DCMBULK_STRICT", value), "check", directory).exit()).isZero();
    }
    assertMistake(Ran.of(home, Map.of("DCMBULK_STRICT", "maybe"), "check", directory))
        .contains("'maybe' is neither true nor false", "DCMBULK_STRICT");
  }

  @Test
  void choicesAreNamedOnce() {
    assertMistake(run("upload", "--client-auth", "digest", "."))
        .contains("'digest' is none of auto, basic, basic-raw, post\n");
  }

  @Test
  void wrongValueOnTheCommandLineNamesTheOption() {
    assertMistake(run("upload", "--study-gap", "5x", "."))
        .contains("--study-gap")
        .contains("30s, 5m, 2h or 1d")
        .doesNotContain("(from");
  }

  @Test
  void wrongValueInTheEnvironmentNamesTheVariable() {
    Ran ran = Ran.of(home, Map.of("DCMBULK_STUDY_GAP", "5x"), "upload", ".");

    assertMistake(ran).contains("DCMBULK_STUDY_GAP");
  }

  @Test
  void wrongValueInTheFileNamesTheFile() throws IOException {
    Files.writeString(config, "study-gap = \"5x\"\n");

    assertMistake(run("upload", ".")).contains("--study-gap").contains(config.toString());
  }

  @Test
  void syntaxErrorNamesFileAndLine() throws IOException {
    Files.writeString(config, "strict = true\napi-url = \"https:\n");

    assertMistake(run("status")).contains(config + ", line 2");
  }

  @Test
  void unknownKeyNamesTheNearestAndTheFile() throws IOException {
    Files.writeString(config, "strict = true\nstudy-gpa = \"60s\"\n");

    assertMistake(run("status")).contains("'study-gap'").contains(config + ", line 2");
  }

  @Test
  void unknownKeyIsFoundInProfilesThatAreNotUsed() throws IOException {
    Files.writeString(config, "[profile.night]\nwindwo = \"18:00-06:00\"\n");

    assertMistake(run("status")).contains("'window'").contains("night").contains("line 2");
  }

  @Test
  void secretIsNoKey() throws IOException {
    Files.writeString(config, "client-secret = \"hush-hush\"\n");

    assertMistake(run("status")).contains("client-secret-file").doesNotContain("hush-hush");
  }

  @Test
  void unknownProfileNamesTheKnown() throws IOException {
    Files.writeString(config, "[profile.night]\nstrict = true\n");

    assertMistake(run("status", "--profile", "day")).contains("night");
    Files.writeString(config, "strict = true\n");
    assertMistake(run("status", "--profile", "day")).contains("[profile.day]");
  }

  @Test
  void namedConfigurationFileMustExist() {
    assertMistake(run("status", "--config", "nowhere.toml")).contains("nowhere.toml");
  }

  @Test
  void everythingThatIsMissingIsNamedAtOnce() throws IOException {
    assertMistake(run("upload", emptyDirectory()))
        .contains("--api-url or DCMBULK_API_URL")
        .contains("--client-id or DCMBULK_CLIENT_ID")
        .contains("--client-secret-file or DCMBULK_CLIENT_SECRET");
  }

  @Test
  void missingSecretNamesTheWaysToSetIt() throws IOException {
    Ran ran = run("upload", "--api-url", "https://h", "--client-id", "c", emptyDirectory());

    assertMistake(ran).contains("--client-secret-file").contains("DCMBULK_CLIENT_SECRET");
  }

  @Test
  void plainHttpBeyondThisMachineIsRefused() throws IOException {
    Ran ran =
        Ran.of(
            home,
            Map.of("DCMBULK_CLIENT_SECRET", "hush-hush"),
            "upload",
            "--api-url",
            "http://service.example.org",
            "--token-url",
            "https://service.example.org",
            "--client-id",
            "c",
            emptyDirectory());

    assertMistake(ran).contains("--allow-http").doesNotContain("hush-hush");
  }

  @Test
  void reportOfUnknownKindNamesTheKnown() throws IOException {
    assertMistake(run("upload", "--report", "x.pdf", emptyDirectory())).contains(".csv");
  }

  @Test
  void runAndAllExcludeEachOther() {
    assertMistake(run("report", "--run", "last", "--all")).contains("--run");
  }

  @Test
  void missingJournalIsNamed() {
    assertMistake(run("status", "--journal", "nowhere.db")).contains("nowhere.db");
  }

  private String emptyDirectory() throws IOException {
    return Files.createTempDirectory(home, "empty").toString();
  }

  private Ran run(String... args) {
    return Ran.of(home, Map.of(), args);
  }

  private static org.assertj.core.api.AbstractStringAssert<?> assertMistake(Ran ran) {
    assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).hasSizeBetween(1, 5);
    assertThat(ran.err()).startsWith("error: ").doesNotContain("\tat ");
    return assertThat(ran.err());
  }
}
