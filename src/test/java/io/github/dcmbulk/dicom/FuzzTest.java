package io.github.dcmbulk.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of the fuzzer of {@code scripts/fuzz}. */
class FuzzTest {
  private static final long SEED = 20_240_229;
  private static final int FILES = 10_000;

  @Test
  void damagedFilesGetAVerdict(@TempDir Path folder) throws IOException {
    Fuzzer fuzzer = new Fuzzer(folder, SEED);
    fuzzer.run(FILES);
    assertThat(fuzzer.complaints()).isEmpty();
  }
}
