package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and small files that people write, read by the packaged program. */
class SourceListIT {
  private static final String LISTED =
      "archive/SAMPLE-ALPHA/2024-03-11 CT chest/series 1/CT.0001.dcm";

  @TempDir private Path directory;
  private Checkout checkout;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    checkout.sample("archive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE"})
  void aListOfOneNameFindsOneFileHoweverItIsEncoded(String charset) throws Exception {
    list(listed() + "\r\n", Charset.forName(charset));

    Ended ended = checkout.dcmbulk("check", "--output", "json", "--files-from", "list.txt");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(filesFound(ended)).isEqualTo(1);
  }

  @Test
  void aListThatFitsNoEncodingIsRefusedAndNothingIsLookedAt() throws Exception {
    list("/", StandardCharsets.UTF_16LE);

    Ended ended = checkout.dcmbulk("check", "--files-from", "list.txt");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("UTF-16", "write the list as UTF-8");
  }

  @Test
  void entriesOfDotsAndSlashesWidenNothing() throws Exception {
    String up = directory.resolve("archive/SAMPLE-ALPHA/../").toString();
    list(".\n./\n..\n/\narchive/..\n" + up + "/\n" + listed() + "\n", StandardCharsets.UTF_8);

    Ended ended = checkout.dcmbulk("check", "--output", "json", "--files-from", "list.txt");

    assertThat(filesFound(ended)).isEqualTo(1);
    assertThat(ended.err())
        .contains("the entry .. of --files-from was not walked", "/archive/.. of --files-from");
  }

  @Test
  void aConfigurationMayBeginWithAMarkAndIsNamedWhereItIsUtf16() throws Exception {
    Path config = directory.resolve("config.toml");
    Files.writeString(config, "\uFEFFstudy-gap = \"30s\"\n");
    assertThat(checkout.dcmbulk("config", "show", "--config", "config.toml").out())
        .containsPattern("study-gap +30s");

    Files.write(config, "study-gap = \"30s\"\n".getBytes(StandardCharsets.UTF_16LE));
    Ended refused = checkout.dcmbulk("config", "show", "--config", "config.toml");

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("config.toml is UTF-16 text; save it as UTF-8");
    assertThat(checkout.dcmbulk("upload", "--config", "config.toml", "archive").err())
        .isEqualTo(refused.err());
  }

  @Test
  void aConfigurationWithACommandThatOthersMayWriteIsRefused() throws Exception {
    Path config = directory.resolve("config.toml");
    Files.writeString(config, "[profile.night]\ntoken-command = \"touch ran; echo t\"\n");
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-r--"));

    Ended ended =
        checkout
            .with(Map.of("DCMBULK_API_URL", "http://127.0.0.1:9"))
            .dcmbulk(
                "upload", "--config", "config.toml", "--profile", "night", "archive", "--quiet");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("rw-rw-r--", "chmod go-w");
    assertThat(directory.resolve("ran")).doesNotExist();
  }

  private static long filesFound(Ended ended) throws Exception {
    return new ObjectMapper().readTree(ended.out()).path("files").path("found").asLong();
  }

  private String listed() {
    return directory.resolve(LISTED).toString();
  }

  private void list(String text, Charset charset) throws Exception {
    Files.write(directory.resolve("list.txt"), text.getBytes(charset));
  }
}
