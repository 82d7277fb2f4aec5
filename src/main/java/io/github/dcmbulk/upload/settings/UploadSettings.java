package io.github.dcmbulk.upload.settings;

import io.github.dcmbulk.dicom.CheckOptions;
import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.journal.StudyOrder;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.scan.Selection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one run.
 *
 * @param input which files are read, and how
 * @param checks how strictly files are checked
 * @param filter which instances are sent
 * @param studies when studies are sent, held and sent again
 * @param resume what is used of earlier runs
 * @param sending how much is sent at once, in which order, and until when
 * @param hosts how other processes may take part
 * @param facts what the run records about itself in the journal
 * @param dryRun whether nothing is sent
 */
public record UploadSettings(
    InputSettings input,
    CheckOptions checks,
    ContentFilter filter,
    StudyRules studies,
    Resume resume,
    Sending sending,
    HostRules hosts,
    RunFacts facts,
    boolean dryRun) {

  /**
   * Which files are read, and how.
   *
   * @param roots files and directories to search
   * @param filesFrom a list of further files; null for none
   * @param selection which files are opened, by name
   * @param source when the roots may be read, and whether one may be empty
   * @param reading digests and the limit on disk reads
   */
  public record InputSettings(
      List<Path> roots,
      @Nullable FileList filesFrom,
      Selection selection,
      Source source,
      Reading reading) {
    /** Copies the roots. */
    public InputSettings {
      roots = List.copyOf(roots);
    }
  }

  /**
   * What is used of earlier runs.
   *
   * @param journal where the journal is
   * @param force whether to send again what was already delivered
   * @param retryFailed whether to try again what the service refused permanently
   */
  public record Resume(JournalStore journal, boolean force, boolean retryFailed) {}

  /**
   * How much is sent at once, in which order, and until when.
   *
   * @param concurrency instances in flight at once; 0 lets the run find the number
   * @param turns which study is next
   * @param limits when the run ends by itself
   */
  public record Sending(int concurrency, Turns turns, RunLimits limits) {
    /** Checks the number. */
    public Sending {
      if (concurrency < 0) {
        throw new IllegalArgumentException("concurrency must not be negative, was " + concurrency);
      }
    }
  }

  /**
   * Which study goes next.
   *
   * @param order order of studies; unless it is FOUND, delivery begins at the end of the walk
   * @param priority a file that names studies to be sent before all others; null for none
   */
  public record Turns(StudyOrder order, @Nullable Path priority) {
    /** In the order in which they are found. */
    public static final Turns DEFAULT = new Turns(StudyOrder.FOUND, null);
  }

  /**
   * How other processes may take part, where the journal's store allows it.
   *
   * @param lease how long a process keeps its studies without renewing the lease; null if no other
   *     process may take part
   * @param waits whether to wait for what the others are delivering
   * @param urlLifetime lifetime of a URL that does not state it; null if unknown
   * @param standstill longest time without data on a PUT
   * @param maxOutage how long the journal's database may be unreachable
   */
  public record HostRules(
      @Nullable Duration lease,
      boolean waits,
      @Nullable Duration urlLifetime,
      Duration standstill,
      Duration maxOutage) {
    /** No other process may take part. */
    public static final HostRules ALONE =
        new HostRules(null, true, null, Duration.ZERO, Duration.ZERO);
  }

  /**
   * When the roots may be read, and whether one may be empty.
   *
   * @param allowEmpty whether a root may be empty that had files in the last run
   * @param checkOutsideWindow whether files are searched and checked outside the window; null to do
   *     so only in the first run with a journal
   */
  public record Source(boolean allowEmpty, @Nullable Boolean checkOutsideWindow) {
    /** A root must not have lost its files, and the window applies to reading as well. */
    public static final Source DEFAULT = new Source(false, null);
  }
}
