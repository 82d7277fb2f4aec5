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
 * What one run is to do.
 *
 * @param roots files and directories to look through
 * @param filesFrom a list of further files; null for none
 * @param selection which files are looked at
 * @param filter which instances are sent
 * @param checks how strictly files are checked
 * @param studies when studies are sent, held and sent again
 * @param concurrency instances in flight at once; 0 lets the run find out
 * @param journal where the journal is
 * @param force whether to send again what was already delivered
 * @param retryFailed whether to try again what the service refused for good
 * @param limits when the run ends by itself
 * @param reading how files are read
 * @param facts what the journal is told about the run
 * @param source how the source is treated
 * @param turns which study goes next
 * @param dryRun whether to stop short of the first request
 * @param hosts how other processes may take part
 */
public record UploadSettings(
    List<Path> roots,
    @Nullable FileList filesFrom,
    Selection selection,
    ContentFilter filter,
    CheckOptions checks,
    StudyRules studies,
    int concurrency,
    JournalStore journal,
    boolean force,
    boolean retryFailed,
    RunLimits limits,
    Reading reading,
    RunFacts facts,
    boolean dryRun,
    Source source,
    Turns turns,
    HostRules hosts) {

  /**
   * Which study goes next.
   *
   * @param order among those that may go; unless it is FOUND, delivery begins when the walk is done
   * @param priority a file that names studies to go before all others; null for none
   */
  public record Turns(StudyOrder order, @Nullable Path priority) {
    /** As they are found. */
    public static final Turns DEFAULT = new Turns(StudyOrder.FOUND, null);
  }

  /** A run with the usual rules for other hosts. */
  public UploadSettings(
      List<Path> roots,
      @Nullable FileList filesFrom,
      Selection selection,
      ContentFilter filter,
      CheckOptions checks,
      StudyRules studies,
      int concurrency,
      JournalStore journal,
      boolean force,
      boolean retryFailed,
      RunLimits limits,
      Reading reading,
      RunFacts facts,
      boolean dryRun,
      Source source,
      Turns turns) {
    this(
        roots,
        filesFrom,
        selection,
        filter,
        checks,
        studies,
        concurrency,
        journal,
        force,
        retryFailed,
        limits,
        reading,
        facts,
        dryRun,
        source,
        turns,
        HostRules.ALONE);
  }

  /**
   * How other processes may take part, where the journal's store allows it.
   *
   * @param lease how long a silent process keeps what it holds; null where none may take part
   * @param waits whether to wait for what the others are delivering
   * @param urlLifetime how long a URL is good that does not say so; null where that is not known
   * @param standstill how long a PUT can stand still before it is given up
   * @param maxOutage how long the journal's database may be away
   */
  public record HostRules(
      @Nullable Duration lease,
      boolean waits,
      @Nullable Duration urlLifetime,
      Duration standstill,
      Duration maxOutage) {
    /** No other may take part. */
    public static final HostRules ALONE =
        new HostRules(null, true, null, Duration.ZERO, Duration.ZERO);
  }

  /**
   * How the source is treated.
   *
   * @param allowEmpty whether a root may have lost its files since the last run
   * @param checkOutsideWindow whether files are looked for and checked outside the window; null to
   *     do so only in the first run with a journal
   */
  public record Source(boolean allowEmpty, @Nullable Boolean checkOutsideWindow) {
    /** A root must not have lost its files, and the window holds for the source as well. */
    public static final Source DEFAULT = new Source(false, null);
  }

  /** Copies the roots and guards the numbers. */
  public UploadSettings {
    roots = List.copyOf(roots);
    if (concurrency < 0) {
      throw new IllegalArgumentException("concurrency must not be negative, was " + concurrency);
    }
  }
}
