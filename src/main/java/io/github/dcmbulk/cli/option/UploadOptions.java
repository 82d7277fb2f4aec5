package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.calendar.WeekCalendar;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.throttle.RateLimits;
import io.github.dcmbulk.throttle.RateTimetable;
import io.github.dcmbulk.throttle.Timing;
import io.github.dcmbulk.upload.settings.Reading;
import io.github.dcmbulk.upload.settings.StudyList;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything that decides what a run does. */
public final class UploadOptions {
  @Mixin private ServiceOptions service;
  @Mixin private SelectionOptions selection;
  @Mixin private StudiesOptions listed;
  @Mixin private CheckingOptions checking;
  @Mixin private ReadingOptions reading;
  @Mixin private StudyOptions studies;
  @Mixin private OrderOptions turns;

  @Mixin private TransferOptions transfer;
  @Mixin private NetworkOptions network;
  @Mixin private LimitOptions limits;
  @Mixin private CalendarOptions calendars;
  @Mixin private SourceOptions source;
  @Mixin private JournalOptions journal;
  @Mixin private HostOptions hosts;

  @Option(
      names = "--digest",
      paramLabel = "NAME",
      defaultValue = "md5",
      description =
          "md5, or sha256: a SHA-256 beside the MD5, for journal and reports (default:"
              + " ${DEFAULT-VALUE}).")
  private Digest digest;

  @Option(
      names = "--force",
      fallbackValue = "true",
      description = "Send again what was already delivered.")
  private boolean force;

  @Option(
      names = "--retry-failed",
      fallbackValue = "true",
      description = "Send again what the service refused permanently.")
  private boolean retryFailed;

  @Option(
      names = "--dry-run",
      fallbackValue = "true",
      description = "Show what would be sent; send nothing.")
  private boolean dryRun;

  private @Nullable ServiceSettings serviceSettings;

  /** What is computed of every instance. */
  enum Digest {
    MD5,
    SHA256
  }

  /** Whether the run sends no request, and needs no service. */
  public boolean isDryRun() {
    return dryRun;
  }

  /** The journal as it is named. */
  public String journal(Map<String, String> environment) {
    return journal.named(environment);
  }

  /** That clock in the time zone of the run's calendars. */
  public Clock clock(Clock system) {
    return calendars.clock(system);
  }

  /** Whether files are left out by name or by content. */
  public boolean isSelective() {
    return selection.isSelective();
  }

  /**
   * What the run is to do.
   *
   * @param standardInput may hold a list of files
   * @param facts what the run records about itself in the journal
   * @throws DcmbulkException an option or a file that it names cannot be used (exit 2)
   */
  public UploadSettings toSettings(
      Map<String, String> environment, InputStream standardInput, Timing timing, RunFacts facts)
      throws DcmbulkException {
    StudyList list = listed.list();
    return new UploadSettings(
        new UploadSettings.InputSettings(
            selection.roots(),
            selection.filesFrom(standardInput),
            selection.selection(),
            source.toSource(),
            new Reading(digest == Digest.SHA256, reading.toLimit(timing))),
        checking.toCheckOptions(),
        selection.filter().withStudies(list),
        studies.toRules(),
        new UploadSettings.Resume(journal.shared(environment), force, retryFailed),
        new UploadSettings.Sending(
            transfer.concurrency(), turns.toTurns(list != null), limits.toLimits(timing.clock())),
        hosts.toRules(network.readTimeout(), service.maxOutage()),
        facts,
        dryRun);
  }

  /** How long the run waits for a service that is not available. */
  public Duration maxOutage() {
    return service.maxOutage();
  }

  /**
   * The service to upload to.
   *
   * @throws UsageException a URL, pointer or pattern is invalid, or a secret cannot be read (exit
   *     2)
   */
  public ServiceSettings toServiceSettings(Map<String, String> environment) throws UsageException {
    ServiceSettings known = serviceSettings;
    if (known == null) {
      // Once: a file with a secret may be a pipe, and a warning about it is enough.
      known = service.toSettings(environment);
      serviceSettings = known;
    }
    return known;
  }

  /** How to connect to it. */
  public HttpSettings toHttpSettings(Map<String, String> environment, String userAgent) {
    return network.toSettings(environment, userAgent);
  }

  /** The proxies of the environment that are in force. */
  public List<ProxyVariables.InForce> environmentProxies(Map<String, String> environment) {
    return network.environmentProxies(environment);
  }

  /** The limit on what is sent; null for none. */
  public @Nullable RateTimetable limitRate() {
    return transfer.limitRate();
  }

  /** When it may upload; null for always. */
  public @Nullable WeekCalendar window() {
    return limits.window();
  }

  /** What it may use of the network. */
  public RateLimits toRateLimits(Timing timing) {
    return transfer.toLimits(timing);
  }
}
