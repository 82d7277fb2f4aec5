"""Memory, journal and second runs of `dcmbulk upload` with many instances."""
import argparse
import shlex
import shutil
import sqlite3
import sys
import time
from pathlib import Path

from measure import (DCMBULK, Goals, first_put, in_turns, make_archive, median, run, sandbox,
                     table)

PER_DIRECTORY = 500


def upload(journal, tree):
    return [DCMBULK, "upload", "--progress", "none", "--journal", str(journal), str(tree)]


def size_on_disk(journal):
    return sum(part.stat().st_size for part in journal.parent.glob(journal.name + "*"))


def archive_of(instances, studies, work, rounds):
    """Uploads an archive of that many instances twice; returns one row of the table."""
    work.mkdir()
    tree, journal = work / "tree", work / "journal.db"
    print(f"{instances} instances of 1 KiB in {studies} studies", flush=True)
    make_archive(tree, studies, instances // studies, "1KiB")
    count = studies * (instances // studies)
    with sandbox(work) as (env, audit):
        begun = time.time()
        first = run(upload(journal, tree), env)
        put = first_put(audit, begun)
        find = f"find {shlex.quote(str(tree))} -type f -printf '%s %T@ %p\\n' >/dev/null"
        again = in_turns({
            "find": lambda: run(find),
            "again": lambda: run(upload(journal, tree), env),
        }, rounds)
    result = {
        "count": count, "first": first, "put": put,
        "bytes": size_on_disk(journal) / count, "again": again["again"], "find": again["find"],
    }
    shutil.rmtree(work)
    return result


def opened_files(work):
    """How many files of the tree a second run opens, by strace over a small archive."""
    work.mkdir()
    tree, journal, trace = work / "tree", work / "journal.db", work / "trace"
    make_archive(tree, 10, 100, "1KiB")
    with sandbox(work) as (env, _):
        run(upload(journal, tree), env)
        run(["strace", "-f", "-qq", "-e", "trace=open,openat,openat2", "-o", str(trace)]
            + upload(journal, tree), env)
    return sum(".dcm\"" in line for line in trace.open())


def at_scale(options):
    sizes = [options.instances // 10, options.instances]
    results = [archive_of(n, max(1, options.studies * n // options.instances),
                          options.work / str(n), options.rounds) for n in sizes]
    table([("instances", "upload s", "CPU s", "RSS MB", "first PUT s", "journal B", "again s",
            "again CPU s", "find s", "again / find")]
          + [(str(r["count"]), f"{r['first'].wall:.1f}", f"{r['first'].cpu:.1f}",
              f"{r['first'].rss:.0f}", f"{r['put']:.2f}", f"{r['bytes']:.0f}",
              f"{r['again'].wall:.2f}", f"{r['again'].cpu:.2f}", f"{r['find'].wall:.2f}",
              f"{r['again'].wall / r['find'].wall:.2f}") for r in results])
    few, many = results
    goals = Goals()
    goals.at_most("peak memory", max(many["first"].rss, many["again"].rss), 350, " MB")
    goals.at_most("peak memory, of a tenth's", many["first"].rss / few["first"].rss, 1.1, "x")
    goals.at_most("first PUT after", many["put"], 10, " s")
    goals.at_most("journal, per instance", many["bytes"], 450, " B")
    goals.at_most("second run, of find's wall time", many["again"].wall / many["find"].wall, 3, "x")
    if shutil.which("strace"):
        goals.at_most("files opened by a second run", opened_files(options.work / "trace"), 0)
    else:
        print("left out: strace is not installed")
    return goals.conclude()


def fill(journal, rows):
    """Adds delivered instances of another tree, in complete studies, with their totals."""
    c = sqlite3.connect(journal)
    c.execute("PRAGMA synchronous = OFF")
    last = {t: c.execute(f"SELECT coalesce(max(id), 0) FROM {t}").fetchone()[0]
            for t in ("dir", "study", "series")}
    run_id = c.execute("SELECT max(id) FROM run").fetchone()[0]
    studies = max(1, rows // PER_DIRECTORY)
    values = {"n": studies, "each": rows // studies, "run": run_id, **last}
    numbers = "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < :n) "
    c.execute(numbers + "INSERT INTO dir(id, path, run) SELECT :dir + i,"
              " CAST(printf('/archive/study-%07d', i) AS BLOB), :run FROM s", values)
    c.execute(numbers + "INSERT INTO study(id, uid, date, newest, delivery, last_put, complete,"
              " sent, uploaded) SELECT :study + i, printf('2.25.9%018d', i), '20240314',"
              " 1700000000000000000, 1, 1700000000000, 1, :each, :each FROM s", values)
    c.execute(numbers + "INSERT INTO series(id, study, uid, modality, sop_class, transfer_syntax)"
              " SELECT :series + i, :study + i, printf('2.25.8%018d', i), 'MR',"
              " '1.2.840.10008.5.1.4.1.1.4', '1.2.840.10008.1.2.1' FROM s", values)
    c.execute("WITH RECURSIVE s(i, k) AS (SELECT 1, 1 UNION ALL"
              " SELECT i + (k = :each), CASE WHEN k = :each THEN 1 ELSE k + 1 END FROM s"
              " WHERE i < :n OR k < :each)"
              " INSERT INTO file(dir, name, size, modified, state, series, sop_uid, run, md5,"
              " uploaded_at, delivery, attempts) SELECT :dir + i,"
              " CAST(printf('%07d.dcm', k) AS BLOB), 1024, 1700000000000000000, 2, :series + i,"
              " printf('2.25.7%018d%07d', i, k), :run, randomblob(16), 1700000000000, 1, 1 FROM s",
              values)
    c.execute("INSERT INTO tally(state, reason, files, bytes) VALUES(2, '', :n * :each,"
              " :n * :each * 1024) ON CONFLICT DO UPDATE SET files = files + excluded.files,"
              " bytes = bytes + excluded.bytes", values)
    c.commit()
    c.close()
    return values["n"] * values["each"]


def with_rows(options):
    work = options.work / "rows"
    work.mkdir()
    first_tree, journal = work / "first", work / "journal.db"
    make_archive(first_tree, 1, 10, "1KiB")
    with sandbox(work) as (env, audit):
        run(upload(journal, first_tree), env)
        print(f"filling a journal with {options.rows} rows", flush=True)
        rows = fill(journal, options.rows)
        status = median([run([DCMBULK, "status", "--journal", str(journal)])
                         for _ in range(options.rounds)])
        puts, runs = [], []
        for turn in range(options.rounds):
            tree = work / f"tree-{turn}"
            make_archive(tree, 10, 100, "1KiB", seed=2 + turn)
            begun = time.time()
            runs.append(run(upload(journal, tree), env))
            puts.append(first_put(audit, begun))
    resume = median(runs)
    print(f"a journal of {rows} rows, {size_on_disk(journal) / 1e6:.0f} MB"
          f" ({size_on_disk(journal) / rows:.0f} bytes per row); medians of {options.rounds}")
    table([("", "wall s", "CPU s", "RSS MB"),
           ("status", f"{status.wall:.2f}", f"{status.cpu:.2f}", f"{status.rss:.0f}"),
           ("upload of 1,000 more", f"{resume.wall:.2f}", f"{resume.cpu:.2f}",
            f"{resume.rss:.0f}")])
    goals = Goals()
    goals.at_most("status", status.wall, 2, " s")
    goals.at_most("first PUT after", sorted(puts)[len(puts) // 2], 5, " s")
    goals.at_most("peak memory", max(r.rss for r in runs), 350, " MB")
    return goals.conclude()


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench scale", description=__doc__)
    parser.add_argument("--instances", type=int, default=1_000_000)
    parser.add_argument("--studies", type=int, default=2000)
    parser.add_argument("--rows", type=int, help="a journal of so many rows instead")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    return with_rows(options) if options.rows else at_scale(options)


if __name__ == "__main__":
    sys.exit(main())
