"""The servers of the test: the sandbox, nginx with TLS before it, squid with Basic authentication."""
import os
import re
import shutil
import socket
import subprocess
import sys
import time

import sandboxes
from network.certificates import Certificates

PASSWORD = "pr0xy-passw0rd"
NCSA = "/usr/lib/squid/basic_ncsa_auth"


def need(*programs):
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    missing = [p for p in programs if not shutil.which(p, path=path)]
    if missing:
        sys.exit(f"not found: {' '.join(missing)}; of Debian: apt install {' '.join(missing)}")
    return path


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


class Network:
    """The servers, and the addresses they have."""

    SERVERS = {
        # name: certificate, more of nginx's directives
        "plain": ("server", ""),
        "tls12": ("server", "ssl_protocols TLSv1.2;"),
        "tls13": ("server", "ssl_protocols TLSv1.3;"),
        "tls11": ("server", "ssl_protocols TLSv1.1; ssl_ciphers DEFAULT@SECLEVEL=0;"),
        "other": ("other", ""),
        "expired": ("expired", ""),
        "client": ("server", "ssl_verify_client on; ssl_client_certificate {root.pem};"),
        "hasty": ("server", "keepalive_timeout 1s;"),
    }

    def __init__(self, work, path):
        self.work = work
        self.env = {**os.environ, "PATH": path}
        self.processes = []
        (work / "tls").mkdir()
        self.certificates = Certificates(work / "tls")
        ports = free_ports(len(self.SERVERS) + 4)
        self.ports = dict(zip(self.SERVERS, ports))
        self.squid, self.squid_tls, self.nobody, self.captive = ports[-4:]

    def start(self):
        self.start_sandbox()
        self.start_nginx()
        self.start_squid()
        return self

    def spawn(self, command, log):
        process = subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL,
                                   stdout=open(self.work / log, "wb"), stderr=subprocess.STDOUT)
        self.processes.append(process)
        return process

    def start_sandbox(self):
        # Overwriting is allowed at once, as many cases send the same studies.
        process, self.variables = sandboxes.start(self.work, "--overwrite-window", "0")
        self.processes.append(process)
        self.sandbox = re.match(r"http://[^/]+", self.variables["DCMBULK_API_URL"]).group()

    def start_nginx(self):
        servers = ""
        backend = self.sandbox.removeprefix("http://")
        for name, (certificate, more) in self.SERVERS.items():
            more = re.sub(r"\{(.*?)\}", lambda m: self.certificates[m.group(1)], more)
            port = self.ports[name]
            servers += f"""
  server {{
    listen 127.0.0.1:{port} ssl; listen [::1]:{port} ssl; listen 127.0.0.2:{port} ssl;
    ssl_certificate {self.certificates[certificate + ".chain.pem"]};
    ssl_certificate_key {self.certificates[certificate + ".key"]};
    {more}
    location / {{
      proxy_pass {self.sandbox}; proxy_set_header Host {backend};
      proxy_http_version 1.1; proxy_set_header Connection ''; proxy_request_buffering off;
      sub_filter '{self.sandbox}' 'https://$http_host'; sub_filter_types application/json;
    }}
  }}"""
        servers += f"""
  server {{
    listen 127.0.0.1:{self.captive};
    location / {{ default_type text/html; return 200 '<html><form action="login">Welcome</form></html>'; }}
  }}"""
        self.start_daemon("nginx", f"""
daemon off; pid {self.work}/nginx.pid; error_log {self.work}/nginx.err info; worker_processes 1;
events {{ worker_connections 512; }}
http {{
  log_format plain '$msec $server_addr $http_host';
  access_log {self.work}/nginx.access plain;
  client_max_body_size 0;
  client_body_temp_path {self.work}/b; proxy_temp_path {self.work}/p; fastcgi_temp_path {self.work}/f;
  uwsgi_temp_path {self.work}/u; scgi_temp_path {self.work}/s;
  {servers}
}}""", ["nginx", "-p", str(self.work), "-e", str(self.work / "nginx.err"), "-c"], self.ports["plain"])

    def start_squid(self):
        user = subprocess.run(["openssl", "passwd", "-apr1", PASSWORD], stdout=subprocess.PIPE, text=True,
                              check=True).stdout.strip()
        (self.work / "users").write_text(f"radiology:{user}\n")
        logs = self.work / "squid"
        logs.mkdir()
        logs.chmod(0o777)
        for name in ("proxy.pem", "proxy.key"):
            os.chmod(self.certificates[name], 0o644)
        self.start_daemon("squid", f"""
http_port 127.0.0.1:{self.squid}
https_port 127.0.0.1:{self.squid_tls} tls-cert={self.certificates["proxy.pem"]} tls-key={self.certificates["proxy.key"]}
pid_filename {logs}/pid
access_log stdio:{logs}/access.log
cache_log {logs}/cache.log
cache deny all
coredump_dir {logs}
shutdown_lifetime 0 seconds
auth_param basic program {NCSA} {self.work}/users
auth_param basic realm test
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
visible_hostname localhost
""", ["squid", "-N", "-f"], self.squid)

    def start_daemon(self, name, configuration, command, port):
        file = self.work / f"{name}.conf"
        file.write_text(configuration)
        process = self.spawn([*command, str(file)], f"{name}.log")
        await_true(lambda: listens(port) or process.poll() is not None, name)
        if process.poll() is not None:
            sys.exit(f"{name} did not start:\n" + (self.work / f"{name}.log").read_text()[-800:])

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()

    def url(self, server, host="localhost"):
        return f"https://{host}:{self.ports[server]}"

    def carried(self):
        """Requests that squid let through."""
        log = self.work / "squid" / "access.log"
        return sum(" TCP_TUNNEL/200 " in line or "/200 " in line
                   for line in log.read_text().splitlines()) if log.exists() else 0


def listens(port):
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0


def await_true(condition, what):
    until = time.time() + 60
    while not condition():
        if time.time() > until:
            sys.exit(f"{what} did not start within a minute")
        time.sleep(0.05)
