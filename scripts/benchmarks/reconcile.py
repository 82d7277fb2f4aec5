"""Time and memory of `dcmbulk reconcile` with a long list, and whether it names what differs."""
import argparse
import hashlib
import json
import random
import sqlite3
import sys
from pathlib import Path

from measure import DCMBULK, Goals, run

EACH = 20
INSTANCES = 2
STATES = ("missing", "short", "surplus", "rejected", "mismatched")
ROOT = "1.2.826.0.1.3680043.10.99."
DATE = "20240131"


def uid(study):
    return f"{ROOT}{10_000_000 + study}"


def made(study):
    """The state that the study of that number is made for."""
    return STATES[study // EACH] if study < EACH * len(STATES) else "complete"


def digests(key):
    """The keyed digest of an identifier, as in the journal."""
    def digest(kind, value):
        of = hashlib.sha256(key + kind + value.encode()).digest()[:8]
        return int.from_bytes(of, "big", signed=True)
    return digest


def make_journal(journal, studies, work):
    """A journal as many runs would have left it, without their files."""
    empty = work / "empty"
    empty.mkdir()
    run([DCMBULK, "upload", "--dry-run", "--progress", "none", "--journal", str(journal), str(empty)])
    db = sqlite3.connect(journal)
    digest = digests(db.execute("SELECT value FROM setting WHERE name = 'digest-key'").fetchone()[0])
    db.execute("INSERT INTO dir(id, path) VALUES(9, CAST('/archive' AS BLOB))")
    for study in range(studies + EACH):
        state = made(study) if study < studies else "unlisted"
        if state == "missing":
            continue
        rejected = int(state == "rejected")
        delivered = {"short": 1, "surplus": 3, "rejected": 1}.get(state, INSTANCES)
        row = study + 1
        db.execute(
            "INSERT INTO study(id, uid, date, newest, delivery, last_put, complete, sent, uploaded,"
            " rejected) VALUES(?, ?, ?, 1, 1, 1, 1, ?, ?, ?)",
            (row, uid(study), DATE, delivered, delivered, rejected))
        patient = f"P{study}" if state != "mismatched" else "another"
        db.execute(
            "INSERT INTO series(id, study, uid, modality, accession, patient, date)"
            " VALUES(?, ?, ?, 'CT', ?, ?, ?)",
            (row, row, uid(study) + ".1", digest(b"a", f"A{study}"), digest(b"p", patient.upper()),
             DATE))
        for n in range(delivered + rejected):
            state_code = 2 if n < delivered else 8
            db.execute(
                "INSERT INTO file(dir, name, size, modified, state, series, sop_uid, run, reason,"
                " uploaded_at, delivery) VALUES(9, CAST(? AS BLOB), 1000, 1, ?, ?, ?, 1, ?, 1, 1)",
                (f"{study}.{n}", state_code, row, f"{uid(study)}.1.{n}",
                 None if state_code == 2 else "truncated"))
    db.execute("INSERT INTO tally(state, reason, files, bytes) SELECT state, coalesce(reason, ''),"
               " count(*), sum(size) FROM file GROUP BY 1, 2")
    db.commit()
    db.close()


def make_list(path, studies):
    """The archive's list, unsorted; five rows are repeated."""
    rows = [*range(studies), *range(studies - 5, studies)]
    random.Random(1).shuffle(rows)
    with open(path, "w", encoding="utf-8", newline="\r\n") as out:
        print("StudyInstanceUID,AccessionNumber,PatientID,StudyDate,NumberOfStudyRelatedInstances",
              file=out)
        for study in rows:
            print(f"{uid(study)},A{study},P{study},{DATE},{INSTANCES}", file=out)


def requires_exact(result, studies):
    expected = {uid(n): made(n) for n in range(EACH * len(STATES))}
    expected.update({uid(n): "unlisted" for n in range(studies, studies + EACH)})
    named = {study["studyInstanceUid"]: study["state"] for study in result["studies"]}
    if (named != expected or result["listed"] != studies or result["listDuplicates"] != 5
            or result["complete"] != studies - EACH * len(STATES)):
        sys.exit("the comparison is wrong: "
                 + json.dumps({k: v for k, v in result.items() if k != "studies"}))


def measured(studies, work):
    work.mkdir()
    journal, listed, answer = work / "journal.db", work / "pacs.csv", work / "result.json"
    make_journal(journal, studies, work)
    make_list(listed, studies)
    with open(answer, "wb") as out:
        cost = run([DCMBULK, "reconcile", "--journal", str(journal), "--output", "json", "--expected",
                    str(studies), str(listed)], accepted=(6,), output=out)
    requires_exact(json.loads(answer.read_text()), studies)
    print(f"{studies} listed studies: {cost.wall:.1f} s, {cost.cpu:.1f} s of processor time, "
          f"{cost.rss:.0f} MB", flush=True)
    return cost


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench reconcile", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--studies", type=int, default=1_000_000)
    options = parser.parse_args()
    few = measured(max(1000, options.studies // 10), options.work / "few")
    many = measured(options.studies, options.work / "many")
    goals = Goals()
    goals.at_most("time", many.wall, 60, " s")
    goals.at_most("peak memory", many.rss, 350, " MB")
    goals.at_most("peak memory, of a tenth's", many.rss / few.rss, 1.5, "x")
    return goals.conclude()


if __name__ == "__main__":
    sys.exit(main())
