"""`blindmark timeline`: what each session was owed, what was given, when and why; and that it adds up."""
import re
import uuid
from datetime import timedelta

import pytest

from house import House, tool
from people import Office, Sitting, roster_text

GIVEN = re.compile(r"given ([0-9]+)(?::([0-9]{2}))? min ([a-z]+) \((.*?)\)")
HEAD = re.compile(r"^(\S.*), Part ([12]), Exam: (.*) min$", re.M)


@pytest.fixture(scope="module")
def house():
    with House() as running:
        yield running


@pytest.fixture(scope="module")
def sittings(house):
    """Two candidates, 90 and 150 minutes; the second met an irregularity."""
    exam = Office(house, staff={}).add_exam("Exam", closes=timedelta(days=1))
    rows = [{"name": name, "email": f"{uuid.uuid4().hex}@x.example", "category": "specialist", "track": "imh", "esl": esl}
            for name, esl in (("Ada Plain", ""), ("Ben Longer", "yes"))]
    slips = exam.admit(roster_text(rows))
    made = [Sitting(house, slips[row["email"]]).accept() for row in rows]
    for sitting in made:
        sitting.open(1)
        sitting.save(1, sitting.visitor.read("/parts/1/items/1")["question"]["ref"], choice="A")
    with house.admin() as db:
        association, session = db.execute("SELECT association_id, id FROM work.session WHERE entitled_s = 9000").fetchone()
        author = db.execute("SELECT id FROM staff.account").fetchone()[0]
        started = db.execute("SELECT started_at FROM work.session WHERE id = %s", [session]).fetchone()[0]
        db.execute("SELECT work.pause(%s, %s, 'staff', %s)", [association, session, started + timedelta(seconds=60)])
        db.execute("SELECT work.resume(%s, %s, 'technical: no power', %s, %s)",
                   [association, session, author, started + timedelta(seconds=100.25)])
        db.execute("SELECT work.extend(%s, %s, 'incident', 240, 'environment: drill', %s, %s)",
                   [association, session, author, started + timedelta(seconds=110)])
    made[0].hand_in(1)
    with house.admin() as db:
        # Handed in by mistake, opened again, a break, and handed in for good.
        own, = db.execute("SELECT id FROM work.session WHERE entitled_s = 5400").fetchone()
        now = db.execute("SELECT service.now_utc()").fetchone()[0]
        db.execute("SELECT work.reopen(%s, %s, 0, 'examinee: by mistake', %s, %s)", [association, own, author, now])
        db.execute("SELECT work.resume(%s, %s, 'examinee: by mistake', %s, %s)", [association, own, author, now])
        db.execute("INSERT INTO work.accommodation (association_id, id, registration_id, kind, state, received_on, filed_by, "
                   "filed_at, documents, part1_minutes) SELECT t.association_id, gen_random_uuid(), t.registration_id, "
                   "'breaks', 'granted', current_date, 'roster', now(), 'seen', 10 FROM work.attempt t "
                   "JOIN work.session s ON s.attempt_id = t.id "
                   "WHERE s.id = %s", [own])
    made[0].visitor.do("/parts/1/break", {})
    made[0].visitor.do("/parts/1/go-on", {})
    made[0].hand_in(1)
    exam.sitting = made[0]
    return exam


def timeline(house, *more, **options):
    return tool("timeline", "--config", house.etc / "registrar.conf", "--association", "sample", *more, **options)


def own_code(exam):
    return exam.sitting.visitor.read("/parts/1/receipts")["seal"]["code"]


def seconds(minutes, rest):
    return int(minutes) * 60 + int(rest or 0)


def test_the_timeline_prints_each_ledger_and_it_adds_up(house, sittings):
    told = timeline(house).stdout
    heads = {name: line for name, part, line in HEAD.findall(told)}
    assert re.fullmatch(r"90 \+ 0:0\d pause = 90:0\d", heads.pop("Ada Plain"))
    assert heads == {"Ben Longer": "90 + 60 ESL + 4 incident + 0:41 pause = 154:41"}
    blocks = {HEAD.match(block).group(1): block for block in told.strip().split("\n\n")}
    for name, least, most in (("Ada Plain", 5400, 5409), ("Ben Longer", 9281, 9281)):
        assert least <= sum(seconds(*found[:2]) for found in GIVEN.findall(blocks[name])) <= most
        assert "the ledger adds up. Times are those of America/Chicago." in blocks[name]
        assert all(word in blocks[name] for word in ("  opened", "  clock started", "  answers saved: 1, the last one now",
                                                     "  deadline"))
        assert [found[2] for found in GIVEN.findall(blocks[name])][:2] == ["base", "esl" if name == "Ben Longer" else "pause"]
    assert "given 0:41 min pause (technical: no power), by Corinne Adler" in blocks["Ben Longer"]
    assert "handed in" not in blocks["Ben Longer"]
    said = re.findall(r"  sealed: (\d+) saves, code (\S+)\n", blocks["Ada Plain"])
    assert said == [("1", own_code(sittings))], "one seal, and the code that the candidate would read aloud"
    assert "sealed" not in blocks["Ben Longer"]
    order = [blocks["Ada Plain"].index(words)
             for words in ("  handed in", "a break of the candidate's own began", "the break was over")]
    assert order == sorted(order) and blocks["Ada Plain"].count("  handed in") == 2


def test_one_administration_can_be_asked_for(house, sittings):
    assert len(HEAD.findall(timeline(house, "--administration", sittings.id).stdout)) == 2
    assert timeline(house, "--administration", str(uuid.uuid4())).stdout == ""


def test_a_ledger_that_does_not_add_up_is_marked(house, sittings):
    """Only a superuser who turns the triggers off can make one."""
    with house.admin() as db:
        db.execute("SET session_replication_role = replica")
        db.execute("UPDATE work.entitlement SET seconds = seconds + 1 WHERE kind = 'esl'")
    try:
        done = timeline(house, check=False)
        assert done.returncode == 1 and done.stdout.count("THE LEDGER DOES NOT ADD UP") == 1
        assert done.stderr == "blindmark: a ledger does not add up; it is marked in the list\n"
    finally:
        with house.admin() as db:
            db.execute("SET session_replication_role = replica")
            db.execute("UPDATE work.entitlement SET seconds = seconds - 1 WHERE kind = 'esl'")


def test_what_is_asked_wrongly_is_named(house):
    done = tool("timeline", "--config", house.etc / "registrar.conf", "--association", "nowhere", check=False)
    assert (done.returncode, done.stderr) == (1, "blindmark: there is no association nowhere\n")
    done = tool("timeline", "--association", "sample", check=False)
    assert done.returncode == 2 and "usage: blindmark timeline" in done.stderr
    done = timeline(house, "--administration", "42", check=False)
    assert done.returncode == 2
