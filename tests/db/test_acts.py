"""What must hold when acts on clocks meet each other or the registrar, and what no caller whatever can do to a session's time."""
import secrets
import threading
import uuid
from datetime import datetime, timedelta, timezone

import psycopg
import pytest

from candidate_world import CandidateWorld
from house import wait_for

T = datetime(2026, 5, 4, 15, tzinfo=timezone.utc)
SECOND = timedelta(seconds=1)


class Clocks(CandidateWorld):
    """Sessions as they stand at some instant, staff with tokens; nothing is served."""

    def add_session(self, started, entitled=5400, grace=10, administration=None):
        registration, _ = self.register(administration=administration)
        attempt, session = uuid.uuid4(), uuid.uuid4()
        self.db.execute("INSERT INTO work.attempt VALUES (%s, %s, %s, %s)", (self.association, attempt, registration, started))
        with self.db.transaction():
            self.insert(session, attempt, started, started + timedelta(seconds=entitled), entitled, grace)
            self.db.execute("INSERT INTO work.entitlement VALUES (%s, %s, 1, 'base', %s, 'base', NULL, %s)",
                            (self.association, session, entitled, started))
        return session

    def add_part2(self, session, started, entitled=5400):
        """Part 2 of whose Part 1 that session is."""
        part2, attempt = uuid.uuid4(), self.one("SELECT attempt_id FROM work.session WHERE id = %s", session)
        with self.db.transaction():
            self.insert(part2, attempt, started, started + timedelta(seconds=entitled), entitled, part=2)
            self.db.execute("INSERT INTO work.entitlement VALUES (%s, %s, 1, 'base', %s, 'base', NULL, %s)",
                            (self.association, part2, entitled, started))
        return part2

    def insert(self, session, attempt, started, deadline, entitled, grace=10, part=1):
        self.db.execute(
            "INSERT INTO work.session (association_id, id, attempt_id, part, form_id, order_seed, state, entitled_s, grace_s, "
            "opened_at, started_at, deadline) SELECT %s, %s, %s, f.part, f.form_id, '\\x00112233445566778899aabbccddeeff', "
            "'running', %s, %s, %s, %s, %s FROM work.administration_form f WHERE f.part = %s LIMIT 1",
            (self.association, session, attempt, entitled, grace, started, started, deadline, part))

    def registration_of(self, session):
        return self.one("SELECT t.registration_id FROM work.attempt t JOIN work.session s ON s.attempt_id = t.id "
                        "WHERE s.id = %s", session)

    def ask_esl(self, session):
        """A request for ESL time that waits for a decision."""
        asked = uuid.uuid4()
        self.db.execute("INSERT INTO work.accommodation (association_id, id, registration_id, kind, received_on, filed_by, "
                        "filed_at, request, documents) VALUES (%s, %s, %s, 'esl', %s, 'candidate', %s, '\\x01', 'not_needed')",
                        (self.association, asked, self.registration_of(session), T.date(), T))
        return asked

    def decide(self, db, token, asked, minutes, at):
        return db.execute("SELECT outcome FROM coordination_api.decide_accommodation(%s, %s, 1, true, 'not_needed', %s, %s, "
                          "'', '', true, '\\x01', %s)", (token, asked, minutes, minutes, at)).fetchone()[0]

    def wait_until_it_waits(self, db):
        wait_for(lambda: self.one("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = %s", db.info.backend_pid))

    def add_token(self, rights=1):
        account, token = uuid.uuid4(), secrets.token_bytes(32)
        self.db.execute("INSERT INTO staff.account VALUES (%s, '\\x01', %s, NULL, now())", (account, secrets.token_bytes(32)))
        self.db.execute("INSERT INTO staff.appointment (association_id, account_id, rights) VALUES (%s, %s, %s)",
                        (self.association, account, rights))
        self.db.execute("INSERT INTO staff.login VALUES (%s, 'coordination', %s, %s, now(), now())",
                        (token, account, self.association))
        return token

    def act(self, db, token, what, sessions, at, seconds=0, act=None):
        """(outcome, document) of coordination_api.act."""
        return db.execute("SELECT outcome, doc FROM coordination_api.act(%s, %s, %s, %s, %s, %s, 'technical', 'a test', true, %s)",
                          (token, self.administration, act or uuid.uuid4(), what, sessions, seconds, at)).fetchone()

    def row_of(self, session):
        return self.row("SELECT state, entitled_s, deadline, "
                        "(SELECT sum(seconds) FROM work.entitlement e WHERE e.session_id = s.id) FROM work.session s WHERE id = %s",
                        session)


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    made = Clocks(cluster, tmp_path_factory.mktemp("acts"))
    yield made
    made.close()


