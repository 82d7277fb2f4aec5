package io.github.dcmbulk.journal;

/**
 * One process of a shared run.
 *
 * @param host the machine's name
 * @param pid the process there
 * @param uploaded instances that it has delivered
 * @param bytes their bytes
 * @param found files that it has found and checked
 * @param directories directories that it is listing now
 * @param holds studies that it is delivering now
 * @param silentMillis time since its last sign of life; -1 once it has left the run
 * @param leaseEnded whether it was silent for so long that others take over what it holds
 * @param paused whether a user has paused it
 * @param outage whether the service does not answer it
 * @param isSelf whether it is this process
 */
public record HostShare(
    String host,
    long pid,
    long uploaded,
    long bytes,
    long found,
    long directories,
    long holds,
    long silentMillis,
    boolean leaseEnded,
    boolean paused,
    boolean outage,
    boolean isSelf) {}
