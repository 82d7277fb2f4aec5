"""A journal of ten million rows in PostgreSQL: how long three processes take to claim a study, also while
a report reads every row; `status`, and the other commands once half of it is delivered; their memory. The
rows are made by the server itself.
"""
import argparse
import os
import subprocess
import sys
from pathlib import Path

from database import postgres, uri
from measure import DCMBULK, Goals, make_archive, run, sandbox, table

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


def claims(scale, journal, each, rows, beside):
    """Three processes claim studies; their medians, 99th percentiles and memory."""
    claimers = [subprocess.Popen([*scale, "claim", journal, str(each)], stdout=subprocess.PIPE, text=True)
                for _ in range(3)]
    found = [[float(n) for n in c.communicate()[0].split()] for c in claimers]
    rows += [(f"{i + 1}{beside}", f"{m:.2f} ms", f"{p:.2f} ms", f"{r:.0f} MB")
             for i, (m, p, r) in enumerate(found)]
    return [max(column) for column in zip(*found)]


def commands(options, journal):
    """Commands that read all of the journal."""
    listed, out = options.work / "list.csv", options.work / "out"
    with open(listed, "w", encoding="utf-8") as file:
        print("StudyInstanceUID", file=file)
        for study in range(1, options.studies + 1):
            print(f"1.2.826.{study}", file=file)
    return {
        "status": ["status"],
        "report, a line for each file": ["report", "--all", "--report", f"{out}.csv"],
        "report, one page": ["report", "--all", "--report", f"{out}.html"],
        "report, by study": ["report", "--all", "--level", "study", "--report", f"{out}-studies.csv"],
        "report, receipts": ["report", "--receipt", f"{out}-receipts"],
        "reconcile": ["reconcile", str(listed)],
        "journal verify --no-files": ["journal", "verify", "--no-files"],
        "journal export": ["journal", "export"],
    }


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench hosts-scale", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--studies", type=int, default=200_000)
    parser.add_argument("--claims", type=int, default=3000, help="of each process")
    options = parser.parse_args()
    os.chmod(options.work, 0o755)
    options.rows = options.rows // options.studies * options.studies
    scale = program(options.work)
    goals = Goals()
    rows = [("process", "claim, median", "99th percentile", "RSS")]
    costs = [("command", "wall s", "CPU s", "RSS MB")]

    def measured(name, command, env=None, accepted=(0, 6)):
        cost = run(command, env, accepted)
        costs.append((name, f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.rss:.0f}"))
        goals.at_most(f"memory of {name}", cost.rss, 350, " MB")
        return cost

    with postgres(options.work / "server") as server:
        journal = uri(server.port)
        maker = subprocess.Popen([*scale, "make", journal, str(options.rows), str(options.studies)],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if maker.stdout.readline().strip() != b"made":
            sys.exit("the rows could not be made")
        median, percentile, memory = claims(scale, journal, options.claims, rows, "")
        goals.at_most("claim, median", median, 5, " ms")
        goals.at_most("claim, 99th percentile", percentile, 50, " ms")
        goals.at_most("memory of a process", memory, 350, " MB")
        status = measured("status, nothing delivered", [DCMBULK, "status", "--journal", journal])
        goals.at_most("status", status.wall, 2, " s")
        report = subprocess.Popen([DCMBULK, "report", "--all", "--journal", journal, "--report",
                                   str(options.work / "beside.csv")], stdout=subprocess.DEVNULL)
        median, percentile, _ = claims(scale, journal, options.claims, rows, ", beside a report")
        if report.poll() is not None:
            print("the report ended before the claims")
        report.wait()
        goals.at_most("claim beside a report, median", median, 5, " ms")
        goals.at_most("claim beside a report, 99th percentile", percentile, 50, " ms")
        table(rows)
        print(f"status: {status.wall:.1f} s, {status.cpu:.1f} s of processor time", flush=True)
        maker.stdin.write(b"\n")
        maker.stdin.flush()
        if maker.stdout.readline().strip() != b"delivered":
            sys.exit("the rows could not be changed")
        maker.communicate()
        for name, command in commands(options, journal).items():
            measured(name, [DCMBULK, *command, "--journal", journal])
        tree = options.work / "tree"
        make_archive(tree, 10, 100, "1KiB")
        (options.work / "sandbox").mkdir()
        with sandbox(options.work / "sandbox") as (env, _):
            measured("upload of 1,000 more", [DCMBULK, "upload", "--progress", "none", "--journal", journal,
                                              str(tree)], env)
            again = measured("upload once more", [DCMBULK, "upload", "--progress", "none", "--journal",
                                                  journal, str(tree)], env)
        goals.at_most("upload once more", again.wall, 10, " s")
        print()
        table(costs)
    return goals.conclude()


if __name__ == "__main__":
    sys.exit(main())
