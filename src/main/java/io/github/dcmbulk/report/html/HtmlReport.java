package io.github.dcmbulk.report.html;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import io.github.dcmbulk.journal.RunRecord;
import io.github.dcmbulk.journal.Statistics.Cause;
import io.github.dcmbulk.journal.Statistics.Digest;
import io.github.dcmbulk.journal.Statistics.FirstOf;
import io.github.dcmbulk.journal.Statistics.Modality;
import io.github.dcmbulk.journal.Statistics.Month;
import io.github.dcmbulk.journal.Statistics.RowTotals;
import io.github.dcmbulk.journal.Waivers;
import io.github.dcmbulk.journal.read.JournalStatistics;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import io.github.dcmbulk.report.html.Page.CrossCheck;
import io.github.dcmbulk.report.html.Page.Fact;
import io.github.dcmbulk.report.html.Page.Listed;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A page about a run, or about all runs of the journal, to be read, printed and signed. It is one
 * file that loads nothing from a network. Its size is limited: long lists are cut, and say so.
 */
public final class HtmlReport {
  private static final int CAUSES = 60;
  private static final int STUDIES = 200;
  private static final int RUNS = 200;
  private static final int MODALITIES = 24;
  private static final int SLOWEST = 10;
  private static final int LARGEST = 5;

  private final JournalStatistics statistics;
  private final Provenance about;
  private final SignOff signOff;
  private final Format format;
  private final TableRows tables;

  private HtmlReport(JournalStatistics statistics, Provenance about, SignOff signOff) {
    this.statistics = statistics;
    this.signOff = signOff;
    this.about = about;
    this.format = new Format(about.generated().getZone());
    this.tables = new TableRows(format);
  }

  /**
   * Writes the page; does not close {@code out}.
   *
   * @throws JournalException the journal cannot be read
   * @throws IOException the output cannot be written
   */
  public static void write(
      JournalStatistics statistics, Provenance about, SignOff signOff, Writer out)
      throws IOException, JournalException {
    // Values are escaped; the template excludes only dcmbulk's own text.
    Template template =
        Mustache.compiler().escapeHTML(true).compile(Assets.text("report.mustache"));
    Page page = new HtmlReport(statistics, about, signOff).page();
    try {
      template.execute(page, out);
    } catch (MustacheException e) {
      // A full disk, or a closed pipe.
      if (e.getCause() instanceof IOException cannotWrite) {
        throw cannotWrite;
      }
      throw e;
    }
    out.flush();
  }

  private Page page() throws IOException, JournalException {
    RunRecord run = statistics.run();
    RowTotals totals = statistics.totals();
    FirstOf<IncompleteStudy> incomplete = statistics.incomplete(STUDIES);
    long studies = statistics.studies();
    Reconciliation counted =
        Reconciliation.of(totals, studies, incomplete.total(), statistics.exceptRejected());
    Reconciliation sums =
        run != null && run.facts().hasCounts() ? Reconciliation.of(run.facts()) : counted;
    FirstOf<RunRecord> runs = statistics.runs(RUNS);
    TimeLine time = TimeLine.of(statistics, totals);
    FirstOf<Modality> modalities = statistics.modalities(MODALITIES);
    List<Month> months = statistics.months();
    FirstOf<Cause> causes = statistics.causes(CAUSES);
    Digest digest = statistics.delivery().digest();
    Map<FileState, Long> waived = statistics.waivedFiles(new Waivers(signOff.waivers()));
    long staying = sums.undelivered() + sums.held() + sums.rejected() + sums.unreadable();
    long waivedFiles = waived.values().stream().mapToLong(Long::longValue).sum();
    SignOffPart signed = new SignOffPart(signOff, format, Math.max(0, staying - waivedFiles));
    Headline headline = new Headline(format, run, sums, runs, totals, waived);
    Page.Conclusion verdict =
        signOff.list() != null && signed.verdict().bad() ? signed.verdict() : headline.verdict();
    return new Page(
        Assets.load(),
        headline.title(),
        headline.heading(),
        headline.subtitle(),
        verdict,
        headline.stats(),
        sums.equations(run == null),
        checks(sums, totals, time, modalities, months, digest),
        timePart(time),
        new Page.Modalities(
            modalities.items().stream().anyMatch(m -> m.missing() > 0),
            modalities.total() > MODALITIES
                ? Format.count(modalities.total() - MODALITIES) + " rarer modalities are not shown."
                : "",
            "Bars by modality; the table below has the same figures.",
            TableRows.modalities(modalities.items())),
        monthsPart(months),
        tables.causes(causes),
        TableRows.incomplete(incomplete),
        tables.warnings(statistics.warnings()),
        new Listed<>(TableRows.slowest(statistics.delivery().slowest(SLOWEST)), null),
        new Listed<>(TableRows.largest(statistics.delivery().largest(LARGEST)), null),
        run == null ? tables.runs(runs) : new Listed<>(List.of(), null),
        ranBy(run, runs),
        aboutPart(),
        new Listed<>(run == null ? List.of() : facts(run.facts().options()), null),
        digestPart(digest, run),
        ChartData.of(time, modalities.items(), months, format),
        signed.list(),
        signed.waivers(),
        signed.verdict(),
        signed.statement());
  }

