"""What the SQL functions do to a session's clock is what core does, and so what the simulator plays: thousands of acts, many at
the very last microsecond and some out of order, each compared by outcome and row."""
import random
import re
import subprocess
import uuid
from datetime import datetime, timedelta, timezone

import pytest

from tree import BUILD, ROOT

PROGRAM = BUILD / "tests/db/session_twins"
SESSIONS, ACTS = 20, 2000
START = datetime(2027, 3, 14, 9, 59, 59, 123456, tzinfo=timezone.utc)
GRACE = 10
MICROSECOND = timedelta(microseconds=1)

ROWS = """
SELECT s.id, s.state, s.started_at, s.deadline, s.paused_at, s.handed_in_at, s.closed_at, s.entitled_s, s.paused_us,
       (SELECT count(*) FROM work.entitlement e WHERE e.association_id = s.association_id AND e.session_id = s.id)
FROM work.session s WHERE s.id = ANY (%s)"""

DO = {"start": "SELECT work.start(%(association)s, %(id)s, %(at)s)::text",
      "pause": "SELECT work.pause(%(association)s, %(id)s, 'staff', %(at)s)",
      "resume": "SELECT work.resume(%(association)s, %(id)s, 'noise', NULL, %(at)s)",
      "extend": "SELECT work.extend(%(association)s, %(id)s, 'incident', %(seconds)s, 'noise', NULL, %(at)s)",
      "reopen": "SELECT work.reopen(%(association)s, %(id)s, %(seconds)s, 'by mistake', NULL, %(at)s)",
      "hand_in": "SELECT candidate_api.hand_in(%(token)s, 1, %(at)s)",
      "close": "SELECT outcome FROM registrar_api.close_overdue(%(at)s)"}
WEIGHTS = {"start": 2, "pause": 6, "resume": 6, "extend": 3, "reopen": 3, "hand_in": 3, "close": 2}


class Sitting:
    """One session, and until when its clock has been followed."""

    def __init__(self, db, number, association):
        self.number, self.db, self.association = number, db, association
        self.id, self.token = uuid.uuid4(), number.to_bytes(32, "big")
        self.base = 300 + 7 * number
        self.now, self.deadline = START, None
        registration, attempt, administration = (uuid.uuid4() for _ in range(3))
        for text, values in (
                ("INSERT INTO work.registration (association_id, id, administration_id, person_id, category, track, created_at)"
                 " VALUES (%s, %s, %s, %s, 'specialist', 'imh', %s)",
                 (association, registration, administration, uuid.uuid4(), START)),
                ("INSERT INTO work.login (token_hash, association_id, registration_id, epoch, made_at) VALUES (%s, %s, %s, 1,"
                 " 'infinity')", (self.token, association, registration)),
                ("INSERT INTO work.attempt VALUES (%s, %s, %s, %s)", (association, attempt, registration, START)),
                ("INSERT INTO work.session (association_id, id, attempt_id, part, form_id, order_seed, state, entitled_s, grace_s,"
                 " opened_at, delivered_at, registration_id, questions)"
                 " VALUES (%s, %s, %s, 1, %s, %s, 'opened', %s, %s, %s, 'infinity', %s, 60)",
                 (association, self.id, attempt, uuid.uuid4(), bytes(16), self.base, GRACE, START, registration)),
                ("INSERT INTO work.entitlement VALUES (%s, %s, 1, 'base', %s, 'base', NULL, %s)",
                 (association, self.id, self.base, START))):
            db.execute(text, values)

    def act(self, word, at, seconds):
        return self.db.execute(DO[word], {"association": self.association, "id": self.id, "at": at, "seconds": seconds,
                                          "token": self.token}).fetchone()[0]

    def line(self, word, at, seconds, outcome, row):
        state, *instants, entitled, paused, entries = row
        self.deadline = instants[1]
        return " ".join(map(str, (self.number, word, at, seconds, outcome, state,
                                  *("-" if instant is None else micros(instant) for instant in instants),
                                  entitled, paused, entries)))


def tell(sittings, word, at, seconds, outcome):
    """A line for each of them, with its row as it is now."""
    rows = sittings[0].db.execute(ROWS, ([sitting.id for sitting in sittings],))
    rows = {session: row for session, *row in rows}
    return [sitting.line(word, at or sitting.base, seconds, outcome, rows[sitting.id]) for sitting in sittings]


