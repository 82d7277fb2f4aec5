package io.github.dcmbulk.scan;

import io.github.dcmbulk.model.SourceFile;

/**
 * A directory entry that is not checked.
 *
 * @param file its path, with size and modification time as far as they are known
 * @param why the reason
 */
public record Passed(SourceFile file, Why why) {
  /** Why an entry is not checked. */
  public enum Why {
    /** A symbolic link; followed only on request. */
    LINK,
    /** A pipe, socket or device: to open it could block forever. */
    SPECIAL,
    /** Its attributes cannot be read. */
    UNREADABLE
  }
}
