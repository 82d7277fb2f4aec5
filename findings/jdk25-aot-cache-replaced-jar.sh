#!/usr/bin/env bash
# JDK 25.0.3 (Temurin): an AOT cache, and a jar that is replaced after the cache was made.
# Expected: that the cache is refused as a class archive is: "[warning] ... timestamp has changed, size has
#           changed" (-XX:SharedArchiveFile of JDK 17 and 25), and the class is loaded from the jar.
# Seen:     the jar has another size and another time, and the old class runs from the cache, without a
#           warning and with status 0. Caches of larger programs were refused.
# Exits 0 while that is so, 1 if it has changed, 77 if no JDK 25 is found.
# Needs a JDK 25. Everything lies in a temporary directory.
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

home=$(jdk 25)
[ -n "$home" ] || { echo 'skipped: needs a JDK 25'; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

# A jar with class Probe, which prints that word.
make_jar() {
  mkdir -p classes
  cat >Probe.java <<JAVA
public class Probe {
  public static void main(String[] args) {
    System.out.println("$1");
  }
}
JAVA
  "$home/bin/javac" -d classes Probe.java
  rm -f probe.jar
  "$home/bin/jar" --create --file probe.jar -C classes .
}

make_jar old
touch -d '2026-01-01' probe.jar
"$home/bin/java" -XX:AOTCacheOutput=probe.aot -cp probe.jar Probe >/dev/null 2>&1
made=$(stat -c '%s bytes, %y' probe.jar)
make_jar 'the new class of the replaced jar'
printf '%s\njar of the cache: %s\njar that runs:    %s\n' \
  "$("$home/bin/java" -version 2>&1 | head -1)" "$made" "$(stat -c '%s bytes, %y' probe.jar)"
cached=$("$home/bin/java" -XX:AOTCache=probe.aot -cp probe.jar Probe 2>&1)
plain=$("$home/bin/java" -XX:AOTMode=off -cp probe.jar Probe 2>&1)
printf 'with the cache:    %s\nwithout the cache: %s\n' "$cached" "$plain"
[ "$cached" = old ] && [ "$plain" = 'the new class of the replaced jar' ]
