"""A private authority with an intermediate, and certificates that they signed, made with openssl."""
import subprocess


class Certificates:
    """Root, intermediate, and what they signed; all keys lie in one directory."""

    def __init__(self, directory):
        self.dir = directory
        self.run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out",
                 "root.pem", "-days", "30", "-subj", "/CN=Test Root", "-addext",
                 "basicConstraints=critical,CA:true")
        self.sign("intermediate", "Test Intermediate", "root", "basicConstraints=critical,CA:true")
        names = "subjectAltName=DNS:localhost,DNS:lake.test,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1"
        self.sign("server", "localhost", "intermediate", names)
        self.sign("other", "other.example.org", "intermediate", "subjectAltName=DNS:other.example.org")
        self.sign("expired", "localhost", "intermediate", names, "-days", "0")
        self.sign("client", "radiology-1", "root", "extendedKeyUsage=clientAuth")
        self.run("pkcs8", "-topk8", "-in", "client.key", "-out", "client.locked.key", "-passout",
                 "pass:k3y-passw0rd")
        # Squid built with GnuTLS shows its own certificate only, without the intermediate.
        self.sign("proxy", "localhost", "root", names)

    def run(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.dir, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def sign(self, name, common, by, extension, *more):
        self.run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out",
                 f"{name}.csr", "-subj", f"/CN={common}")
        (self.dir / f"{name}.ext").write_text(extension + "\n")
        self.run("x509", "-req", "-in", f"{name}.csr", "-CA", f"{by}.pem", "-CAkey", f"{by}.key",
                 "-CAcreateserial", "-out", f"{name}.pem", "-extfile", f"{name}.ext",
                 *(more or ("-days", "30")))
        chain = (self.dir / f"{name}.pem").read_text()
        if by == "intermediate":
            chain += (self.dir / "intermediate.pem").read_text()
        (self.dir / f"{name}.chain.pem").write_text(chain)

    def __getitem__(self, name):
        return str(self.dir / name)
