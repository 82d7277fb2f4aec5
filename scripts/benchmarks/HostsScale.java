import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.store.PostgresAddress;
import io.github.dcmbulk.journal.store.PostgresLogin;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
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
        + " SELECT 1 + n %% %2$d, convert_to('IM' || n, 'UTF8'), 524288, 0, 1, 1 + n %% %2$d,"
        + " '1.2.828.' || n, 1 FROM generate_series(0, %1$d - 1) n",
    "INSERT INTO tally_part(state, reason, files, bytes) VALUES(1, '', %1$d, %1$d *"
        + " 524288::bigint)",
    "INSERT INTO queue(study, seen, due) SELECT n, n, 0 FROM generate_series(1, %2$d) n",
    "UPDATE shared_run SET walked_to = 9223372036854775807, walk_done = true",
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
            Duration.ofMinutes(1));
    return Journal.open(
        store,
        "scale-" + ProcessHandle.current().pid(),
        Instant.now(),
        "",
        new ResumePolicy(false, false, false),
        sharing);
  }

  /** Begins a run, makes the rows, and keeps the run open until its input ends. */
  private static void make(String uri, long rows, long studies) throws Exception {
    Journal journal = open(uri);
    try (Connection c =
            new org.postgresql.Driver()
                .connect("jdbc:" + uri.replaceFirst("//.*@", "//"), properties());
        Statement statement = c.createStatement()) {
      for (String sql : ROWS) {
        long begun = System.nanoTime();
        statement.execute(sql.formatted(rows, studies));
        System.err.printf("%.0f s: %.40s%n", (System.nanoTime() - begun) / 1e9, sql);
      }
    }
    System.out.println("made");
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
    journal.close();
  }

  private static java.util.Properties properties() {
    java.util.Properties properties = new java.util.Properties();
    properties.setProperty("user", "dcmbulk");
    return properties;
  }

  /** Claims and lets go so many studies; prints median and 99th percentile in ms, and RSS in MB. */
  private static void claim(String uri, int claims) throws Exception {
    Journal journal = open(uri);
    JournalShare share = Objects.requireNonNull(journal.share());
    double[] millis = new double[claims];
    for (int i = 0; i < claims; i++) {
      long begun = System.nanoTime();
      StudyState study = Objects.requireNonNull(share.claim(journal.feed()).await());
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
