"""Effect of each Java option of the launcher: the command without it, compared with the command with all.

The options are those that the launcher gives for that very command, so that none is forgotten. Both send
the same files to the same store, in turns; each figure is the median of the ratios of the pairs. Above 1
the option pays; at 1 or below it does not, in that part and in that case.
"""
import argparse
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from against import HEADING, Local, arguments, cases, compared, row
from measure import DCMBULK, table
from store import nginx

# Not for speed: behaviour without memory, and names of programs.
OTHER = ("-XX:+DisplayVMOutputToStderr", "-XX:OnOutOfMemoryError=", "-Xlog", "-Dlibrary.jline",
         "-Ddcmbulk.program", "-Djava.library.path", "-Dcom.amazon.")

# Omits one word of its command line, or prints it.
STAND_IN = """\
#!/usr/bin/env bash
words=()
for word in "$@"; do
  if [ "${{BENCH_PRINT:-}}" ]; then printf '%s\\n' "$word"; fi
  [ "$word" = "${{BENCH_WITHOUT:-}}" ] || words+=("$word")
done
[ -n "${{BENCH_PRINT:-}}" ] || exec '{java}' "${{words[@]}}"
"""


def stand_in(work):
    """A Java home whose java can omit one option; the launcher reads its release file."""
    home = os.environ.get("JAVA_HOME", "")
    java = Path(home, "bin", "java") if home else None
    if java is None or not java.is_file():
        java = Path(shutil.which("java"))
    java = java.resolve()
    directory = work / "java"
    (directory / "bin").mkdir(parents=True)
    shutil.copy(java.parent.parent / "release", directory)
    program = directory / "bin" / "java"
    program.write_text(STAND_IN.format(java=java))
    program.chmod(0o755)
    return directory


def launcher(work, name, java, without=""):
    """A program that starts dcmbulk without that option."""
    program = work / name
    program.write_text(f"#!/bin/sh\nJAVA_HOME='{java}' BENCH_WITHOUT='{without}' exec '{DCMBULK}' \"$@\"\n")
    program.chmod(0o755)
    return str(program)


def options_of(case, java):
    """The options that the launcher gives to Java for the command of a case."""
    command = case.arguments if isinstance(case, Local) else ["upload", str(case.work / "tree")]
    printed = subprocess.run([DCMBULK, *command], stdout=subprocess.PIPE, check=True, text=True,
                             env=os.environ | {"JAVA_HOME": str(java), "BENCH_PRINT": "1"})
    words = printed.stdout.splitlines()
    return [word for word in words[:words.index("-jar")] if not word.startswith(OTHER)]


def short(option):
    """An option without the directories in it."""
    name, equals, value = option.partition("=")
    return name + equals + (value.rpartition("/")[2] if "/" in value else value)


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench flags", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments(parser)
    parser.set_defaults(concurrency="8", cases="tiny-tls,long-tls,check")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    java = stand_in(options.work)
    whole = launcher(options.work, "whole", java)
    with nginx(options.work / "store") as store:
        for title, case in cases(options.cases, options.concurrency.split(","), store,
                                 options.work, options.scale):
            rows = [(title + ", without", *HEADING[1:])]
            for number, option in enumerate(options_of(case, java)):
                print(short(option), file=sys.stderr, flush=True)
                other = launcher(options.work, f"without-{number}", java, option)
                rows.append(row(short(option), *compared(case, [other, whole], options.pairs)))
            print()
            table(rows)
    print(f"medians of {options.pairs} pairs; load average now: {os.getloadavg()[0]:.1f},"
          f" processors: {os.cpu_count()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
