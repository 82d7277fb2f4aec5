"""An object store and its presign endpoint on loopback: nginx, with and without TLS."""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

MEMORY = Path("/dev/shm")
DAV_EXT = Path("/usr/lib/nginx/modules/ngx_http_dav_ext_module.so")
TOKEN = "benchmark"

# PUTs are stored as for all tools; bodies are written in pieces of 256 KiB. A presigned URL needs
# no process, only a variable that differs for each request.
CONFIGURATION = """\
{modules}
{user}
worker_processes 2;
pid {home}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {home}/incoming;
  client_body_buffer_size 256k;
  client_max_body_size 0;
  keepalive_requests 100000000;
  ssl_certificate {home}/server.pem;
  ssl_certificate_key {home}/server.key;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_cache shared:tls:1m;
  server {{
    listen 127.0.0.1:{plain};
    listen 127.0.0.1:{tls} ssl;
    root {home}/objects;
    default_type application/json;
    location = /token {{
      return 200 '{{"access_token":"{token}","token_type":"Bearer","expires_in":3600}}';
    }}
    location = /upload {{
      if ($http_authorization != "Bearer {token}") {{ return 401; }}
      return 200 '{{"url":"$scheme://127.0.0.1:$server_port/lake/$request_id{query}"}}';
    }}
    location /lake/ {{ dav_methods PUT; }}
    location /dav/ {{ {dav} }}
  }}
}}
"""
QUERY = ("?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=benchmark&X-Amz-Date={date}"
         "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=" + "0" * 64)


@dataclass(frozen=True)
class Store:
    """Its address and directory."""
    home: Path
    plain: int
    tls: int

    def url(self, secure):
        return f"https://127.0.0.1:{self.tls}" if secure else f"http://127.0.0.1:{self.plain}"

    @property
    def authority(self):
        return self.home / "ca.pem"

    def count(self):
        return sum(len(files) for _, _, files in os.walk(self.home / "objects"))

    def clear(self):
        for name in ("lake", "dav"):
            shutil.rmtree(self.home / "objects" / name, ignore_errors=True)
            (self.home / "objects" / name).mkdir(parents=True)


def free_ports(count):
    listening = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in listening]
    for s in listening:
        s.close()
    return ports


def await_port(port, process, log):
    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)
    sys.exit(f"{process.args[0]} did not start: " + log.read_text())


def make_certificates(home):
    """A private authority, and its certificate for 127.0.0.1."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=home, check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj",
            "/CN=benchmark authority", "-days", "2")
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=127.0.0.1")
    (home / "san").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-days", "2", "-extfile", "san", "-out", "server.pem")


def has_webdav():
    return DAV_EXT.exists()


@contextmanager
def nginx(directory):
    """A store that keeps its objects in memory where there is room: a real store does not write to the disk
    on which the client flushes its journal. Otherwise it keeps them in that directory."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 8 << 30:
        with tempfile.TemporaryDirectory(prefix="dcmbulk-store-", dir=MEMORY) as memory:
            with nginx_in(Path(memory)) as store:
                yield store
    else:
        with nginx_in(directory) as store:
            yield store


@contextmanager
def nginx_in(home):
    """A store that keeps its objects in that directory."""
    home.mkdir(parents=True, exist_ok=True)
    make_certificates(home)
    plain, tls = free_ports(2)
    store = Store(home, plain, tls)
    store.clear()
    date = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    dav = "dav_methods PUT MKCOL;" + (" dav_ext_methods PROPFIND OPTIONS;" if has_webdav() else "")
    (home / "nginx.conf").write_text(CONFIGURATION.format(
        modules=f"load_module {DAV_EXT};" if has_webdav() else "",
        user="user root;" if os.geteuid() == 0 else "",
        home=home, plain=plain, tls=tls, token=TOKEN, query=QUERY.format(date=date), dav=dav))
    log = home / "error.log"
    process = subprocess.Popen(
        [program("nginx"), "-e", str(log), "-p", str(home), "-c", str(home / "nginx.conf"), "-g",
         "daemon off;"], stdin=subprocess.DEVNULL)
    try:
        await_port(plain, process, log)
        yield store
    finally:
        process.terminate()
        process.wait()


def program(name):
    """A program's path; Debian keeps servers where users do not look."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


class Sink:
    """A service that accepts everything and stores nothing, for more data than fits on a disk."""
    authority = None

    def __init__(self, address):
        self.address = address
        self.before = 0

    def url(self, secure):
        if secure:
            raise ValueError("it offers plain http only")
        return self.address

    def stored(self):
        with urllib.request.urlopen(self.address + "/seen") as answer:
            return json.load(answer)["stored"]

    def count(self):
        return self.stored() - self.before

    def clear(self):
        self.before = self.stored()


@contextmanager
def sink():
    process = subprocess.Popen(
        [sys.executable, "-B", str(Path(__file__).parent / "slow_server.py"), "--lifetime", "86400"],
        stdout=subprocess.PIPE, text=True)
    try:
        yield Sink(process.stdout.readline().strip())
    finally:
        process.terminate()
        process.wait()
