package io.github.dcmbulk.journal;

import java.nio.file.Path;

/**
 * A root that all processes of a run have walked together.
 *
 * @param path its path
 * @param known files that the journal knew under it before
 * @param found files that the run found under it
 */
public record WalkedRoot(Path path, long known, long found) {}
