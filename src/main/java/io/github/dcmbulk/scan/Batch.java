package io.github.dcmbulk.scan;

import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that the walk found in one directory.
 *
 * @param directory the directory, absolute
 * @param files all or some of its files
 * @param passed entries that are no regular files, or could not be read
 * @param whole whether {@code files} are all files of the directory
 */
public record Batch(Path directory, List<SourceFile> files, List<Passed> passed, boolean whole) {
  /** Bytes of its files. */
  public long bytes() {
    long bytes = 0;
    for (SourceFile file : files) {
      bytes += file.size();
    }
    return bytes;
  }
}
