"""What the benchmarks have in common: running commands, medians, tables, the sandbox."""
import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DCMBULK = str(Path(__file__).resolve().parent.parent / "dcmbulk")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lib"))

import sandboxes  # noqa: E402


@dataclass(frozen=True)
class Cost:
    """What a command cost: seconds on the clock, CPU seconds, peak resident memory in MB."""
    wall: float
    cpu: float
    rss: float


def run(command, env=None, accepted=(0,), output=subprocess.DEVNULL):
    """Runs a command (a list, or a line for bash) and returns its cost, with its children."""
    if isinstance(command, str):
        command = ["bash", "-c", "set -o pipefail; " + command]
    begun = time.monotonic()
    process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=output)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accepted:
        sys.exit(f"{shlex.join(command)} ended with {process.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(costs):
    return Cost(*(statistics.median(getattr(c, part) for c in costs)
                  for part in ("wall", "cpu", "rss")))


def in_turns(measures, rounds=3):
    """Runs each measure in turn, three times, so that a busy minute affects all; returns their medians."""
    costs = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            costs[name].append(measure())
    return {name: median(c) for name, c in costs.items()}


def table(rows):
    """Prints rows of texts in columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(text.ljust(w) if i == 0 else text.rjust(w)
                        for i, (text, w) in enumerate(zip(row, widths))).rstrip())


def by_tenth(counts):
    """The requests of slow_server.py, as a list of tenths of a second from the first on."""
    counts = {int(tenth): count for tenth, count in counts.items()}
    return [counts.get(tenth, 0) for tenth in range(min(counts), max(counts) + 1)]


def fullest(counts, tenths):
    """The most in so many tenths of a second that follow each other."""
    return max(sum(counts[i:i + tenths]) for i in range(max(1, len(counts) - tenths + 1)))


def several(allowed):
    """The type of an option that takes some of these names, separated by commas."""
    def parsed(text):
        names = text.split(",")
        for name in names:
            if name not in allowed:
                raise argparse.ArgumentTypeError(f"there is no '{name}': {', '.join(allowed)}")
        return names
    return parsed


class Goals:
    """Figures compared with their limits."""

    def __init__(self):
        self.rows = [("goal", "measured", "wanted", "")]
        self.passed = True

    def at_most(self, what, value, limit, unit=""):
        self._add(what, value, f"<= {limit:g}{unit}", value <= limit, unit)

    def at_least(self, what, value, limit, unit=""):
        self._add(what, value, f">= {limit:g}{unit}", value >= limit, unit)

    def _add(self, what, value, wanted, ok, unit):
        self.passed &= ok
        self.rows.append((what, f"{value:.2f}{unit}", wanted, "ok" if ok else "MISSED"))

    def conclude(self):
        """Prints them; returns exit code 1 if a limit was missed."""
        print()
        table(self.rows)
        print(f"load average now: {os.getloadavg()[0]:.1f}, processors: {os.cpu_count()}")
        return 0 if self.passed else 1


def make_archive(directory, studies, instances, size, seed=1):
    run([DCMBULK, "sample", "--studies", str(studies), "--instances", str(instances), "--size", size,
         "--seed", str(seed), str(directory)])


@contextmanager
def sandbox(work):
    """A sandbox in that directory; yields the environment that reaches it, and its audit log."""
    process, reach = sandboxes.start(work, "--port", "0")
    try:
        yield sandboxes.environment(work, reach), work / "lake" / "audit.jsonl"
    finally:
        process.terminate()
        process.wait()


def first_put(audit, begun):
    """Seconds from a time since 1970 to the first instance that arrived after it."""
    from datetime import datetime
    with open(audit) as lines:
        for line in lines:
            if '"upload"' in line:
                event = json.loads(line)
                at = datetime.fromisoformat(event["time"].replace("Z", "+00:00")).timestamp()
                if event["event"] == "upload" and at >= begun:
                    return at - begun
    sys.exit("nothing was uploaded")
