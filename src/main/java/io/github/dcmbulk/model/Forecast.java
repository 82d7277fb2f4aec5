package io.github.dcmbulk.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an upload would take, by a dry run. Copies of an instance are found out only when it is
 * sent: the figures are at most.
 *
 * @param instances to be sent
 * @param bytes their length
 * @param requests what would be asked of the service, tokens apart
 * @param atLimit how long the bytes take at the rate limit from now on; null without a limit
 */
public record Forecast(long instances, long bytes, long requests, @Nullable Duration atLimit) {}
