package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.model.PlainText;
import io.github.dcmbulk.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    Path source = source(name, file);
    if (source != null) {
      return read("--" + name + "-file", source);
    }
    String fromEnvironment = fromEnvironment(name);
    if (fromEnvironment != null) {
      return secretFrom(variable(name), fromEnvironment);
    }
    String credentials = environment.get("CREDENTIALS_DIRECTORY");
    if (credentials != null && Files.isRegularFile(Path.of(credentials, name))) {
      return read("$CREDENTIALS_DIRECTORY", Path.of(credentials, name));
    }
    return null;
  }

  /** Whether {@link #find} has anywhere to look; reads nothing. */
  boolean isGiven(String name, @Nullable Path file) {
    String credentials = environment.get("CREDENTIALS_DIRECTORY");
    return file != null
        || fromEnvironment(name) != null
        || (credentials != null && Files.isRegularFile(Path.of(credentials, name)));
  }

  /** The file that {@link #find} reads; null when it looks elsewhere. */
  @Nullable Path source(String name, @Nullable Path file) {
    boolean isOnTheCommandLine =
        command.commandLine().getParseResult().hasMatchedOption("--" + name + "-file");
    return isOnTheCommandLine || fromEnvironment(name) == null ? file : null;
  }

  /** The variable's value; null if it is not set, or empty as in a template. */
  private @Nullable String fromEnvironment(String name) {
    String value = environment.get(variable(name));
    return value == null || value.isEmpty() ? null : value;
  }

  private static String variable(String name) {
    return Configuration.variable(name);
  }

  private Secret read(String option, Path file) {
    Flags.secretFile(command, option, file);
    try {
      return secretFrom(option + " " + file, PlainText.read(file).stripTrailing());
    } catch (PlainText.EncodingException e) {
      throw Flags.wrong(command, option + ": " + file + " " + e.getMessage());
    } catch (IOException e) {
      throw Flags.wrong(command, option + ": " + file + " cannot be read");
    }
  }

  /**
   * The secret without the blanks around it, which no server uses in secrets. Other likely mistakes
   * only cause a warning.
   */
  private Secret secretFrom(String origin, String text) {
    String secret = text.strip();
    if (secret.isEmpty()) {
      throw Flags.wrong(command, origin + " is empty");
    }
    if (secret.length() < text.length()) {
      LOG.warn("{}: spaces or line ends around the secret were removed", origin);
    }
    if (secret.lines().count() > 1) {
      LOG.warn("{} contains more than one line; the secret should be its only line", origin);
    }
    char first = secret.charAt(0);
    if (secret.length() > 1
        && (first == '"' || first == '\'')
        && secret.charAt(secret.length() - 1) == first) {
      LOG.warn(
          "{}: the secret begins and ends with a quotation mark, which is sent as part of it; if"
              + " the service refuses it, write it without",
          origin);
    }
    return Secret.of(secret);
  }
}
