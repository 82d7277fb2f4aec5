package io.github.dcmbulk.sandbox.lake;

import io.github.dcmbulk.sandbox.file.OwnerOnlyFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The directory of the stored instances, at {@code <StudyInstanceUID>/<SeriesInstanceUID>/
 * <SOPInstanceUID>.dcm}. Bodies without usable UIDs are in {@code unfiled/}, overwritten studies in
 * {@code overwritten/}, bodies that are being received in {@code .incoming/}.
 */
public final class Lake {
  private static final String UNFILED = "unfiled";
  private static final String OVERWRITTEN = "overwritten";
  private static final String INCOMING = ".incoming";

  private final Path directory;
  private final boolean keeps;

  /**
   * Creates the directory, and empties {@code .incoming/} of an earlier sandbox.
   *
   * @throws IOException its directories cannot be created
   */
  public Lake(Path directory, boolean keeps) throws IOException {
    this.directory = directory.toAbsolutePath();
    this.keeps = keeps;
    Path incoming = this.directory.resolve(INCOMING);
    OwnerOnlyFiles.createDirectories(incoming);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(incoming)) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }

  /**
   * Receives the body of a PUT.
   *
   * @throws IOException the connection or the file failed
   */
  public Incoming receive(
      InputStream body, long size, byte[] buffer, String name, BodyDigests digests)
      throws IOException {
    Path file = directory.resolve(INCOMING).resolve(name);
    return Incoming.receive(body, size, buffer, file, digests);
  }

  /** Stores the instance; returns whether it replaced one. */
  boolean file(Incoming incoming, DicomUids uids) throws IOException {
    if (!keeps) {
      return false;
    }
    Path series = directory.resolve(uids.study()).resolve(uids.series());
    return incoming.placeIn(series, uids.sop() + ".dcm");
  }

  /**
   * Stores a body without usable UIDs, under the last part of its object key.
   *
   * @throws IOException the file cannot be moved
   */
  public void keepUnfiled(Incoming incoming, String name) throws IOException {
    if (!keeps) {
      return;
    }
    boolean replaced = incoming.placeIn(directory.resolve(UNFILED), name);
    assert !replaced : "object keys are never used twice";
  }

  boolean holds(String study) {
    return Files.exists(directory.resolve(study));
  }

  /** How long ago the study last received an instance, by the times of its files. */
  Duration sinceLastFiled(String study) throws IOException {
    FileTime last;
    try (Stream<Path> files = Files.walk(directory.resolve(study), 2)) {
      last =
          files
              .map(Lake::modified)
              .max(Comparator.naturalOrder())
              .orElseThrow(() -> new NoSuchFileException(study));
    }
    Duration age = Duration.between(last.toInstant(), Instant.now());
    return age.isNegative() ? Duration.ZERO : age;
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Moves a study out of the lake, because the service would have overwritten it.
   *
   * @param name name of the directory below {@code overwritten/}
   * @return number of instances that were moved
   */
  long setAside(String study, String name) throws IOException {
    Path from = directory.resolve(study);
    long instances;
    try (Stream<Path> files = Files.walk(from, 2)) {
      instances = files.filter(Files::isRegularFile).count();
    }
    OwnerOnlyFiles.createDirectories(directory.resolve(OVERWRITTEN));
    Files.move(from, directory.resolve(OVERWRITTEN).resolve(name), StandardCopyOption.ATOMIC_MOVE);
    return instances;
  }
}
