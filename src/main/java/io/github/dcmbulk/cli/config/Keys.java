package io.github.dcmbulk.cli.config;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a configuration: those of the command that runs, and those of all other commands,
 * which take long to collect and are needed only for a key that is not among the first.
 */
public final class Keys {
  private final Set<String> ofCommand;
  private final Supplier<Set<String>> ofAll;
  private final Set<String> never;
  private @Nullable Set<String> all;

  /**
   * Collects nothing yet.
   *
   * @param ofCommand keys of the options of the command that runs
   * @param ofAll gives the keys of the options of all commands
   * @param never options that make sense on a command line only
   */
  public Keys(Set<String> ofCommand, Supplier<Set<String>> ofAll, Set<String> never) {
    this.ofCommand = Set.copyOf(ofCommand);
    this.ofAll = ofAll;
    this.never = Set.copyOf(never);
  }

  /** Whether a value can be configured under that key. */
  boolean contains(String key) {
    return !never.contains(key) && (ofCommand.contains(key) || all().contains(key));
  }

  /** All of them. */
  Set<String> all() {
    if (all == null) {
      all = new TreeSet<>(ofAll.get());
      all.removeAll(never);
    }
    return all;
  }
}
