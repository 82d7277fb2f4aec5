package io.github.dcmbulk.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run in the journal.
 *
 * @param name the run's name
 * @param started when it began
 * @param finished when it ended; null when it was killed or still runs
 * @param exit its exit code; null when it was killed or still runs
 * @param uploaded instances it uploaded
 * @param facts what it recorded about itself
 */
public record RunRecord(
    String name,
    Instant started,
    @Nullable Instant finished,
    @Nullable Integer exit,
    long uploaded,
    RunFacts facts) {}
