package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.file.OthersAccess;
import io.github.dcmbulk.journal.maintain.JournalGroup;
import io.github.dcmbulk.journal.maintain.JournalPlace;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Where the journal is. */
public final class JournalOptions {
  private static final Logger LOG = LoggerFactory.getLogger(JournalOptions.class);

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description =
          "Journal: record of what was delivered (default: $XDG_STATE_HOME/dcmbulk/journal.db).")
  private @Nullable Path journal;

  @Option(
      names = "--journal-group",
      paramLabel = "GROUP",
      description = "The group whose members share the journal; its directory has mode 2770.")
  private @Nullable String group;

  /** The journal's file as it is named, by these environment variables when no option names it. */
  public Path named(Map<String, String> environment) {
    return journal != null ? journal : BaseDirectories.state(environment).resolve("journal.db");
  }

  /**
   * The journal's real file, which is trusted: links are followed.
   *
   * @throws UsageException a link leads nowhere, or others may write the file
   */
  public Path file(Map<String, String> environment) throws DcmbulkException {
    Path file = JournalPlace.of(named(environment));
    OthersAccess others = OthersAccess.to(file);
    boolean shared = group != null && JournalGroup.named(file, group).mayWrite(file);
    if (others.mayWrite() && !shared) {
      throw new UsageException(
          "other users may write the journal %s (%s)".formatted(file, others.mode()),
          "run: chmod 600 " + file + "; to share it with a group, see --journal-group");
    }
    if (others.mayRead() && !shared) {
      LOG.warn("the journal {} can be read by other users; run: chmod 600 {}", file, file);
    }
    return file;
  }

  /** The same, made ready for the group where it is to be shared. */
  public Path shared(Map<String, String> environment) throws DcmbulkException {
    Path file = file(environment);
    if (group != null) {
      JournalGroup.named(file, group).share(file);
    }
    return file;
  }
}
