package io.github.dcmbulk.receipt;

import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks whether receipts are unchanged. */
public final class ReceiptAudit {
  private static final int NAMED = 20;

  private final Path directory;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> files = new HashSet<>();
  private final Set<String> studies = new HashSet<>();

  /**
   * Result of the check.
   *
   * @param lines number of valid lines of the index
   * @param studies number of studies in them
   * @param head digest of the last of these lines
   * @param since lines after the given head; 0 without a head, or if it is the last line
   * @param problems what is wrong, in the order of the lines, at most twenty; empty for nothing
   */
  public record Findings(
      long lines, long studies, String head, long since, List<String> problems) {}

  private ReceiptAudit(Path directory) {
    this.directory = directory;
  }

  /**
   * Checks the chain, every receipt of it, and that there are no other files.
   *
   * @param head an earlier head, which the chain must still contain; null for none
   * @throws UsageException there are no receipts
   * @throws IOException a receipt cannot be read
   */
  public static Findings run(Path directory, @Nullable String head)
      throws IOException, UsageException {
    if (!Files.isRegularFile(directory.resolve(Index.NAME))) {
      throw new UsageException(
          "there are no receipts in " + directory, "`dcmbulk report --receipt DIR` writes them");
    }
    return new ReceiptAudit(directory).audit(head);
  }

  private Findings audit(@Nullable String head) throws IOException {
    long headLine = -1;
    long lines = 0;
    String last = ChainLine.NONE;
    try (Index index = Index.open(directory)) {
      for (ChainLine line = index.next(); line != null; line = index.next()) {
        lines = index.lines();
        last = index.head();
        headLine = last.equals(head) ? lines : headLine;
        checkLine(line);
      }
      checkOtherFiles();
    } catch (Index.BrokenException e) {
      // The lines after it cannot be trusted, so missing or additional files cannot be found.
      complain(Index.NAME + " " + e.getMessage());
    }
    if (head != null && headLine < 0) {
      complain(
          "the chain does not contain the head "
              + head
              + ": its last lines were removed or replaced");
    }
    long since = headLine < 0 ? 0 : lines - headLine;
    return new Findings(lines, studies.size(), last, since, problems);
  }

  private void checkLine(ChainLine line) throws IOException {
    String where = "line " + line.number() + ": ";
    studies.add(line.study());
    if (!ReceiptName.isOurs(line.file())) {
      complain(where + "names a file that is not a receipt");
      return;
    }
    if (!files.add(line.file())) {
      complain(where + line.file() + " is named twice");
    }
    Path file = directory.resolve(line.file());
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      complain(where + line.file() + " is missing");
    } else if (!Sha256.of(file).equals(line.sha256())) {
      complain(where + line.file() + " was changed");
    }
  }

  private void checkOtherFiles() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = PathText.display(entry.getFileName());
        if (!name.equals(Index.NAME) && !files.contains(name)) {
          complain(name + " belongs to no line of " + Index.NAME);
        }
      }
    }
  }

  private void complain(String problem) {
    if (problems.size() < NAMED) {
      problems.add(problem);
    }
  }
}
