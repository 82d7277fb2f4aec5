package io.github.dcmbulk.event;

import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.SourceFile;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event of a run. */
public sealed interface UploadEvent {
  /**
   * The run has locked its journal and starts.
   *
   * @param run name of the run
   */
  record RunStarted(String run) implements UploadEvent {}

  /**
   * The walk found a batch of files.
   *
   * @param files number of files
   * @param bytes their total length
   */
  record FilesFound(long files, long bytes) implements UploadEvent {}

  /** The walk is complete. */
  record WalkFinished() implements UploadEvent {}

  /**
   * A file was checked, or its result is in the journal. Sent once for each file found.
   *
   * @param file the file
   * @param state its state for now; {@code PENDING} for an instance to be sent
   * @param reason name of the reason in results; null for none
   */
  record FileChecked(SourceFile file, FileState state, @Nullable String reason)
      implements UploadEvent {}

  /**
   * Unchanged files of one directory that the journal contains.
   *
   * @param state their state
   * @param files number of files
   * @param bytes their total length
   */
  record FilesKnown(FileState state, long files, long bytes) implements UploadEvent {}

  /**
   * The delivery of a study starts.
   *
   * @param studyInstanceUid its UID
   * @param instances number of instances to be sent
   * @param resend whether the whole study is sent again
   */
  record StudyStarted(String studyInstanceUid, long instances, boolean resend)
      implements UploadEvent {}

  /**
   * An instance has its state for this run. The journal has the state, or commits it next.
   *
   * @param file the file
   * @param state {@code UPLOADED}, {@code FAILED}, {@code DUPLICATE}, {@code CONFLICT}, ...
   * @param detail one line for messages; null after success
   */
  record InstanceSettled(SourceFile file, FileState state, @Nullable String detail)
      implements UploadEvent {}

  /**
   * The delivery of a study ended.
   *
   * @param studyInstanceUid its UID
   * @param complete whether every file of it that was found is delivered
   * @param why what is missing, in a few words; null if it is complete or that is unknown
   */
  record StudyFinished(String studyInstanceUid, boolean complete, @Nullable String why)
      implements UploadEvent {
    /** A delivery without a reason. */
    public StudyFinished(String studyInstanceUid, boolean complete) {
      this(studyInstanceUid, complete, null);
    }
  }

  /**
   * A request failed; it may be repeated.
   *
   * @param step {@code token}, {@code presign} or {@code put}
   * @param why reason in a few words
   * @param refused whether the service answered with a refusal: it is available, so this is no
   *     outage
   */
  record RequestFailed(String step, String why, boolean refused) implements UploadEvent {
    /** A request without an answer, or answered with a fault of the service. */
    public RequestFailed(String step, String why) {
      this(step, why, false);
    }
  }

  /**
   * A request succeeded.
   *
   * @param step {@code token}, {@code presign} or {@code put}
   */
  record RequestDone(String step) implements UploadEvent {}

  /**
   * A study is on hold until a later run.
   *
   * @param studyInstanceUid its UID
   * @param until when it may be sent
   * @param why reason in a few words
   */
  record StudyHeld(String studyInstanceUid, Instant until, String why) implements UploadEvent {}

  /**
   * The run is being stopped; requests in flight may continue for a while.
   *
   * @param signal what stopped it, for example {@code SIGINT}
   * @param until when requests in flight are aborted
   */
  record Stopping(String signal, Instant until) implements UploadEvent {}

  /**
   * Nothing can be sent before a time in the future.
   *
   * @param until that time
   * @param why reason in a few words
   */
  record Waiting(Instant until, String why) implements UploadEvent {}

  /**
   * A user changed the run while it was in progress ({@code dcmbulk control}).
   *
   * @param action the request: {@code pause}, {@code limit-rate}, ...
   * @param value its value; empty for none
   * @param by the user
   * @param done what was changed, in a sentence
   */
  record Controlled(String action, String value, String by, String done) implements UploadEvent {}

  /**
   * The journal's database is not available: nothing new is started until it is.
   *
   * @param why what happened
   * @param patience how long the run waits for it
   */
  record JournalAway(String why, Duration patience) implements UploadEvent {}

  /**
   * The journal's database is available again, and all outcomes are recorded.
   *
   * @param after how long it was not available
   */
  record JournalBack(Duration after) implements UploadEvent {}

  /**
   * How far a run is that several processes share. Sent every few seconds, and at the end.
   *
   * @param processes those that have not left the run
   * @param directoriesWaiting directories that were found and are not listed yet
   * @param directoriesHeld those that a process lists and checks now
   * @param directoriesDone those of which every file is recorded
   * @param found files that this process has found and checked
   * @param studies studies that it is delivering now
   * @param uploaded instances that it has delivered
   * @param bytes their total length
   */
  record WorkShared(
      long processes,
      long directoriesWaiting,
      long directoriesHeld,
      long directoriesDone,
      long found,
      long studies,
      long uploaded,
      long bytes)
      implements UploadEvent {}

  /**
   * A message for the user, in one line.
   *
   * @param warning whether it is a warning
   * @param text the message
   */
  record Notice(boolean warning, String text) implements UploadEvent {}
}
