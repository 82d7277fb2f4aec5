package io.github.dcmbulk.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A corpus of DICOM files with their recorded verdicts, outside of the repository. Found by the
 * system property {@code dcmbulk.corpus} (its unpacked folder), or as an archive next to the
 * checkout.
 *
 * @param folder the folder of {@code ground-truth.tsv}
 */
record Corpus(Path folder) {
  private static final Path ARCHIVE = Path.of("../shared/corpus/dicom-dev.tar.gz");

  /** One line of the table. */
  record Entry(Path file, Map<String, String> columns) {
    String column(String name) {
      return columns.getOrDefault(name, "");
    }

    boolean isDisputed() {
      return !column("disputed").isEmpty();
    }

    /** Correct verdicts, named as in rows. */
    Set<String> right() {
      List<String> all = new ArrayList<>(List.of(column("expected")));
      if (!column("also_ok").isEmpty()) {
        all.addAll(Arrays.asList(column("also_ok").split("\\|")));
      }
      return Set.copyOf(all);
    }
  }

  /** The corpus, unpacked below a folder if necessary; empty if there is none. */
  static Optional<Corpus> find(Path temporary) throws IOException, InterruptedException {
    String property = System.getProperty("dcmbulk.corpus");
    if (property != null && Files.isDirectory(Path.of(property))) {
      return Optional.of(new Corpus(Path.of(property)));
    }
    if (!Files.isRegularFile(ARCHIVE)) {
      return Optional.empty();
    }
    Process tar =
        new ProcessBuilder("tar", "xzf", ARCHIVE.toAbsolutePath().toString())
            .directory(temporary.toFile())
            .inheritIO()
            .start();
    return tar.waitFor() == 0
        ? Optional.of(new Corpus(temporary.resolve("dicom-dev")))
        : Optional.empty();
  }

  /** All lines. */
  List<Entry> entries() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("ground-truth.tsv"));
    String[] names = lines.get(0).split("\t", -1);
    List<Entry> entries = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      Map<String, String> columns = new HashMap<>();
      for (int i = 0; i < names.length; i++) {
        columns.put(names[i], cells[i]);
      }
      entries.add(new Entry(folder.resolve(cells[0]), columns));
    }
    return entries;
  }
}
