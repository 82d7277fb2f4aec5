"""A sandbox of one's own, an archive to send to it, and a directory for what is seen."""
import os
import shlex
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
DCMBULK = str(HOME / "scripts" / "dcmbulk")


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
        work.mkdir(parents=True, exist_ok=True)
        env_file = work / "env"
        self.process = subprocess.Popen(
            [DCMBULK, "sandbox", "--lake", str(work / "lake"), "--env-file", str(env_file), *arguments],
            stdout=subprocess.DEVNULL, stderr=open(work / "sandbox.err", "wb"))
        until = time.time() + 60
        while not (env_file.exists() and "SECRET" in env_file.read_text()):
            if time.time() > until or self.process.poll() is not None:
                sys.exit("the sandbox did not start: " + (work / "sandbox.err").read_text())
            time.sleep(0.05)
        self.variables = {}
        for line in env_file.read_text().splitlines():
            if "=" in line and not line.startswith("#"):
                key, value = line.removeprefix("export ").split("=", 1)
                self.variables[key] = "".join(shlex.split(value))

    def environment(self, work):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DCMBULK_") or k == "DCMBULK_JAVA_OPTS"}
        return kept | self.variables | {"XDG_CONFIG_HOME": str(work / "no-configuration"),
                                        "XDG_STATE_HOME": str(work / "state")}

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
