"""How near `--concurrency auto` is to the best fixed number of workers, for services that are far
away, busy, strict or narrow.

What counts is the rate that it reaches within the first minute, as the service sees it over five
seconds; the rate of the whole run, with its slow start, is shown beside it.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from measure import DCMBULK, Goals, by_tenth, fullest, make_archive, table

HERE = Path(__file__).resolve().parent


@contextmanager
def service(*arguments):
    process = subprocess.Popen([sys.executable, "-B", str(HERE / "slow_server.py"), *arguments],
                               stdout=subprocess.PIPE, text=True)
    try:
        url = process.stdout.readline().strip()
        env = dict(os.environ, DCMBULK_API_URL=url + "/v1", DCMBULK_TOKEN_URL=url + "/oauth2",
                   DCMBULK_CLIENT_ID="bench", DCMBULK_CLIENT_SECRET="bench")
        yield env, url
    finally:
        process.terminate()
        process.wait()


def upload(work, tree, arguments, concurrency):
    """Uploads the tree; returns the run's result, and the requests that the service received."""
    journal = work / "journal.db"
    with service(*arguments) as (env, url):
        begun = os.times()
        out = subprocess.run([DCMBULK, "upload", "--progress", "none", "--output", "json",
                              "--journal", str(journal), "--concurrency", str(concurrency), str(tree)],
                             env=env, stdout=subprocess.PIPE)
        spent = os.times()
        with urllib.request.urlopen(url + "/seen") as answer:
            seen = json.load(answer)
    for part in work.glob("journal.db*"):
        part.unlink()
    result = json.loads(out.stdout)
    if out.returncode:
        sys.exit(f"the upload ended with {out.returncode}: {result.get('problem')}")
    result["cpu"] = (spent.children_user + spent.children_system
                     - begun.children_user - begun.children_system)
    return result, seen


# In tenths of a second.
FIRST_MINUTE = 600
WINDOW = 50

CASES = {
    "50 ms away": ["--delay", "0.05"],
    "200 ms away": ["--delay", "0.2"],
    "on the LAN": [],
    "one by one, 10 ms": ["--serial", "0.01"],
    "refuses beyond 12": ["--delay", "0.05", "--most", "12"],
    "refuses 10 % by chance": ["--delay", "0.02", "--refuse", "0.1"],
    "a line of 60 MB/s": ["--delay", "0.02", "--rate", "60e6"],
}

# The fixed number with which auto is compared, where it is not 64.
FIXED = {"refuses beyond 12": 12, "refuses 10 % by chance": 16}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--instances", type=int, default=2000)
    parser.add_argument("--size", default="512KiB")
    parser.add_argument("--case", action="append", choices=list(CASES))
    options = parser.parse_args()
    tree = options.work / "tree"
    make_archive(tree, 20, options.instances // 20, options.size)
    rows = [("service", "workers", "seconds", "CPU s", "instances/s", "MB/s reached", "in flight, most",
             "at the end", "refused")]
    goals = Goals()
    for case in options.case or CASES:
        rates, reached = {}, {}
        for workers in ["auto", FIXED.get(case, 64)]:
            result, seen = upload(options.work, tree, CASES[case], workers)
            rates[workers] = result["instances"]["uploaded"] / result["elapsedSeconds"]
            first_minute = by_tenth(seen["bytes"])[:FIRST_MINUTE]
            reached[workers] = fullest(first_minute, WINDOW) / (WINDOW / 10) / 1e6
            chosen = result["concurrency"]
            rows.append((case, str(workers), f"{result['elapsedSeconds']:.1f}", f"{result['cpu']:.1f}",
                         f"{rates[workers]:.0f}", f"{reached[workers]:.0f}", str(seen["most"]),
                         str(chosen["limit"]), str(seen["refused"])))
            if workers == "auto":
                print(f"{case}: {chosen['limit']} in flight, {chosen['most']} at most: {chosen['why']}",
                      flush=True)
        other = next(w for w in rates if w != "auto")
        print(f"  whole runs: auto {rates['auto']:.0f}/s, {other} workers {rates[other]:.0f}/s: "
              f"{rates['auto'] / rates[other]:.2f} times", flush=True)
        goals.at_least(f"auto reaches, of {other} workers' rate, {case}",
                       reached["auto"] / reached[other], 0.85, "x")
        if case == "refuses 10 % by chance":
            goals.at_most(f"auto takes, of 16 workers' time, {case}", rates[16] / rates["auto"], 1.5, "x")
        if case == "one by one, 10 ms":
            goals.at_most(f"in flight at the end, {case}", int(rows[-2][7]), 16)
    shutil.rmtree(tree)
    table(rows)
    return goals.conclude()


if __name__ == "__main__":
    sys.exit(main())
