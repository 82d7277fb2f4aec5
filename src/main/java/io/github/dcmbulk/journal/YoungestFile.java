package io.github.dcmbulk.journal;

import java.nio.file.Path;

/**
 * The file of a study that arrived last.
 *
 * @param id its row
 * @param path where it lies
 * @param modifiedNanos its modification time
 * @param arrivedNanos since when it is unchanged, as far as is known
 */
public record YoungestFile(long id, Path path, long modifiedNanos, long arrivedNanos) {}
