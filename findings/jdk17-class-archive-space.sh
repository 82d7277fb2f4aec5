#!/usr/bin/env bash
# JDK 17.0.15: a static class data sharing archive whose class path has a space in it.
# Expected: `java -Xshare:dump` archives classes of the application's jar wherever it lies, and a start with
#           -XX:SharedArchiveFile loads them from there (JEP 310; java, "Application Class-Data Sharing").
# Seen:     with a space in the jar's directory the archive is made without complaint, holds the JDK's
#           classes only, and the application's come from the jar. JDK 25 archives them. Starts are slower
#           and nothing says why.
# Exits 0 while that is so, 1 if it has changed, 77 if no JDK 17 is found. JDK 25 is tried where it is found.
# Needs a JDK 17. Everything lies in a temporary directory.
set -euo pipefail

# The directory of an installed JDK of that version.
jdk() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ -x "$home/bin/javac" ] && grep -qs "^JAVA_VERSION=\"$1[.\"]" "$home/release"; then
      printf '%s\n' "$home"
      return
    fi
  done
}

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/plain" "$dir/with space"
cat >"$dir/Probe.java" <<'JAVA'
public class Probe {
  public static void main(String[] args) {
    System.out.println("started");
  }
}
JAVA

# Where class Probe is loaded from with an archive made by that JDK: "archive" or "jar".
source_of() {
  local java=$1/bin/java place=$2
  "$java" -Xshare:off -XX:DumpLoadedClassList="$place/classes.txt" -cp "$place/probe.jar" Probe >/dev/null 2>&1
  "$java" -Xshare:dump -XX:SharedClassListFile="$place/classes.txt" -XX:SharedArchiveFile="$place/probe.jsa" \
    -cp "$place/probe.jar" >"$place/dump.txt" 2>&1
  "$java" -Xlog:class+load -XX:SharedArchiveFile="$place/probe.jsa" -cp "$place/probe.jar" Probe |
    awk '/\] Probe source:/ { print (/shared objects file/ ? "archive" : "jar") }'
}

try() {
  local home=$1 place
  "$home/bin/javac" --release 17 -d "$dir/classes" "$dir/Probe.java"
  for place in plain 'with space'; do
    "$home/bin/jar" --create --file "$dir/$place/probe.jar" -C "$dir/classes" . >/dev/null
    printf '%s ' "$(source_of "$home" "$dir/$place")"
  done
}

home=$(jdk 17)
[ -n "$home" ] || { echo 'skipped: needs a JDK 17'; exit 77; }
seen=$(try "$home")
printf '%s: plain directory, directory with a space: %s\n' "$("$home/bin/java" -version 2>&1 | head -1)" "$seen"
newer=$(jdk 25)
if [ -n "$newer" ]; then
  printf '%s: %s\n' "$("$newer/bin/java" -version 2>&1 | head -1)" "$(try "$newer")"
fi
[ "$seen" = 'archive jar ' ]
