"""Accuracy of `--limit-rate`, `--limit-read` and `--limit-requests`, measured at the service.

Each run lasts as long as --seconds says, with a fixed number of workers and with as many
as they find best. What counts is the mean from the first byte to the last, and the fullest ten seconds
and the fullest second in between, which a burst would betray. The last case changes the limit of a
running upload with `dcmbulk control`, and looks at ten seconds that begin ten seconds later.
"""
import argparse
import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from latency import service
from measure import DCMBULK, Goals, by_tenth, fullest, make_archive, table

BYTES = 20_000_000
REQUESTS = 100
SIZE = 512 << 10


def seen(work, tree, concurrency, limit):
    """Requests at the service, by tenths of a second from the first on."""
    journal = work / "journal.db"
    with service() as (env, url):
        subprocess.run([DCMBULK, "upload", "--progress", "none", "--journal", str(journal),
                        "--concurrency", concurrency, *limit, str(tree)], env=env, check=True,
                       stdout=subprocess.DEVNULL)
        with urllib.request.urlopen(url + "/seen") as answer:
            counted = json.load(answer)
    for part in work.glob("journal.db*"):
        part.unlink()
    return {kind: by_tenth(counted[kind]) for kind in ("bytes", "requests")}


def controlled(work, tree, limit):
    """Bytes per second, over ten seconds that begin at least ten seconds after the limit was changed."""
    journal = work / "journal.db"
    with service() as (env, url):
        run = subprocess.Popen([DCMBULK, "upload", "--progress", "none", "--journal", str(journal),
                                "--limit-rate", "20MB", str(tree)], env=env, stdout=subprocess.DEVNULL)
        time.sleep(8)
        change = [DCMBULK, "control", "--journal", str(journal)]
        subprocess.run([*change, "limit-rate", limit], check=True, stdout=subprocess.DEVNULL)
        time.sleep(22)
        with urllib.request.urlopen(url + "/seen") as answer:
            counted = json.load(answer)
        subprocess.run([*change, "stop"], check=True, stdout=subprocess.DEVNULL)
        run.wait()
    for part in work.glob("journal.db?*"):
        part.unlink() if part.is_file() else part.rmdir()
    journal.unlink()
    return sum(by_tenth(counted["bytes"])[-110:-10]) / 10


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench rate", description=__doc__)
    parser.add_argument("--seconds", type=int, default=30, help="how long each run takes")
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    large, small = options.work / "large", options.work / "small"
    make_archive(large, 1, options.seconds * BYTES // SIZE, f"{SIZE}B")
    make_archive(small, 1, options.seconds * REQUESTS // 2, "1KiB")
    cases = [("--limit-rate", "20MB", "bytes", BYTES, large),
             ("--limit-read", "20MB", "bytes", BYTES, large),
             ("--limit-requests", f"{REQUESTS}/s", "requests", REQUESTS, small)]
    rows = [("limit", "workers", "seconds", "of the limit, mean", "fullest 10 s", "fullest second")]
    goals = Goals()
    for option, value, kind, limit, tree in cases:
        for concurrency in ("auto", "16"):
            counts = seen(options.work, tree, concurrency, [option, value])[kind]
            mean = sum(counts) / (len(counts) / 10) / limit
            ten, one = fullest(counts, 100) / 10 / limit, fullest(counts, 10) / limit
            rows.append((f"{option} {value}", concurrency, f"{len(counts) / 10:.1f}", f"{mean:.3f}",
                         f"{ten:.3f}", f"{one:.3f}"))
            print("  ".join(rows[-1]), file=sys.stderr, flush=True)
            what = f"{option} {value}, {concurrency} workers: "
            goals.at_least(what + "mean, of the limit", mean, 0.95)
            goals.at_most(what + "fullest ten seconds, of the limit", ten, 1.05)
    for limit, expected in (("4MB", 4_000_000), ("32Mbit", 4_000_000)):
        share = controlled(options.work, large, limit) / expected
        rows.append((f"control limit-rate {limit}", "auto", "10.0", f"{share:.3f}", "", ""))
        print("  ".join(rows[-1]), file=sys.stderr, flush=True)
        goals.at_least(f"control limit-rate {limit}: ten seconds later, of the limit", share, 0.95)
        goals.at_most(f"control limit-rate {limit}: ten seconds later, of the limit", share, 1.05)
    table(rows)
    return goals.conclude()


if __name__ == "__main__":
    sys.exit(main())
