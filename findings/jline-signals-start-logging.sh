#!/usr/bin/env bash
# JLine 4.5.0 (Maven Central, org.jline:jline-terminal), with its class Signals alone, on Java 17 and 25.
# Expected: registering a handler of SIGINT costs what sun.misc.Signal costs: a proxy, and a few reflective calls.
# Seen:     the registration is logged at level trace, and JLine's Log starts java.util.logging to learn that
#           that level is off: LogManager, its configuration file, in all about 250 further classes for
#           one handler, in a program that logs through something else.
# Users:    5 to 15 ms of each command that handles signals. dcmbulk pays it: the JLine call replaced
#           reflection of its own.
# Source:   seen here; org.jline.utils.Signals and Log of that version.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made.
# Needs java 17 or later with a compiler, and mvn. Everything lies in a temporary directory.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mvn -B -q dependency:copy -Dartifact=org.jline:jline-terminal:4.5.0 -DoutputDirectory="$dir/jars" \
  >mvn.log 2>&1 || { cat mvn.log; exit 2; }
cat >Trial.java <<'JAVA'
class Trial {
  public static void main(String[] arguments) {
    if (arguments[0].equals("jline")) {
      org.jline.utils.Signals.register("INT", () -> {});
    } else {
      sun.misc.Signal.handle(new sun.misc.Signal("INT"), signal -> {});
    }
  }
}
JAVA
javac -nowarn -cp 'jars/*' Trial.java 2>javac.log || { cat javac.log; exit 2; }

# The names of the classes that a JVM loads for a handler registered that way.
loaded() {
  java -Xlog:class+load -cp 'jars/*:.' Trial "$1" | sed -n 's/.*\] \([^ ]*\) source: .*/\1/p'
}

loaded jline >jline.txt
loaded direct >direct.txt
logging=$(grep -c '^java\.util\.logging\.' jline.txt || true)
printf 'classes loaded: %s by sun.misc.Signal, %s by JLine; of java.util.logging: %s and %s\n' \
  "$(wc -l <direct.txt)" "$(wc -l <jline.txt)" "$(grep -c '^java\.util\.logging\.' direct.txt || true)" "$logging"
grep -q '^java\.util\.logging\.LogManager$' jline.txt && ! grep -q '^java\.util\.logging\.' direct.txt
