package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.file.AtomicFile;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.read.JournalStatistics;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.report.ReportFormat;
import io.github.dcmbulk.report.RowFormat;
import io.github.dcmbulk.report.html.HtmlReport;
import io.github.dcmbulk.report.html.Provenance;
import io.github.dcmbulk.report.html.Provenance.DigestedFile;
import io.github.dcmbulk.report.html.SignOff;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes reports in any format. A page names the row files written with it, and their digests. */
public final class Reports {
  private final Context context;
  private final JournalStore journal;
  private final @Nullable String run;
  private final SignOff.@Nullable ListResult list;

  /**
   * Reports on a run.
   *
   * @param run its name or {@code last}; null for everything
   */
  public Reports(Context context, JournalStore journal, @Nullable String run) {
    this(context, journal, run, null);
  }

  /**
   * Reports on a run, with a comparison.
   *
   * @param list what the comparison with the source's list found; null for none
   */
  public Reports(
      Context context,
      JournalStore journal,
      @Nullable String run,
      SignOff.@Nullable ListResult list) {
    this.context = context;
    this.journal = journal;
    this.run = run;
    this.list = list;
  }

  /**
   * Writes files, each of which appears when it is complete; pages come last.
   *
   * @throws IOException a report cannot be written
   * @throws DcmbulkException the journal cannot be read
   */
  public void write(JournalReader reader, Map<Path, ReportFormat> files)
      throws IOException, DcmbulkException {
    List<DigestedFile> digests = new ArrayList<>();
    for (Map.Entry<Path, ReportFormat> file : files.entrySet()) {
      Optional<RowFormat> rows = file.getValue().rows();
      if (rows.isPresent()) {
        Rows.writeFile(reader, run, file.getKey(), rows.get());
        digests.add(new DigestedFile(file.getKey(), sha256(file.getKey())));
      }
    }
    for (Map.Entry<Path, ReportFormat> file : files.entrySet()) {
      if (file.getValue() == ReportFormat.HTML) {
        try (AtomicFile target = AtomicFile.create(file.getKey())) {
          writePage(reader, digests, target.writer());
          target.commit();
        }
      }
    }
  }

  /**
   * Writes one report.
   *
   * @throws IOException a report cannot be written
   * @throws DcmbulkException the journal cannot be read
   */
  public void write(JournalReader reader, ReportFormat format, Writer out)
      throws IOException, DcmbulkException {
    Optional<RowFormat> rows = format.rows();
    if (rows.isPresent()) {
      Rows.write(reader, run, out, rows.get());
    } else {
      writePage(reader, List.of(), out);
    }
  }

  private void writePage(JournalReader reader, List<DigestedFile> digests, Writer out)
      throws IOException, DcmbulkException {
    try (JournalStatistics statistics = reader.statistics(run)) {
      Provenance about =
          new Provenance(
              context.version(),
              ZonedDateTime.now(context.clock()),
              RunEnvironment.environment(),
              journal.name(),
              rowsCommand(statistics),
              digests);
      HtmlReport.write(statistics, about, new SignOff(reader.waivers(), list), out);
    }
  }

  private String rowsCommand(JournalStatistics statistics) {
    List<String> arguments = new ArrayList<>(List.of("report", "--format", "jsonl"));
    if (statistics.run() == null) {
      arguments.add("--all");
    } else {
      arguments.addAll(List.of("--run", statistics.run().name()));
    }
    arguments.addAll(List.of("--journal", journal.argument()));
    return ShellCommand.of("dcmbulk", arguments);
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream bytes =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      bytes.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) bytes).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