def together(*jobs):
    """All at the same moment, each with a thread of its own; what each returned."""
    start, found = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place, job):
        start.wait()
        found[place] = job()

    threads = [threading.Thread(target=run, args=job) for job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


# ---- races -----------------------------------------------------------------------------------------------------------

def test_f8_fifty_races_of_the_closing_registrar_with_an_extension(world):
    """The registrar looks a second after the grace; an extension arrived in the last microsecond of it. Whoever comes first has
    their way, and the other respects it: no session is ever closed although it was extended."""
    grace_ends, seen = T + 5410 * SECOND, set()
    with world.cluster.connect(world.database) as one, world.cluster.connect(world.database) as two:
        for _ in range(50):
            session = world.add_session(T)
            outcome, _ = together(
                lambda: one.execute("SELECT work.extend(%s, %s, 'incident', 60, 'a test', NULL, %s)",
                                    (world.association, session, grace_ends)).fetchone()[0],
                lambda: two.execute("SELECT registrar_api.close_overdue(%s)", (grace_ends + SECOND,)))
            state, entitled, deadline, ledger = world.row_of(session)
            seen.add((outcome, state, entitled, ledger))
            assert deadline == T + entitled * SECOND
            two.execute("SELECT registrar_api.close_overdue(%s)", (grace_ends + 3600 * SECOND,))
    assert seen <= {("done", "running", 5460, 5460), ("closed", "closed", 5400, 5400)}


def test_f8_the_registrar_passes_by_what_is_being_extended_and_reads_the_ledger_when_it_comes_back(world):
    token, session, grace_ends = world.add_token(), world.add_session(T), T + 5410 * SECOND
    with world.cluster.connect(world.database) as one, world.cluster.connect(world.database) as two:
        one.autocommit = False
        assert world.act(one, token, "minutes", [session], grace_ends, 60)[0] == "ok"
        two.execute("SELECT registrar_api.close_overdue(%s)", (grace_ends + SECOND,))
        one.commit()
        for late, state in ((1, "running"), (60, "running"), (60.000001, "closed")):
            two.execute("SELECT registrar_api.close_overdue(%s)", (grace_ends + late * SECOND,))
            assert world.row_of(session)[:2] == (state, 5460)


def test_f8_an_extension_waits_for_a_closing_that_is_under_way_and_is_refused(world):
    token, session, grace_ends = world.add_token(), world.add_session(T), T + 5410 * SECOND
    with world.cluster.connect(world.database) as one, world.cluster.connect(world.database) as two:
        two.autocommit = False
        two.execute("SELECT registrar_api.close_overdue(%s)", (grace_ends + SECOND,))

        def commit_when_it_waits():
            world.wait_until_it_waits(one)
            two.commit()

        (outcome, doc), _ = together(lambda: world.act(one, token, "minutes", [session], grace_ends, 60), commit_when_it_waits)
    assert (outcome, doc["people"][0]["outcome"]) == ("not_ready", {"closed": True})
    assert world.row_of(session)[:2] == ("closed", 5400)


def test_two_coordinators_at_once_neither_wait_for_ever_nor_lose_a_minute(world):
    """The same ten sessions, named in opposite orders, twenty times: every act is whole, and the ledgers say so."""
    tokens, sessions = [world.add_token(), world.add_token()], [world.add_session(T) for _ in range(10)]
    with world.cluster.connect(world.database) as one, world.cluster.connect(world.database) as two:
        for _ in range(20):
            found = together(lambda: world.act(one, tokens[0], "minutes", sessions, T + SECOND, 60),
                             lambda: world.act(two, tokens[1], "minutes", sessions[::-1], T + SECOND, 120))
            assert [(outcome, doc["acted_on"]) for outcome, doc in found] == [("ok", 10)] * 2
        assert {world.row_of(session) for session in sessions} == {("running", 9000, T + 9000 * SECOND, 9000)}
        # One pauses what the other resumes: each clock stands or runs, and none has got more than it stood.
        for turn in range(20):
            together(lambda: world.act(one, tokens[0], "pause", sessions, T + (10 + turn) * SECOND),
                     lambda: world.act(two, tokens[1], "resume", sessions[::-1], T + (10.5 + turn) * SECOND))
        world.act(one, tokens[0], "resume", sessions, T + 40 * SECOND)
    for session in sessions:
        state, entitled, deadline, ledger = world.row_of(session)
        paused = world.one("SELECT paused_us FROM work.session WHERE id = %s", session)
        assert state == "running" and entitled == ledger == 9000 + -(-paused // 1_000_000) and deadline == T + entitled * SECOND


def test_an_act_repeated_at_the_same_moment_is_one(world):
    token, session, act = world.add_token(), world.add_session(T), uuid.uuid4()
    with world.cluster.connect(world.database) as one, world.cluster.connect(world.database) as two:
        found = together(*(lambda db=db: world.act(db, token, "minutes", [session], T + SECOND, 60, act) for db in (one, two)))
    assert found[0] == found[1] and found[0][0] == "ok" and world.row_of(session)[1] == 5460


def test_a_part_is_either_opened_again_or_scored(world):
    """Ten times one coordinator re-opens a closed part while another asks for the scores."""
    token = world.add_token()
    with world.cluster.connect(world.database) as one, world.cluster.connect(world.database) as two:
        for _ in range(10):
            exam = world.add_administration(closes=timedelta(seconds=-30), opens=timedelta(hours=-3))
            session = world.add_session(T, administration=exam)
            world.db.execute("UPDATE work.registration SET parts = '{1}' WHERE administration_id = %s", (exam,))
            world.db.execute("SELECT registrar_api.close_overdue(%s)", (T + 5411 * SECOND,))
            found = together(
                lambda: one.execute("SELECT outcome FROM coordination_api.act(%s, %s, %s, 'reopen', %s, 60, 'staff', 'a test', "
                                    "true, %s)", (token, exam, uuid.uuid4(), [session], T + 9000 * SECOND)).fetchone()[0],
                lambda: two.execute("SELECT outcome FROM coordination_api.ask_duty(%s, %s, 'score', %s)",
                                    (token, exam, uuid.uuid4())).fetchone()[0])
            assert found in (["ok", "not_ready"], ["not_ready", "ok"]), found
            assert (world.row_of(session)[0] == "running") == (found[0] == "ok")


@pytest.mark.parametrize("decided_first", [True, False])
def test_f7_what_is_granted_while_a_part_is_opened_again_reaches_it(world, decided_first):
    """Decision and re-opening at the same moment, neither committed yet when the other begins: no minute falls between them."""
    token, session = world.add_token(), world.add_session(T)
    asked = world.ask_esl(session)
    world.db.execute("SELECT registrar_api.close_overdue(%s)", (T + 5411 * SECOND,))
    acts = [lambda db: world.decide(db, token, asked, 30, T + 6000 * SECOND),
            lambda db: world.act(db, token, "reopen", [session], T + 6000 * SECOND, 60)[0]]
    first, second = acts if decided_first else acts[::-1]
    with world.cluster.connect(world.database) as one, world.cluster.connect(world.database) as two:
        one.autocommit = False
        assert first(one) == "ok"

        def commit_when_it_waits():
            world.wait_until_it_waits(two)
            one.commit()

        assert together(lambda: second(two), commit_when_it_waits)[0] == "ok"
    assert world.row_of(session) == ("running", 5400 + 60 + 1800, T + 7260 * SECOND, 7260)


@pytest.mark.parametrize("asked_first", [True, False])
def test_another_date_is_given_or_the_scores_are_asked_for(world, asked_first):
    """Not both at once: what is sat later would not count."""
    token = world.add_token()
    exam = world.add_administration(closes=timedelta(minutes=-30), opens=timedelta(hours=-3))
    session, request = world.add_session(T, administration=exam), uuid.uuid4()
    registration = world.registration_of(session)
    world.db.execute("UPDATE work.registration SET parts = '{1}' WHERE id = %s", (registration,))
    world.register(administration=exam, parts=(1,))
    world.db.execute("SELECT registrar_api.close_overdue(%s)", (T + 5411 * SECOND,))
    world.db.execute("INSERT INTO work.accommodation (association_id, id, registration_id, kind, received_on, filed_by, filed_at, "
                     "request) SELECT r.association_id, %s, r.id, 'date', %s, 'candidate', %s, '\\x01' FROM work.registration r "
                     "WHERE r.administration_id = %s AND r.id <> %s", (request, T.date(), T, exam, registration))
    world.db.execute("UPDATE work.administration SET grace_s = 0, part1_minutes = 1 WHERE id = %s", (exam,))
    now = datetime.now(timezone.utc)
    window = [(now + timedelta(days=days)).strftime("%Y-%m-%d 09:00") for days in (5, 9)]
    acts = [lambda db: db.execute("SELECT outcome FROM coordination_api.ask_duty(%s, %s, 'score', %s)",
                                  (token, exam, uuid.uuid4())).fetchone()[0],
            lambda db: db.execute("SELECT outcome FROM coordination_api.decide_accommodation(%s, %s, 1, true, 'not_needed', 0, 0, "
                                  "%s, %s, true, '\\x01', %s)", (token, request, *window, now)).fetchone()[0]]
    first, second = acts if asked_first else acts[::-1]
    with world.cluster.connect(world.database) as one, world.cluster.connect(world.database) as two:
        one.autocommit = False
        assert first(one) == "ok"

        def commit_when_it_waits():
            world.wait_until_it_waits(two)
            one.commit()

        assert together(lambda: second(two), commit_when_it_waits)[0] == ("closed" if asked_first else "not_ready")


def test_two_who_approve_at_once_do_not_wait_for_each_other_in_a_ring(world):
    tokens, session = [world.add_token() for _ in range(3)], world.add_session(T)
    acts = sorted(uuid.uuid4() for _ in range(12))
    for act in acts:
        assert world.act(world.db, tokens[0], "minutes", [session], T + SECOND, 60, act)[0] == "ok"
    approve = "SELECT outcome FROM coordination_api.approve_acts(%s, %s, %s)"
    with world.cluster.connect(world.database) as one, world.cluster.connect(world.database) as two:
        two.autocommit = False
        two.execute("SELECT FROM work.irregularity WHERE id = %s FOR NO KEY UPDATE", (acts[-1],))

        def approve_when_it_waits():
            world.wait_until_it_waits(one)
            found = two.execute(approve, (tokens[2], world.administration, [acts[-1]])).fetchone()[0]
            two.commit()
            return found

        assert together(lambda: one.execute(approve, (tokens[1], world.administration, acts)).fetchone()[0],
                        approve_when_it_waits) == ["ok", "ok"]


def test_that_all_clocks_go_on_is_not_meant_for_a_part_behind_the_one_that_runs(world):
    """Part 1 was opened again while they sit Part 2: it stands until it is named, or it would run out unseen."""
    exam = world.add_administration()
    token, part1 = world.add_token(), world.add_session(T, administration=exam)
    part2 = world.add_part2(part1, T + 6000 * SECOND)
    stand = lambda: [world.one("SELECT paused_at IS NOT NULL FROM work.session WHERE id = %s", x) for x in (part1, part2)]
    act = lambda what, sessions, at, seconds=0: world.one(
        "SELECT outcome FROM coordination_api.act(%s, %s, %s, %s, %s, %s, 'technical', 'a test', true, %s)", token, exam,
        uuid.uuid4(), what, sessions, seconds, T + at * SECOND)
    world.db.execute("SELECT registrar_api.close_overdue(%s)", (T + 6000 * SECOND,))
    assert act("reopen", [part1], 6100, 600) == act("pause", None, 6200) == "ok" and stand() == [True, True]
    assert act("resume", None, 6300) == "ok" and stand() == [True, False]
    assert act("resume", [part1], 6400) == "ok" and stand() == [False, False]


# ---- pauses and outages ----------------------------------------------------------------------------------------------

def test_a_hundred_pauses_give_what_they_took_and_less_than_a_second_more(world):
    token, session, at, took = world.add_token(), world.add_session(T), T, timedelta(0)
    for _ in range(100):
        stands, runs = (timedelta(microseconds=1 + secrets.randbelow(1_700_000)) for _ in range(2))
        world.act(world.db, token, "pause", [session], at + runs)
        world.act(world.db, token, "resume", [session], at + runs + stands)
        at, took = at + runs + stands, took + stands
        given = timedelta(seconds=world.row_of(session)[1] - 5400)
        assert timedelta(0) <= given - took < SECOND


def test_a_break_of_ones_own_stays_one_when_staff_ends_it(world):
    """Else it would not count against the breaks that were granted; and a reason in words is never taken for one."""
    token, session = world.add_token(), world.add_session(T)
    world.grant(world.registration_of(session), "breaks", 10, documents="seen")
    world.db.execute("SELECT work.pause(%s, %s, 'candidate', %s)", (world.association, session, T + 10 * SECOND))
    world.act(world.db, token, "resume", [session], T + 70 * SECOND)
    world.act(world.db, token, "pause", [session], T + 80 * SECOND)
    world.db.execute("SELECT outcome FROM coordination_api.act(%s, %s, %s, 'resume', %s, 0, 'other', 'break', true, %s)",
                     (token, world.administration, uuid.uuid4(), [session], T + 90 * SECOND))
    entries = world.rows("SELECT kind, seconds, reason FROM work.entitlement WHERE session_id = %s AND number > 1 ORDER BY number",
                         session)
    assert entries == [("pause", 60, "break"), ("pause", 10, "other: break")]


def test_staff_who_end_a_break_that_is_used_up_give_no_more_than_was_granted(world):
    """Also before the registrar has come: a break ends when it is used up, whoever sees to it first."""
    token, session = world.add_token(), world.add_session(T)
    world.grant(world.registration_of(session), "breaks", 1, documents="seen")
    world.db.execute("SELECT work.pause(%s, %s, 'candidate', %s)", (world.association, session, T + 10 * SECOND))
    assert world.act(world.db, token, "resume", [session], T + 500 * SECOND)[0] == "ok"
    assert world.row_of(session) == ("running", 5460, T + 5460 * SECOND, 5460)
    assert world.one("SELECT going_since FROM work.session WHERE id = %s", session) == T + 70 * SECOND


@pytest.mark.parametrize("asked, entries, left", [(70, [(60, "break"), (30, "technical: a test")], 540),
                                                  (5, [(90, "technical: a test")], 600)])
def test_a_pause_of_staff_ends_the_break_that_lasts_where_it_begins(world, asked, entries, left):
    """Else what was rested before it would not count against the breaks that were granted."""
    token, session = world.add_token(), world.add_session(T)
    world.grant(world.registration_of(session), "breaks", 10, documents="seen")
    world.db.execute("SELECT work.pause(%s, %s, 'candidate', %s)", (world.association, session, T + 10 * SECOND))
    assert world.act(world.db, token, "pause", [session], T + asked * SECOND)[0] == "ok"
    assert world.one("SELECT paused_by FROM work.session WHERE id = %s", session) == "staff"
    assert world.act(world.db, token, "resume", [session], T + 100 * SECOND)[0] == "ok"
    assert world.rows("SELECT seconds, reason FROM work.entitlement WHERE session_id = %s AND number > 1 ORDER BY number",
                      session) == entries
    assert world.one("SELECT work.break_left_s(%s, %s)", world.association, session) == left


def test_who_is_on_a_break_stands_too_when_all_clocks_are_stopped(world):
    """Or the break would be used up while the house is empty, and the clock go on by itself."""
    exam = world.add_administration()
    token, session = world.add_token(), world.add_session(T, administration=exam)
    world.grant(world.registration_of(session), "breaks", 1, documents="seen")
    world.db.execute("SELECT work.pause(%s, %s, 'candidate', %s)", (world.association, session, T + 10 * SECOND))
    assert world.one("SELECT outcome FROM coordination_api.act(%s, %s, %s, 'pause', NULL, 0, 'environment', 'fire alarm', "
                     "true, %s)", token, exam, uuid.uuid4(), T + 20 * SECOND) == "ok"
    world.db.execute("SELECT registrar_api.close_overdue(%s)", (T + 600 * SECOND,))
    assert world.one("SELECT paused_at FROM work.session WHERE id = %s", session) == T + 20 * SECOND


def test_that_all_clocks_go_on_ends_nobodys_own_break(world):
    """They rest as long as was granted, unless staff names them."""
    exam = world.add_administration()
    token, (rests, stands) = world.add_token(), (world.add_session(T, administration=exam) for _ in range(2))
    world.grant(world.registration_of(rests), "breaks", 10, documents="seen")
    for session, who in ((rests, "candidate"), (stands, "staff")):
        world.db.execute("SELECT work.pause(%s, %s, %s, %s)", (world.association, session, who, T + 10 * SECOND))
    go_on = lambda sessions, at: world.one("SELECT outcome FROM coordination_api.act(%s, %s, %s, 'resume', %s, 0, 'other', "
                                           "'a test', true, %s)", token, exam, uuid.uuid4(), sessions, T + at * SECOND)
    paused = lambda: [world.one("SELECT paused_by FROM work.session WHERE id = %s", x) for x in (rests, stands)]
    assert go_on(None, 20) == "ok" and paused() == ["candidate", None]
    assert go_on([rests], 30) == "ok" and paused() == [None, None]


def test_a_pause_that_staff_made_is_not_taken_for_the_break_before_it(world):
    """Staff asks that the clock goes on; meanwhile the break has ended, and somebody has stopped the clock."""
    token, session = world.add_token(), world.add_session(T)
    world.grant(world.registration_of(session), "breaks", 10, documents="seen")
    world.db.execute("SELECT work.pause(%s, %s, 'candidate', %s)", (world.association, session, T + 10 * SECOND))
    with world.cluster.connect(world.database) as one, world.cluster.connect(world.database) as two:
        one.autocommit = False
        for call in ("work.resume(%s, %s, 'break', NULL, %s)", "work.pause(%s, %s, 'staff', %s)"):
            one.execute(f"SELECT {call}", (world.association, session, T + 70 * SECOND))

        def commit_when_it_waits():
            world.wait_until_it_waits(two)
            one.commit()

        together(lambda: world.act(two, token, "resume", [session], T + 100 * SECOND), commit_when_it_waits)
    assert world.one("SELECT work.break_left_s(%s, %s)", world.association, session) == 600 - 60


@pytest.mark.parametrize("began, ended, lost", [
    (600, 660, 60), (600, 660.25, 61), (-100, 30, 30), (5390, 5500, 10), (-60, 0, 0), (5400, 5500, 0), (5399.5, 5500, 1),
    (95, 105, 5), (100, 200, 0), (90, 210, 20)])
def test_what_an_outage_took_is_its_overlap_with_the_running_clock(world, began, ended, lost):
    """The clock stood from 100 to 200 s after the start, which the ledger gave back: 5500 s in all."""
    if "stood" not in vars(world):
        token, world.stood = world.add_token(), world.add_session(T, entitled=5300)
        world.act(world.db, token, "pause", [world.stood], T + 100 * SECOND)
        world.act(world.db, token, "resume", [world.stood], T + 200 * SECOND)
    found = world.one("SELECT work.lost_s(%s, %s, %s, %s)", world.association, world.stood, T + began * SECOND, T + ended * SECOND)
    assert found == lost


@pytest.mark.parametrize("closed", [True, False])
def test_whose_time_ran_out_gets_it_back_also_before_the_registrar_has_come(world, closed):
    session = world.add_session(T)
    if closed:
        world.db.execute("SELECT registrar_api.close_overdue(%s)", (T + 5411 * SECOND,))
    given = world.one("SELECT work.give_back(%s, %s, 30, 'outage', %s, %s)", world.association, session, uuid.uuid4(),
                      T + 6000 * SECOND)
    assert given == "reopened" and world.row_of(session) == ("running", 5430, T + 5430 * SECOND, 5430)
    assert world.one("SELECT paused_at FROM work.session WHERE id = %s", session) == T + 5400 * SECOND


# ---- what nobody can do ----------------------------------------------------------------------------------------------

def test_tim_01_a_deadline_is_the_start_plus_what_is_owed_and_no_row_can_say_else(world):
    session = world.add_session(T)
    attempt = world.one("SELECT attempt_id FROM work.session WHERE id = %s", session)
    assert world.one("SELECT count(*) FROM work.session WHERE deadline <> started_at + make_interval(secs => entitled_s)") == 0
    with pytest.raises(psycopg.errors.CheckViolation, match="deadline_is_start_plus_entitlement"):
        world.insert(uuid.uuid4(), attempt, T, T + 5401 * SECOND, 5400)
    for change in ("deadline = deadline + interval '1 s'", "entitled_s = entitled_s + 1",
                   "started_at = started_at + interval '1 s'", "deadline = NULL"):
        with pytest.raises(psycopg.errors.CheckViolation, match="deadline_is_start_plus_entitlement"):
            world.db.execute(f"UPDATE work.session SET {change} WHERE id = %s", (session,))
    # A deadline that fits an entitlement that the ledger does not know falls at commit.
    with pytest.raises(psycopg.errors.RaiseException, match="its ledger says 5400 s"):
        world.db.execute("UPDATE work.session SET entitled_s = 5401, deadline = deadline + interval '1 s' WHERE id = %s",
                         (session,))
    with pytest.raises(psycopg.errors.CheckViolation):
        world.db.execute("INSERT INTO work.entitlement VALUES (%s, %s, 2, 'incident', -60, 'shorter', NULL, now())",
                         (world.association, session))


@pytest.mark.parametrize("what, seconds", [("minutes", 0), ("minutes", -60), ("minutes", 36001), ("reopen", -1), ("pause", 60),
                                           ("resume", 1)])
def test_tim_08_not_even_the_function_shortens_or_gives_without_bounds(world, what, seconds):
    session = world.add_session(T)
    assert world.act(world.db, world.add_token(), what, [session], T + SECOND, seconds) == ("bad_field", None)
    assert world.row_of(session)[1] == 5400


def test_nobody_approves_their_own_act_not_even_by_hand(world):
    token, session = world.add_token(), world.add_session(T)
    world.act(world.db, token, "minutes", [session], T + SECOND, 60)
    with pytest.raises(psycopg.errors.CheckViolation):
        world.db.execute("UPDATE work.irregularity SET approved_by = by_id, approved_at = now() WHERE id = "
                         "(SELECT irregularity_id FROM work.irregularity_session WHERE session_id = %s)", (session,))
