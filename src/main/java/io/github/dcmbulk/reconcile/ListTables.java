package io.github.dcmbulk.reconcile;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Tables of the temporary file. */
final class ListTables {
  private static final String[] TABLES = {
    """
    CREATE TABLE entry(
      line INTEGER NOT NULL, uid TEXT, accession INTEGER, patient INTEGER, date TEXT,
      instances INTEGER, modalities TEXT,
      several INTEGER                      -- studies that have the accession, where more than one
    )\
    """,
    """
    CREATE TABLE known(
      uid TEXT NOT NULL, date TEXT, delivered INTEGER, waiting INTEGER, rejected INTEGER,
      waived INTEGER, failed INTEGER, interrupted INTEGER, parts INTEGER, identity TEXT
    )\
    """,
    "CREATE TABLE accession(accession INTEGER NOT NULL, uid TEXT NOT NULL)",
    "CREATE TABLE again(uid TEXT, accession INTEGER)",
  };

  private ListTables() {}

  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
    }
  }
}
