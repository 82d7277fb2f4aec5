package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.scan.Walker;
import io.github.dcmbulk.upload.settings.FileList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The roots of the walk: directories, each once even if it is named twice or is within another one,
 * and single files, named on the command line or in a list.
 */
public final class Roots {
  private static final Pattern DOTS_AND_SLASHES = Pattern.compile("[./]*");
  private static final Pattern UPWARD = Pattern.compile("/\\.\\./*$");

  private final List<Path> directories = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final @Nullable FileList list;

  /**
   * Checks that the roots exist.
   *
   * @throws UsageException one of them is not there
   */
  public Roots(List<Path> named, @Nullable FileList list) throws UsageException {
    this.list = list;
    List<Path> real = new ArrayList<>();
    for (Path root : named) {
      real.add(existing(root));
    }
    for (Path root : real) {
      boolean covered =
          real.stream()
              .anyMatch(r -> !r.equals(root) && root.startsWith(r) && Files.isDirectory(r));
      List<Path> kind = Files.isDirectory(root) ? directories : files;
      if (!covered && !kind.contains(root)) {
        kind.add(root);
      }
    }
  }

  private static Path existing(Path root) throws UsageException {
    try {
      return root.toRealPath();
    } catch (IOException e) {
      throw new UsageException(
          "there is no file or directory " + PathText.display(root),
          "check the path; quote it if it contains spaces",
          e);
    }
  }

  /** Whether no file can be found twice: a list may name a file of a directory as well. */
  public boolean meetEachFileOnce() {
    return files.isEmpty() && list == null;
  }

  /**
   * Walks everything, and reports entries of the list that could not be walked.
   *
   * @throws InterruptedException the run is being stopped
   * @throws DcmbulkException the journal or the list cannot be used
   */
  public void walk(Walker walker, AsyncTreeVisitor intake, UploadListener listener)
      throws DcmbulkException, InterruptedException {
    for (Path directory : directories) {
      intake.beginRoot(directory);
      walker.walk(directory);
      intake.endRoot(!walker.isStopped());
    }
    if (meetEachFileOnce()) {
      return;
    }
    intake.beginList();
    walkNamed(walker, listener);
    intake.endList();
  }

  /** The directories. */
  List<Path> directories() {
    return List.copyOf(directories);
  }

  /**
   * Walks the single files.
   *
   * @throws InterruptedException the run is being stopped
   */
  void walkNamed(Walker walker, UploadListener listener)
      throws DcmbulkException, InterruptedException {
    for (Path file : files) {
      walker.walk(file);
    }
    if (list != null) {
      walkList(walker, list, listener);
    }
  }

  private static void walkList(Walker walker, FileList list, UploadListener listener)
      throws DcmbulkException, InterruptedException {
    try (InputStream in = list.open()) {
      ListedNames.read(
          in,
          name -> {
            if (walker.isStopped()) {
              return;
            }
            if (leadsUpward(name)) {
              listener.on(new UploadEvent.Notice(true, notWalked(name)));
            } else {
              walker.walk(path(name));
            }
          });
    } catch (IOException e) {
      throw new UsageException(
          "the list of --files-from cannot be read", "check the file, or the pipe behind it", e);
    }
  }

  /**
   * Whether an entry names a directory by dots and slashes alone, or ends with two dots. Such an
   * entry means a whole directory, here or above, which is probably not intended in a list of
   * files.
   */
  private static boolean leadsUpward(byte[] name) {
    String text = new String(name, StandardCharsets.ISO_8859_1);
    return DOTS_AND_SLASHES.matcher(text).matches() || UPWARD.matcher(text).find();
  }

  private static String notWalked(byte[] name) {
    String text = new String(name, StandardCharsets.ISO_8859_1);
    return "the entry "
        + (DOTS_AND_SLASHES.matcher(text).matches() ? text : PathText.display(path(name)))
        + " of --files-from was not walked: to send a whole directory, give it as PATH";
  }

  private static Path path(byte[] name) {
    return PathText.absolute(
        name[0] == '/' ? name : PathText.join(PathText.bytes(Path.of("").toAbsolutePath()), name));
  }
}
