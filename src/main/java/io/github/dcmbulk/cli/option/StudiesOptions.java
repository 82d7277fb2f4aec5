package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.journal.StudyRecord.Identity;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.reconcile.ListedStudies;
import io.github.dcmbulk.upload.settings.StudyList;
import io.github.dcmbulk.upload.settings.StudySelection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A list of the only studies that are sent. */
public final class StudiesOptions {
  private static final Logger LOG = LoggerFactory.getLogger(StudiesOptions.class);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--studies",
      paramLabel = "LIST",
      description =
          "Send only the studies of this list (CSV, QIDO-RS JSON or findscu XML, as for"
              + " reconcile); hold those whose files name another patient, accession number or"
              + " date.")
  private @Nullable Path studies;

  @Mixin private ListOptions lists;

  @Option(
      names = "--send-mismatched",
      fallbackValue = "true",
      description =
          "Send mismatched studies too: their files have other identifiers than the list.")
  private boolean sendMismatched;

  /**
   * The list; null if all studies are sent.
   *
   * @throws UsageException the list cannot be understood (exit 2)
   */
  @Nullable StudyList list() throws UsageException {
    if (studies == null) {
      return null;
    }
    Path file = Flags.readable(command, "--studies", studies);
    try {
      // Read once for its form, so that a wrong one ends the run before it begins.
      lists.list(file, new IdentifierDigest(IdentifierDigest.randomKey()));
      return new FileList(file, fingerprint(file));
    } catch (IOException e) {
      throw Flags.wrong(command, "--studies: " + file + " cannot be read");
    }
  }

  private static String fingerprint(Path file) throws IOException {
    try (InputStream bytes =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      bytes.transferTo(OutputStream.nullOutputStream());
      byte[] digest = ((DigestInputStream) bytes).getMessageDigest().digest();
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private final class FileList implements StudyList {
    private final Path file;
    private final String fingerprint;

    FileList(Path file, String fingerprint) {
      this.file = file;
      this.fingerprint = fingerprint;
    }

    @Override
    public String fingerprint() {
      return fingerprint;
    }

    @Override
    public boolean holdsMismatched() {
      return !sendMismatched;
    }

    @Override
    public StudySelection open(byte[] digestKey) throws DcmbulkException, InterruptedException {
      try {
        return new Selection(ListedStudies.read(lists.list(file, new IdentifierDigest(digestKey))));
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }

  private static JournalException failure(IOException e) {
    return new JournalException(
        "the list of --studies cannot be used: " + e.getMessage(),
        "check the list, and the space in the directory for temporary files",
        e);
  }

  private record Selection(ListedStudies listed) implements StudySelection {
    @Override
    public OptionalLong place(@Nullable String uid, @Nullable Long accession)
        throws JournalException {
      try {
        return listed.place(uid, accession);
      } catch (IOException e) {
        throw failure(e);
      }
    }

    @Override
    public List<String> differences(String uid, Identity found) throws JournalException {
      try {
        return listed.differences(uid, found);
      } catch (IOException e) {
        throw failure(e);
      }
    }

    @Override
    public void close() {
      try {
        listed.close();
      } catch (IOException e) {
        LOG.debug("the temporary file of --studies was not removed", e);
      }
    }
  }
}
