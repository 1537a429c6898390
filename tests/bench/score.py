#!/usr/bin/python3
"""Scoring Part 1 of 100,000 candidates: the registrar's own code on sealed sheets, against one SQL statement on plain rows.

  score.py [--rounds N] [--attempts N]

Both run against the same private PostgreSQL with the same settings, in turns; both end with 100,000 scores committed; after each
round the two results are compared candidate by candidate. Last it prints the two figures:

  score_100k_s   seconds of the registrar's scoring: reading the sealed sheets, opening, scoring and sealing, results and audit
                 written and committed. Its second connection is opened within that time. Without its look for what stands in
                 the way, which is printed beside it.
  score_vs_sql   how many times faster that is than one INSERT..SELECT over the rows of the saves as they came in, in the
                 clear, one for each answer, joined with the key and grouped. That statement need not look for the newest of
                 several saves of an answer, nor write anything but the bare score: what it would take to find the newest, and
                 what it takes where rows hold nothing but candidate, place and letter and lie together for each candidate, is
                 printed beside it."""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lib")]

import score_seed  # noqa: E402
from cluster import Cluster  # noqa: E402
from registrar_exam import Exam  # noqa: E402
from registrar_world import World  # noqa: E402
from tree import BUILD  # noqa: E402

# Durable as ever; room enough that neither side waits for memory that the machine has.
SETTINGS = {"shared_buffers": "2GB", "max_wal_size": "8GB", "wal_buffers": "64MB", "checkpoint_timeout": "1h", "jit": "off",
            "work_mem": "64MB"}

INTO = """
  INSERT INTO plain_score
  SELECT a.session_id, sum((a.choice = k.{letter})::int), count(*), 100 * sum((a.choice = k.{letter})::int) >= 80 * count(*)
  FROM {answers} a JOIN plain_key k USING ({place}) GROUP BY a.session_id"""
NEWEST = """
  (SELECT DISTINCT ON (session_id, ref) session_id, ref, choice FROM plain_save WHERE NOT late
   ORDER BY session_id, ref, epoch DESC, sequence DESC)"""
STATEMENTS = {
    "sql": INTO.format(answers="(SELECT * FROM plain_save WHERE NOT late)", letter="letter", place="ref"),
    "slim": INTO.format(answers="slim_answer", letter="slim_letter", place="position"),
    "newest": INTO.format(answers=NEWEST, letter="letter", place="ref"),
}


class Scored:
    """One administration that has been sat, and a registrar that scores it as often as it is told."""

    def __init__(self, world, attempts, seed_number=20260314):
        self.world, self.attempts = world, attempts
        exam = Exam(world)
        self.administration = exam.id
        self.form = score_seed.make(world, exam.id, attempts, seed_number)
        self.duty = uuid.uuid4()
        world.db.execute("INSERT INTO work.duty (association_id, id, administration_id, kind, state, asked_by, asked_at) "
                         "VALUES (%s, %s, %s, 'score', 'running', %s, now())",
                         (world.association, self.duty, self.administration, uuid.uuid4()))
        self.program = self.another()

    def another(self):
        """The registrar's code in a process of its own: scores once for each line that it is sent, and answers with one."""
        world = self.world
        return subprocess.Popen(
            [BUILD / "tests/bench/score/score_run", world.conninfo(), world.key_file, str(world.association),
             str(self.administration), str(self.duty)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def close(self):
        self.program.stdin.close()
        self.program.wait(timeout=30)

    def score(self):
        """Scores what has no score: seconds of the look for what is in the way, of scoring, of the registrar's processor time."""
        self.program.stdin.write("score\n")
        self.program.stdin.flush()
        said = self.program.stdout.readline().split()
        assert len(said) == 3, "the registrar did not score"
        return tuple(float(word) for word in said)

    def by_registrar(self):
        self.world.db.execute("TRUNCATE result.part1")
        self.world.db.execute("CHECKPOINT")
        return self.score()

    def by_statement(self, name):
        self.world.db.execute("TRUNCATE plain_score")
        self.world.db.execute("CHECKPOINT")
        began = time.perf_counter()
        self.world.db.execute(STATEMENTS[name])   # autocommit: back when it is committed
        return time.perf_counter() - began

    def differences(self):
        """Candidates for whom the two results are not the same, by opening every sealed score here."""
        ours = {session: self.world.open("result", "result.part1.sealed", session, version, sealed)
                for session, version, sealed in self.world.rows("SELECT session_id, sheet_version, sealed FROM result.part1")}
        theirs = {session: {"score": score, "max": most, "passed": passed} for session, score, most, passed
                  in self.world.rows("SELECT session_id, score, max, passed FROM plain_score")}
        assert len(theirs) == self.attempts
        return [session for session in ours.keys() | theirs.keys() if ours.get(session) != theirs.get(session)]


def show(name, seconds):
    print(f"  {name:<52} {statistics.median(seconds):7.3f} s  ({min(seconds):.3f} to {max(seconds):.3f})", flush=True)


def measure(scored, rounds):
    """One round warms both up and counts for nothing; then they take turns."""
    registrar, statements = [], {name: [] for name in STATEMENTS}
    for round_number in range(rounds + 1):
        timed = scored.by_registrar()
        taken = {"sql": scored.by_statement("sql")}
        assert scored.differences() == [], "the two results are not the same"
        if round_number > 0:
            registrar.append(timed)
            statements["sql"].append(taken["sql"])
    for name in ("slim", "newest"):
        statements[name] = [scored.by_statement(name) for _ in range(3)]
        assert scored.differences() == [], f"{name}: the two results are not the same"
    return registrar, statements


def report(attempts, registrar, statements):
    looked, scoring, own = (list(column) for column in zip(*registrar))
    score_s, sql_s = statistics.median(scoring), statistics.median(statements["sql"])
    print(f"scoring {attempts} attempts x {score_seed.ITEMS} answers, {len(scoring)} rounds in turns, results equal in each")
    show("registrar, from sealed sheets to committed scores", scoring)
    show("  of it the registrar's own processor time", own)
    show("  and before it: its look for what stands in the way", looked)
    show("one statement over the saves in the clear", statements["sql"])
    show("  where it must find the newest save of each answer", statements["newest"])
    show("  where rows are slim and lie in order", statements["slim"])
    print(f"score_vs_slim_sql {statistics.median(statements['slim']) / score_s:.2f}")
    print(f"score_100k_s {score_s:.3f}")
    print(f"score_vs_sql {sql_s / score_s:.2f}")


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Scoring from sealed sheets against one SQL statement over plain rows.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--attempts", type=int, default=100_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bm-score-") as folder, Cluster(SETTINGS) as cluster:
        world = World(cluster, Path(folder))
        assert world.import_bank().returncode == 0
        scored = Scored(world, options.attempts)
        report(options.attempts, *measure(scored, options.rounds))
        scored.close()
        world.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
