package io.github.dcmbulk.doctor;

import io.github.dcmbulk.journal.store.JournalStore;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an upload uses on this machine.
 *
 * @param configuration the configuration file, which may not exist
 * @param profile the selected profile; null for the default one
 * @param secrets files that contain secrets
 * @param journal the journal, which may not exist
 */
public record LocalSide(
    Path configuration, @Nullable String profile, List<Path> secrets, JournalStore journal) {
  /** Copies the list. */
  public LocalSide {
    secrets = List.copyOf(secrets);
  }
}
