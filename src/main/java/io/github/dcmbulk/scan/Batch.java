package io.github.dcmbulk.scan;

import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that the walk found in one directory.
 *
 * @param directory the directory, absolute
 * @param files some or all of its files
 * @param passed entries beside them that are no files, or that could not be looked at
 * @param whole whether these are all of the directory's files
 */
public record Batch(Path directory, List<SourceFile> files, List<Passed> passed, boolean whole) {}
