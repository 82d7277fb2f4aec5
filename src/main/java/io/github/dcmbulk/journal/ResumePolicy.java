package io.github.dcmbulk.journal;

/**
 * Which known, unchanged files a run takes up again.
 *
 * @param force also what was delivered
 * @param refused also what the service refused permanently
 * @param conflicts also what the conflict policy kept back
 */
public record ResumePolicy(boolean force, boolean refused, boolean conflicts) {}
