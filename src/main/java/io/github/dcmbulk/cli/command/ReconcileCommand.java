package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.ListOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.QidoOptions;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.cli.run.ReconcileNotes;
import io.github.dcmbulk.cli.run.Reports;
import io.github.dcmbulk.console.ReconcileText;
import io.github.dcmbulk.file.AtomicFile;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.journal.Waivers;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.reconcile.Comparison;
import io.github.dcmbulk.reconcile.Totals;
import io.github.dcmbulk.report.ReconcileReport;
import io.github.dcmbulk.report.ReportFormat;
import io.github.dcmbulk.report.RowFormat;
import io.github.dcmbulk.report.html.SignOff;
import io.github.dcmbulk.sourcelist.QidoList;
import io.github.dcmbulk.sourcelist.SourceList;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares the journal with the source's list. */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Compare the journal with the source archive's own list of studies.",
    footer = {
      "",
      "LIST is a table (CSV, TSV) with a header line, the answer of a QIDO-RS server as JSON, or",
      "the XML of `findscu -S -Xs LIST`. Accession numbers and patient IDs are compared as digests",
      "and shown nowhere.",
      "",
      "Exit code 0: every listed study is delivered or waived; 6: some are not; 4: the list is not",
      "whole.",
      "",
      "Examples:",
      "  dcmbulk reconcile pacs.csv",
      "  dcmbulk reconcile --qido https://pacs.example.org/dicom-web --expected 84211",
      "  dcmbulk reconcile --report sign-off.html pacs.csv",
      "  dcmbulk reconcile --column instances=Images --output csv pacs.csv > open.csv"
    })
public final class ReconcileCommand implements Callable<Integer> {
  /** Studies that a page names. */
  private static final int SHOWN = 2000;

  private final Context context;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "LIST", arity = "0..1", description = "The archive's list of studies.")
  private @Nullable Path file;

  @Mixin private ListOptions lists;

  @Option(
      names = "--expected",
      paramLabel = "N",
      description = "Number of studies in the archive; a shorter list is refused with exit code 4.")
  private @Nullable Long expected;

  @Mixin private QidoOptions qido;

  @Mixin private JournalOptions journal;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json, jsonl or csv (default: ${DEFAULT-VALUE}).")
  private Output output;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      split = "\n",
      hideParamSyntax = true,
      description =
          "Also write the result to FILE: .html is a page to sign, about all runs and the list;"
              + " .csv, .json and .jsonl hold the studies. Repeatable.")
  private List<Path> reports = List.of();

  @Mixin private LogOptions log;

  /** How the result is written. */
  enum Output {
    TEXT,
    JSON,
    JSONL,
    CSV
  }

  /** Runs in that context. */
  public ReconcileCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException, InterruptedException {
    log.apply();
    requireOneList();
    JournalStore store = journal.store(context.environment());
    Map<Path, ReportFormat> files = formats();
    try (JournalReader reader = JournalReader.open(store);
        Comparison comparison = Comparison.with(reader, new Waivers(reader.waivers()))) {
      SourceList list = read(comparison, new IdentifierDigest(reader.digestKey()));
      Totals totals = comparison.totals();
      ExitCode exit = totals.isAccountedFor() ? ExitCode.OK : ExitCode.REJECTED;
      write(files, reader, store, list, comparison, totals, exit);
      print(list, comparison, totals, exit);
      ReconcileNotes notes = new ReconcileNotes(spec.commandLine().getErr());
      if (output != Output.TEXT) {
        notes.printUnreadable(list, totals);
      }
      notes.print(list, totals, expected != null);
      return exit.code();
    }
  }

  private void requireOneList() {
    if ((file == null) != qido.isGiven()) {
      throw new ParameterException(
          spec.commandLine(),
          file == null
              ? "no LIST is given; name a file with the archive's studies, or a server with --qido"
              : "LIST and --qido exclude each other; give one");
    }
  }

  private SourceList read(Comparison comparison, IdentifierDigest digest)
      throws DcmbulkException, IOException, InterruptedException {
    if (file != null) {
      SourceList list = lists.list(file, digest);
      comparison.read(list, expected);
      return list;
    }
    String userAgent = "dcmbulk/" + context.version();
    try (HttpTransport transport = qido.transport(context.environment(), userAgent)) {
      SourceList list = new QidoList(qido.requests(transport, context.environment()), digest);
      comparison.read(list, expected);
      return list;
    }
  }

  private Map<Path, ReportFormat> formats() {
    Map<Path, ReportFormat> formats = new LinkedHashMap<>();
    for (Path report : reports) {
      ReportFormat format = ReportFormat.ofFileName(report).orElse(null);
      Path directory = report.toAbsolutePath().getParent();
      if (format == null || directory == null || !Files.isWritable(directory)) {
        throw new ParameterException(
            spec.commandLine(),
            "--report: "
                + report
                + (format == null
                    ? " must end in .html, .csv, .json or .jsonl"
                    : " cannot be written; check the path"));
      }
      formats.put(report, format);
    }
    return formats;
  }

  private void write(
      Map<Path, ReportFormat> files,
      JournalReader reader,
      JournalStore store,
      SourceList list,
      Comparison comparison,
      Totals totals,
      ExitCode exit)
      throws IOException, DcmbulkException {
    for (Map.Entry<Path, ReportFormat> file : files.entrySet()) {
      if (file.getValue() == ReportFormat.HTML) {
        SignOff.ListResult result =
            new SignOff.ListResult(list.name(), totals, comparison.first(SHOWN));
        new Reports(context, store, null, result)
            .write(reader, Map.of(file.getKey(), ReportFormat.HTML));
        continue;
      }
      try (AtomicFile target = AtomicFile.create(file.getKey())) {
        if (file.getValue() == ReportFormat.JSON) {
          ReconcileReport.object(comparison, totals, exit.code(), target.writer());
        } else {
          ReconcileReport.rows(comparison, file.getValue().rows().orElseThrow(), target.writer());
        }
        target.commit();
      }
    }
  }

  private void print(SourceList list, Comparison comparison, Totals totals, ExitCode exit)
      throws IOException, DcmbulkException {
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> new ReconcileText(out).print(list.name(), comparison, totals);
      case JSON -> ReconcileReport.object(comparison, totals, exit.code(), out);
      case JSONL -> ReconcileReport.rows(comparison, RowFormat.JSONL, out);
      case CSV -> ReconcileReport.rows(comparison, RowFormat.CSV, out);
    }
    out.flush();
  }
}
