"""Opens a report in Chromium, saves its appearance, and checks that it logs and loads nothing."""
import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from chromium import Chromium
from rehearsal import DCMBULK, Sandbox, directory, sample

SCREENS = {  # name: width, colours, medium, sight
    "light": (1200, "light", "screen", "none"),
    "dark": (1200, "dark", "screen", "none"),
    "narrow": (400, "light", "screen", "none"),
    "print": (794, "light", "print", "none"),
    "print-grey": (794, "light", "print", "achromatopsia"),
    "red-blind": (1200, "light", "screen", "protanopia"),
    "green-blind": (1200, "light", "screen", "deuteranopia"),
    "blue-blind": (1200, "light", "screen", "tritanopia"),
}


def main():
    parser = argparse.ArgumentParser(prog="scripts/look report")
    parser.add_argument("--to", help="a directory")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--journal", help="a journal, to report all of")
    what.add_argument("--html", help="a page that is there already")
    parser.add_argument("--check", action="store_true", help="no screenshots")
    options = parser.parse_args()
    to = directory(options.to, "report")
    page = Path(options.html) if options.html else report(options.journal, to)
    print(f"{page}: {page.stat().st_size:,} bytes")
    with Chromium() as browser:
        browser.open(page)
        wrong = browser.complaints + [
            f"asks for {url[:200]}" for url in browser.requests if url != page.resolve().as_uri()]
        if page.resolve().as_uri() not in browser.requests:
            wrong.append("was never opened")  # or the search would find nothing because nothing was there
        charts = browser.evaluate("document.querySelectorAll('svg').length")
        print(f"{charts} drawings, {len(browser.requests)} request(s), {len(browser.complaints)} message(s)")
        if not options.check:
            look(browser, to)
    for line in wrong:
        print(f"WRONG: {line}")
    sys.exit(1 if wrong else 0)


def look(browser, to):
    for name, (width, *how) in SCREENS.items():
        wide, high = browser.screenshot(to / f"{name}.png", width, *how)
        overflow = f", {wide - width} too wide" if wide > width else ""
        print(f"{to / name}.png: {width} x {high}{overflow}")
    browser.pdf(to / "print.pdf")
    print(f"{to}/print.pdf")


def report(journal, to):
    page = to / "report.html"
    page.unlink(missing_ok=True)
    if journal:
        write(Path(journal), page)
        return page
    with tempfile.TemporaryDirectory(prefix="dcmbulk-look-") as name:
        work = Path(name)
        sample(work / "archive")
        sample(work / "load", "--studies", "40", "--instances", "50", "--size", "4KiB")
        sandbox = Sandbox(work, "--fault", "slow-down:5%", "--fault", "latency=20ms:30%", "--overwrite-window", "0")
        try:
            for archive in ("archive", "load"):
                subprocess.run(
                    [DCMBULK, "upload", "--journal", str(work / "journal.db"), "--quiet", "--limit-requests",
                     "400", "--max-attempts", "2", str(work / archive)],
                    env=sandbox.environment(work), stdout=subprocess.DEVNULL)
        finally:
            sandbox.stop()
        write(work / "journal.db", page)
    return page


def write(journal, page):
    subprocess.run([DCMBULK, "report", "--all", "--journal", str(journal), "--report", str(page)], check=True)


main()
