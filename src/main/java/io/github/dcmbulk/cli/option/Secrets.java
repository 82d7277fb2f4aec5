package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Finds a secret: in the file that the command line names, in the environment, in the file that the
 * configuration names, or among systemd's credentials. Never on the command line, which every user
 * of a machine can read.
 */
final class Secrets {
  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

  private final CommandSpec command;
  private final Map<String, String> environment;

  Secrets(CommandSpec command, Map<String, String> environment) {
    this.command = command;
    this.environment = environment;
  }

  /**
   * Looks for a secret.
   *
   * @param name its name, for example {@code client-secret}, of which the option {@code
   *     --client-secret-file} and the variable {@code DCMBULK_CLIENT_SECRET} are made
   * @param file the option's value; null when there is none
   * @return the secret; null when there is none
   */
  @Nullable Secret find(String name, @Nullable Path file) {
    String option = "--" + name + "-file";
    String fromEnvironment = environment.get(variable(name));
    boolean isOnTheCommandLine = command.commandLine().getParseResult().hasMatchedOption(option);
    if (file != null && (isOnTheCommandLine || fromEnvironment == null)) {
      return read(option, file);
    }
    if (fromEnvironment != null && !fromEnvironment.isEmpty()) {
      return Secret.of(fromEnvironment);
    }
    String credentials = environment.get("CREDENTIALS_DIRECTORY");
    if (credentials != null && Files.isRegularFile(Path.of(credentials, name))) {
      return read("$CREDENTIALS_DIRECTORY", Path.of(credentials, name));
    }
    return null;
  }

  /** The file that {@link #find} reads; null when it looks elsewhere. */
  @Nullable Path source(String name, @Nullable Path file) {
    boolean isOnTheCommandLine =
        command.commandLine().getParseResult().hasMatchedOption("--" + name + "-file");
    return isOnTheCommandLine || environment.get(variable(name)) == null ? file : null;
  }

  private static String variable(String name) {
    return Configuration.variable(name);
  }

  private Secret read(String option, Path file) {
    Flags.readable(command, option, file);
    try {
      warnIfOthersCanRead(file);
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw Flags.wrong(command, option + ": " + file + " is empty");
      }
      return Secret.of(text);
    } catch (IOException e) {
      throw Flags.wrong(command, option + ": " + file + " cannot be read as text");
    }
  }

  private static void warnIfOthersCanRead(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.GROUP_READ)
        || permissions.contains(PosixFilePermission.OTHERS_READ)) {
      LOG.warn("{} can be read by other users; run: chmod 600 {}", file, file);
    }
  }
}
