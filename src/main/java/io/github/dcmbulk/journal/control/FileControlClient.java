package io.github.dcmbulk.journal.control;

import io.github.dcmbulk.journal.store.JournalLock;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Asks the run on a journal in a file, by files beside it. */
final class FileControlClient implements ControlClient {
  private static final long LOOK_MILLIS = 100;

  private final Path journal;
  private final ControlFiles files;
  private final BooleanSupplier isInUse;

  /** For the runs on that journal. */
  FileControlClient(Path journal) {
    this(journal, () -> JournalLock.holder(journal) != null);
  }

  /**
   * For the runs on that journal.
   *
   * @param isInUse whether a run has the journal now
   */
  FileControlClient(Path journal, BooleanSupplier isInUse) {
    this.journal = journal;
    this.isInUse = isInUse;
    this.files = new ControlFiles(journal);
  }

  @Override
  public List<ControlAnswer> ask(String action, String value, Duration patience)
      throws UsageException, JournalException, InterruptedException {
    if (!Files.exists(journal)) {
      throw new UsageException(
          "there is no journal " + journal, "name the one of the run with --journal");
    }
    String id = UUID.randomUUID().toString();
    try {
      requireOwner();
      if (!isInUse.getAsBoolean()) {
        return List.of();
      }
      long end = System.nanoTime() + patience.toNanos();
      awaitDirectory(end);
      files.write(
          id + ControlFiles.REQUEST,
          Map.of("action", action, "value", value, "by", ControlRequest.asker()));
      return List.of(answer(id, end));
    } catch (IOException e) {
      throw new JournalException(
          "the run on " + journal + " cannot be asked: " + e.getMessage(),
          "check the directory of the journal; SIGTERM stops the run");
    }
  }

  /** A run answers only the owner of its journal; any other user gets an error at once. */
  private void requireOwner() throws IOException, UsageException {
    Path own = Files.createTempFile("dcmbulk", null);
    try {
      if (!Files.getOwner(own).equals(Files.getOwner(journal))) {
        throw new UsageException(
            "only the owner of the journal can control its runs: "
                + Files.getOwner(journal).getName(),
            "run the command as that user");
      }
    } finally {
      Files.delete(own);
    }
  }

  /** A run that has just begun may not have made it yet. */
  private void awaitDirectory(long end) throws InterruptedException {
    while (!Files.isDirectory(files.directory()) && System.nanoTime() - end < 0) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private ControlAnswer answer(String id, long end)
      throws IOException, JournalException, InterruptedException {
    Path answer = files.directory().resolve(id + ControlFiles.ANSWER);
    boolean isOver = false;
    while (!Files.exists(answer)) {
      // A run that is stopped may answer and end between two looks: one more look after its end.
      if (isOver) {
        Files.deleteIfExists(files.directory().resolve(id + ControlFiles.REQUEST));
        throw new JournalException(
            "the run on " + journal + " did not answer",
            "look whether it is ending: dcmbulk status");
      }
      isOver = System.nanoTime() - end > 0 || !isInUse.getAsBoolean();
      if (!isOver) {
        Thread.sleep(LOOK_MILLIS);
      }
    }
    Map<String, String> content = ControlFiles.read(answer);
    Files.deleteIfExists(answer);
    return new ControlAnswer(
        content.getOrDefault("run", ""),
        content.getOrDefault("process", ""),
        Boolean.parseBoolean(content.get("done")),
        content.getOrDefault("text", ""));
  }
}
