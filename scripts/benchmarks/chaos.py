"""Checks a run that processes share while they and their database are killed and disconnected."""
import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

from database import Relay, postgres, uri
from measure import DCMBULK, make_archive, sandboxes

WINDOW = 10

# All processes of its run counted as lost, and another run has begun.
TAKEN = 5


class Process:
    """One process of the run, with its own relay to the database."""

    def __init__(self, work, number, server, env):
        self.number = number
        self.relay = Relay(server.port)
        self.audit = work / f"audit-{number}.jsonl"
        self.errors = work / f"err-{number}.txt"
        self.out = work / f"out-{number}.json"
        with open(self.out, "wb") as out, open(self.errors, "wb") as errors:
            self.child = subprocess.Popen(
                [DCMBULK, "upload", "--progress", "none", "--output", "json", "--journal",
                 uri(self.relay.port), "--overwrite-window", f"{WINDOW}s", "--host-lease", "6s",
                 "--read-timeout", "5s", "--concurrency", "4", "--audit-log", str(self.audit),
                 str(work / "load")],
                env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=errors)

    def lives(self):
        return self.child.poll() is None

    def found_no_database(self):
        """It was started while the database was not available: it ends immediately, with nothing sent."""
        return (self.child.poll() == 4 and "cannot be reached" in self.errors.read_text()
                and '"put"' not in self.audit.read_text())