def micros(instant):
    return (instant - datetime(1970, 1, 1, tzinfo=timezone.utc)) // MICROSECOND


def next_instant(chance, sitting):
    """Mostly a little later; now and then before what was done last, or at the very last microsecond or beside it."""
    throw = chance.random()
    if throw < 0.2 and sitting.deadline is not None:
        return sitting.deadline + timedelta(seconds=GRACE) + chance.choice((-1, 0, 1)) * MICROSECOND
    if throw < 0.3:
        return sitting.now - timedelta(seconds=chance.random() * 20)
    step = chance.choice((0.4, 5, 90))
    sitting.now += timedelta(microseconds=chance.randrange(int(step * 1000000)))
    return sitting.now


@pytest.fixture
def sittings(cluster, database):
    """Sessions without an exam around them: the clock asks for none of it. The triggers of work.session are on, keys to other
    tables are not."""
    association = uuid.uuid4()
    with cluster.connect(database) as db:
        db.execute("SET TIME ZONE 'UTC'; SET synchronous_commit = off; SET session_replication_role = replica")
        db.execute("INSERT INTO staff.association (id, code, name, zone, created_at) VALUES (%s, 'clock', 'Clock', 'UTC', now())",
                   (association,))
        made = [Sitting(db, number, association) for number in range(SESSIONS)]
        db.execute("SET session_replication_role = origin; ALTER TABLE work.session"
                   " DROP CONSTRAINT session_association_id_form_id_fkey, DROP CONSTRAINT session_of_registration")
        yield made


def play(sittings, acts=ACTS):
    """Every act as a line, a closing as one for each session that it saw. One transaction: an office disk is slow."""
    chance = random.Random(20270314)
    with sittings[0].db.transaction():
        lines = tell(sittings, "begin", None, GRACE, "-")
        for _ in range(acts):
            sitting = chance.choice(sittings)
            word, = chance.choices(list(WEIGHTS), WEIGHTS.values())
            at, seconds = next_instant(chance, sitting), chance.choice((0, 1, 60, 240))
            seconds = max(1, seconds) if word == "extend" else seconds
            outcome = sitting.act(word, at, seconds)
            lines += tell(sittings if word == "close" else [sitting], word, micros(at), seconds, outcome)
    return lines


def compare(lines):
    done = subprocess.run([PROGRAM], input="\n".join(lines) + "\n", capture_output=True, text=True, check=False)
    print(done.stdout)
    return done.returncode, int(re.search(r"^acts (\d+)$", done.stdout, re.M).group(1))


def test_the_database_does_with_a_clock_what_core_does(sittings):
    lines = play(sittings)
    assert compare(lines) == (0, len(lines))
    told = {tuple(line.split()[i] for i in (1, 4)) for line in lines}
    assert told >= {("start", "true"), ("start", "false"), ("pause", "done"), ("pause", "not_running"), ("pause", "closed"),
                    ("resume", "done"), ("resume", "not_paused"), ("extend", "done"), ("extend", "closed"), ("reopen", "done"),
                    ("reopen", "not_closed"), ("reopen", "no_time"), ("hand_in", "done"), ("hand_in", "late"),
                    ("hand_in", "paused"), ("close", "done")}


@pytest.mark.parametrize("name, right, wrong", [
    ("work/in_time", "<=", "<"),
    ("work/pause", "greatest(in_at, x.going_since)", "greatest(in_at, x.started_at)"),
    ("work/resume", "(paused + 999999) / 1000000 - (s.paused_us + 999999) / 1000000", "(paused - s.paused_us + 999999) / 1000000"),
    ("work/reopen", "paused_at = stopped", "paused_at = s.deadline"),
    ("candidate/hand_in", "s.state = 'closed' OR NOT", "NOT"),
    ("registrar/close_overdue", "closed_at = x.deadline + make_interval(secs => x.grace_s)", "closed_at = x.deadline")])
def test_a_planted_defect_in_a_function_is_found(sittings, name, right, wrong):
    text = (ROOT / f"schema/functions/{name}.sql").read_text(encoding="utf-8")
    assert text.count(right) == 1
    sittings[0].db.execute(text.replace(right, wrong))
    assert compare(play(sittings, 1200))[0] == 1
