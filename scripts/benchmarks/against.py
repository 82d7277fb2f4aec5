"""This build of dcmbulk compared with the build of another revision: CPU time, wall time and memory.

Both send the same files to the same store, in turns; each figure is the median of the ratios of the
pairs, so that a busy minute hits both alike. Below 1 this build is better. The other revision is built in a
copy of the repository, with the same Java.
"""
import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from instances import make_files
from measure import DCMBULK, make_archive, run, several, table
from store import nginx
from tools import Case

ROOT = Path(DCMBULK).parent.parent


@dataclass(frozen=True)
class Upload:
    """A number of instances of that size, with or without TLS."""
    count: int
    size: int
    secure: bool


UPLOADS = {
    "tiny-tls": Upload(8000, 2 << 10, True),
    "tiny": Upload(8000, 2 << 10, False),
    "medium-tls": Upload(4000, 512 << 10, True),
    "medium": Upload(4000, 512 << 10, False),
    "long-tls": Upload(40_000, 2 << 10, True),
    "long": Upload(40_000, 2 << 10, False),
    "hours-tls": Upload(400_000, 2 << 10, True),
    "large-tls": Upload(40, 64 << 20, True),
    "large": Upload(40, 64 << 20, False),
    "one-tls": Upload(1, 2 << 10, True),
}
LOCAL = ("check", "check-one", "version", "status")
DEFAULT = "tiny-tls,tiny,medium-tls,large-tls,large,one-tls,check,version"
CHECKED = 100_000


def build(revision, home):
    """The launcher of a build of that revision."""
    def quietly(*command):
        subprocess.run(command, check=True, stdout=sys.stderr)

    print(f"building {revision}", file=sys.stderr)
    quietly("git", "clone", "--quiet", "--shared", "--no-checkout", str(ROOT), str(home))
    quietly("git", "-C", str(home), "checkout", "--quiet", revision)
    quietly("mvn", "-B", "-q", "-DskipTests", "-f", str(home / "pom.xml"), "package")
    return str(home / "scripts" / "dcmbulk")


class Uploading:
    """One case of an upload, with one number of parallel uploads."""

    def __init__(self, case, store, work, concurrency):
        self.case, self.store, self.work, self.concurrency = case, store, work, concurrency
        self.runs = 0

    def cost(self, program):
        self.runs += 1
        home = self.work / f"run-{self.runs}"
        home.mkdir()
        url = self.store.url(self.case.secure)
        tls = ["--ca-file", str(self.store.authority)] if self.case.secure else []
        cost = run([program, "upload", "--progress", "none", "--client-id", "benchmark",
                    "--api-url", url, "--token-url", url, "--journal", str(home / "journal.db"),
                    "--concurrency", self.concurrency, *tls, str(self.work / "tree")],
                   clean_environment(home))
        arrived = self.store.count()
        self.store.clear()
        shutil.rmtree(home)
        if arrived != self.case.count:
            sys.exit(f"{arrived} of {self.case.count} objects arrived")
        return cost


def clean_environment(home):
    """An environment without the user's configuration; DCMBULK_JAVA_OPTS is kept."""
    env = {k: v for k, v in os.environ.items()
           if not k.startswith("DCMBULK_") or k == "DCMBULK_JAVA_OPTS"}
    return env | {"DCMBULK_CLIENT_SECRET": "secret", "XDG_CONFIG_HOME": str(home / "none"),
                  "XDG_STATE_HOME": str(home / "state")}


class Local:
    """A command without network requests."""

    def __init__(self, name, work):
        tree = work / "tree"
        self.work = work
        if name == "version":
            self.arguments = ["--version"]
        elif name == "status":
            self.arguments = ["status"]
        else:
            # One file measures the start of a check.
            studies, instances = (1, 1) if name == "check-one" else (CHECKED // 100, 100)
            make_archive(tree, studies, instances, "32KiB")
            self.arguments = ["check", "--progress", "none", str(tree)]

    def cost(self, program):
        return run([program, *self.arguments], clean_environment(self.work))


def compared(case, programs, pairs):
    """Medians of the ratios (first program to second) of CPU, wall and memory; and each program's costs."""
    costs = [[], []]
    for pair in range(pairs + 1):
        # Each is first in every other pair; a pair before the first only fills caches.
        order = (0, 1) if pair % 2 else (1, 0)
        measured = {which: case.cost(programs[which]) for which in order}
        if pair > 0 or pairs == 1:
            for which, cost in measured.items():
                costs[which].append(cost)
            print("  ", *(f"{c[-1].cpu:.2f} s CPU, {c[-1].wall:.2f} s;" for c in costs),
                  file=sys.stderr, flush=True)
    ratio = {part: statistics.median(getattr(a, part) / getattr(b, part) for a, b in zip(*costs))
             for part in ("cpu", "wall", "rss")}
    typical = [{part: statistics.median(getattr(c, part) for c in of) for part in ratio}
               for of in costs]
    return ratio, typical


def row(title, ratio, typical):
    ours, theirs = typical
    return (title, *(f"{ratio[p]:.2f}" for p in ("cpu", "wall", "rss")),
            f"{ours['cpu']:.2f} / {theirs['cpu']:.2f}", f"{ours['wall']:.2f} / {theirs['wall']:.2f}",
            f"{ours['rss']:.0f} / {theirs['rss']:.0f}")


HEADING = ("", "CPU", "wall", "RSS", "CPU s", "wall s", "RSS MB")


def cases(names, concurrencies, store, work, scale):
    """Each case to measure, with its title; its files are removed before the next."""
    for name in names:
        home = work / name
        home.mkdir()
        if name in UPLOADS:
            upload = UPLOADS[name]
            count = max(1, int(upload.count * scale))
            made = make_files(Case(name, count, upload.size, ()), home)
            case = Upload(made.count, upload.size, upload.secure)
            for concurrency in concurrencies:
                yield (f"{made.title}, {'TLS' if upload.secure else 'plain'}, {concurrency}",
                       Uploading(case, store, home, concurrency))
        else:
            yield name, Local(name, home)
        shutil.rmtree(home)


def arguments(parser):
    parser.add_argument("--cases", default=DEFAULT, type=several([*UPLOADS, *LOCAL]),
                        help=f"of {', '.join([*UPLOADS, *LOCAL])}"
                        " (default: %(default)s)")
    parser.add_argument("--concurrency", default="8,auto", help="(default: %(default)s)")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--scale", type=float, default=1, help="part of the instances, such as 0.1")
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)


def measured(options, programs):
    """Runs the cases and prints a table."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    rows = [HEADING]
    with nginx(options.work / "store") as store:
        for title, case in cases(options.cases, options.concurrency.split(","), store,
                                 options.work, options.scale):
            print(title, file=sys.stderr, flush=True)
            rows.append(row(title, *compared(case, programs, options.pairs)))
    print()
    table(rows)
    print(f"medians of {options.pairs} pairs; load average now: {os.getloadavg()[0]:.1f},"
          f" processors: {os.cpu_count()}")


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench against", description=__doc__)
    parser.add_argument("revision", help="of git, or the launcher of another build")
    arguments(parser)
    options = parser.parse_args()
    other = (options.revision if os.access(options.revision, os.X_OK)
             and os.path.isfile(options.revision) else build(options.revision, options.work / "other"))
    print(f"this build against {options.revision}, with the same Java")
    measured(options, [DCMBULK, other])
    return 0


if __name__ == "__main__":
    sys.exit(main())
