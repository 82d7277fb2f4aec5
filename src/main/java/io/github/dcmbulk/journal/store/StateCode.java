package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.StudyState.Outcome;
import io.github.dcmbulk.model.FileState;
import java.util.regex.Pattern;

/**
 * States as the journal stores them: small numbers that never change. It has two codes for a
 * failure: the next run tries again, or the service refused permanently.
 */
public enum StateCode {
  PENDING(1, FileState.PENDING),
  UPLOADED(2, FileState.UPLOADED),
  DUPLICATE(3, FileState.DUPLICATE),
  CONFLICT(4, FileState.CONFLICT),
  HELD(5, FileState.HELD),
  FAILED(6, FileState.FAILED),
  REFUSED(7, FileState.FAILED),
  REJECTED(8, FileState.REJECTED),
  NOT_DICOM(9, FileState.NOT_DICOM),
  EXCLUDED(10, FileState.EXCLUDED),
  UNREADABLE(11, FileState.UNREADABLE);

  private static final Pattern NAME = Pattern.compile("\\$([A-Z_]+)");

  private static final StateCode[] BY_NUMBER = new StateCode[12];

  static {
    for (StateCode code : values()) {
      BY_NUMBER[code.number] = code;
    }
  }

  private final int number;
  private final FileState state;

  StateCode(int number, FileState state) {
    this.number = number;
    this.state = state;
  }

  /** The number in the column {@code state}. */
  public int number() {
    return number;
  }

  /** The state that users see. */
  public FileState state() {
    return state;
  }

  /** The state of that number. */
  public static StateCode of(int number) {
    if (number < 1 || number >= BY_NUMBER.length) {
      throw new IllegalStateException("no such state in a journal: " + number);
    }
    return BY_NUMBER[number];
  }

  /** The first code of a state; for FAILED the one that the next run tries again. */
  public static StateCode of(FileState state) {
    for (StateCode code : BY_NUMBER) {
      if (code != null && code.state == state) {
        return code;
      }
    }
    throw new IllegalArgumentException(state.toString());
  }

  /** The state that an outcome leads to. */
  public static StateCode of(DeliveryRecord.InstanceOutcome outcome) {
    return switch (outcome) {
      case UPLOADED, UNCHANGED -> UPLOADED;
      case FAILED, CHANGED -> FAILED;
      case REFUSED -> REFUSED;
      case DUPLICATE -> DUPLICATE;
      case CONFLICT -> CONFLICT;
      case LATER -> HELD;
    };
  }

  /**
   * Fills in a statement: {@code $UPLOADED} stands for the number of that state, {@code $PAUSED}
   * for that of an {@link Outcome} of a delivery. {@code state <= $LAST_INSTANCE} is an instance
   * that may be sent, {@code state <= $LAST_IDENTIFIED} a file whose study is known from its
   * identifiers.
   *
   * @throws IllegalArgumentException there is no such name
   */
  public static String inSql(String statement) {
    return NAME.matcher(statement).replaceAll(name -> number(name.group(1)));
  }

  private static String number(String name) {
    for (Outcome outcome : Outcome.values()) {
      if (outcome.name().equals(name)) {
        return Integer.toString(outcome.code());
      }
    }
    return switch (name) {
      case "LAST_INSTANCE" -> number(REFUSED.name());
      case "LAST_IDENTIFIED" -> number(REJECTED.name());
      default -> Integer.toString(valueOf(name).number);
    };
  }

  /** Whether a run takes up known, unchanged files in this state again. */
  public boolean isTakenUpBy(ResumePolicy run) {
    return switch (this) {
      case PENDING, HELD, FAILED -> true;
      case REFUSED -> run.refused() || run.force();
      case CONFLICT -> run.conflicts() || run.force();
      case UPLOADED -> run.force();
      case DUPLICATE, REJECTED, NOT_DICOM, EXCLUDED, UNREADABLE -> false;
    };
  }
}
