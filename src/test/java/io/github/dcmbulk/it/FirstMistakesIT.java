package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of the packaged program to typical first mistakes: at most five helpful lines. */
class FirstMistakesIT {
  private static final Map<String, String> SERVICE =
      Map.of(
          "DCMBULK_API_URL", "http://127.0.0.1:9",
          "DCMBULK_TOKEN_URL", "http://127.0.0.1:9",
          "DCMBULK_CLIENT_ID", "radiology-1",
          "DCMBULK_CLIENT_SECRET", "s3cret");

  @TempDir private Path directory;
  private Checkout checkout;

  @BeforeEach
  void makeFiles() throws Exception {
    checkout = Checkout.underTest(directory).with(SERVICE);
    Files.createDirectory(directory.resolve("archive"));
    Files.writeString(directory.resolve("file"), "text");
    Files.writeString(
        directory.resolve("wrong.toml"), "api-url = \"https://x\"\nclient-id = oops\n");
    Files.writeString(directory.resolve("unknown.toml"), "api-ulr = \"https://x\"\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
"""
""                                         | dcmbulk upload PATH
uplaod                                     | did you mean upload?
uplaod --help                              | did you mean upload?
frobnicate --help                          | there is no command frobnicate
journal exprot --help                      | did you mean export?
upload /missing                            | /missing does not exist; check the path
upload --journal file/journal.db archive   | (try: fix the permissions, or name another
upload --config wrong.toml archive         | wrong.toml, line 2
upload --config unknown.toml archive       | did you mean 'api-url'?
upload --min-age 5x archive                | write it as 30s, 5m, 2h or 1d
upload --log-max-size 5q archive           | write it as 50MB, 50MiB or 400Mbit
upload --proxy ftp://x archive             | write it as http://proxy.example.org:3128
upload --ca-file missing.pem archive       | --ca-file: no such file: missing.pem
upload --ca-file file archive              | contains no certificate
upload --report missing/x.html archive     | missing/x.html cannot be written; check the path
upload --metrics-file missing/x archive    | missing/x cannot be written; check the path
upload --files-from missing                | --files-from: no such file: missing
upload --window 25:00-26:00 archive        | write it as 18:00-06:00
upload --include [ archive                 | --include: '[' is no glob
upload --profile night archive             | (try: write it, or name another with --config)
report --all --run last                    | error: --run=ID, --all are mutually exclusive
journal prune                              | dcmbulk journal prune --help
""")
  void answerIsShortAndNamesTheNextStep(String line, String help) throws Exception {
    Ended ended = checkout.dcmbulk(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(ended.exit()).as(ended.err()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains(help).doesNotContain("Exception", "\tat ");
    assertThat(ended.err().lines()).hasSizeBetween(1, 5);
  }

  @Test
  void quietRunSaysItsResultOnly() throws Exception {
    checkout.sample("small");
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Ended ended = checkout.with(sandbox.variables()).dcmbulk("upload", "--quiet", "small");

      assertThat(ended.exit()).isEqualTo(6);
      assertThat(ended.out()).startsWith("Run ").contains("(exit 6).");
      assertThat(ended.err()).isEmpty();
    }
  }
}
