package io.github.dcmbulk.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The files of the fixture tests, for tests of the whole program and for other readers. */
public final class OddFiles {
  private OddFiles() {}

  /** Files that violate the standard, or lack something. */
  static Stream<Fixture> fixtures() {
    return Stream.of(
            FileMetaFixtureTest.fileMeta(),
            NonconformingFixtureTest.representations(),
            NonconformingFixtureTest.undefinedLengths(),
            NonconformingFixtureTest.sequences(),
            DelimiterFixtureTest.delimiters(),
            MisplacedElementFixtureTest.order(),
            MisplacedElementFixtureTest.directories(),
            FrameFixtureTest.undelimited(),
            FrameFixtureTest.tables(),
            FrameFixtureTest.runLengths(),
            MissingFixtureTest.pixels(),
            MissingFixtureTest.deflated(),
            MissingFixtureTest.uids())
        .flatMap(fixtures -> fixtures);
  }

  /**
   * Writes all files into a folder.
   *
   * @return the verdict by file name: the state or the reason, and the warnings
   */
  public static Map<String, String> write(Path folder) throws IOException {
    Map<String, String> verdicts = new LinkedHashMap<>();
    for (Fixture fixture : fixtures().toList()) {
      String name = String.format("%03d %s", verdicts.size(), fixture.name().replace('/', ' '));
      Files.write(folder.resolve(name), fixture.content().get());
      verdicts.put(name, fixture.full());
    }
    return verdicts;
  }

  /** Writes the files into the given folder, for inspection with other programs. */
  public static void main(String[] arguments) throws IOException {
    write(Files.createDirectories(Path.of(arguments[0])));
  }
}
