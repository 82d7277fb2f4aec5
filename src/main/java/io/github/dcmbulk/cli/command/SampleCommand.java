package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.BytesConverter;
import io.github.dcmbulk.console.Quantity;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.sample.LoadArchive;
import io.github.dcmbulk.sample.SampleArchive;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Synthetic files to rehearse with. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Write synthetic DICOM files for tests; no real patients.",
    footer = {
      "",
      "Examples:",
      "  dcmbulk sample demo",
      "  dcmbulk sample --studies 20 --instances 500 --size 32KiB load"
    })
public final class SampleCommand implements Callable<Integer> {
  /** Bytes of memory for each byte of an instance: pixels, file, and copies. */
  private static final int MEMORY_PER_BYTE = 12;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A new or empty directory.")
  private Path directory;

  @Option(
      names = "--studies",
      paramLabel = "N",
      description = "Write N equal studies for a load test instead of the small mixed archive.")
  private @Nullable Integer studies;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "100",
      description = "Instances in each of these studies (default: ${DEFAULT-VALUE}).")
  private int instances;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "32KiB",
      converter = BytesConverter.class,
      description = "Size of each of these instances (default: ${DEFAULT-VALUE}).")
  private long size;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed gives other UIDs (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    requireEmpty();
    PrintWriter out = spec.commandLine().getOut();
    if (studies == null) {
      SampleArchive.Summary written = SampleArchive.write(directory, seed);
      out.printf(
          "%s: %s, %s; %s in %s can be sent; %d duplicate, %d truncated, %d not DICOM%n",
          PathText.display(directory),
          Quantity.of(written.files(), "file", "files"),
          Quantity.bytes(written.bytes()),
          Quantity.of(written.instances(), "instance", "instances"),
          Quantity.of(written.studies(), "study", "studies"),
          written.duplicates(),
          written.truncated(),
          written.notDicom());
    } else {
      LoadArchive.Summary written = writeLoad(studies);
      out.printf(
          "%s: %s of %s in %s%n",
          PathText.display(directory),
          Quantity.of(written.instances(), "instance", "instances"),
          Quantity.bytes(written.bytesPerInstance()),
          Quantity.of(studies, "study", "studies"));
    }
    return ExitCode.OK.code();
  }

  private LoadArchive.Summary writeLoad(int studyCount) throws IOException {
    long most = Runtime.getRuntime().maxMemory() / MEMORY_PER_BYTE;
    if (size > most) {
      throw new ParameterException(
          spec.commandLine(),
          ("--size: instances are made in memory, which has room for %s each; for larger ones set"
                  + " DCMBULK_JAVA_OPTS=-Xmx%dm")
              .formatted(Quantity.bytes(most), size / (1 << 20) * MEMORY_PER_BYTE + 64));
    }
    try {
      int bytes = (int) Math.min(size, Integer.MAX_VALUE);
      return LoadArchive.write(directory, studyCount, instances, bytes, seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private void requireEmpty() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    boolean isEmpty = false;
    if (Files.isDirectory(directory)) {
      try (Stream<Path> entries = Files.list(directory)) {
        isEmpty = entries.findAny().isEmpty();
      }
    }
    if (!isEmpty) {
      throw new ParameterException(
          spec.commandLine(),
          PathText.display(directory) + " is not an empty directory; name a new one");
    }
  }
}
