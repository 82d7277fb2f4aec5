"""Tools that send the same instances to the same store: dcmbulk, and those with which it is compared."""
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from measure import DCMBULK, Cost, run
from store import TOKEN, await_port, free_ports

TARGET = Path(DCMBULK).parent.parent / "target"
# The bare loop's libraries, which are not dcmbulk's.
LIB = TARGET / "bench-lib"
PARALLEL = 16
LOOP_SAMPLE = 1000
RCLONE_SAMPLE = 400
DCMSEND_SAMPLE = 200
DCMTK = ("dcmsend", "nodelay")
# As the launcher runs an upload.
JAVA = ["java", "-XX:+UseSerialGC", "-Xss512k", "-Xms48m", "-Xmn24m", "-Xmx256m",
        "-XX:MaxInlineLevel=3", "-XX:InlineSmallCode=300", "-XX:FreqInlineSize=40",
        "-Dslf4j.internal.verbosity=ERROR"]


@dataclass(frozen=True)
class Case:
    """A number of instances of that size."""
    name: str
    count: int
    size: int
    tools: tuple
    concurrency: str = "auto"

    @property
    def title(self):
        unit = f"{self.size >> 20} MiB" if self.size >> 20 else f"{self.size >> 10} KiB"
        return f"{self.count} x {unit}"


