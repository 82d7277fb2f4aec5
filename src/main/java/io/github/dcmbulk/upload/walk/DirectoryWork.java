package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.journal.ClaimedDirectory;
import io.github.dcmbulk.journal.write.FileJournal;
import io.github.dcmbulk.model.JournalException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A directory that this process has taken in a shared run, while it is listed and its files are
 * checked. The end of the last part records that the directory is done. Thread-safe.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read or written, and
 * {@link InterruptedException} when the run is being stopped.
 */
final class DirectoryWork implements Checks.Parts {
  private final ClaimedDirectory claim;
  private final FileJournal files;
  private final Runnable ended;
  private int parts = 1;
  private boolean isWhole;
  private boolean isLookedUpInParts;
  private boolean holdsSomethingToSend;
  private long found;

  /**
   * Begins to list it.
   *
   * @param files records its files
   * @param ended runs when everything is recorded, or was dropped as the directory was lost
   */
  DirectoryWork(ClaimedDirectory claim, FileJournal files, Runnable ended) {
    this.claim = claim;
    this.files = files;
    this.ended = ended;
  }

  ClaimedDirectory claim() {
    return claim;
  }

  FileJournal files() {
    return files;
  }

  @Override
  public long number() {
    return claim.number();
  }

  @Override
  public synchronized void begin() {
    parts++;
  }

  /** It contains something to be sent. */
  synchronized void holdsSomethingToSend() {
    holdsSomethingToSend = true;
  }

  /**
   * All of it was listed.
   *
   * @param whole whether nothing was left unseen
   * @param inParts whether its files were looked up in parts
   * @param files how many there are
   */
  void listed(boolean whole, boolean inParts, long files)
      throws JournalException, InterruptedException {
    synchronized (this) {
      isWhole = whole;
      isLookedUpInParts = inParts;
      found = files;
    }
    end();
  }

  @Override
  public void end() throws JournalException, InterruptedException {
    Path listed;
    boolean whole;
    boolean inParts;
    boolean toSend;
    long all;
    synchronized (this) {
      parts--;
      if (parts > 0) {
        return;
      }
      whole = isWhole;
      listed = listedDirectory();
      inParts = isLookedUpInParts;
      toSend = holdsSomethingToSend;
      all = found;
    }
    if (whole) {
      files.done(listed, inParts, all, toSend, ended);
    } else {
      ended.run();
    }
  }

  private @Nullable Path listedDirectory() {
    return claim.isList() ? null : claim.path();
  }
}