  private static List<CrossCheck> checks(
      Reconciliation sums,
      RowTotals totals,
      TimeLine time,
      FirstOf<Modality> modalities,
      List<Month> months,
      Digest digest) {
    long delivered = totals.of(FileState.UPLOADED).files();
    List<CrossCheck> checks = new ArrayList<>();
    checks.add(
        Reconciliation.check(
            "Files found, and rows in the journal", sums.found(), totals.all().files()));
    checks.add(
        Reconciliation.check(
            "Instances delivered, and rows of delivered instances", sums.delivered(), delivered));
    checks.add(
        Reconciliation.check(
            "Instances uploaded, and the sum over time", sums.uploaded(), time.total().files()));
    if (modalities.total() == modalities.items().size()) {
      long byModality = modalities.items().stream().mapToLong(m -> m.delivered().files()).sum();
      checks.add(
          Reconciliation.check(
              "Rows of delivered instances, and the sum over modalities", delivered, byModality));
    }
    long byMonth = months.stream().mapToLong(m -> m.delivered().files()).sum();
    checks.add(
        Reconciliation.check(
            "Rows of delivered instances, and the sum over study months", delivered, byMonth));
    checks.add(
        Reconciliation.check(
            "Rows of delivered instances, and lines in the digest", delivered, digest.rows()));
    return checks;
  }

  private Page.Time timePart(TimeLine time) {
    String every = Format.duration(time.stretch());
    return new Page.Time(
        "Nothing was uploaded.",
        "Instances confirmed by the service%s, in steps of %s."
            .formatted(
                time.hasInFlight()
                    ? ", their volume, and the number of parallel uploads"
                    : " and their volume",
                every),
        "%s over %s, in steps of %s; the table below has the same figures, coarser."
            .formatted(
                Count.of(time.total().files(), "instance"), Format.duration(time.covered()), every),
        tables.time(time));
  }

  private static Page.Months monthsPart(List<Month> months) {
    long undated =
        months.stream().filter(m -> m.month() == null).mapToLong(m -> m.delivered().files()).sum();
    return new Page.Months(
        undated == 0
            ? ""
            : Format.of(undated, "instance has", "instances have")
                + " no usable study date and no column.",
        TableRows.byYear(months) ? "Year" : "Month",
        "Columns by month of the study date; the table below has the same figures.",
        TableRows.months(months));
  }

  private Page.RanBy ranBy(@Nullable RunRecord run, FirstOf<RunRecord> runs) {
    RunRecord last = runs.items().isEmpty() ? null : runs.items().get(runs.items().size() - 1);
    RunRecord shown = run == null ? last : run;
    List<Fact> facts = new ArrayList<>();
    if (shown != null) {
      facts.add(new Fact("Run", shown.name()));
      facts.add(new Fact("Began", format.time(shown.started())));
      Instant end = shown.finished();
      facts.add(new Fact("Ended", format.time(end)));
      facts.add(
          new Fact(
              "Took",
              end == null ? Format.NONE : Format.duration(Duration.between(shown.started(), end))));
      facts.add(new Fact("Exit", Wording.exit(shown.exit())));
      facts.addAll(facts(shown.facts().environment()));
      shown.facts().changes().forEach(change -> facts.add(new Fact("Changed", change)));
      if (shown.facts().hasCounts()) {
        facts.add(new Fact("Requests", requests(shown)));
        facts.addAll(integrity(shown));
      }
    }
    return new Page.RanBy(run == null ? "Last run" : "Run", facts);
  }

  /** Facts for instances whose digest could not be compared. */
  private static List<Fact> integrity(RunRecord run) {
    long none = run.facts().count("integrity.statusAndTlsOnly");
    return none == 0
        ? List.of()
        : List.of(
            new Fact(
                "Integrity",
                Format.of(none, "instance", "instances")
                    + " confirmed only by status and TLS: the store answered with no MD5 and no"
                    + " checksum"));
  }

  private static String requests(RunRecord run) {
    return "%s, %s, %s; %s again"
        .formatted(
            Count.of(run.facts().count("requests.token"), "token"),
            Count.of(run.facts().count("requests.presign"), "URL"),
            Count.of(run.facts().count("requests.put"), "upload"),
            Format.count(run.facts().count("requests.retries")));
  }

  private Page.About aboutPart() {
    String generated = format.time(about.generated().toInstant());
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Generated", generated));
    facts.add(new Fact("dcmbulk", about.version()));
    facts.addAll(facts(about.environment()));
    facts.add(new Fact("Journal", about.journal()));
    return new Page.About(
        about.version(),
        generated,
        facts,
        "Times are in the zone %s (UTC%s).".formatted(about.generated().getZone(), offset()));
  }

  private String offset() {
    String offset = about.generated().getOffset().getId();
    return offset.equals("Z") ? "+00:00" : offset;
  }

  private Page.DigestBlock digestPart(Digest digest, @Nullable RunRecord run) {
    return new Page.DigestBlock(
        Format.count(digest.rows()),
        run == null ? " of the journal" : " among this run’s rows",
        digest.sha256(),
        about.files().stream().map(f -> new Fact(PathText.display(f.path()), f.sha256())).toList(),
        about.rowsCommand()
            + " \\\n  | jq -r 'select(.state==\"uploaded\") | [.sopInstanceUid,.md5,.size] |"
            + " join(\",\")' \\\n  | LC_ALL=C sort | sha256sum");
  }

  private static List<Fact> facts(Map<String, String> values) {
    List<Fact> facts = new ArrayList<>();
    new TreeMap<>(values).forEach((name, value) -> facts.add(new Fact(name, value)));
    return facts;
  }
}
