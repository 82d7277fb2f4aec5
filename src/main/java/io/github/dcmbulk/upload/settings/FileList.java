package io.github.dcmbulk.upload.settings;

import java.io.IOException;
import java.io.InputStream;

/** Opens a list of file names, separated by NUL or newlines ({@code --files-from}). */
@FunctionalInterface
public interface FileList {
  /**
   * The list's bytes from the start; called once.
   *
   * @throws IOException the list cannot be opened
   */
  InputStream open() throws IOException;
}
