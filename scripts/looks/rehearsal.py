"""A sandbox, an archive to send to it, and a directory for the output."""
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
DCMBULK = str(HOME / "scripts" / "dcmbulk")
sys.path.insert(0, str(HOME / "scripts" / "lib"))

import sandboxes  # noqa: E402


def directory(asked, what):
    to = Path(asked) if asked else HOME / "target" / "look" / f"{what}-{datetime.now():%Y%m%d-%H%M%S}"
    to.mkdir(parents=True, exist_ok=True)
    return to.resolve()


def sample(directory, *arguments, hours_old=2):
    subprocess.run([DCMBULK, "sample", *arguments, str(directory)], check=True, stdout=subprocess.DEVNULL)
    then = time.time() - hours_old * 3600
    for path in directory.rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


class Sandbox:
    def __init__(self, work, *arguments):
        self.process, self.variables = sandboxes.start(work, *arguments)

    def environment(self, work):
        return sandboxes.environment(work, self.variables) | {"XDG_STATE_HOME": str(work / "state")}

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
