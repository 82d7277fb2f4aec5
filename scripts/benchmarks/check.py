"""Speed of `dcmbulk check`, against tools that read the same files."""
import argparse
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from measure import DCMBULK, Cost, Goals, in_turns, make_archive, run, table

PER_STUDY = 100
PYDICOM_SAMPLE = 2000
PROCESSES = 500
PYDICOM_LOOP = """
import sys, time
from pydicom import dcmread
files = sys.stdin.read().split("\\0")[:-1]
wall, cpu = time.monotonic(), time.process_time()
for file in files:
    dcmread(file, stop_before_pixels=True)
print(time.monotonic() - wall, time.process_time() - cpu)
"""


def python_with_pydicom():
    for python in ("/usr/bin/python3", sys.executable):
        if shutil.which(python) and subprocess.run(
                [python, "-c", "import pydicom"], stderr=subprocess.DEVNULL).returncode == 0:
            return python
    return None


def pydicom(python, files, scale):
    """The loop alone, without Python's start, over a sample; scaled to all files."""
    done = subprocess.run([python, "-c", PYDICOM_LOOP], input=b"".join(f + b"\0" for f in files),
                          stdout=subprocess.PIPE, check=True)
    wall, cpu = map(float, done.stdout.split())
    return scaled(Cost(wall, cpu, 0), scale)


def floor(listed):
    """Opening and reading alone, from a running JVM."""
    java = Path(os.environ.get("JAVA_HOME", "")) / "bin" / "java"
    source = Path(__file__).with_name("Floor.java")
    with open(listed, "rb") as names:
        done = subprocess.run([java if java.is_file() else "java", "-XX:TieredStopAtLevel=1", source],
                              stdin=names, stdout=subprocess.PIPE, check=True)
    wall, cpu = map(float, done.stdout.split())
    return Cost(wall, cpu, 0)


def run_each(program, files):
    """One process for each file, as in scripts that check files one by one."""
    names = " ".join(shlex.quote(os.fsdecode(f)) for f in files)
    return run(f"for f in {names}; do {program} \"$f\"; done")


def scaled(cost, factor):
    return Cost(cost.wall * factor, cost.cpu * factor, cost.rss)


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench check", description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    studies = max(1, options.files // PER_STUDY)
    count = studies * PER_STUDY
    tree = options.work / "tree"
    print(f"making {count} files of 32 KiB in {studies} studies", flush=True)
    make_archive(tree, studies, PER_STUDY, "32KiB")
    files = [os.fsencode(f) for f in sorted(tree.rglob("*.dcm"))]
    listed = options.work / "list"
    listed.write_bytes(b"".join(f + b"\0" for f in files))
    quoted, listed = shlex.quote(str(tree)), shlex.quote(str(listed))
    run(f"find {quoted} -type f -print0 | xargs -0 -P2 cat")

    empty = options.work / "empty"
    empty.mkdir()
    measures = {
        "dcmbulk check": lambda: run([DCMBULK, "check", "--progress", "none", str(tree)]),
        "  of that, its start (nothing to check)":
            lambda: run([DCMBULK, "check", "--progress", "none", str(empty)]),
        "  of that, Java's stat, open, read, close":
            lambda: floor(options.work / "list"),
        "find | xargs -P2 head -c 4096":
            lambda: run(f"find {quoted} -type f -print0 | xargs -0 -P2 head -qc 4096 >/dev/null"),
    }
    goals = [("find | xargs -P2 head -c 4096", None)]
    if shutil.which("dcmftest"):
        goals.append(("dcmftest", 5))
        measures["dcmftest"] = lambda: run(f"xargs -0 dcmftest <{listed}")
        few = files[::max(1, count // PROCESSES)]
        single = f"dcmftest, a process per file ({len(few)}, scaled)"
        goals.append((single, 5))
        measures[single] = lambda: scaled(run_each("dcmftest", few), count / len(few))
    else:
        print("left out: dcmftest is not installed (Debian: dcmtk)")
    python = python_with_pydicom()
    if python:
        step = max(1, count // PYDICOM_SAMPLE)
        sample = files[::step]
        name = f"pydicom loop ({len(sample)} files, scaled)"
        goals.append((name, 20))
        measures[name] = lambda: pydicom(python, sample, count / len(sample))
    else:
        print("left out: pydicom is not installed (Debian: python3-pydicom)")

    costs = in_turns(measures, options.rounds)
    ours = costs["dcmbulk check"]
    print(f"medians of {options.rounds}, warm cache:")
    table([("", "wall s", "CPU s", "files/s", "wall / ours")]
          + [(name, f"{c.wall:.2f}", f"{c.cpu:.2f}", f"{count / c.wall:.0f}",
              f"{c.wall / ours.wall:.2f}") for name, c in costs.items()])
    print(f"peak memory of dcmbulk: {ours.rss:.0f} MB")
    verdict = Goals()
    if "dcmftest" in measures:
        print("dcmftest looks for the four letters DICM and at nothing else")
    for name, factor in goals:
        if factor is None:
            verdict.at_most("wall time, of head's", ours.wall / costs[name].wall, 2, "x")
        else:
            verdict.at_least(f"faster than {name.split(' (')[0]}", costs[name].wall / ours.wall,
                             factor, "x")
    return verdict.conclude()


if __name__ == "__main__":
    sys.exit(main())
