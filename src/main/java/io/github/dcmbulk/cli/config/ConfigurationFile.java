package io.github.dcmbulk.cli.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.github.dcmbulk.file.OthersAccess;
import io.github.dcmbulk.model.PlainText;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TOML file. Keys at top level are the default profile; each {@code [profile.NAME]} table is
 * another, complete in itself, so that nothing meant for one service ever reaches another.
 */
final class ConfigurationFile {
  private static final String PROFILES = "profile";

  /** Keys whose values are run by a shell. */
  private static final Set<String> COMMANDS = Set.of("token-command", "on-end");

  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationFile.class);

  private final Path path;
  private final String text;
  private final JsonNode root;
  private final Keys knownKeys;

  private ConfigurationFile(Path path, String text, JsonNode root, Keys knownKeys) {
    this.path = path;
    this.text = text;
    this.root = root;
    this.knownKeys = knownKeys;
  }

  /**
   * Reads the file and rejects any key, in any profile, that is no option.
   *
   * @throws UsageException it cannot be read, a line or a key is wrong, or others may write its
   *     commands (exit 2)
   */
  static ConfigurationFile read(Path path, Keys knownKeys) throws UsageException {
    try {
      String text = PlainText.read(path);
      JsonNode root = new TomlMapper().readTree(text);
      ConfigurationFile file = new ConfigurationFile(path, text, root, knownKeys);
      file.rejectUnknownKeys();
      file.rejectCommandsOfOthers();
      return file;
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new UsageException(
          path + ", line " + line + ": " + e.getOriginalMessage().lines().findFirst().orElse(""),
          "correct the line; text is written in quotes, as in api-url = \"https://...\"",
          e);
    } catch (PlainText.EncodingException e) {
      throw new UsageException(
          "the configuration file " + path + " " + e.getMessage(), "then run the command again", e);
    } catch (IOException e) {
      throw new UsageException(
          "the configuration file " + path + " cannot be read",
          "check the path and its permissions",
          e);
    }
  }

  /**
   * The settings of that profile, or of the default one.
   *
   * @throws UsageException there is no such profile, or a value is of a kind that no option has
   *     (exit 2)
   */
  Map<String, List<String>> settings(@Nullable String profile) throws UsageException {
    JsonNode table = profile == null ? root : root.path(PROFILES).path(profile);
    if (table instanceof MissingNode) {
      throw new UsageException(
          path + " has no profile '" + profile + "'",
          profiles().isEmpty()
              ? "write its options below a line [profile.%s]".formatted(profile)
              : "use one of its profiles: " + String.join(", ", profiles()));
    }
    Map<String, List<String>> settings = new TreeMap<>();
    for (Iterator<String> keys = table.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (profile != null || !key.equals(PROFILES)) {
        settings.put(key, values(key, table.path(key)));
      }
    }
    return settings;
  }

  private void rejectUnknownKeys() throws UsageException {
    rejectUnknownKeys(root, Set.of(PROFILES), null);
    JsonNode profiles = root.path(PROFILES);
    if (!profiles.isMissingNode() && !profiles.isObject()) {
      throw new UsageException(
          path + ": '" + PROFILES + "' must be a table", "write [profile.NAME] above its keys");
    }
    for (Iterator<String> names = profiles.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      rejectUnknownKeys(profiles.path(name), Set.of(), name);
    }
  }

  /** A file with commands that others may write would run their commands as this user. */
  private void rejectCommandsOfOthers() throws UsageException {
    OthersAccess others = OthersAccess.to(path);
    if (!others.mayWrite()) {
      return;
    }
    for (String key : COMMANDS) {
      if (!root.findValues(key).isEmpty()) {
        throw new UsageException(
            "other users may write %s (%s), and it contains a command ('%s')"
                .formatted(path, others.mode(), key),
            "run: chmod go-w " + path);
      }
    }
    LOG.warn("other users may write {} ({}); run: chmod go-w {}", path, others.mode(), path);
  }

  private void rejectUnknownKeys(JsonNode table, Set<String> alsoKnown, @Nullable String profile)
      throws UsageException {
    for (Iterator<String> keys = table.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!alsoKnown.contains(key) && !knownKeys.contains(key)) {
        String where = profile == null ? "" : " in profile '" + profile + "'";
        throw new UsageException(
            path + KeyLine.of(text, profile, key) + ": unknown key '" + key + "'" + where,
            "did you mean '"
                + Nearest.to(key, knownKeys.all())
                + "'? Keys are the long options' names");
      }
    }
  }

  private List<String> profiles() {
    List<String> names = new ArrayList<>();
    root.path(PROFILES).fieldNames().forEachRemaining(names::add);
    return names;
  }

  private List<String> values(String key, JsonNode node) throws UsageException {
    List<String> values = new ArrayList<>();
    Iterable<JsonNode> items = node.isArray() ? node : List.of(node);
    for (JsonNode item : items) {
      if (!item.isValueNode()) {
        throw new UsageException(
            path + ": '" + key + "' is a table",
            "write a plain value, or several in brackets: [\"a\", \"b\"]");
      }
      values.add(item.asText());
    }
    return values;
  }
}
