package io.github.dcmbulk.sourcelist;

import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Detects the format of a list's file. */
public final class ListFiles {
  private ListFiles() {}

  /**
   * The list in that file; its first character shows whether it is JSON, XML or a table.
   *
   * @param charset its encoding; null to detect it
   * @param named headers that the user gave; an empty one omits the column
   * @throws UsageException there is no such file, or it is empty
   * @throws IOException the directory cannot be read
   */
  public static SourceList of(
      Path file, @Nullable Charset charset, Map<ListColumn, String> named, IdentifierDigest digest)
      throws UsageException, IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          Files.exists(file)
              ? PathText.display(file) + " is no regular file"
              : "there is no list " + PathText.display(file),
          "give a file; it is read more than once");
    }
    return switch (first(file, charset)) {
      case '[', '{' -> new DicomJsonList(file, charset, digest);
      case '<' -> new FindScuList(file, digest);
      case -1 ->
          throw new UsageException(
              "the list " + PathText.display(file) + " is empty", "export it again");
      default -> new TableList(file, charset, named, digest);
    };
  }

  private static int first(Path file, @Nullable Charset charset) throws IOException {
    try (BufferedReader text = ListEncoding.open(file, charset)) {
      int c = text.read();
      while (c >= 0 && Character.isWhitespace(c)) {
        c = text.read();
      }
      return c;
    }
  }
}
