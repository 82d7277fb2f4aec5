"""A journal of ten million rows in PostgreSQL: how long three processes take to claim a study, `status`,
and their memory. The rows are made by the server itself.
"""
import argparse
import os
import subprocess
import sys
from pathlib import Path

from database import postgres, uri
from measure import DCMBULK, Goals, run, table

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "target"


def program(work):
    """The command line of HostsScale, compiled."""
    classes = work / "classes"
    path = f"{TARGET / 'dcmbulk.jar'}:{TARGET / 'lib'}/*"
    subprocess.run(["javac", "-nowarn", "-cp", path, "-d", str(classes), str(HERE / "HostsScale.java")],
                   check=True)
    # The limits of scripts/dcmbulk.
    return ["java", "-XX:+UseSerialGC", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", f"{classes}:{path}",
            "HostsScale"]


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench hosts-scale", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--studies", type=int, default=200_000)
    parser.add_argument("--claims", type=int, default=3000, help="of each process")
    options = parser.parse_args()
    os.chmod(options.work, 0o755)
    scale = program(options.work)
    goals = Goals()
    with postgres(options.work / "server") as server:
        journal = uri(server.port)
        maker = subprocess.Popen([*scale, "make", journal, str(options.rows), str(options.studies)],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if maker.stdout.readline().strip() != b"made":
            sys.exit("the rows could not be made")
        claimers = [subprocess.Popen([*scale, "claim", journal, str(options.claims)],
                                     stdout=subprocess.PIPE, text=True) for _ in range(3)]
        found = [[float(n) for n in c.communicate()[0].split()] for c in claimers]
        table([("process", "claim, median", "99th percentile", "RSS"),
               *((str(i + 1), f"{m:.2f} ms", f"{p:.2f} ms", f"{r:.0f} MB")
                 for i, (m, p, r) in enumerate(found))])
        goals.at_most("claim, median", max(f[0] for f in found), 5, " ms")
        goals.at_most("claim, 99th percentile", max(f[1] for f in found), 50, " ms")
        goals.at_most("memory of a process", max(f[2] for f in found), 350, " MB")
        status = run([DCMBULK, "status", "--journal", journal])
        goals.at_most("status", status.wall, 2, " s")
        goals.at_most("memory of status", status.rss, 350, " MB")
        maker.communicate()
    return goals.conclude()


if __name__ == "__main__":
    sys.exit(main())
