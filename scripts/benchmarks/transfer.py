"""Speed of `dcmbulk upload`, against other tools that send the same files to the same store.

The case `sparse` shows that memory stays flat with 64 large instances on their way. They are 128 GiB of
zeros that take no space on the disk and are kept nowhere, but every byte is read, hashed and sent: some
five minutes on two cores. --scale 0.25 makes them smaller, not fewer.
"""
import argparse
import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

from instances import make_files
from measure import Goals, in_turns, several, table
from store import has_webdav, nginx, nginx_in, program, sink
from tools import DCMTK, Bench, Case

NEEDED = {"nginx": "nginx", "curl": "curl", "openssl": "openssl", "javac": "a JDK, such as"
          " default-jdk-headless", "mvn": "maven"}
ALL = ("dcmbulk", "native", "curl", "bare", "md5sum", "rclone", "dcmsend", "nodelay", "xargs")
CASES = {
    "small": Case("small", 20_000, 32 << 10, ALL),
    "medium": Case("medium", 8000, 512 << 10, ALL),
    "large": Case("large", 40, 256 << 20, ALL),
    "tiny": Case("tiny", 80_000, 1 << 10, ("dcmbulk", "bare")),
    "sparse": Case("sparse", 64, 2 << 30, ("dcmbulk",), concurrency="64"),
}
SECURITY = {"plain": [False], "tls": [True], "both": [False, True]}


def missing_tools():
    """Which tools are skipped, with a message about them."""
    lacking = [package for name, package in NEEDED.items() if not program(name)]
    if lacking:
        sys.exit("error: needed and not found; Debian: apt install " + " ".join(lacking))
    left_out = []
    if not (shutil.which("rclone") and has_webdav()):
        left_out.append("rclone")
        print("left out: rclone (Debian: rclone libnginx-mod-http-dav-ext)")
    if not (shutil.which("dcmsend") and shutil.which("storescp")):
        left_out += DCMTK
        print("left out: dcmsend (Debian: dcmtk)")
    return left_out


def report(case, secure, costs):
    ours = costs["dcmbulk"]
    print(f"\n{case.title}, {'TLS' if secure else 'plain'}")
    table([("", "wall s", "CPU s", "RSS MB", "instances/s", "MB/s", "wall / ours", "CPU / ours")]
          + [(name, f"{c.wall:.2f}", f"{c.cpu:.2f}", f"{c.rss:.0f}", f"{case.count / c.wall:.0f}",
              f"{case.count * case.size / c.wall / 1e6:.0f}", f"{c.wall / ours.wall:.2f}",
              f"{c.cpu / ours.cpu:.2f}") for name, c in costs.items()])


def check_goals(goals, case, secure, costs):
    ours = costs["dcmbulk"]
    label = f"{case.title}, {'TLS' if secure else 'plain'}: "
    goals.at_most(label + "peak memory", ours.rss, 300, " MB")
    for tool, factor in (("xargs", 5), ("rclone", 1), ("dcmsend", 1)):
        if tool in costs:
            goals.at_least(label + f"faster than {tool}", costs[tool].wall / ours.wall, factor, "x")
    if "native" in costs:
        goals.at_most(label + "wall, of curl's and md5sum's", ours.wall / costs["native"].wall, 1.5,
                      "x")
    if case.name == "tiny" and "bare" in costs:
        goals.at_least(label + "rate, of the bare loop's", costs["bare"].wall / ours.wall, 0.7, "x")
    if case.name == "medium" and "bare" in costs and "md5sum" in costs:
        both = costs["bare"].cpu + costs["md5sum"].cpu
        goals.at_most(label + "CPU, of the bare loop's and md5sum's", ours.cpu / both, 1.3, "x")


def scaled(case, scale):
    if case.name == "sparse":
        return replace(case, size=int(case.size * scale))
    return replace(case, count=max(4, int(case.count * scale)))


def compare(case, store, secure, work, tools, rounds, goals):
    print(f"{case.title}, {'TLS' if secure else 'plain'}", file=sys.stderr)
    bench = Bench(case, store, secure, work)
    costs = in_turns(bench.measures(tools), rounds)
    report(case, secure, costs)
    check_goals(goals, case, secure, costs)
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench transfer", description=__doc__)
    parser.add_argument("--cases", default="small,medium,large,tiny", type=several(CASES),
                        help=f"of {', '.join(CASES)} (default: %(default)s)")
    parser.add_argument("--tools", default=",".join(ALL), type=several(ALL), help="(default: %(default)s)")
    parser.add_argument("--scale", type=float, default=1, help="part of the instances, such as 0.1")
    parser.add_argument("--security", choices=list(SECURITY), default="both")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--store", type=Path, help="where nginx keeps its objects for a while"
                        " (default: in memory where there is room, otherwise beside the files)")
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    # On a signal nginx is stopped and the store removed as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    left_out = missing_tools()
    tools = [t for t in options.tools if t not in left_out]
    goals = Goals()
    store_home = (options.store or options.work) / f"store-{os.getpid()}"
    try:
        with (nginx_in if options.store else nginx)(store_home) as store:
            for name in options.cases:
                work = options.work / name
                work.mkdir()
                case = make_files(scaled(CASES[name], options.scale), work)
                if name == "sparse":
                    with sink() as target:
                        compare(case, target, False, work, tools, 1, goals)
                else:
                    for secure in SECURITY[options.security]:
                        compare(case, store, secure, work, tools, options.rounds, goals)
                shutil.rmtree(work)
    finally:
        shutil.rmtree(store_home, ignore_errors=True)
    print(f"\nmedians of {options.rounds}")
    return goals.conclude()


if __name__ == "__main__":
    sys.exit(main())
