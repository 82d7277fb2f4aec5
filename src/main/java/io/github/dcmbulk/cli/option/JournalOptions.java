package io.github.dcmbulk.cli.option;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the journal is. */
public final class JournalOptions {
  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description =
          "The memory of what was delivered (default: $XDG_STATE_HOME/dcmbulk/journal.db).")
  private @Nullable Path journal;

  /** The journal's file, by these environment variables when no option names it. */
  public Path file(Map<String, String> environment) {
    if (journal != null) {
      return journal;
    }
    return BaseDirectories.state(environment).resolve("journal.db");
  }
}