class Bench:
    """One case, plain or with TLS."""

    def __init__(self, case, store, secure, work):
        self.case = case
        self.store = store
        self.secure = secure
        self.work = work
        self.tree = work / "tree"
        self.files = sorted(self.tree.rglob("*.dcm"))
        self.url = store.url(secure)
        self.ca = ["--cacert", str(store.authority)] if secure else []
        self.runs = 0

    def measures(self, tools):
        """The measures of those tools that this machine has."""
        known = {
            "dcmbulk": self.dcmbulk, "native": self.native, "curl": self.curl_puts,
            "bare": self.bare, "md5sum": self.md5sum, "rclone": self.rclone,
            "dcmsend": self.dcmsend, "nodelay": self.nodelay, "xargs": self.xargs,
        }
        return {tool: partial(self.measured, tool, known[tool]) for tool in tools
                if tool in self.case.tools and not (tool in DCMTK and self.secure)}

    def measured(self, tool, measure):
        cost = measure()
        print(f"  {tool}: {cost.wall:.2f} s, CPU {cost.cpu:.2f} s", file=sys.stderr, flush=True)
        return cost

    def stored(self, command, env=None, count=None):
        """Runs it, makes sure that everything arrived, and makes room for the next."""
        cost = run(command, env)
        arrived = self.store.count()
        self.store.clear()
        expected = self.case.count if count is None else count
        if arrived != expected:
            sys.exit(f"{arrived} of {expected} objects arrived by {command[0]}")
        return cost

    def dcmbulk(self):
        self.runs += 1
        env = {k: v for k, v in os.environ.items()
               if not k.startswith("DCMBULK_") or k == "DCMBULK_JAVA_OPTS"}
        env |= {"DCMBULK_CLIENT_SECRET": "secret", "XDG_CONFIG_HOME": str(self.work / "none")}
        journal = self.work / f"journal-{self.secure}-{self.runs}" / "journal.db"
        journal.parent.mkdir()
        tls = ["--ca-file", str(self.store.authority)] if self.secure else []
        cost = self.stored(
            [DCMBULK, "upload", "--progress", "none", "--client-id", "benchmark", "--api-url",
             self.url, "--token-url", self.url, "--journal", str(journal), "--concurrency",
             self.case.concurrency, *tls,
             str(self.tree)], env)
        shutil.rmtree(journal.parent)
        return cost

    def curl(self):
        # Its progress meter cannot be switched off; errors are visible in the number of stored files.
        return ["curl", "-sS", "--fail", "--parallel", "--parallel-max", str(PARALLEL), "--stderr",
                str(self.work / "curl.log"), *self.ca]

    def puts(self):
        """What curl is to send, with a URL for each file."""
        config = self.work / "puts"
        lines = (f'upload-file = "{file}"\nurl = "{self.url}/lake/{i:032x}"\n'
                 f'output = "/dev/null"\n' for i, file in enumerate(self.files))
        config.write_text('header = "Content-Type: application/dicom"\nheader = "Expect:"\n'
                          + "".join(lines))
        return [*self.curl(), "--config", str(config)]

    def curl_puts(self):
        return self.stored(self.puts())

    def native(self):
        """The GETs, the PUTs and the digests, one after the other."""
        gets = self.work / "gets"
        gets.write_text(f'header = "Authorization: Bearer {TOKEN}"\n'
                        + f'url = "{self.url}/upload"\n' * self.case.count)
        get = shlex.join([*self.curl(), "--config", str(gets)])
        return self.stored(f"{get} >{shlex.quote(str(self.work / 'urls'))} &&"
                           f" {shlex.join(self.puts())} && {self.sums()}")

    def sums(self):
        tree, sums = shlex.quote(str(self.tree)), shlex.quote(str(self.work / "sums"))
        return f"find {tree} -type f -print0 | xargs -0 md5sum >{sums}"

    def md5sum(self):
        return run(self.sums())

    def bare(self):
        classpath = f"{bare_loop()}:{LIB}/*"
        listed = self.work / "files"
        listed.write_text("".join(f"{file}\n" for file in self.files))
        return self.stored([*JAVA, "-cp", classpath, "BareLoop", self.url, TOKEN,
                            str(self.store.authority), str(PARALLEL), str(listed)])

    def rclone(self):
        """Some files, scaled: rclone spaces its WebDAV requests by 10 ms."""
        some = self.some(RCLONE_SAMPLE)
        listed = self.work / "some"
        listed.write_text("".join(f"{file.relative_to(self.tree)}\n" for file in some))
        ca = ["--ca-cert", str(self.store.authority)] if self.secure else []
        cost = self.stored(
            ["rclone", "copy", "--config", "", "--webdav-url", f"{self.url}/dav", "--webdav-vendor",
             "other", "--transfers", str(PARALLEL), "--files-from-raw", str(listed), *ca,
             str(self.tree), ":webdav:"], count=len(some))
        return self.scaled(cost, some)

    def dcmsend(self):
        """With default settings each message waits twice for a delayed acknowledgement; some files, scaled."""
        some = self.some(DCMSEND_SAMPLE)
        return self.scaled(self.by_dicom(map(str, some), len(some), os.environ), some)

    def nodelay(self):
        """dcmsend with Nagle's algorithm switched off at both ends."""
        sources = ["--scan-directories", "--recurse", str(self.tree)]
        return self.by_dicom(sources, self.case.count, os.environ | {"TCP_NODELAY": "1"})

    def by_dicom(self, sources, count, env):
        port, = free_ports(1)
        log = self.work / "storescp.log"
        with open(log, "wb") as output:
            receiver = subprocess.Popen(
                ["storescp", "--bit-preserving", "--output-directory",
                 str(self.store.home / "objects" / "lake"), str(port)],
                env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        try:
            await_port(port, receiver, log)
            return self.stored(["dcmsend", "--quiet", "127.0.0.1", str(port), *sources], env, count)
        finally:
            receiver.terminate()
            receiver.wait()

    def xargs(self):
        """Two processes of curl for each file, as a shell script does it; some files, scaled."""
        some = self.some(LOOP_SAMPLE)
        listed = self.work / "some"
        listed.write_bytes(b"".join(os.fsencode(f) + b"\0" for f in some))
        curl = shlex.join(["curl", "-sS", "--fail", *self.ca])
        each = (f"url=$({curl} -H 'Authorization: Bearer {TOKEN}' {self.url}/upload) &&"
                " url=${url#*:\\\"} && url=${url%\\\"*} &&"
                f" exec {curl} -H 'Content-Type: application/dicom' -H Expect: -o /dev/null"
                " -T \"$0\" \"$url\"")
        cost = self.stored(f"xargs -0 -P{PARALLEL} -n1 sh -c {shlex.quote(each)}"
                           f" <{shlex.quote(str(listed))}", count=len(some))
        return self.scaled(cost, some)

    def some(self, limit):
        return self.files[::max(1, self.case.count // limit)]

    def scaled(self, cost, some):
        factor = self.case.count / len(some)
        return Cost(cost.wall * factor, cost.cpu * factor, cost.rss)


def bare_loop():
    """Where the bare loop's classes are, compiled if its source is newer."""
    here = Path(__file__).parent
    source = here / "BareLoop.java"
    made = TARGET / "bench-classes" / "BareLoop.class"
    if not LIB.exists():
        subprocess.run(["mvn", "-q", "-B", "-f", str(here / "pom.xml"),
                        "dependency:copy-dependencies", f"-DoutputDirectory={LIB}"],
                       check=True, stdout=sys.stderr)
    if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["javac", "-d", str(made.parent), "-cp", f"{LIB}/*", str(source)], check=True)
    return made.parent
