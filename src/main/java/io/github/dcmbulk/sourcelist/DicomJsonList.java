package io.github.dcmbulk.sourcelist;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.sourcelist.DicomJsonStudies.NotStudiesException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An answer of QIDO-RS in a file. */
final class DicomJsonList implements SourceList {
  private final Path file;
  private final @Nullable Charset charset;
  private final IdentifierDigest digest;

  DicomJsonList(Path file, @Nullable Charset charset, IdentifierDigest digest) {
    this.file = file;
    this.charset = charset;
    this.digest = digest;
  }

  @Override
  public String name() {
    return PathText.display(file);
  }

  @Override
  public void read(Sink sink) throws UsageException, IOException {
    try (Reader text = ListEncoding.open(file, charset)) {
      new DicomJsonStudies(digest).read(text, sink);
    } catch (JsonProcessingException e) {
      var where = e.getLocation();
      throw new UsageException(
          "line %d, column %d of %s is no JSON, or the file is cut off"
              .formatted(
                  where == null ? 0 : where.getLineNr(),
                  where == null ? 0 : where.getColumnNr(),
                  name()),
          "save the whole answer of the server: GET …/studies",
          e);
    } catch (NotStudiesException e) {
      throw new UsageException(
          name() + " is JSON, but no list of studies",
          "give the answer to GET …/studies, an array of objects (PS3.18 §10.6)",
          e);
    }
  }
}
