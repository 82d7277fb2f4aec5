package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.PIXEL_BYTES;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sizes and lengths beyond 32 bits. */
class HugeFileTest {
  private static final FileChecker CHECKER = new DicomFileChecker(CheckOptions.DEFAULT);

  @TempDir private Path folder;

  @Test
  @Timeout(300)
  void fiveGibibytesAreTheLimit() throws IOException {
    Path file = write(ct(EXPLICIT));
    grow(file, 6L << 30);
    assertThat(Verdicts.name(CHECKER.check(SourceFile.read(file)))).isEqualTo("too-large");
  }

  @Test
  @Timeout(300)
  void lengthsBeyond32BitsAreAdded() throws IOException {
    long pixels = 0xFFFF_FFFEL;
    long padding = 205_000_000;
    TestFile huge =
        ct(EXPLICIT)
            .number(Tag.ROWS, 32_768)
            .number(Tag.COLUMNS, 65_534)
            .write(Tag.PIXEL_DATA, out -> out.header(Tag.PIXEL_DATA, "OW", pixels));
    byte[] padded =
        new ElementWriter(Encoding.EXPLICIT_LITTLE).header(0xFFFCFFFC, "OB", padding).bytes();
    Path file = write(huge);
    long end = Files.size(file) + pixels;
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(end);
      out.write(padded);
      out.setLength(end + padded.length + padding);
    }
    assertThat(Files.size(file)).isGreaterThan(4_500_000_000L - 1_000_000);
    assertThat(Verdicts.text(CHECKER.check(SourceFile.read(file)))).isEqualTo("instance");
    grow(file, end + padded.length + padding - 1);
    assertThat(Verdicts.text(CHECKER.check(SourceFile.read(file)))).isEqualTo("truncated");
  }

  @Test
  @Timeout(300)
  void hugePaddingIsNotReadWhole() throws IOException {
    Path file = write(ct(EXPLICIT));
    grow(file, 5L << 30);
    assertThat(Verdicts.text(CHECKER.check(SourceFile.read(file)))).isEqualTo("instance");
  }

  @Test
  void framesOfMoreThan32BitsAreMultiplied() {
    TestFile file =
        ct(EXPLICIT)
            .number(Tag.ROWS, 65_535)
            .number(Tag.COLUMNS, 65_535)
            .put(Tag.NUMBER_OF_FRAMES, "IS", text("65536"))
            .put(Tag.PIXEL_DATA, "OW", new byte[PIXEL_BYTES]);
    assertThat(Verdicts.name(check(CHECKER, file))).isEqualTo("truncated");
  }

  private Verdict check(FileChecker checker, TestFile file) {
    return Verdicts.of(checker, folder.resolve("file"), file.bytes());
  }

  private Path write(TestFile file) throws IOException {
    return Files.write(folder.resolve("file"), file.bytes());
  }

  /** Changes a file's size without writing blocks. */
  private static void grow(Path file, long size) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(size);
    }
  }
}
