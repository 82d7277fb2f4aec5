package io.github.dcmbulk.model;

import java.nio.file.Path;

/**
 * A regular file as the walk saw it. Two sightings with equal size and modification time are taken
 * for the same content until somebody reads it.
 *
 * @param path where it lies; keeps the name's bytes even when they are not valid text
 * @param size length in bytes
 * @param modifiedNanos last modification, nanoseconds since 1970-01-01T00:00Z
 */
public record SourceFile(Path path, long size, long modifiedNanos) {}
