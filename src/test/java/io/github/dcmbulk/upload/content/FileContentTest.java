package io.github.dcmbulk.upload.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.upload.settings.Reading;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is hashed and what is sent are the file's bytes, whatever a buffer held before. */
class FileContentTest {
  @TempDir Path dir;

  private final ReadBuffers buffers = new ReadBuffers();

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private SourceFile file(byte[] bytes) throws Exception {
    return SourceFile.read(Files.write(dir.resolve("file"), bytes));
  }

  private FileContent content(byte[] bytes) throws Exception {
    return FileContent.read(file(bytes), Reading.PLAIN, buffers);
  }

  private static byte[] sent(FileContent content) throws Exception {
    try (InputStream in = content.open()) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 65_537, 131_073, 1 << 20, (1 << 20) + 1, 3_000_000})
  void bytesAndDigestAreTheFiles(int length) throws Exception {
    byte[] bytes = noise(length);
    try (FileContent content = content(bytes)) {
      assertThat(sent(content)).isEqualTo(bytes);
      assertThat(sent(content)).isEqualTo(bytes);
      assertThat(content.md5()).isEqualTo(MessageDigest.getInstance("MD5").digest(bytes));
    }
  }

  @Test
  void theDigestIsThatOfTheBytesThatWereSentLast() throws Exception {
    byte[] first = noise(3_000_000);
    byte[] second = first.clone();
    second[2_999_999]++;
    Path path = Files.write(dir.resolve("file"), first);
    FileTime time = Files.getLastModifiedTime(path);
    try (FileContent content = content(first)) {
      assertThat(content.md5()).isEqualTo(md5(first));
      Files.write(path, second);
      Files.setLastModifiedTime(path, time);
      assertThat(sent(content)).isEqualTo(second);
      assertThat(content.md5()).isEqualTo(md5(second));
    }
  }

  @Test
  void whatWasSentInPartHasNoDigest() throws Exception {
    byte[] bytes = noise(3_000_000);
    try (FileContent content = content(bytes)) {
      try (InputStream in = content.open()) {
        assertThat(in.readNBytes(2_000_000)).hasSize(2_000_000);
      }
      assertThat(content.md5()).isEqualTo(md5(bytes));
    }
  }

  @Test
  void aLargeFileThatBeginsOtherwiseThanItDidIsNotSent() throws Exception {
    byte[] bytes = noise(3_000_000);
    try (FileContent content = content(bytes)) {
      bytes[0]++;
      Files.write(dir.resolve("file"), bytes);
      assertThatThrownBy(content::open).isInstanceOf(FileContent.ChangedException.class);
    }
  }

  private static byte[] md5(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("MD5").digest(bytes);
  }

  @Test
  void aBufferThatHeldMoreBeforeAddsNothing() throws Exception {
    byte[] small = noise(1_000);
    content(noise(900_000)).close();
    try (FileContent content = content(small)) {
      assertThat(sent(content)).isEqualTo(small);
    }
  }

  @Test
  void filesOnTheirWayAtOnceDoNotShareABuffer() throws Exception {
    byte[] first = noise(1_000);
    byte[] second = noise(1_001);
    try (FileContent one = content(first);
        FileContent other = content(second)) {
      assertThat(sent(one)).isEqualTo(first);
      assertThat(sent(other)).isEqualTo(second);
    }
  }

  @Test
  void aBufferThatIsLargeEnoughIsUsedAgain() {
    byte[] buffer = buffers.take(100_000);
    buffers.give(buffer);
    assertThat(buffers.take(70_000)).isSameAs(buffer);
    buffers.give(buffer);
    assertThat(buffers.take(buffer.length + 1)).hasSizeGreaterThan(buffer.length);
  }

  @Test
  void aFileThatIsShorterThanItWasHasChanged() throws Exception {
    SourceFile before = file(noise(1_000));
    file(noise(900));
    assertThatThrownBy(() -> FileContent.read(before, Reading.PLAIN, buffers))
        .isInstanceOf(FileContent.ChangedException.class);
  }
}
