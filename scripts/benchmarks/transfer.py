"""Speed of `dcmbulk upload`, against other tools that send the same files to the same store."""
import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from measure import DCMBULK, Cost, Goals, in_turns, make_archive, run, table
from store import TOKEN, await_port, free_ports, has_webdav, nginx, program

LIB = Path(DCMBULK).parent.parent / "target" / "lib"
PARALLEL = 16
LOOP_SAMPLE = 1000
RCLONE_SAMPLE = 400
DCMSEND_SAMPLE = 200
DCMTK = ("dcmsend", "nodelay")
# As the launcher runs dcmbulk.
JAVA = ["java", "-XX:+UseSerialGC", "-Xss512k", "-Xms48m", "-Xmn24m", "-Xmx256m",
        "-Dslf4j.internal.verbosity=ERROR"]
NEEDED = {"nginx": "nginx", "curl": "curl", "openssl": "openssl", "javac": "a JDK, such as"
          " default-jdk-headless"}


@dataclass(frozen=True)
class Case:
    """So many instances of that size."""
    name: str
    count: int
    size: int
    tools: tuple

    @property
    def title(self):
        unit = f"{self.size >> 20} MiB" if self.size >> 20 else f"{self.size >> 10} KiB"
        return f"{self.count} x {unit}"


ALL = ("dcmbulk", "native", "curl", "bare", "md5sum", "rclone", "dcmsend", "nodelay", "xargs")
CASES = {
    "small": Case("small", 20_000, 32 << 10, ALL),
    "medium": Case("medium", 8000, 512 << 10, ALL),
    "large": Case("large", 40, 256 << 20, ALL),
    "tiny": Case("tiny", 80_000, 1 << 10, ("dcmbulk", "bare")),
    "sparse": Case("sparse", 64, 2 << 30, ("dcmbulk",)),
}


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
        return {tool: partial(self.told, tool, known[tool]) for tool in tools
                if tool in self.case.tools and not (tool in DCMTK and self.secure)}

    def told(self, tool, measure):
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
             self.url, "--token-url", self.url, "--journal", str(journal), *tls,
             str(self.tree)], env)
        shutil.rmtree(journal.parent)
        return cost

    def curl(self):
        # Its progress meter cannot be switched off; errors show in the count of what arrived.
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
        classes = self.work / "classes"
        # Without Logback, which would print what is sent.
        jars = [str(jar) for jar in LIB.glob("*.jar") if not jar.name.startswith("logback")]
        classpath = ":".join([str(classes), *jars])
        if not classes.exists():
            source = Path(__file__).parent / "BareLoop.java"
            subprocess.run(["javac", "-d", str(classes), "-cp", classpath, str(source)], check=True)
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
        """As it comes, each message waits twice for a delayed acknowledgement; some files, scaled."""
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


def make_files(case, work):
    """The instances: equal but for their identifiers."""
    tree = work / "tree"
    per_study = min(200, max(1, case.count // 4))
    make_archive(tree, case.count // per_study, per_study, f"{min(case.size, 1 << 20)}B")
    if case.size > 1 << 20:
        for file in tree.rglob("*.dcm"):
            grow(file, case.size, case.name == "sparse")
    return replace(case, count=case.count // per_study * per_study)


def grow(file, size, sparse):
    """Gives an instance a larger image: of noise, or of zeros that take no room."""
    data = bytearray(file.read_bytes())
    pixels = data.index(b"\xe0\x7f\x10\x00OW\0\0")
    side = size >> 15
    for tag, value in ((b"\x28\0\x10\0US\2\0", 1 << 14), (b"\x28\0\x11\0US\2\0", side)):
        at = data.index(tag) + len(tag)
        data[at:at + 2] = value.to_bytes(2, "little")
    length = side << 15
    data[pixels + 8:pixels + 12] = length.to_bytes(4, "little")
    noise = os.urandom(1 << 20)
    with open(file, "wb") as out:
        out.write(data[:pixels + 12])
        if sparse:
            out.truncate(out.tell() + length)
        else:
            for _ in range(length >> 20):
                out.write(noise)


def missing_tools():
    """Which tools are left out, after a word about them."""
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


def judge(goals, case, secure, costs):
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


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench transfer", description=__doc__)
    parser.add_argument("--cases", default="small,medium,large,tiny",
                        help=f"of {', '.join(CASES)} (default: %(default)s)")
    parser.add_argument("--tools", default=",".join(ALL), help="(default: %(default)s)")
    parser.add_argument("--scale", type=float, default=1, help="part of the instances, such as 0.1")
    parser.add_argument("--security", choices=("plain", "tls", "both"), default="both")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--store", type=Path, help="where nginx keeps its objects for a while"
                        " (default: beside the files)")
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    # Told to end, nginx is ended and the store removed as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    left_out = missing_tools()
    tools = [t for t in options.tools.split(",") if t not in left_out]
    goals = Goals()
    store_home = (options.store or options.work) / f"store-{os.getpid()}"
    try:
        with nginx(store_home) as store:
            for name in options.cases.split(","):
                case = CASES[name]
                work = options.work / name
                work.mkdir()
                case = replace(case, count=max(4, int(case.count * options.scale)))
                case = make_files(case, work)
                for secure in {"plain": [False], "tls": [True]}.get(options.security, [False, True]):
                    print(f"{case.title}, {'TLS' if secure else 'plain'}", file=sys.stderr)
                    bench = Bench(case, store, secure, work)
                    costs = in_turns(bench.measures(tools), options.rounds)
                    report(case, secure, costs)
                    judge(goals, case, secure, costs)
                    sys.stdout.flush()
                shutil.rmtree(work)
    finally:
        shutil.rmtree(store_home, ignore_errors=True)
    print(f"\nmedians of {options.rounds}")
    return goals.conclude()


if __name__ == "__main__":
    sys.exit(main())
