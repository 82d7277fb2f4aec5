package io.github.dcmbulk.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where requests are put on record. */
public final class AuditOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--audit-log",
      paramLabel = "FILE",
      description = "Append a JSON line for every URL issued and every upload; stop if that fails.")
  private @Nullable Path auditLog;

  /** The audit log; null for none. */
  public @Nullable Path auditLog() {
    return auditLog;
  }

  /** A usage error: that file cannot be written. */
  public ParameterException unwritable(Path file) {
    return Flags.unwritable(command, "--audit-log", file);
  }
}
