package io.github.dcmbulk.journal.store.address;

import io.github.dcmbulk.model.Secret;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * User and password of a connection.
 *
 * @param user the role
 * @param password null if none is known: the server may not require one
 */
public record PostgresLogin(String user, @Nullable Secret password) {
  /**
   * The login for that address, as libpq finds it: user and password as given, else {@code PGUSER},
   * {@code PGPASSWORD} and the password file of the environment.
   *
   * @param given the password by our own option or variable; null for none
   * @param home the directory of {@code .pgpass}
   */
  public static PostgresLogin find(
      PostgresAddress address, @Nullable Secret given, Map<String, String> environment, Path home) {
    String user = address.user();
    if (user == null) {
      user = environment.getOrDefault("PGUSER", System.getProperty("user.name", ""));
    }
    if (given != null) {
      return new PostgresLogin(user, given);
    }
    String password = environment.get("PGPASSWORD");
    if (password == null || password.isEmpty()) {
      String file = environment.get("PGPASSFILE");
      password =
          PasswordFile.find(
              file == null ? home.resolve(".pgpass") : Path.of(file),
              address.hosts().get(0),
              address.database(),
              user);
    }
    return new PostgresLogin(user, password == null ? null : Secret.of(password));
  }
}
