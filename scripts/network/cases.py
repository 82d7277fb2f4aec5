"""One case: a run of the packaged command, with what is expected of it."""
import json
import os
import re
import resource
import subprocess
import time

import sandboxes
from network.servers import PASSWORD

UPLOAD = ["upload", "--output", "json", "--progress", "none"]
DOCTOR = ["doctor"]


class Cases:
    """Runs cases, and counts those that failed."""

    def __init__(self, network, only):
        self.network = network
        self.only = only
        self.tree = network.work / "tree"
        subprocess.run([sandboxes.DCMBULK, "sample", "--studies", "2", "--instances", "10", "--size", "40KiB",
                        str(self.tree)], check=True, stdout=subprocess.DEVNULL)
        self.failed = []
        self.count = 0

    def case(self, name, arguments, exit_code=0, says="", env=None, base=None, carried=None, java="",
             check=None, command=UPLOAD, tree=None, uploaded=20, retries=0, within=120):
        """One run: its exit code, a pattern in what it says, whether the proxy carried it."""
        if self.only and self.only not in name:
            return
        self.count += 1
        work = self.network.work / f"case-{self.count}"
        work.mkdir()
        base = base or self.network.url("plain")
        environment = {"PATH": self.network.env["PATH"], "HOME": str(work), **self.network.variables,
                       "DCMBULK_API_URL": base + "/v1", "DCMBULK_TOKEN_URL": base + "/oauth2",
                       "DCMBULK_JAVA_OPTS": java, **(env or {})}
        for variable in ("JAVA_HOME",):
            if variable in os.environ:
                environment[variable] = os.environ[variable]
        before = self.network.carried()
        begun = time.time()
        run = subprocess.run(
            [sandboxes.DCMBULK, *command, "--log-file", str(work / "log"), "--log-level", "debug", *arguments,
             *([str(tree or self.tree)] if command == UPLOAD else [])],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=within)
        seconds = time.time() - begun
        log = (work / "log").read_text() if (work / "log").exists() else ""
        wrong = []
        if run.returncode != exit_code:
            wrong.append(f"exit {run.returncode}, not {exit_code}")
        said = run.stderr if command == UPLOAD else run.stdout + run.stderr
        if not re.search(says, said, re.S):
            wrong.append(f"it does not say /{says}/")
        result = json.loads(run.stdout) if run.stdout.startswith("{") else {}
        if exit_code == 0 and command == UPLOAD and (
                result["instances"]["uploaded"] != uploaded or result["requests"]["retries"] != retries):
            wrong.append(f"{result['instances']} {result['requests']}")
        passed = self.network.carried() - before
        if carried is not None and (passed > 0) != carried:
            wrong.append(f"the proxy carried {passed} connections")
        if check:
            wrong += check(result)
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        if largest > 300:
            wrong.append(f"{largest} MB of memory")
        for secret in (PASSWORD, "k3y-passw0rd", environment.get("DCMBULK_CLIENT_SECRET", PASSWORD)):
            if secret in run.stdout + run.stderr + log:
                wrong.append("a secret is in what it wrote")
        if command == UPLOAD:
            said = " ".join(said.split())[:300]
        else:
            said = "\n".join(re.findall(r"^(?:FAILED|warning) .*\n.*", said, re.M))
        print(f"{'FAIL' if wrong else 'ok':4} {name} ({seconds:.1f} s)"
              + "".join(f"\n       {line}" for line in said.splitlines()), flush=True)
        if wrong:
            self.failed.append(name)
            for line in wrong:
                print("       " + line)
