package io.github.dcmbulk.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run did. The sums hold: {@code files.found} is the sum of the other five, and {@code
 * files.instances} the sum of {@code instances}.
 *
 * @param run name of the run, unique in its journal
 * @param exit the process' exit code
 * @param started when the run began
 * @param finished when it ended
 * @param files every file found, by bucket
 * @param instances every instance, by state at the end of the run
 * @param studies the studies that the instances belong to
 * @param uploadedBytes bytes of the instances that this run uploaded
 * @param requests what was asked of the service
 * @param rejections rejected files by the reason's wire name
 * @param incomplete studies that are not complete, at most a hundred
 * @param sentAgain studies that went again whole
 * @param split studies of which more was found after they had been begun
 * @param phases seconds of work spent in each stage, summed over threads
 * @param concurrency how many instances travelled at once in the end; null when nothing was sent
 * @param integrity how the instances that this run uploaded were shown to have arrived
 * @param problem what ended the run early, or keeps it from being a success; null for nothing
 * @param remarks what a reader of the sums has to know
 */
public record RunResult(
    String run,
    int exit,
    Instant started,
    Instant finished,
    Files files,
    Instances instances,
    Studies studies,
    long uploadedBytes,
    Requests requests,
    Map<String, Long> rejections,
    List<IncompleteStudy> incomplete,
    Noted sentAgain,
    Noted split,
    Map<String, Double> phases,
    @Nullable Concurrency concurrency,
    IntegrityCounts integrity,
    @Nullable Problem problem,
    Remarks remarks) {

  /** A result without remarks. */
  public RunResult(
      String run,
      int exit,
      Instant started,
      Instant finished,
      Files files,
      Instances instances,
      Studies studies,
      long uploadedBytes,
      Requests requests,
      Map<String, Long> rejections,
      List<IncompleteStudy> incomplete,
      Noted sentAgain,
      Noted split,
      Map<String, Double> phases,
      @Nullable Concurrency concurrency,
      IntegrityCounts integrity,
      @Nullable Problem problem) {
    this(
        run,
        exit,
        started,
        finished,
        files,
        instances,
        studies,
        uploadedBytes,
        requests,
        rejections,
        incomplete,
        sentAgain,
        split,
        phases,
        concurrency,
        integrity,
        problem,
        Remarks.NONE);
  }

  /**
   * What a reader of the sums has to know.
   *
   * @param passedOver files that were found and not looked into, by {@link PassedOverReason}
   * @param emptySources roots that lost nearly all of their files since the last run
   * @param lines other remarks, a sentence each
   * @param oldestUndelivered when the study was found that waits longest; null if none does
   * @param hosts the processes of the run, where several may share it
   */
  public record Remarks(
      Map<String, Long> passedOver,
      List<EmptySource> emptySources,
      List<String> lines,
      @Nullable Instant oldestUndelivered,
      List<Host> hosts) {
    /** There are none. */
    public static final Remarks NONE = new Remarks(Map.of(), List.of(), List.of(), null, List.of());

    /** Copies the lists. */
    public Remarks {
      emptySources = List.copyOf(emptySources);
      lines = List.copyOf(lines);
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * What one process did in a run of several.
   *
   * @param host the machine's name
   * @param uploaded instances
   * @param bytes their bytes
   * @param self whether it is the process whose result this is
   */
  public record Host(String host, long pid, long uploaded, long bytes, boolean self) {}

  /**
   * A root that looks empty or not mounted.
   *
   * @param root its path, escaped where it is not text
   * @param known files that the journal knew under it
   * @param found files that this run found there
   */
  public record EmptySource(String root, long known, long found) {}

  /** What ended a run early, and what to do about it. */
  public record Problem(String what, String remedy) {}

  /** Every file found is in exactly one of the other five. */
  public record Files(
      long found, long notDicom, long excluded, long unreadable, long rejected, long instances) {}

  /**
   * Instances by state; {@code uploaded} by this run, {@code alreadyUploaded} by an earlier one.
   */
  public record Instances(
      long uploaded,
      long alreadyUploaded,
      long duplicate,
      long conflict,
      long held,
      long failed,
      long pending) {}

  /**
   * Studies of which a file was found that is an instance, or that the checks rejected. The last
   * three add up to the first.
   *
   * @param complete everything of them that was found is delivered
   * @param completeExceptRejected everything is, but for files that the checks rejected
   * @param incomplete something is held, pending, failed, in conflict or unreadable
   */
  public record Studies(long found, long complete, long completeExceptRejected, long incomplete) {
    /** Studies of which nothing was rejected. */
    public Studies(long found, long complete, long incomplete) {
      this(found, complete, 0, incomplete);
    }
  }

  /** Requests made; {@code retries} are those beyond a first attempt. */
  public record Requests(long token, long presign, long put, long retries) {}

  /**
   * Studies to be reported to the user.
   *
   * @param studies how many
   * @param first the first of them, at most a hundred
   */
  public record Noted(long studies, List<NotedStudy> first) {
    /** There are none. */
    public static final Noted NONE = new Noted(0, List.of());
  }

  /**
   * A study to be reported to the user.
   *
   * @param studyInstanceUid its UID
   * @param why in a few words
   */
  public record NotedStudy(String studyInstanceUid, String why) {}

  /**
   * A study that is not complete.
   *
   * @param studyInstanceUid its UID
   * @param why in a few words
   * @param delivered instances delivered
   * @param missing files of it that are not, rejected and unreadable ones among them
   * @param rejectedOnly whether nothing is missing but what the checks rejected
   * @param hold what it waits for; null for nothing
   */
  public record IncompleteStudy(
      String studyInstanceUid,
      String why,
      long delivered,
      long missing,
      boolean rejectedOnly,
      @Nullable Hold hold) {
    /** A study that waits for nothing. */
    public IncompleteStudy(
        String studyInstanceUid, String why, long delivered, long missing, boolean rejectedOnly) {
      this(studyInstanceUid, why, delivered, missing, rejectedOnly, null);
    }

    /** A study of which more is missing than was rejected. */
    public IncompleteStudy(String studyInstanceUid, String why, long delivered, long missing) {
      this(studyInstanceUid, why, delivered, missing, false);
    }
  }
}
