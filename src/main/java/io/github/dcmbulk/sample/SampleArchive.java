package io.github.dcmbulk.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * A small archive like that of a hospital, for practice: valid instances of several kinds, and
 * typical defects. No real patients.
 */
public final class SampleArchive {
  private static final int CT_SLICES = 6;
  private static final int MR_SLICES = 4;
  private static final int US_FRAMES = 8;

  private final long seed;
  private int files;
  private long bytes;

  private SampleArchive(long seed) {
    this.seed = seed;
  }

  /**
   * What was written.
   *
   * @param files number of files
   * @param instances files that can be sent, without duplicates
   * @param studies their studies
   * @param duplicates files with the same bytes as another
   * @param truncated truncated files
   * @param notDicom files that are not DICOM
   * @param bytes total length of the files
   */
  public record Summary(
      int files,
      int instances,
      int studies,
      int duplicates,
      int truncated,
      int notDicom,
      long bytes) {}

  /**
   * Writes the archive with the default seed: the same files everywhere and always.
   *
   * @throws IOException a file cannot be written
   */
  public static Summary write(Path directory) throws IOException {
    return write(directory, 1);
  }

  /**
   * Writes the archive below the directory, which is created if it does not exist.
   *
   * @param seed determines the UIDs
   * @throws IOException a file cannot be written
   */
  public static Summary write(Path directory, long seed) throws IOException {
    return new SampleArchive(seed).writeTo(directory);
  }

  private Summary writeTo(Path directory) throws IOException {
    SyntheticInstance chest = of("SAMPLE^ALPHA", "CT chest", "20240311");
    SyntheticInstance head = of("SAMPLE^BETA", "MR head", "20240312");
    SyntheticInstance heart = of("SAMPLE^GAMMA", "Echo", "20240313");

    Path chestFolder = directory.resolve("SAMPLE-ALPHA").resolve("2024-03-11 CT chest");
    Path slices = chestFolder.resolve("series 1");
    for (int slice = 1; slice <= CT_SLICES; slice++) {
      save(slices, name("CT.%04d.dcm", slice), chest.ctSlice(slice));
    }
    byte[] cut = chest.ctSlice(CT_SLICES + 1);
    save(slices, name("CT.%04d.dcm", CT_SLICES + 1), Arrays.copyOf(cut, cut.length / 2));
    save(chestFolder.resolve("report"), "SR.0001.dcm", chest.report(1));

    Path headFolder = nonAscii(directory.resolve("SAMPLE-BETA"), "Schädel MR", "Schaedel MR");
    for (int slice = 1; slice <= MR_SLICES; slice++) {
      save(headFolder, name("IM%06d", slice), head.mrSlice(slice));
    }

    Path heartFolder = directory.resolve("SAMPLE-GAMMA").resolve("2024-03-13");
    save(heartFolder.resolve("US"), "loop.dcm", heart.usMultiFrame(1, US_FRAMES));
    save(heartFolder.resolve("OT"), "still-rle.dcm", heart.compressedImage(1));

    save(directory.resolve("old backup"), "CT.0001 (copy).dcm", chest.ctSlice(1));
    byte[] text = "Synthetic files to try dcmbulk with.\n".getBytes(StandardCharsets.US_ASCII);
    save(directory, "README.txt", text);

    int instances = CT_SLICES + 1 + MR_SLICES + 2;
    return new Summary(files, instances, 3, 1, 1, 1, bytes);
  }

  private SyntheticInstance of(String patient, String study, String date) {
    return new SyntheticInstance(seed, patient, study, date);
  }

  private void save(Path folder, String name, byte[] content) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(name), content);
    files++;
    bytes += content.length;
  }

  private static String name(String format, int number) {
    return String.format(Locale.ROOT, format, number);
  }

  /** The name, or its substitute where the platform's character set lacks it (locale C). */
  private static Path nonAscii(Path parent, String name, String substitute) {
    try {
      return parent.resolve(name);
    } catch (InvalidPathException e) {
      return parent.resolve(substitute);
    }
  }
}
