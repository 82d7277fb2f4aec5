"""Cases of `dcmbulk upload`."""
import subprocess
import threading
import time

import sandboxes
from network.odd_server import OddServer
from network.servers import PASSWORD


def all_of(cases, slow):
    trust(cases)
    client_certificates(cases)
    proxies(cases)
    addresses(cases)
    connections(cases)
    odd_servers(cases)
    if slow:
        names(cases)


def trust(cases):
    n, tls = cases.network, cases.network.certificates
    ca = ["--ca-file", tls["root.pem"]]
    cases.case("private authority with an intermediate", ca)
    cases.case("authority not given", [], 4, r"is not trusted.*--ca-file")
    cases.case("TLS 1.2", ca, base=n.url("tls12"))
    cases.case("TLS 1.3", ca, base=n.url("tls13"))
    cases.case("TLS 1.1 only", ca, 4, r"TLS 1\.2", base=n.url("tls11"))
    cases.case("expired certificate", ca, 4, r"expired", base=n.url("expired"))
    cases.case("certificate for another host", ca, 4, r"names another host", base=n.url("other"))
    cases.case("https to a server that speaks http", ca, 4, r"does not use TLS",
               base=f"https://localhost:{n.captive}")


def client_certificates(cases):
    n, tls = cases.network, cases.network.certificates
    ca = ["--ca-file", tls["root.pem"]]
    pair = ["--client-cert", tls["client.pem"], "--client-key"]
    cases.case("client certificate", [*ca, *pair, tls["client.key"]], base=n.url("client"))
    cases.case("client certificate missing", ca, 4, r"400|certificate", base=n.url("client"))
    cases.case("client key encrypted", [*ca, *pair, tls["client.locked.key"]], 2,
               r"encrypted", base=n.url("client"))
    cases.case("client key of another certificate", [*ca, *pair, tls["server.key"]], 2,
               r"is not the key of", base=n.url("client"))


def proxies(cases):
    n, tls = cases.network, cases.network.certificates
    ca = ["--ca-file", tls["root.pem"]]
    proxy = [*ca, "--proxy", f"http://127.0.0.1:{n.squid}", "--proxy-user", "radiology"]
    secret = {"DCMBULK_PROXY_PASSWORD": PASSWORD}
    file = n.work / "proxy-password"
    file.write_text(PASSWORD + "\n")
    file.chmod(0o600)
    cases.case("proxy, password from the environment", proxy, env=secret, carried=True)
    cases.case("proxy, password from a file", [*proxy, "--proxy-password-file", str(file)], carried=True)
    cases.case("proxy, plain http to the service", proxy, env=secret, base=n.sandbox, carried=True)
    cases.case("proxy with TLS", [*ca, "--proxy", f"https://localhost:{n.squid_tls}", "--proxy-user",
                                  "radiology"], env=secret, carried=True)
    cases.case("proxy with TLS, plain http", [*ca, "--proxy", f"https://localhost:{n.squid_tls}",
                                              "--proxy-user", "radiology"], env=secret, base=n.sandbox,
               carried=True)
    cases.case("proxy, wrong password", proxy, 4, r"proxy.*407.*password",
               env={"DCMBULK_PROXY_PASSWORD": "wrong"}, carried=False)
    cases.case("proxy, wrong password, plain http", proxy, 4, r"proxy.*407.*password",
               env={"DCMBULK_PROXY_PASSWORD": "wrong"}, base=n.sandbox, carried=False)
    cases.case("proxy, no password", [*ca, "--proxy", f"http://127.0.0.1:{n.squid}"], 4, r"proxy.*407")
    cases.case("proxy that is not there", [*ca, "--proxy", f"http://127.0.0.1:{n.nobody}"], 4,
               rf"proxy http://127\.0\.0\.1:{n.nobody}")
    cases.case("proxy with a password in its URL",
               [*ca, "--proxy", f"http://radiology:{PASSWORD}@127.0.0.1:{n.squid}"], 2, r"--proxy-user")
    cases.case("nobody listens, through the proxy", proxy, 4, r"cannot reach .* \(50[0-4]\)", env=secret,
               base=f"https://localhost:{n.nobody}")
    cases.case("unknown host, through the proxy", proxy, 4, r"cannot reach .* \(50[0-4]\)", env=secret,
               base="https://nowhere.invalid")
    dead = [*ca, "--proxy", f"http://127.0.0.1:{n.nobody}"]
    for direct in ("localhost", ".localhost", "*", "example.org, localhost",
                   f"localhost:{n.ports['plain']}"):
        cases.case(f"NO_PROXY={direct}", dead, env={"NO_PROXY": direct})
    for direct in ("127.0.0.0/8", "127.0.0.1"):
        cases.case(f"NO_PROXY={direct}", dead, env={"no_proxy": direct},
                   base=n.url("plain", "127.0.0.1"))
    cases.case("NO_PROXY=[::1]", dead, env={"NO_PROXY": "[::1]"}, base=n.url("plain", "[::1]"))
    cases.case("NO_PROXY with another port", dead, 4, r"proxy", env={"NO_PROXY": "localhost:1"})
    cases.case("captive portal in place of the service", ["--allow-http"], 4,
               r"127\.0\.0\.1.*(HTML|JSON)", base=f"http://127.0.0.1:{n.captive}")


