package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.Statistics.Delivered;
import io.github.dcmbulk.journal.Statistics.Digest;
import io.github.dcmbulk.journal.Statistics.InFlightSample;
import io.github.dcmbulk.journal.Statistics.LargeFile;
import io.github.dcmbulk.journal.Statistics.StudyTransfer;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.JournalException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Statistics of deliveries; as in {@link JournalStatistics}, each is one pass. */
public final class DeliveryStatistics {
  private final RowScope scope;

  DeliveryStatistics(RowScope scope) {
    this.scope = scope;
  }

  /**
   * What was sent, by stretches of that length that begin at the first.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public List<Delivered> delivered(Instant first, Duration stretch) throws JournalException {
    List<Delivered> stretches = new ArrayList<>();
    scope.each(
        """
        SELECT (f.uploaded_at - %d) / %d, count(*), sum(f.size) FROM file f
        WHERE %s AND %s AND f.uploaded_at IS NOT NULL GROUP BY 1 ORDER BY 1\
        """
            .formatted(first.toEpochMilli(), stretch.toMillis(), scope.rows(), scope.sentNow()),
        row ->
            stretches.add(
                new Delivered(
                    first.plus(stretch.multipliedBy(row.getLong(1))), RowScope.sum(row, 2))));
    return stretches;
  }

  /**
   * How many instances were in flight up to that moment, in order; none between two runs. Empty
   * where it was not recorded.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public List<InFlightSample> inFlight() throws JournalException {
    List<InFlightSample> samples = new ArrayList<>();
    if (!scope.holdsRunFacts()) {
      return samples;
    }
    AtomicLong run = new AtomicLong(-1);
    scope.each(
        "SELECT at, in_flight, run FROM sample WHERE %s ORDER BY at"
            .formatted(scope.isAll() ? "1 = 1" : "run = " + scope.run()),
        row -> {
          Instant at = Instant.ofEpochMilli(row.getLong(1));
          boolean isFirstOfRun = run.getAndSet(row.getLong(3)) != row.getLong(3);
          if (isFirstOfRun && !samples.isEmpty()) {
            addPause(samples, at);
          }
          samples.add(new InFlightSample(at, row.getDouble(2)));
        });
    return samples;
  }

  /** The first sample of a run is the mean of the second before it. */
  private static void addPause(List<InFlightSample> samples, Instant firstOfNext) {
    Instant end = firstOfNext.minusSeconds(1);
    if (end.isAfter(samples.get(samples.size() - 1).at())) {
      samples.add(new InFlightSample(end, 0));
    }
  }

  /**
   * The studies that took longest from their first to their last instance.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public List<StudyTransfer> slowest(int most) throws JournalException {
    List<StudyTransfer> slowest = new ArrayList<>();
    scope.each(
        """
        SELECT t.uid, x.files, x.bytes, x.first, x.last FROM (
          SELECT s.study, count(*) AS files, sum(f.size) AS bytes, min(f.uploaded_at) AS first,
            max(f.uploaded_at) AS last
          FROM file f JOIN series s ON s.id = f.series
          WHERE %s AND %s AND f.uploaded_at IS NOT NULL
          GROUP BY s.study ORDER BY max(f.uploaded_at) - min(f.uploaded_at) DESC LIMIT %d) x
        JOIN study t ON t.id = x.study ORDER BY x.last - x.first DESC\
        """
            .formatted(scope.rows(), scope.sentNow(), most),
        row ->
            slowest.add(
                new StudyTransfer(
                    row.getString(1),
                    RowScope.sum(row, 2),
                    Instant.ofEpochMilli(row.getLong(4)),
                    Instant.ofEpochMilli(row.getLong(5)))));
    return slowest;
  }

  /**
   * The largest instances.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public List<LargeFile> largest(int most) throws JournalException {
    List<LargeFile> largest = new ArrayList<>();
    scope.each(
        StateCode.inSql(
                """
                SELECT d.path, f.name, f.size, f.state, s.modality FROM (
                  SELECT f.* FROM file f WHERE %s AND f.state <= $LAST_IDENTIFIED ORDER BY f.size DESC LIMIT %d) f
                JOIN dir d ON d.id = f.dir LEFT JOIN series s ON s.id = f.series ORDER BY f.size DESC\
                """)
            .formatted(scope.rows(), most),
        row ->
            largest.add(
                new LargeFile(
                    RowScope.path(row, 1),
                    row.getLong(3),
                    StateCode.of(row.getInt(4)).state(),
                    row.getString(5))));
    return largest;
  }

  /**
   * One number for everything that is delivered: SHA-256 over the lines {@code
   * sopInstanceUid,md5,size}, each with a line feed, sorted by their bytes.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public Digest digest() throws JournalException {
    MessageDigest sha256 = sha256();
    long[] count = {0};
    scope.each(
        StateCode.inSql(
                """
                SELECT f.sop_uid, f.md5, f.size FROM file f
                WHERE %s AND f.state = $UPLOADED ORDER BY f.sop_uid NULLS FIRST, f.md5 NULLS FIRST\
                """)
            .formatted(scope.rows()),
        row -> {
          byte[] md5 = row.getBytes(2);
          String line =
              row.getString(1)
                  + ","
                  + (md5 == null ? "" : HexFormat.of().formatHex(md5))
                  + ","
                  + row.getLong(3)
                  + "\n";
          sha256.update(line.getBytes(StandardCharsets.UTF_8));
          count[0]++;
        });
    return new Digest(count[0], HexFormat.of().formatHex(sha256.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
