"""Starts a sandbox, and reads the file with its variables."""
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

DCMBULK = str(Path(__file__).resolve().parent.parent / "dcmbulk")


def start(work, *arguments, seconds=120):
    """A sandbox with its lake in that directory; returns its process and the variables that reach it."""
    work.mkdir(parents=True, exist_ok=True)
    env_file = work / "sandbox.env"
    env_file.unlink(missing_ok=True)
    with open(work / "sandbox.err", "wb") as errors:
        process = subprocess.Popen(
            [DCMBULK, "sandbox", "--lake", str(work / "lake"), "--env-file", str(env_file), *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
    until = time.time() + seconds
    while not (env_file.exists() and "SECRET" in env_file.read_text()):
        if time.time() > until or process.poll() is not None:
            process.kill()
            sys.exit("the sandbox did not start: " + (work / "sandbox.err").read_text())
        time.sleep(0.05)
    return process, variables(env_file)


def variables(env_file):
    """The variables of such a file: lines of a shell, with or without export."""
    found = {}
    for line in env_file.read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.removeprefix("export ").split("=", 1)
            found[key] = "".join(shlex.split(value))
    return found


def environment(work, reach):
    """This process's environment with those variables, and with no other setting of dcmbulk."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DCMBULK_") or k == "DCMBULK_JAVA_OPTS"}
    return kept | reach | {"XDG_CONFIG_HOME": str(work / "no-configuration")}
