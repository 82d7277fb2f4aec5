package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.CheckFindings;
import io.github.dcmbulk.journal.CheckFindings.Group;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.PathText;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Queries what a check found across files, in the tables of its temporary journal. */
public final class CheckQueries {
  private CheckQueries() {}

  /**
   * Reads the findings once everything is committed.
   *
   * @throws SQLException the database failed
   */
  public static CheckFindings read(Connection c) throws SQLException {
    return new CheckFindings(
        rejections(c),
        warnings(c),
        Sql.number(
            c,
            """
            SELECT count(*) FROM (SELECT study FROM study_dir GROUP BY study
              HAVING count(DISTINCT dir) > 1)\
            """),
        texts(
            c,
            """
            SELECT t.uid FROM study_dir m JOIN study t ON t.id = m.study
            WHERE m.patient <> 0 GROUP BY m.study HAVING count(DISTINCT m.patient) > 1 LIMIT 100\
            """),
        texts(
            c,
            """
            SELECT uid FROM series WHERE uid IS NOT NULL AND modality IS NOT NULL
            GROUP BY study, uid HAVING count(DISTINCT modality) > 1 LIMIT 100\
            """));
  }

  private static List<Group> rejections(Connection c) throws SQLException {
    List<Group> groups = new ArrayList<>();
    try (Statement statement = c.createStatement();
        ResultSet row =
            statement.executeQuery(
                StateCode.inSql(
                    """
                    SELECT f.reason, count(*), count(DISTINCT s.study), min(f.id)
                    FROM file f LEFT JOIN series s ON s.id = f.series
                    WHERE f.state = $REJECTED GROUP BY f.reason ORDER BY 2 DESC, 1\
                    """))) {
      while (row.next()) {
        groups.add(
            new Group(row.getString(1), row.getLong(2), row.getLong(3), path(c, row.getLong(4))));
      }
    }
    return groups;
  }

  private static List<Group> warnings(Connection c) throws SQLException {
    Set<String> names = new TreeSet<>();
    for (String combination :
        texts(
            c,
            StateCode.inSql(
                "SELECT DISTINCT warnings FROM file WHERE warnings IS NOT NULL AND state <="
                    + " $LAST_INSTANCE"))) {
      names.addAll(List.of(combination.split(",")));
    }
    List<Group> groups = new ArrayList<>();
    try (PreparedStatement count =
        c.prepareStatement(
            StateCode.inSql(
                """
                SELECT count(*), count(DISTINCT s.study), min(f.id)
                FROM file f LEFT JOIN series s ON s.id = f.series
                WHERE f.state <= $LAST_INSTANCE AND f.warnings IS NOT NULL
                  AND instr(',' || f.warnings || ',', ',' || ? || ',') > 0\
                """))) {
      for (String name : names) {
        count.setString(1, name);
        try (ResultSet row = count.executeQuery()) {
          row.next();
          groups.add(new Group(name, row.getLong(1), row.getLong(2), path(c, row.getLong(3))));
        }
      }
    }
    groups.sort(Comparator.comparingLong(Group::files).reversed());
    return groups;
  }

  private static @Nullable Path path(Connection c, long file) throws SQLException {
    try (PreparedStatement find =
        c.prepareStatement(
            "SELECT d.path, f.name FROM file f JOIN dir d ON d.id = f.dir WHERE f.id = ?")) {
      find.setLong(1, file);
      try (ResultSet row = find.executeQuery()) {
        return row.next()
            ? PathText.absolute(PathText.join(row.getBytes(1), row.getBytes(2)))
            : null;
      }
    }
  }

  private static List<String> texts(Connection c, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = c.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }
}