def addresses(cases):
    n, tls = cases.network, cases.network.certificates
    ca = ["--ca-file", tls["root.pem"]]
    cases.case("IPv6", ca, base=n.url("plain", "[::1]"))
    cases.case("IPv6 through the proxy", [*ca, "--proxy", f"http://127.0.0.1:{n.squid}", "--proxy-user",
                                          "radiology"], env={"DCMBULK_PROXY_PASSWORD": PASSWORD},
               base=n.url("plain", "[::1]"), carried=True)
    hosts = n.work / "hosts"
    hosts.write_text("127.0.0.9 lake.test\n127.0.0.1 lake.test\n")
    java = f"-Djdk.net.hosts.file={hosts}"
    cases.case("the first of two addresses refuses", ca, base=n.url("plain", "lake.test"), java=java)
    cases.case("unknown host", ca, 4, r"nowhere\.test.*resolve", base=n.url("plain", "nowhere.test"),
               java=java)
    cases.case("nobody listens", ca, 4, r"refused", base=f"https://localhost:{n.nobody}")


def connections(cases):
    n, tls = cases.network, cases.network.certificates
    ca = ["--ca-file", tls["root.pem"]]
    cases.case("server that hangs up idle connections after a second",
               [*ca, "--concurrency", "2", "--limit-requests", "1.6/s"], base=n.url("hasty"))


def odd_servers(cases):
    """What no server should do; each is given up in time, and tried again where that helps."""
    server = OddServer()
    large = cases.network.work / "large"
    subprocess.run([sandboxes.DCMBULK, "sample", "--studies", "1", "--instances", "2", "--size", "20MiB",
                    str(large)], check=True, stdout=subprocess.DEVNULL)

    def case(flaw, exit_code=0, says="", always=False, retries=1, within=20):
        name = f"server: {flaw}" + (", always" if always else "")
        cases.case(name, ["--connect-timeout", "1s", "--read-timeout", "2s", "--max-attempts", "3",
                          "--max-outage", "10s"],
                   exit_code, says, base=server.has(flaw, always), tree=large, uploaded=2,
                   retries=retries, within=within)

    case("a URL of a gigabyte", 4, r"presign", always=True)
    case("an answer without end")
    case("an answer without end", 4, r"no complete answer in time", always=True, within=40)
    case("refuses before the body is sent")
    case("refuses before the body is sent", 4, r"SlowDown|the connection broke", always=True, within=40)
    case("says stored before the body is sent")
    case("stalls in the middle")
    case("stores and never answers")
    case("stores and never answers", 4, r"no answer in time", always=True, within=60)
    server.shutdown()


def names(cases):
    """A name that gets another address is followed when the connections have reached their longest age."""
    n = cases.network
    hosts = n.work / "moving-hosts"
    hosts.write_text("127.0.0.1 lake.test\n")
    tree = n.work / "moving"
    subprocess.run([sandboxes.DCMBULK, "sample", "--studies", "1", "--instances", "420", "--size", "1KiB",
                    str(tree)], check=True, stdout=subprocess.DEVNULL)
    moved = []

    def move():
        hosts.write_text("127.0.0.2 lake.test\n")
        moved.append(time.time())

    timer = threading.Timer(20, move)
    timer.start()
    cases.case("a name that gets another address", ["--ca-file", n.certificates["root.pem"],
                                                    "--concurrency", "2", "--limit-requests", "2/s"],
               base=n.url("plain", "lake.test"), java=f"-Djdk.net.hosts.file={hosts}", tree=tree,
               uploaded=420, within=600, check=lambda _: followed(cases, moved[0]))
    timer.cancel()


def followed(cases, moved):
    """Until when requests went to the old address; five minutes and the name's time in Java's cache."""
    times = {"127.0.0.1": 0.0, "127.0.0.2": 0.0}
    for line in (cases.network.work / "nginx.access").read_text().splitlines():
        seconds, address, host = line.split()
        if host.startswith("lake.test"):
            times[address] = float(seconds)
    late = times["127.0.0.1"] - moved
    print(f"       the old address was used for {late:.0f} s more")
    return [] if 0 < late < 345 and times["127.0.0.2"] else [f"not followed: {times}, {moved}"]
