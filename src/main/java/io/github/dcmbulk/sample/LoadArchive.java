package io.github.dcmbulk.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Makes many instances quickly, for tests and benchmarks: MR images that differ in UIDs and
 * instance numbers, made by patching a template. Each study has one series and one directory.
 */
public final class LoadArchive {
  private static final String MR = "1.2.840.10008.5.1.4.1.1.4";
  private static final int DIGITS = 7;
  private static final int MOST = 9_999_999;
  private static final String ZEROS = "0".repeat(DIGITS);

  private final String root;
  private final byte[] template;
  private final int studyAt;
  private final int seriesAt;
  private final int metaSopAt;
  private final int sopAt;
  private final int numberAt;

  private LoadArchive(long seed, int bytesPerInstance) {
    // Below 2.25, 39 digits and less than 2^128 (PS3.5 §B.2): 1, seed, kind, study, number.
    this.root = String.format(Locale.ROOT, "2.25.1%019d", seed & Long.MAX_VALUE);
    String study = uid('1', 0, 0);
    String series = uid('2', 0, 0);
    String sop = uid('3', 0, 0);
    int overhead = file(study, series, sop, 0).length;
    int side = (int) Math.sqrt(Math.max(0, bytesPerInstance - overhead) / 2.0);
    this.template = file(study, series, sop, Math.max(1, side));
    this.studyAt = find(study, 0);
    this.seriesAt = find(series, 0);
    this.metaSopAt = find(sop, 0);
    this.sopAt = find(sop, metaSopAt + 1);
    this.numberAt = find(ZEROS, seriesAt + series.length());
  }

  /**
   * Makes instances in memory only.
   *
   * @param bytesPerInstance wanted size; below about 900 bytes the image has one pixel
   * @param seed determines the UIDs
   */
  public static LoadArchive inMemory(int bytesPerInstance, long seed) {
    return new LoadArchive(seed, bytesPerInstance);
  }

  /** Size of each instance in bytes, as near to the wanted size as a square image allows. */
  public int bytesPerInstance() {
    return template.length;
  }

  /** The bytes of one instance. Safe for several threads. */
  public byte[] instance(int study, int number) {
    byte[] file = template.clone();
    begin(file, study);
    become(file, study, number);
    return file;
  }

  /**
   * What was written.
   *
   * @param instances number of files
   * @param bytesPerInstance size of each in bytes
   */
  public record Summary(long instances, int bytesPerInstance) {}

  /**
   * Writes {@code studies} directories {@code study-0000000} and so on, each with files {@code
   * 0000000.dcm} and so on, with as many threads as processors.
   *
   * @param directory created if it does not exist
   * @param studies at most 9,999,999
   * @param instancesPerStudy at most 9,999,999
   * @param bytesPerInstance wanted size; below about 900 bytes the image has one pixel
   * @param seed determines the UIDs
   * @throws IOException a file cannot be written
   */
  public static Summary write(
      Path directory, int studies, int instancesPerStudy, int bytesPerInstance, long seed)
      throws IOException {
    if (studies < 0 || studies > MOST || instancesPerStudy < 0 || instancesPerStudy > MOST) {
      throw new IllegalArgumentException("at most " + MOST + " studies of as many instances");
    }
    LoadArchive archive = new LoadArchive(seed, bytesPerInstance);
    Files.createDirectories(directory);
    try {
      IntStream.range(0, studies)
          .parallel()
          .forEach(study -> archive.writeStudy(directory, study, instancesPerStudy));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new Summary((long) studies * instancesPerStudy, archive.template.length);
  }

  private void writeStudy(Path directory, int study, int instances) {
    byte[] file = template.clone();
    begin(file, study);
    try {
      Path folder = Files.createDirectories(directory.resolve("study-" + digits(study)));
      for (int number = 0; number < instances; number++) {
        become(file, study, number);
        Files.write(folder.resolve(digits(number) + ".dcm"), file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin(byte[] file, int study) {
    patch(file, studyAt, uid('1', study, 0));
    patch(file, seriesAt, uid('2', study, 0));
  }

  private void become(byte[] file, int study, int number) {
    String sop = uid('3', study, number);
    patch(file, metaSopAt, sop);
    patch(file, sopAt, sop);
    patch(file, numberAt, digits(number));
  }

  private static byte[] file(String study, String series, String sop, int side) {
    int[] pixels = new int[side * side];
    Arrays.setAll(pixels, i -> i % 4096);
    DicomWriter dataSet =
        new DicomWriter()
            .text(0x00080016, "UI", MR)
            .text(0x00080018, "UI", sop)
            .text(0x00080020, "DA", "20240314")
            .text(0x00080060, "CS", "MR")
            .text(0x00100010, "PN", "SAMPLE^LOAD")
            .text(0x00100020, "LO", "SAMPLE-LOAD")
            .text(0x0020000D, "UI", study)
            .text(0x0020000E, "UI", series)
            .text(0x00200013, "IS", ZEROS)
            .int16(0x00280002, 1)
            .text(0x00280004, "CS", "MONOCHROME2")
            .int16(0x00280010, side)
            .int16(0x00280011, side)
            .int16(0x00280100, 16)
            .int16(0x00280101, 12)
            .int16(0x00280102, 11)
            .int16(0x00280103, 0)
            .pixels16(pixels);
    return DicomWriter.file(MR, sop, DicomWriter.EXPLICIT_LITTLE_ENDIAN, dataSet);
  }

  /** Prefix of the Study Instance UIDs of this archive. */
  public String studyUidsBegin() {
    return root + '1';
  }

  private String uid(char kind, int study, int number) {
    return root + kind + "0000" + digits(study) + digits(number);
  }

  private static String digits(int number) {
    String text = Integer.toString(number);
    return ZEROS.substring(text.length()) + text;
  }

  private int find(String text, int from) {
    int at = new String(template, StandardCharsets.ISO_8859_1).indexOf(text, from);
    if (at < 0) {
      throw new IllegalStateException("the template lacks " + text);
    }
    return at;
  }

  private static void patch(byte[] file, int at, String text) {
    System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, file, at, text.length());
  }
}
