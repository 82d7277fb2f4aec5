package io.github.dcmbulk.scan;

import io.github.dcmbulk.model.SourceFile;

/**
 * An entry of a directory that is no file that could be looked at.
 *
 * @param file its path, and its size and modification time as far as they are known
 * @param why what it is
 */
public record Passed(SourceFile file, Why why) {
  /** Why an entry is passed by. */
  public enum Why {
    /** A symbolic link, which is not followed unless that is asked for. */
    LINK,
    /** A pipe, socket or device: opening it could block for ever. */
    SPECIAL,
    /** Its attributes cannot be read. */
    UNREADABLE
  }
}
