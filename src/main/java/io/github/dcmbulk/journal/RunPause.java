package io.github.dcmbulk.journal;

import java.time.Instant;

/**
 * Why a run sends nothing, or begins nothing new, for an unknown time.
 *
 * @param since when that began
 * @param why in a few words
 */
public record RunPause(Instant since, String why) {}
