package io.github.dcmbulk.remote;

/** What is known of an instance's earlier failures when its delivery begins. */
public enum Evidence {
  /** Nothing: a failure may be caused by the instance or by the store. */
  NONE,
  /** It failed while others were stored: the instance causes its failures. */
  OWN,
  /** As {@link #OWN}, and it has used at least half of its attempts: the other half decides. */
  USED_UP,
  /** It failed, and no other instance is left to compare with: wait for the store. */
  NO_OTHERS,
  /**
   * As {@link #NO_OTHERS}, and all failing instances are of one study, of which nothing was stored.
   */
  LAST_STUDY;

  /** Whether the instance is known to cause its failures. */
  public boolean isOwn() {
    return this == OWN || this == USED_UP;
  }
}
