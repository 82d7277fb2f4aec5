"""An ingestion service that needs little CPU time and has a configured delay.

Token, presign and PUT on one loopback port. It verifies and keeps nothing: it is there to be far
away (--delay), to do one thing after the other (--serial), to refuse what is too much (--most), to
share a line (--rate), or to have a clock of its own (--clock), while the machine's cores are left to
the uploader. /seen returns bytes and requests by tenths of a second. Prints its
address.
"""
import argparse
import asyncio
import json
import random
import time
from collections import Counter


class Service:
    def __init__(self, options):
        self.options = options
        self.port = 0
        self.in_flight = 0
        self.most_in_flight = 0
        self.refused = 0
        self.stored = 0
        self.keys = 0
        self.bytes_by_tenth = Counter()
        self.requests_by_tenth = Counter()
        self.line = asyncio.Lock()
        self.line_free = 0.0

    async def answer(self, method, length, start):
        """Status and body, when the time has come."""
        delay = self.options.delay - (time.monotonic() - start)
        if method != "PUT":
            await asyncio.sleep(max(0, delay))
            return self.ask(method)
        await asyncio.sleep(max(0, delay))
        if self.options.rate:
            begun = max(self.line_free, start)
            self.line_free = begun + length / self.options.rate
            await asyncio.sleep(max(0, self.line_free - time.monotonic()))
        if self.options.serial:
            async with self.line:
                await asyncio.sleep(self.options.serial)
        self.stored += 1
        return 200, ""

    def ask(self, path):
        if path.startswith(("/oauth2", "/token")):
            return 200, json.dumps({"access_token": "t", "token_type": "Bearer", "expires_in": 3600})
        if path == "/seen":
            return 200, json.dumps({"most": self.most_in_flight, "refused": self.refused,
                                    "stored": self.stored, "bytes": self.bytes_by_tenth,
                                    "requests": self.requests_by_tenth})
        self.keys += 1
        now = time.strftime("%Y%m%dT%H%M%SZ", self.now())
        return 200, json.dumps({"url": f"http://127.0.0.1:{self.port}/lake/{self.keys}?X-Amz-Algorithm="
                                f"AWS4-HMAC-SHA256&X-Amz-Date={now}&X-Amz-Expires={self.options.lifetime}"
                                "&X-Amz-SignedHeaders=host&X-Amz-Signature=00"})

    def now(self):
        return time.gmtime(time.time() + self.options.clock)


def tenth():
    return int(time.monotonic() * 10)


class Connection(asyncio.BufferedProtocol):
    """Reads heads, and discards bodies."""

    def __init__(self, service):
        self.service = service
        self.buffer = bytearray(512 * 1024)
        self.filled = 0
        self.body = 0
        self.request = None

    def connection_made(self, transport):
        self.transport = transport

    def get_buffer(self, _):
        return memoryview(self.buffer)[self.filled:]

    def buffer_updated(self, count):
        if self.body:
            self.service.bytes_by_tenth[tenth()] += count
            self.body -= min(self.body, count)
            if not self.body:
                self.whole()
            return
        self.filled += count
        end = self.buffer.find(b"\r\n\r\n", 0, self.filled)
        if end < 0:
            return
        head = self.buffer[:end].decode("latin-1").split("\r\n")
        length = next((int(line.split(":")[1]) for line in head
                       if line.lower().startswith("content-length:")), 0)
        method, path, _ = head[0].split(" ", 2)
        self.begin(method, path, length)
        self.service.bytes_by_tenth[tenth()] += self.filled - end - 4
        self.body = max(0, length - (self.filled - end - 4))
        self.filled = 0
        if not self.body:
            self.whole()

    def begin(self, method, path, length):
        service = self.service
        refuse = False
        if method == "PUT" or path.endswith("/upload"):
            service.requests_by_tenth[tenth()] += 1
        if method == "PUT":
            service.in_flight += 1
            service.most_in_flight = max(service.most_in_flight, service.in_flight)
            refuse = (service.options.most and service.in_flight > service.options.most
                      or random.random() < service.options.refuse)
        self.request = (method, path, length, time.monotonic(), refuse)

    def whole(self):
        asyncio.get_running_loop().create_task(self.reply(*self.request))

    async def reply(self, method, path, length, start, refuse):
        service = self.service
        if refuse:
            await asyncio.sleep(service.options.delay)
            service.refused += 1
            status, body = "503 Slow", "<Error><Code>SlowDown</Code></Error>"
        else:
            code, body = await service.answer("PUT" if method == "PUT" else path, length, start)
            status = f"{code} OK"
        if method == "PUT":
            service.in_flight -= 1
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", service.now())
        self.transport.write(f"HTTP/1.1 {status}\r\nDate: {date}\r\nContent-Length: {len(body)}\r\n"
                             f"Content-Type: application/json\r\n\r\n{body}".encode())


async def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--delay", type=float, default=0, help="seconds added to each request")
    parser.add_argument("--serial", type=float, default=0, help="seconds for a PUT, one by one")
    parser.add_argument("--clock", type=float, default=0, help="seconds its clock is ahead")
    parser.add_argument("--lifetime", type=int, default=60, help="seconds that a URL is good for")
    parser.add_argument("--most", type=int, default=0, help="PUTs in flight before it refuses")
    parser.add_argument("--refuse", type=float, default=0,
                        help="share of PUTs that it refuses, however few are in flight")
    parser.add_argument("--rate", type=float, default=0, help="bytes a second, of all PUTs together")
    service = Service(parser.parse_args())
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(service), "127.0.0.1", 0, backlog=1024)
    service.port = server.sockets[0].getsockname()[1]
    print(f"http://127.0.0.1:{service.port}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
