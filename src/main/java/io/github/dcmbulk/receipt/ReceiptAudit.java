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

/** Looks whether receipts are what they were when they were written. */
public final class ReceiptAudit {
  private static final int NAMED = 20;

  private final Path directory;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> files = new HashSet<>();
  private final Set<String> studies = new HashSet<>();

  /**
   * What was found.
   *
   * @param lines lines of the index that are in order
   * @param studies studies that they name
   * @param head digest of the last of them
   * @param since lines behind the head that was asked for; 0 if none was, or it is the last
   * @param problems what is wrong, the first line first, at most twenty; empty if nothing is
   */
  public record Findings(
      long lines, long studies, String head, long since, List<String> problems) {}

  private ReceiptAudit(Path directory) {
    this.directory = directory;
  }

  /**
   * Checks the chain, every receipt in it, and that there is no other file.
   *
   * @param head a digest that was noted once: the chain must still contain it; null for none
   * @throws UsageException there are no receipts
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
        look(line);
      }
      lookForOthers();
    } catch (Index.BrokenException e) {
      // Behind it nothing can be trusted, nor told missing or superfluous.
      complain(Index.NAME + " " + e.getMessage());
    }
    if (head != null && headLine < 0) {
      complain("the chain does not contain the head " + head + ": its end was cut, or replaced");
    }
    long since = headLine < 0 ? 0 : lines - headLine;
    return new Findings(lines, studies.size(), last, since, problems);
  }

  private void look(ChainLine line) throws IOException {
    String where = "line " + line.number() + ": ";
    studies.add(line.study());
    if (!ReceiptName.isOurs(line.file())) {
      complain(where + "names a file that no receipt is called");
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

  private void lookForOthers() throws IOException {
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
