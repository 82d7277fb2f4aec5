"""Headless Chromium, controlled through a pipe (its DevTools protocol); nothing to install."""
import base64
import json
import os
import select
import subprocess
import tempfile
import time
from pathlib import Path


class Chromium:
    """One page; its console messages are in complaints, its requests in requests."""

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="dcmbulk-chromium-", ignore_cleanup_errors=True)
        read_commands, self.to = os.pipe()
        self.answers, write_answers = os.pipe()
        options = ["--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--no-first-run",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync",
                   "--disable-dev-shm-usage", f"--user-data-dir={self.profile.name}"]
        if os.geteuid() == 0:
            options.append("--no-sandbox")  # it cannot be had by root, as in most containers
        # Chromium reads its descriptor 3 and writes its 4.
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec chromium "$@" 3<&{read_commands} 4>&{write_answers}', "bash", *options,
             "about:blank"],
            pass_fds=(read_commands, write_answers), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=open(Path(self.profile.name) / "chromium.log", "wb"))
        os.close(read_commands)
        os.close(write_answers)
        self.number, self.session, self.received = 0, None, b""
        self.complaints, self.requests, self.loaded = [], [], False
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.to)  # that ends it
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.answers)
        self.profile.cleanup()

    def open(self, path):
        """Opens a file as a recipient would, and waits until it is loaded."""
        self.complaints, self.requests, self.loaded = [], [], False
        self.ask("Page.navigate", url=Path(path).resolve().as_uri())
        until = time.time() + 30
        while not self.loaded and time.time() < until:
            self.listen(1)
        self.settle()

    def settle(self, seconds=1):
        until = time.time() + seconds
        while time.time() < until:
            self.listen(0.1)

    def evaluate(self, expression):
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def screenshot(self, to, width, colours="light", medium="screen", sight="none"):
        """All of the page, however long, at that width."""
        # The page redraws its charts when the window's width changes, but not for print.
        self.ask("Emulation.setEmulatedMedia", media="screen")
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=1000, deviceScaleFactor=1, mobile=False)
        self.settle(0.5)
        self.ask("Emulation.setEmulatedMedia", media=medium,
                 features=[{"name": "prefers-color-scheme", "value": colours}])
        self.ask("Emulation.setEmulatedVisionDeficiency", type=sight)
        self.settle(0.2)
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": width, "height": size["height"], "scale": 1}
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        Path(to).write_bytes(base64.b64decode(shot["data"]))
        return size["width"], size["height"]

    def pdf(self, to):
        """On A4, from a window of the usual width."""
        self.ask("Emulation.setEmulatedMedia", media="", features=[])
        self.ask("Emulation.setDeviceMetricsOverride", width=1200, height=1000, deviceScaleFactor=1, mobile=False)
        self.settle(0.5)
        self.ask("Emulation.setEmulatedVisionDeficiency", type="none")
        printed = self.ask("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=False,
                           preferCSSPageSize=True)
        Path(to).write_bytes(base64.b64decode(printed["data"]))

    def ask(self, method, **parameters):
        self.number += 1
        number = self.number
        message = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        until = time.time() + 60
        while time.time() < until:
            answer = self.listen(1, number)
            if answer is not None:
                if "error" in answer:
                    raise RuntimeError(f"Chromium refuses {method}: {answer['error']}")
                return answer["result"]
        raise RuntimeError(f"Chromium does not answer {method}: " + self.last_words())

    def last_words(self):
        return (Path(self.profile.name) / "chromium.log").read_text(errors="replace")[-500:]

    def listen(self, seconds, number=None):
        """Reads messages within that time; returns the answer with that number."""
        answer = None
        if select.select([self.answers], [], [], seconds)[0]:
            data = os.read(self.answers, 1 << 20)
            if not data:
                raise RuntimeError("Chromium has ended: " + self.last_words())
            *messages, self.received = (self.received + data).split(b"\0")
            for message in map(json.loads, messages):
                if message.get("id") is not None:
                    answer = message if message["id"] == number else answer
                else:
                    self.note(message["method"], message["params"])
        return answer

    def note(self, event, about):
        if event == "Page.loadEventFired":
            self.loaded = True
        elif event == "Network.requestWillBeSent":
            self.requests.append(about["request"]["url"])
        elif event == "Runtime.consoleAPICalled":
            words = [str(a.get("value", a.get("description", ""))) for a in about["args"]]
            self.complaints.append(f"console.{about['type']}: {' '.join(words)}")
        elif event == "Runtime.exceptionThrown":
            details = about["exceptionDetails"]
            self.complaints.append("exception: " + details.get("exception", {}).get("description", details["text"]))
        elif event == "Log.entryAdded":
            entry = about["entry"]
            self.complaints.append(f"{entry['source']} {entry['level']}: {entry['text']}")
