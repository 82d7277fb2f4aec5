package io.github.dcmbulk.event;

import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.SourceFile;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened during a run. */
public sealed interface UploadEvent {
  /**
   * The run holds its journal and begins.
   *
   * @param run its name
   */
  record RunStarted(String run) implements UploadEvent {}

  /**
   * The walk found a batch of files.
   *
   * @param files how many
   * @param bytes their total length
   */
  record FilesFound(long files, long bytes) implements UploadEvent {}

  /** The walk has seen everything. */
  record WalkFinished() implements UploadEvent {}

  /**
   * A file has a verdict, from the checks or from the journal. Comes once per file found.
   *
   * @param file the file
   * @param state its bucket for now; {@code PENDING} for an instance to be sent
   * @param reason the reason's wire name, where there is one
   */
  record FileJudged(SourceFile file, FileState state, @Nullable String reason)
      implements UploadEvent {}

  /**
   * Files that the journal already knows, unchanged, found in one directory.
   *
   * @param state their bucket
   * @param files how many
   * @param bytes their total length
   */
  record FilesKnown(FileState state, long files, long bytes) implements UploadEvent {}

  /**
   * A study begins to be delivered.
   *
   * @param studyInstanceUid its UID
   * @param instances how many are to be sent
   * @param resend whether it is sent again whole
   */
  record StudyStarted(String studyInstanceUid, long instances, boolean resend)
      implements UploadEvent {}

  /**
   * An instance reached its state for this run. The journal has the state, or commits it next.
   *
   * @param file the file
   * @param state {@code UPLOADED}, {@code FAILED}, {@code DUPLICATE}, {@code CONFLICT}, ...
   * @param detail one line for people; null when all went well
   */
  record InstanceSettled(SourceFile file, FileState state, @Nullable String detail)
      implements UploadEvent {}

  /**
   * A study's delivery ended.
   *
   * @param studyInstanceUid its UID
   * @param complete whether everything of it that was found is delivered
   * @param why what it lacks, in a few words; null if it is complete or that is unknown
   */
  record StudyFinished(String studyInstanceUid, boolean complete, @Nullable String why)
      implements UploadEvent {
    /** A delivery that ended. */
    public StudyFinished(String studyInstanceUid, boolean complete) {
      this(studyInstanceUid, complete, null);
    }
  }

  /**
   * A request did not do its work; it may be tried again.
   *
   * @param step which one: {@code token}, {@code presign} or {@code put}
   * @param why in a few words
   * @param refused whether the service answered that it will not do it: it is there, and this is no
   *     outage
   */
  record RequestFailed(String step, String why, boolean refused) implements UploadEvent {
    /** A request that was not answered, or with a fault of the service. */
    public RequestFailed(String step, String why) {
      this(step, why, false);
    }
  }

  /**
   * A request did its work.
   *
   * @param step which one: {@code token}, {@code presign} or {@code put}
   */
  record RequestDone(String step) implements UploadEvent {}

  /**
   * A study is held for a later run.
   *
   * @param studyInstanceUid its UID
   * @param until when it may be sent
   * @param why in a few words
   */
  record StudyHeld(String studyInstanceUid, Instant until, String why) implements UploadEvent {}

  /**
   * The run was told to stop; what is in flight may go on for a while.
   *
   * @param signal who told it, for example {@code SIGINT}
   * @param until when what is in flight is abandoned
   */
  record Stopping(String signal, Instant until) implements UploadEvent {}

  /**
   * Nothing can be sent until a moment in the future.
   *
   * @param until when it goes on
   * @param why in a few words
   */
  record Waiting(Instant until, String why) implements UploadEvent {}

  /**
   * A user changed the run while it went on.
   *
   * @param action what was asked for: {@code pause}, {@code limit-rate}, ...
   * @param value with what; empty for nothing
   * @param by who asked
   * @param done what was done, in a sentence
   */
  record Controlled(String action, String value, String by, String done) implements UploadEvent {}

  /**
   * The journal's database went away: nothing is begun until it is back.
   *
   * @param why what happened
   * @param patience how long the run waits for it
   */
  record JournalAway(String why, Duration patience) implements UploadEvent {}

  /**
   * The journal's database is back, and what was to be recorded is.
   *
   * @param after how long it was away
   */
  record JournalBack(Duration after) implements UploadEvent {}

  /**
   * Something a person should know, in one line.
   *
   * @param warning whether it is more than information
   * @param text the line
   */
  record Notice(boolean warning, String text) implements UploadEvent {}
}
