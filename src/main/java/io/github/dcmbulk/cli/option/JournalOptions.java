package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.file.OthersAccess;
import io.github.dcmbulk.journal.maintain.JournalGroup;
import io.github.dcmbulk.journal.maintain.JournalPlace;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.store.address.PostgresAddress;
import io.github.dcmbulk.journal.store.address.PostgresLogin;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the journal is. */
public final class JournalOptions {
  private static final Logger LOG = LoggerFactory.getLogger(JournalOptions.class);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--journal",
      paramLabel = "FILE|URI",
      converter = JournalLocation.Converter.class,
      description =
          "Journal: record of what was delivered; a file, or"
              + " postgresql://USER@HOST/DATABASE (default: $XDG_STATE_HOME/dcmbulk/journal.db).")
  private @Nullable JournalLocation journal;

  @Option(
      names = "--journal-password-file",
      paramLabel = "FILE",
      description = "The database's password; or set DCMBULK_JOURNAL_PASSWORD.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--journal-group",
      paramLabel = "GROUP",
      description = "The group whose members share the journal; its directory has mode 2770.")
  private @Nullable String group;

  /** The journal as it is named, by these environment variables when no option names it. */
  public String named(Map<String, String> environment) {
    return journal != null ? journal.text() : PathText.display(defaultFile(environment));
  }

  private static Path defaultFile(Map<String, String> environment) {
    return BaseDirectories.state(environment).resolve("journal.db");
  }

  /**
   * The journal, in its file or its database; nothing is opened yet.
   *
   * @throws UsageException a link leads nowhere, or others may write the file
   */
  public JournalStore store(Map<String, String> environment) throws DcmbulkException {
    PostgresAddress database = journal == null ? null : journal.database();
    if (database != null && group != null) {
      throw new UsageException(
          "--journal-group is for a journal in a file",
          "leave it out: who may use a database is decided there");
    }
    return database == null ? new SqliteStore(file(environment)) : database(database, environment);
  }

  /** The journal, for a command that checks it. */
  JournalStore unchecked(Map<String, String> environment) {
    PostgresAddress database = journal == null ? null : journal.database();
    return database == null
        ? new SqliteStore(namedFile(environment).toAbsolutePath())
        : database(database, environment);
  }

  private PostgresStore database(PostgresAddress database, Map<String, String> environment) {
    Secret password = new Secrets(command, environment).find("journal-password", passwordFile);
    Path home = BaseDirectories.home(environment);
    return new PostgresStore(
        named(environment),
        database.withAuthorities(environment, home),
        PostgresLogin.find(database, password, environment, home));
  }

  private Path namedFile(Map<String, String> environment) {
    return journal != null ? journal.file() : defaultFile(environment);
  }

  /**
   * The journal's real file, which is trusted: links are followed.
   *
   * @throws UsageException a link leads nowhere, or others may write the file
   */
  private Path file(Map<String, String> environment) throws DcmbulkException {
    Path file = JournalPlace.of(namedFile(environment));
    if (Files.isDirectory(file)) {
      // It is refused when it is opened; its mode does not matter.
      return file;
    }
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

  /**
   * The same as {@link #store}, a file made ready for the group where it is to be shared.
   *
   * @throws DcmbulkException as {@link #store}; or its directory is not made for the group (exit 2)
   */
  public JournalStore shared(Map<String, String> environment) throws DcmbulkException {
    JournalStore store = store(environment);
    if (group != null && store instanceof SqliteStore file) {
      JournalGroup.named(file.file(), group).share(file.file());
    }
    return store;
  }
}
