"""Runs dcmbulk with a sandbox in terminals of several widths, and saves their content at several moments."""
import argparse
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rehearsal import DCMBULK, Sandbox, directory, sample

WIDTHS = (40, 80, 120)
ROWS = 30
PATIENCE = 60


class Terminals:
    """One terminal for each width; all run the same command, and are read together."""

    def __init__(self, work, to, environment):
        self.work, self.to, self.environment = work, to, environment
        self.socket = ["tmux", "-S", str(work / "tmux"), "-f", "/dev/null"]
        self.missed, self.number = [], 0

    def close(self):
        subprocess.run([*self.socket, "kill-server"], stderr=subprocess.DEVNULL)

    def run(self, name, *arguments):
        """Starts dcmbulk in all; each has its own journal, kept from one run to the next."""
        for width in WIDTHS:
            command = [DCMBULK, *arguments, "--journal", str(self.work / f"journal-{width}.db")]
            script = self.work / f"{name}-{width}.sh"
            script.write_text(f"echo $$ >{self.work}/{name}-{width}.pid\nexec {shlex.join(command)}\n")
            line = f"cd {shlex.quote(str(self.work))}; echo '$ dcmbulk {shlex.join(arguments)}'; bash {script}; echo \"[exit $?]\"; exec sleep 600"
            subprocess.run(
                [*self.socket, "new-session", "-d", "-s", f"{name}-{width}", "-x", str(width), "-y", str(ROWS),
                 "bash", "-c", line],
                env=self.environment, check=True)

    def capture(self, name, width):
        shown = subprocess.run([*self.socket, "capture-pane", "-p", "-S", "-200", "-t", f"={name}-{width}:"],
                               capture_output=True, text=True, check=True).stdout
        return shown.rstrip("\n") + "\n"

    def keep(self, name, moment, pattern, narrow=None):
        """Waits until each shows that, and saves it."""
        self.number += 1
        for width in WIDTHS:
            wanted = narrow if narrow and width < 60 else pattern
            until = time.time() + PATIENCE
            shown = self.capture(name, width)
            while not re.search(wanted, shown) and time.time() < until:
                time.sleep(0.1)
                shown = self.capture(name, width)
            file = self.to / f"{self.number:02d}-{moment}-{width}.txt"
            file.write_text(shown)
            if not re.search(wanted, shown):
                self.missed.append(f"{file}: does not show {wanted}")
        print(f"{self.to}/{self.number:02d}-{moment}-*.txt")

    def interrupt(self, name):
        for width in WIDTHS:
            os.kill(int((self.work / f"{name}-{width}.pid").read_text()), signal.SIGINT)


def main():
    parser = argparse.ArgumentParser(prog="scripts/look progress")
    parser.add_argument("--to", help="a directory")
    to = directory(parser.parse_args().to, "progress")
    with tempfile.TemporaryDirectory(prefix="dcmbulk-look-") as name:
        work = Path(name)
        sample(work / "archive")
        sample(work / "load", "--studies", "12", "--instances", "40", "--size", "64KiB")
        sample(work / "new", "--studies", "2", "--instances", "30", "--seed", "2", hours_old=0)
        sample(work / "large", "--studies", "1", "--instances", "2", "--size", "15MiB", "--seed", "3")
        sandbox = Sandbox(work, "--fault", "latency=400ms:20%", "--fault", "slow-down:3%", "--fault",
                          "internal-error:10%", "--overwrite-window", "0")
        terminals = Terminals(work, to, sandbox.environment(work))
        try:
            rehearse(terminals, sandbox)
            as_cron(work, to, sandbox)
        finally:
            terminals.close()
            sandbox.signal(signal.SIGCONT)
            sandbox.stop()
    for line in terminals.missed:
        print(f"MISSED: {line}")
    sys.exit(1 if terminals.missed else 0)


def rehearse(terminals, sandbox):
    common = ["--min-age", "1h", "--max-attempts", "2", "--read-timeout", "3s", "--study-gap", "3s",
              "--overwrite-window", "30s", "--grace", "20s", "archive", "new", "load"]
    terminals.run("first", "upload", *common, "--concurrency", "4", "--limit-requests", "30")
    terminals.keep("first", "start", r"Walked")
    terminals.keep("first", "middle", r"Time .* left", r"Time +\d+s +(about|at least)")
    terminals.keep("first", "failures", r"Failed +\d")
    sandbox.signal(signal.SIGSTOP)
    terminals.keep("first", "outage", r"No answer +for \d\ds")
    sandbox.signal(signal.SIGCONT)
    terminals.keep("first", "after-the-outage", r"Time .* left", r"Time +\d+s +(about|at least)")
    terminals.interrupt("first")
    terminals.keep("first", "ctrl-c", r"Stopping|\[exit 130\]")
    terminals.keep("first", "interrupted", r"\[exit 130\]")
    time.sleep(3.5)  # beyond --study-gap: what was interrupted has to wait
    terminals.run("second", "upload", *common, "--concurrency", "16")
    terminals.keep("second", "waiting", r"Waiting +\d")
    terminals.keep("second", "end", r"\[exit \d+\]")
    terminals.run("large", "upload", "--limit-rate", "2MB", "large")
    terminals.keep("large", "large-instances", r"Delivered +━━+(.|\n)*\b0 of 2 ", r"Delivered +━━+(.|\n)*\b0 of 2\n")
    terminals.keep("large", "large-instances-end", r"\[exit 0\]")


def as_cron(work, to, sandbox):
    """As under cron: a minimal environment, no terminal, all output in a file."""
    log = to / "cron.log"
    with open(log, "wb") as out:
        subprocess.run(
            [DCMBULK, "upload", "--journal", str(work / "cron.db"), "--min-age", "1h", "--max-attempts", "2",
             str(work / "archive"), str(work / "new"), str(work / "load")],
            env=sandbox.variables | {"HOME": str(work), "PATH": "/usr/bin:/bin"}, stdin=subprocess.DEVNULL,
            stdout=out, stderr=subprocess.STDOUT)
    print(log)


main()