class Round:
    """One archive, delivered by processes that are killed, stopped and disconnected."""

    def __init__(self, work, options, dice):
        self.work = work
        self.dice = dice
        self.options = options
        self.events = 0
        self.processes = []
        make_archive(work / "load", options.studies, options.instances // options.studies, "2KiB")

    def begin(self):
        process = Process(self.work, len(self.processes), self.server, self.env)
        self.processes.append(process)
        return process

    def alive(self):
        return [p for p in self.processes if p.lives()]

    def kill(self, process):
        process.child.kill()
        process.child.wait()
        self.begin()
        return f"kill -9 of process {process.number}, another one begins"

    def stop(self, process):
        seconds = self.dice.randint(1, 30)
        process.child.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        process.child.send_signal(signal.SIGCONT)
        return f"SIGSTOP of process {process.number} for {seconds} s"

    def cut(self, process):
        process.relay.cut()
        return f"connections of process {process.number} cut"

    def shut_off(self, process):
        seconds = self.dice.randint(1, 15)
        process.relay.refuses = True
        process.relay.cut()
        time.sleep(seconds)
        process.relay.refuses = False
        return f"process {process.number} cut off for {seconds} s"

    def restart(self, _):
        mode = self.dice.choice(("fast", "immediate"))
        self.server.stop(mode)
        time.sleep(self.dice.random() * 3)
        self.server.start()
        return f"database restarted ({mode})"

    def run(self, most):
        """Makes events until everything is delivered; returns their number."""
        with postgres(self.work / "server") as self.server, self.sandbox() as self.env:
            for _ in range(self.options.processes):
                self.begin()
            time.sleep(8)
            kinds = (self.kill, self.stop, self.cut, self.shut_off, self.restart)
            while self.events < most and self.alive():
                happens = self.dice.choice(kinds)
                print(" ", happens(self.dice.choice(self.alive())), flush=True)
                self.events += 1
                time.sleep(self.dice.random() * 3)
                if any(p.child.poll() == 0 for p in self.processes):
                    break
                while len(self.alive()) < self.options.processes:
                    print("  another process begins", flush=True)
                    self.begin()
            self.conclude()
        return self.events

    def sandbox(self):
        return service(self.work)

    def conclude(self):
        for process in self.processes:
            process.child.wait(timeout=1200)
            process.relay.close()
        subprocess.run([DCMBULK, "journal", "verify", "--no-files", "--journal", uri(self.server.port)],
                       check=True, stdout=subprocess.DEVNULL)
        stored = {f.name for f in (self.work / "lake").glob("*/*/*.dcm")}
        if len(stored) != self.options.instances:
            sys.exit(f"{len(stored)} of {self.options.instances} instances are stored")
        audits = [p.audit for p in self.processes]
        again = check_lake(self.work / "lake" / "audit.jsonl", repeated(audits))
        owners = check_owners(audits)
        self.check_results()
        print(f"  all {len(stored)} instances are stored, the sums are equal; {again} studies were sent"
              f" again, {owners} by another process, none within the window", flush=True)

    def check_results(self):
        """Each process says that all is delivered, unless it was killed or found no database."""
        for process in self.processes:
            code = process.child.returncode
            if code not in (0, TAKEN, -signal.SIGKILL) and not process.found_no_database():
                sys.exit(f"process {process.number} ended with {code}:\n{process.errors.read_text()[-2000:]}")
            if code == 0:
                result = json.loads(process.out.read_text())
                # A process that begins when all is delivered begins a new run with nothing to send.
                done = result["instances"]["uploaded"] + result["instances"]["alreadyUploaded"]
                if done != self.options.instances or sum(result["instances"].values()) != done:
                    sys.exit(f"process {process.number} says {result['instances']}")


def at(event):
    return datetime.fromisoformat(event["time"].replace("Z", "+00:00")).timestamp()


def lines(audit):
    """The events of an audit log; a kill may have truncated the last one."""
    for line in open(audit) if audit.exists() else ():
        if line.endswith("\n"):
            yield json.loads(line)


def repeated(audits):
    """Instances that their owner sent once more, as the first attempt had no answer."""
    return {event["sopInstanceUid"] for audit in audits for event in lines(audit)
            if event["step"] == "put" and event.get("attempt", 1) > 1}


def check_lake(audit, retried):
    """No study was overwritten, nor an instance sent again without a pause of the window between its
    study's uploads; how many studies went again."""
    uploads, again = {}, 0
    for event in lines(audit):
        if event["event"] == "study-overwritten":
            sys.exit(f"overwritten: {event}")
        if event["event"] == "upload" and event.get("status") == 200:
            uploads.setdefault(event["study"], []).append((at(event), event["sop"]))
    for study, sent in uploads.items():
        sent.sort()
        batch, before, last = set(), set(), sent[0][0]
        for now, sop in sent:
            if now - last >= WINDOW:
                before |= batch
                batch = set()
            if sop in batch and sop not in retried:
                sys.exit(f"{sop} was sent again although no pause of {WINDOW} s came before")
            batch.add(sop)
            last = now
        again += bool(batch & before)
    return again


def check_owners(audits):
    """Checks that no study was sent by two processes within the window; returns how often another one continued."""
    puts = {}
    for number, audit in enumerate(audits):
        for event in lines(audit):
            if event["step"] == "put":
                begun = at(event) - event["durationMs"] / 1000
                puts.setdefault(event["studyInstanceUid"], []).append((begun, at(event), number))
    changes = 0
    for study, all_of_it in puts.items():
        all_of_it.sort()
        for (_, ended, one), (begun, _, other) in zip(all_of_it, all_of_it[1:]):
            if one != other:
                changes += 1
                if begun - ended < WINDOW:
                    sys.exit(f"study {study} was sent by {one} and {other} within {begun - ended:.1f} s")
    return changes


class service:
    """A sandbox with a short window, as an environment."""

    def __init__(self, work):
        self.work = work

    def __enter__(self):
        self.child, reach = sandboxes.start(self.work, "--port", "0", "--overwrite-window", f"{WINDOW}s",
                                            "--url-lifetime", "20s", "--fault", "latency=200ms:100%")
        return sandboxes.environment(self.work, reach)

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait()


def main():
    parser = argparse.ArgumentParser(prog="scripts/chaos-hosts", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--events", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 16))
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--studies", type=int, default=1000)
    parser.add_argument("--instances", type=int, default=20000)
    options = parser.parse_args()
    options.instances = options.instances // options.studies * options.studies
    print(f"seed {options.seed}", flush=True)
    dice = random.Random(options.seed)
    events = rounds = 0
    while events < options.events:
        rounds += 1
        print(f"round {rounds}", flush=True)
        work = options.work / f"round-{rounds}"
        work.mkdir()
        os.chmod(options.work, 0o755)
        events += Round(work, options, dice).run(options.events - events)
    print(f"{events} events in {rounds} rounds")


if __name__ == "__main__":
    main()
