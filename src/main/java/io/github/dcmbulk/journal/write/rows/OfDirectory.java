package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.CheckedFile;
import java.util.List;

/**
 * Files of one directory with their verdicts.
 *
 * @param dir the directory's row
 * @param seen number of the directory
 */
record OfDirectory(List<CheckedFile> files, long dir, long seen) {}
