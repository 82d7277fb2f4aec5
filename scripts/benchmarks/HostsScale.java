import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.store.address.PostgresAddress;
import io.github.dcmbulk.journal.store.address.PostgresLogin;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * A journal of many rows in PostgreSQL, made by the server itself, and how long a process takes to
 * claim a study of it, with the journal's own code.
 */
final class HostsScale {
  private static final String[] ROWS = {
    "INSERT INTO dir(id, path, run) SELECT n, convert_to('/archive/' || n, 'UTF8'), 1"
        + " FROM generate_series(1, %2$d) n",
    "INSERT INTO study(id, uid, date, newest, pending, first_seen) SELECT n, '1.2.826.' || n,"
        + " to_char(date '2010-01-01' + (n %% 5000)::int, 'YYYYMMDD'), 0, %1$d / %2$d, 0"
        + " FROM generate_series(1, %2$d) n",
    "INSERT INTO series(id, study, uid, modality, sop_class, transfer_syntax, accession, patient,"
        + " date) SELECT n, n, '1.2.827.' || n, 'CT', '1.2.840.10008.5.1.4.1.1.2',"
        + " '1.2.840.10008.1.2.1', n, n, '' FROM generate_series(1, %2$d) n",
    "INSERT INTO file(dir, name, size, modified, state, series, sop_uid, run)"
        + " SELECT 1 + n / (%1$d / %2$d), convert_to('IM' || n, 'UTF8'), 524288, 0, 1,"
        + " 1 + n / (%1$d / %2$d), '1.2.828.' || n, 1 FROM generate_series(0, %1$d - 1) n",
    "INSERT INTO tally_part(state, reason, files, bytes) VALUES(1, '', %1$d, %1$d *"
        + " 524288::bigint)",
    "INSERT INTO queue(study, seen, due) SELECT n, n, 0 FROM generate_series(1, %2$d) n",
    "UPDATE shared_run SET begun = true, walk_done = true",
    "ANALYZE",
  };

  /** Every second study is delivered. */
  private static final String[] DELIVERED = {
    "UPDATE file SET state = 2, md5 = decode(md5(sop_uid), 'hex'), uploaded_at = 1700000000000,"
        + " delivery = 1, attempts = 1, sent_run = 1 WHERE series %% 2 = 0",
    "UPDATE study SET pending = 0, uploaded = %1$d / %2$d, sent = %1$d / %2$d, delivery = 1,"
        + " complete = 1, last_put = 1700000000000, stored_at = 1700000000000 WHERE id %% 2 = 0",
    "DELETE FROM tally_part",
    "INSERT INTO tally_part(state, reason, files, bytes) SELECT state, '', count(*), sum(size)"
        + " FROM file GROUP BY 1",
    "DELETE FROM queue WHERE study %% 2 = 0",
    "ANALYZE",
  };

  private HostsScale() {}

  private static Journal open(String uri) throws Exception {
    PostgresAddress address = PostgresAddress.parse(uri);
    PostgresStore store = new PostgresStore(uri, address, new PostgresLogin("dcmbulk", null));
    Sharing sharing =
        new Sharing(
            Duration.ofMinutes(10),
            Map.of(),
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Instant::now);
    return Journal.open(
        store,
        "scale-" + ProcessHandle.current().pid(),
        Instant.now(),
        "",
        new ResumePolicy(false, false, false),
        sharing);
  }

  /** Begins a run, makes the rows, delivers at the first line of its input, and ends with it. */
  private static void make(String uri, long rows, long studies) throws Exception {
    Journal journal = open(uri);
    execute(uri, ROWS, rows, studies);
    System.out.println("made");
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    if (input.readLine() != null) {
      execute(uri, DELIVERED, rows, studies);
      System.out.println("delivered");
      input.readLine();
    }
    journal.close();
  }

  private static void execute(String uri, String[] statements, long rows, long studies)
      throws Exception {
    try (Connection c =
            new org.postgresql.Driver()
                .connect("jdbc:" + uri.replaceFirst("//.*@", "//"), properties());
        Statement statement = c.createStatement()) {
      for (String sql : statements) {
        long begun = System.nanoTime();
        statement.execute(sql.formatted(rows, studies));
        System.err.printf("%.0f s: %.40s%n", (System.nanoTime() - begun) / 1e9, sql);
      }
    }
  }

  private static java.util.Properties properties() {
    java.util.Properties properties = new java.util.Properties();
    properties.setProperty("user", "dcmbulk");
    return properties;
  }

  /** Claims and releases that many studies; prints median and 99th percentile in ms, and RSS in MB. */
  private static void claim(String uri, int claims) throws Exception {
    Journal journal = open(uri);
    JournalShare share = Objects.requireNonNull(journal.share());
    double[] millis = new double[claims];
    for (int i = 0; i < claims; i++) {
      long begun = System.nanoTime();
      StudyState study = Objects.requireNonNull(share.claim(journal.feed()).await()).state();
      millis[i] = (System.nanoTime() - begun) / 1e6;
      journal.studies().dequeue(study.id(), Long.MAX_VALUE);
    }
    Arrays.sort(millis);
    String peak =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElse("VmHWM: 0 kB")
            .replaceAll("\\D", "");
    System.out.printf(
        java.util.Locale.ROOT,
        "%.2f %.2f %d%n",
        millis[claims / 2],
        millis[claims * 99 / 100],
        Long.parseLong(peak) / 1024);
    journal.close();
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("make")) {
      make(arguments[1], Long.parseLong(arguments[2]), Long.parseLong(arguments[3]));
    } else {
      claim(arguments[1], Integer.parseInt(arguments[2]));
    }
  }
}
