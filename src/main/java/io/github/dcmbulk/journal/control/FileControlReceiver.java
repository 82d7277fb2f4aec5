package io.github.dcmbulk.journal.control;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a run with a journal in a file takes requests and answers them. */
public final class FileControlReceiver implements ControlReceiver {
  /** Requests under their own names; one that is still being written begins with a dot. */
  private static final String FINISHED = "[!.]*" + ControlFiles.REQUEST;

  private final ControlFiles files;

  private FileControlReceiver(ControlFiles files) {
    this.files = files;
  }

  /**
   * Opens it; requests to an earlier run are dropped.
   *
   * @throws IOException the directory beside the journal cannot be made
   */
  public static FileControlReceiver open(Path journal) throws IOException {
    ControlFiles files = new ControlFiles(journal);
    files.create();
    FileControlReceiver receiver = new FileControlReceiver(files);
    receiver.clear();
    return receiver;
  }

  @Override
  public List<ControlRequest> take() throws IOException {
    List<ControlRequest> requests = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(files.directory(), FINISHED)) {
      for (Path file : found) {
        ControlRequest request = files.isOwners(file) ? request(file) : null;
        if (request != null) {
          requests.add(request);
        }
        Files.deleteIfExists(file);
      }
    }
    return requests;
  }

  /** The request in that file; null if it is none. */
  private static @Nullable ControlRequest request(Path file) {
    String name = file.getFileName().toString();
    Map<String, String> content;
    try {
      content = ControlFiles.read(file);
    } catch (IOException e) {
      return null;
    }
    return new ControlRequest(
        name.substring(0, name.length() - ControlFiles.REQUEST.length()),
        content.getOrDefault("action", ""),
        content.getOrDefault("value", ""),
        content.getOrDefault("by", ""));
  }

  @Override
  public void answer(ControlRequest request, ControlAnswer answer) throws IOException {
    files.write(
        request.id() + ControlFiles.ANSWER,
        Map.of(
            "run", answer.run(),
            "process", answer.process(),
            "done", String.valueOf(answer.done()),
            "text", answer.text()));
  }

  private void clear() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(files.directory())) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Removes the directory, unless it contains an answer that was not read yet. */
  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(files.directory())) {
      if (left.iterator().hasNext()) {
        return;
      }
    }
    Files.deleteIfExists(files.directory());
  }
}
