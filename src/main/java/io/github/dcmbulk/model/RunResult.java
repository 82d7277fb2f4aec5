package io.github.dcmbulk.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Result of a run. {@code files.found} is the sum of the other five counts, and {@code
 * files.instances} the sum of {@code instances}.
 *
 * @param run name of the run, unique in its journal
 * @param exit exit code
 * @param started when the run began
 * @param finished when it ended
 * @param files every file found, by state
 * @param instances every instance, by its state at the end of the run
 * @param studies the studies that the instances belong to
 * @param uploadedBytes bytes of the instances that this run uploaded
 * @param requests requests to the service
 * @param rejections rejected files by the name of the reason
 * @param incomplete studies that are not complete, at most a hundred
 * @param sentAgain studies that were sent again as a whole
 * @param split studies of which more files were found after their delivery had started
 * @param phases seconds of work in each stage, summed over threads
 * @param concurrency parallel uploads; null when nothing was sent
 * @param integrity how the instances that this run uploaded were verified
 * @param problem what ended the run early, or prevents success; null for nothing
 * @param remarks further facts
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

  /** The same result with another exit code. */
  public RunResult withExit(int code) {
    return new RunResult(
        run,
        code,
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
        remarks);
  }

  /**
   * Facts that the counts do not show.
   *
   * @param passedOver files that were found and not read, by {@link PassedOverReason}
   * @param emptySources roots that lost nearly all of their files since the last run
   * @param lines other remarks, one sentence each
   * @param oldestUndelivered when the oldest undelivered study was found; null for none
   * @param hosts the processes of a shared run
   * @param waived how many rejected files and instances in conflict are waived
   */
  public record Remarks(
      Map<String, Long> passedOver,
      List<EmptySource> emptySources,
      List<String> lines,
      @Nullable Instant oldestUndelivered,
      List<Host> hosts,
      long waived) {
    /** No remarks. */
    public static final Remarks NONE =
        new Remarks(Map.of(), List.of(), List.of(), null, List.of(), 0);

    /** Copies the lists. */
    public Remarks {
      emptySources = List.copyOf(emptySources);
      lines = List.copyOf(lines);
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * Work of one process of a shared run.
   *
   * @param host name of the machine
   * @param found number of files that it has found and checked
   * @param uploaded number of uploaded instances
   * @param bytes their total length
   * @param self whether it is the process whose result this is
   */
  public record Host(String host, long pid, long found, long uploaded, long bytes, boolean self) {}

  /**
   * A root that seems empty or not mounted.
   *
   * @param root its path, escaped where it is not text
   * @param known files below it in the journal
   * @param found files that this run found below it
   */
  public record EmptySource(String root, long known, long found) {}

  /** What ended a run early, and what to do. */
  public record Problem(String what, String remedy) {}

  /** Every file found is in exactly one of the other five counts. */
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
   * Studies with an instance or a rejected file. The last three counts add up to the first.
   *
   * @param complete studies of which every file found is delivered
   * @param completeExceptRejected studies of which every file found is delivered or rejected
   * @param incomplete studies with files that are held, pending, failed, in conflict or unreadable
   */
  public record Studies(long found, long complete, long completeExceptRejected, long incomplete) {
    /** Without rejected files. */
    public Studies(long found, long complete, long incomplete) {
      this(found, complete, 0, incomplete);
    }
  }

  /** Number of requests; {@code retries} are those after a first attempt. */
  public record Requests(long token, long presign, long put, long retries) {}

  /**
   * Studies to report to the user.
   *
   * @param studies number of studies
   * @param first the first of them, at most a hundred
   */
  public record Noted(long studies, List<NotedStudy> first) {
    /** No studies. */
    public static final Noted NONE = new Noted(0, List.of());
  }

  /**
   * A study to report to the user.
   *
   * @param studyInstanceUid its UID
   * @param why reason in a few words
   */
  public record NotedStudy(String studyInstanceUid, String why) {}

  /**
   * A study that is not complete.
   *
   * @param studyInstanceUid its UID
   * @param why reason in a few words
   * @param delivered number of instances delivered
   * @param missing number of its files that are not delivered, including rejected and unreadable
   *     ones
   * @param rejectedOnly whether only rejected files are missing
   * @param hold what it waits for; null for nothing
   */
  public record IncompleteStudy(
      String studyInstanceUid,
      String why,
      long delivered,
      long missing,
      boolean rejectedOnly,
      @Nullable Hold hold) {
    /** A study that does not wait. */
    public IncompleteStudy(
        String studyInstanceUid, String why, long delivered, long missing, boolean rejectedOnly) {
      this(studyInstanceUid, why, delivered, missing, rejectedOnly, null);
    }

    /** A study in which other than rejected files are missing. */
    public IncompleteStudy(String studyInstanceUid, String why, long delivered, long missing) {
      this(studyInstanceUid, why, delivered, missing, false);
    }
  }
}
