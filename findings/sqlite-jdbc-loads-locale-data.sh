#!/usr/bin/env bash
# sqlite-jdbc 3.54.1.0 (Maven Central, org.xerial:sqlite-jdbc), on Java 17 and 25.
# Expected: a connection that never reads or writes a date needs no calendar.
# Seen:     an SQLiteConfig makes its date format at once, a GregorianCalendar and DateFormatSymbols with it. The
#           first one in a JVM loads the locale's data (CLDR): a sixth of the time to the first answer here.
# Users:    10 to 20 ms of each command that opens a journal (classes from an archive, library unpacked before).
# Source:   seen here; org.sqlite.SQLiteConfig and org.sqlite.SQLiteConnectionConfig of that version.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made.
# Needs java 17 or later with a compiler, and mvn. Everything lies in a temporary directory.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
for artifact in org.xerial:sqlite-jdbc:3.54.1.0 org.slf4j:slf4j-api:2.0.20; do
  mvn -B -q dependency:copy -Dartifact="$artifact" -DoutputDirectory="$dir/jars" \
    >mvn.log 2>&1 || { cat mvn.log; exit 2; }
done
cat >Trial.java <<'JAVA'
import java.sql.*;

class Trial {
  public static void main(String[] arguments) throws Exception {
    long begun = System.nanoTime();
    if (arguments[0].equals("calendar")) {
      new java.util.GregorianCalendar();
    }
    long after = System.nanoTime();
    try (Connection c = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = c.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1")) {
      row.next();
    }
    System.err.printf(
        "%s: %d ms, then a connection and a query: %d ms%n",
        arguments[0], (after - begun) / 1_000_000, (System.nanoTime() - after) / 1_000_000);
  }
}
JAVA
javac -cp 'jars/*' Trial.java
java -Xlog:class+load:file=classes.txt -cp 'jars/*:.' Trial connection 2>/dev/null
for first in connection calendar connection calendar; do
  java -cp 'jars/*:.' Trial "$first" 2>&1 | grep ' ms,'
done
grep -oE '\] (org\.sqlite\.date\.Fast[A-Za-z]*|java\.util\.GregorianCalendar|sun\.util\.cldr\.[A-Za-z]*) ' classes.txt | sort -u
grep -q '\] org\.sqlite\.date\.FastDateFormat ' classes.txt &&
  grep -q '\] java\.util\.GregorianCalendar ' classes.txt && grep -q '\] sun\.util\.cldr\.' classes.txt
