"""A service with one flaw at a time, as no server should have."""
import json
import threading
import time
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class OddServer(ThreadingHTTPServer):
    """A service with one flaw: for the first request of its kind, or (`always`) for each."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), OddHandler)
        self.base = f"http://127.0.0.1:{self.server_address[1]}"
        self.flaw, self.always, self.struck, self.keys = None, False, False, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def has(self, flaw, always):
        self.flaw, self.always, self.struck = flaw, always, False
        return self.base

    def strikes(self, *flaws):
        strikes = self.flaw in flaws and (self.always or not self.struck)
        self.struck |= strikes
        return strikes

    def handle_error(self, request, client_address):
        pass  # Clients that give up are what is looked for.


class OddHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body, status=200, length=None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path.startswith("/oauth2"):
            self.answer(b'{"access_token":"t","token_type":"Bearer","expires_in":3600}')
        elif self.server.strikes("a URL of a gigabyte"):
            self.answer(b'{"url":"', length=1 << 30)
            while True:
                self.wfile.write(b"a" * (1 << 20))
        elif self.server.strikes("an answer without end"):
            self.answer(b"{", length=1 << 30)
            while True:
                time.sleep(0.2)
                self.wfile.write(b" ")
        else:
            self.server.keys += 1
            now = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
            query = f"X-Amz-Date={now}&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
            url = f"{self.server.base}/lake/{self.server.keys}?{query}"
            self.answer(json.dumps({"url": url}).encode())

    def do_PUT(self):
        if self.server.strikes("refuses before the body is sent"):
            self.answer(b"<Error><Code>SlowDown</Code></Error>", 503)
            self.close_connection = True
            return
        if self.server.strikes("says stored before the body is sent"):
            self.answer(b"")
            self.close_connection = True
            return
        left = int(self.headers["Content-Length"])
        if self.server.strikes("stalls in the middle"):
            self.rfile.read(min(left, 1 << 20))
            time.sleep(60)
        while left:
            left -= len(self.rfile.read(min(left, 1 << 20)))
        if self.server.strikes("stores and never answers"):
            time.sleep(60)
        self.answer(b"")
