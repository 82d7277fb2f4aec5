package io.github.dcmbulk.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A small file with one deviation.
 *
 * @param name the deviation
 * @param full the verdict at full depth, with its warnings
 * @param header the verdict on the header alone
 */
record Fixture(String name, Supplier<byte[]> content, String full, String header) {
  private static final FileChecker FULL = new DicomFileChecker(CheckOptions.DEFAULT);
  private static final FileChecker HEADER = new DicomFileChecker(Verdicts.HEADER);

  Fixture(String name, byte[] content, String full, String header) {
    this(name, () -> content, full, header);
  }

  Fixture(String name, TestFile file, String both) {
    this(name, file::bytes, both, both);
  }

  Fixture(String name, TestFile file, String full, String header) {
    this(name, file::bytes, full, header);
  }

  /** Writes the file and compares the verdicts. */
  void verify(Path file) {
    byte[] bytes = content.get();
    assertThat(Verdicts.text(Verdicts.of(FULL, file, bytes))).isEqualTo(full);
    assertThat(Verdicts.text(Verdicts.of(HEADER, file, bytes))).isEqualTo(header);
  }

  @Override
  public String toString() {
    return name;
  }
}
