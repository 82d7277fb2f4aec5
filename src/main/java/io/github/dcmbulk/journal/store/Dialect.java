package io.github.dcmbulk.journal.store;

import java.sql.Connection;
import org.sqlite.SQLiteConnection;

/** Which database a connection leads to, for the few statements that are not the same text. */
public enum Dialect {
  /** A file. */
  SQLITE,
  /** A server. */
  POSTGRESQL;

  /** The dialect that is understood there. */
  public static Dialect of(Connection connection) {
    return connection instanceof SQLiteConnection ? SQLITE : POSTGRESQL;
  }
}
