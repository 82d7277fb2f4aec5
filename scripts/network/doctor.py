"""Cases of `dcmbulk doctor`."""
from network.cases import DOCTOR
from network.servers import PASSWORD


def all_of(cases):
    """The step that fails, what is wrong with it, and what to do."""
    n, tls = cases.network, cases.network.certificates
    ca = ["--ca-file", tls["root.pem"]]
    proxy = [*ca, "--proxy", f"http://127.0.0.1:{n.squid}", "--proxy-user", "radiology"]
    secret = {"DCMBULK_PROXY_PASSWORD": PASSWORD}

    def case(name, arguments, exit_code=0, says="", **more):
        cases.case(f"doctor: {name}", arguments, exit_code, says, command=DOCTOR, **more)

    case("all is well", ca, says=r"TLSv1\.[23].*--ca-file.*clock.*agrees.*works")
    case("sends an instance", [*ca, "--send"], says=r"stored in .* its ETag is the MD5 of the sent bytes")
    case("proxy with a password", proxy, env=secret, carried=True,
         says=r"opened a tunnel.*password")
    case("proxy with TLS", [*ca, "--proxy", f"https://localhost:{n.squid_tls}", "--proxy-user",
                            "radiology"], env=secret, carried=True, says="opened a tunnel")
    case("proxy, wrong password", proxy, 4, r"did not accept the user \(407, it offers Basic\).*password.*wrong",
         env={"DCMBULK_PROXY_PASSWORD": "wrong"}, carried=False)
    case("proxy, no user", [*ca, "--proxy", f"http://127.0.0.1:{n.squid}"], 4,
         r"requires a user \(407, it offers Basic\).*set --proxy-user")
    case("proxy that is not there", [*ca, "--proxy", f"http://127.0.0.1:{n.nobody}"], 4,
         rf"127\.0\.0\.1:{n.nobody}.*connection refused.*check --proxy")
    case("proxy with TLS, its authority not given",
         ["--proxy", f"https://localhost:{n.squid_tls}", "--proxy-user", "radiology"], 4,
         rf"tls +https://localhost:{n.squid_tls}: .*authority that is not trusted here.*--ca-file",
         env=secret)
    case("nobody listens, through the proxy", proxy, 4, r"cannot reach http.* \(50[0-4]\).*operators",
         env=secret, base=f"https://localhost:{n.nobody}")
    case("authority not given", [], 4, r"an authority that is not trusted here.*--ca-file")
    case("expired certificate", ca, 4, r"expired on 20\d\d-.*have it renewed", base=n.url("expired"))
    case("certificate for another host", ca, 4, r"not for localhost but for other\.example\.org",
         base=n.url("other"))
    case("client certificate missing", ca, 4, r"client certificate.*--client-cert", base=n.url("client"))
    case("wrong secret", ca, 3, r"401 invalid_client.*client id and secret",
         env={"DCMBULK_CLIENT_SECRET": "wrong"})
    case("wrong scope", [*ca, "--scope", "admin"], 3, r"invalid_scope.*correct --scope")
    case("a web site in place of the API", [], 4, r"HTML", base=f"http://127.0.0.1:{n.captive}")
    case("a web site in place of the presign endpoint", ca, 4, r"ok +token.*FAILED +presign.*HTML",
         env={"DCMBULK_API_URL": f"http://127.0.0.1:{n.captive}"})
    case("service that is down", ca, 4, r"connection refused.*nothing listens",
         base=f"https://localhost:{n.nobody}")
    case("name that does not resolve", ca, 4, r"does not resolve.*getent hosts nowhere\.invalid",
         base="https://nowhere.invalid")
    case("http written for https", ca, 4, r"https://", base=n.url("plain").replace("https", "http"))
    case("https written for http", ca, 4, r"does not use TLS", base=f"https://localhost:{n.captive}")
    case("URLs for another host", [*ca, "--upload-host", "*.example.org"], 2,
         r"not among the hosts of --upload-host.*add --upload-host localhost")
    case("as JSON", [*ca, "--output", "json"],
         says=r'^\{.*"step":"tls".*"status":"ok"')
    case("no address of the service at all", [], 2, r"--api-url",
         env={"DCMBULK_API_URL": "", "DCMBULK_TOKEN_URL": ""})
