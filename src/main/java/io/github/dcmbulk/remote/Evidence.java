package io.github.dcmbulk.remote;

/** What is known of an instance's failures before its delivery begins. */
public enum Evidence {
  /** Nothing: a failure may be its own or the store's. */
  NONE,
  /** It failed while others were stored: its failures are its own. */
  OWN,
  /** As before, and it has made half of its attempts at least: the other half decides. */
  USED_UP,
  /** It failed, and there are no others that could tell: the store is waited for. */
  NO_OTHERS,
  /** As before, but all that fail are of one study, of which nothing was stored. */
  LAST_STUDY;

  /** Whether the failure is known to be the instance's own. */
  public boolean isOwn() {
    return this == OWN || this == USED_UP;
  }
}
