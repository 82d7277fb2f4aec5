package io.github.dcmbulk.upload.settings;

import java.time.Duration;

/**
 * When studies are sent, held and sent again.
 *
 * @param delivery what is sent of a study that was interrupted or has grown
 * @param gap the longest pause between two instances that the service still processes together
 * @param overwriteWindow how long after a study's last instance the same study would overwrite it;
 *     zero waits for nothing
 * @param minAge a study is held while its newest file is younger than this
 * @param onConflict what is sent of different files under one SOP Instance UID
 */
public record StudyRules(
    DeliveryMode delivery,
    Duration gap,
    Duration overwriteWindow,
    Duration minAge,
    OnConflict onConflict) {

  private static final Duration LEAD = Duration.ofSeconds(5);
  private static final Duration LAG = Duration.ofSeconds(30);
  private static final Duration LONGEST_BEAT = Duration.ofSeconds(1);
  private static final Duration SHORTEST_BEAT = Duration.ofMillis(100);

  /** Studies are sent whole; 60 s, 5 min, no minimum age, conflicts are rejected. */
  public static final StudyRules DEFAULT =
      new StudyRules(
          DeliveryMode.WHOLE,
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ZERO,
          OnConflict.REJECT);

  /** Whether a study that was interrupted or has grown is sent again whole. */
  public boolean isWhole() {
    return delivery == DeliveryMode.WHOLE;
  }

  /**
   * How long after its last instance a study may be continued: a bit less than the gap, because the
   * next instance must still be read, and needs a token and a URL.
   */
  public Duration timeToContinue() {
    Duration tenth = gap.dividedBy(10);
    return gap.minus(tenth.compareTo(LEAD) < 0 ? tenth : LEAD);
  }

  /** How long after a study's last instance it may be sent again. */
  public Duration timeToWait() {
    return isWhole() ? overwriteWindow : timeToWaitAfterKill();
  }

  /**
   * As above, if the delivery was interrupted: instances in flight then may have been stored later
   * than the journal says.
   */
  public Duration timeToWaitAfterKill() {
    return overwriteWindow.plus(lag());
  }

  /**
   * How often the journal records that a delivery is in progress: several times within the margin.
   */
  public Duration betweenBeats() {
    Duration third = lag().dividedBy(3);
    if (third.isZero() || third.compareTo(LONGEST_BEAT) > 0) {
      return LONGEST_BEAT;
    }
    return third.compareTo(SHORTEST_BEAT) < 0 ? SHORTEST_BEAT : third;
  }

  private Duration lag() {
    Duration tenth = overwriteWindow.dividedBy(10);
    return tenth.compareTo(LAG) < 0 ? tenth : LAG;
  }

  /** The same rules, but only missing instances are sent. */
  public StudyRules incremental() {
    return new StudyRules(DeliveryMode.INCREMENTAL, gap, overwriteWindow, minAge, onConflict);
  }

  /** What is sent of a study that was interrupted or has grown. */
  public enum DeliveryMode {
    /** All of it, again. */
    WHOLE,
    /** Only what is missing. */
    INCREMENTAL
  }

  /** What is sent of different files under one SOP Instance UID. */
  public enum OnConflict {
    /** None of them. */
    REJECT,
    /** The latest modified. */
    NEWEST,
    /** Each, the later ones after the overwrite window. */
    ALL
  }
}
