"""Cost of a journal in PostgreSQL compared with one in a file; and the effect of more processes.

Uploads go over TLS to nginx on loopback, in turns: with a journal in a file (SQLite), in PostgreSQL on
this machine, and in PostgreSQL whose answers come 2 ms later. Then one process and three, where each
request takes 50 ms: their rates are those of the middle of the run.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import urllib.request
from pathlib import Path

from database import Relay, postgres, uri
from latency import service
from measure import DCMBULK, Goals, by_tenth, make_archive, table
from store import TOKEN, nginx


def command(journal, tree, *more):
    return [DCMBULK, "upload", "--progress", "none", "--output", "json", "--journal", journal,
            "--overwrite-window", "0", *more, str(tree)]


def finished(process, instances):
    """The result of a run that has delivered everything."""
    out, _ = process.communicate()
    result = json.loads(out)
    if process.returncode or result["instances"]["uploaded"] != instances:
        sys.exit(f"the upload ended with {process.returncode}: {result.get('problem')}")
    return result


def start(arguments, env):
    return subprocess.Popen(arguments, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)


def one(journal, tree, env, instances, *more):
    """Instances a second, and CPU seconds of the client."""
    begun = os.times()
    result = finished(start(command(journal, tree, *more), env), instances)
    spent = os.times()
    cpu = (spent.children_user + spent.children_system
           - begun.children_user - begun.children_system)
    return instances / result["elapsedSeconds"], cpu


def nginx_env(store):
    return dict(os.environ, DCMBULK_UPLOAD_ENDPOINT=store.url(True) + "/upload",
                DCMBULK_TOKEN_ENDPOINT=store.url(True) + "/token", DCMBULK_CLIENT_ID="bench",
                DCMBULK_CLIENT_SECRET=TOKEN, DCMBULK_CA_FILE=str(store.authority))


def journals(options, tree, goals):
    """A file, a database, and a database whose answers are late, in turns."""
    found = {"SQLite": [], "PostgreSQL": [], "PostgreSQL, 2 ms later": []}
    concurrency = ["--concurrency", options.concurrency]
    with nginx(options.work / "nginx") as store:
        env = nginx_env(store)
        for turn in range(options.rounds):
            for name in found:
                store.clear()
                if name == "SQLite":
                    journal = str(options.work / f"journal-{turn}.db")
                    found[name].append(one(journal, tree, env, options.instances, *concurrency))
                    continue
                with postgres(options.work / f"server-{turn}-{len(name)}") as server:
                    late = Relay(server.port, 0.002)
                    at = uri(server.port if name == "PostgreSQL" else late.port)
                    found[name].append(one(at, tree, env, options.instances, *concurrency))
                    late.close()
    rows = [("journal", "instances/s", "client CPU s")]
    middle = {}
    for name, measured in found.items():
        middle[name] = tuple(statistics.median(m[i] for m in measured) for i in (0, 1))
        rows.append((name, f"{middle[name][0]:.0f}", f"{middle[name][1]:.1f}"))
    table(rows)
    sqlite, near, late = middle.values()
    goals.at_least("PostgreSQL's rate, of SQLite's", near[0] / sqlite[0], 0.75, "x")
    goals.at_most("PostgreSQL's client CPU, of SQLite's", near[1] / sqlite[1], 1.4, "x")
    goals.at_least("2 ms later, of PostgreSQL's rate", late[0] / near[0], 0.9, "x")


def steady(requests):
    """Instances a second while the middle three fifths of the requests came: the processes have started,
    and none has run out of studies. An instance takes two requests."""
    total, seen, begun = sum(requests), 0, None
    for tenth, count in enumerate(requests):
        if begun is None and seen >= total / 5:
            begun, before = tenth, seen
        if seen >= total * 4 / 5:
            break
        seen += count
    return (seen - before) / 2 / ((tenth - begun) / 10)


def processes(options, goals):
    """One process and three, with a slow service."""
    tree = options.work / "far"
    make_archive(tree, 240, options.far // 240, "2KiB")
    instances = options.far // 240 * 240
    rates = {}
    for count in (1, 3):
        with postgres(options.work / f"far-{count}") as server, \
                service("--delay", "0.05") as (env, url):
            running = [start(command(uri(server.port), tree, "--concurrency", "8", "--url-lifetime", "1h"), env)
                       for _ in range(count)]
            for p in running:
                finished(p, instances)
            with urllib.request.urlopen(url + "/seen") as answer:
                rates[count] = steady(by_tenth(json.load(answer)["requests"]))
    table([("processes", "instances/s"), *((str(n), f"{rate:.0f}") for n, rate in rates.items())])
    goals.at_least("three processes, of one", rates[3] / rates[1], 2.8, "x")


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench hosts", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--instances", type=int, default=40000)
    parser.add_argument("--studies", type=int, default=200)
    parser.add_argument("--far", type=int, default=12000, help="instances for one process and three")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--concurrency", default="auto")
    options = parser.parse_args()
    options.instances = options.instances // options.studies * options.studies
    tree = options.work / "tree"
    make_archive(tree, options.studies, options.instances // options.studies, "2KiB")
    goals = Goals()
    journals(options, tree, goals)
    processes(options, goals)
    print(f"medians of {options.rounds}")
    return goals.conclude()


if __name__ == "__main__":
    sys.exit(main())
