package io.github.dcmbulk.sample;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** A small instance that names itself a test, for the commands {@code doctor} and {@code bench}. */
public final class TestInstance {
  private TestInstance() {}

  /**
   * A CT image of a disc, in its own study.
   *
   * @param seed determines the UIDs
   * @param today the study's date
   */
  public static byte[] of(long seed, LocalDate today) {
    String date = today.format(DateTimeFormatter.BASIC_ISO_DATE);
    return new SyntheticInstance(seed, "SAMPLE^DOCTOR", "dcmbulk doctor: synthetic", date)
        .ctSlice(1);
  }
}
