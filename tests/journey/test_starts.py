"""Candidates who start a part at the same moment: they are opened and begun together, each as if alone."""
import concurrent.futures
import hashlib
import itertools
import secrets
import threading
import uuid
from datetime import datetime, timedelta, timezone

import psycopg
import pytest

from candidate_world import CandidateWorld

CROWD = 40
SOON = timedelta(days=2)


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CandidateWorld(cluster, tmp_path_factory.mktemp("starts")).start()
    yield running
    running.close()


def together(act, people):
    """What act gives for each of them, done as nearly at once as threads can."""
    gate = threading.Barrier(len(people))

    def one(person):
        gate.wait()
        return act(person)

    with concurrent.futures.ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(one, people))


def batches(world, route):
    """[(count, apart)] of that route, in order."""
    lines = [line for line in world.log.read_text().splitlines() if f"event=batch route={route} " in line]
    return [tuple(int(line.split(f"{word}=")[1].split()[0]) for word in ("count", "apart")) for line in lines]


def token_hash(browser):
    return hashlib.blake2b(next(iter(browser.client.cookies.values())).encode(), digest_size=32).digest()


def desk(world):
    return world.cluster.connect(world.database, "blindmark_candidate", world.desk_password)


def open_together(world, browsers, parts=None, at=None):
    """The places that the batch opened, from 0."""
    count = len(browsers)
    with desk(world) as connection:
        rows = connection.execute("SELECT place FROM candidate_api.open_batch(%s, %s, %s, %s, %s, %s)", (
            [token_hash(browser) for browser in browsers], parts or [1] * count, [at or datetime.now(timezone.utc)] * count,
            [uuid.uuid4() for _ in browsers], [uuid.uuid4() for _ in browsers],
            [secrets.token_bytes(16) for _ in browsers])).fetchall()
    return {place - 1 for place, in rows}


def begin_together(world, browsers, at=None):
    """{place from 0: state}"""
    count = len(browsers)
    with desk(world) as connection:
        rows = connection.execute("SELECT place, state FROM candidate_api.begin_batch(%s, %s, %s)", (
            [token_hash(browser) for browser in browsers], [1] * count, [at or datetime.now(timezone.utc)] * count)).fetchall()
    return {place - 1: state for place, state in rows}


def chain_holds(world):
    """Every event's digest is what is written down of it, over the one before."""
    return world.one("""
        SELECT bool_and(e.previous = coalesce(e.before, sha256(convert_to(e.association_id::text, 'UTF8'))) AND e.digest = (
          SELECT sha256(e.previous || convert_to(string_agg(length(field)::text || ':' || field, ',' ORDER BY place), 'UTF8'))
          FROM unnest(ARRAY[e.association_id::text, e.number::text, extract(epoch FROM e.at)::text, e.actor,
            coalesce(e.actor_id::text, ''), e.action, coalesce(e.subject_id::text, ''), e.detail::text])
            WITH ORDINALITY AS f (field, place)))
        FROM (SELECT v.*, lag(v.digest) OVER (PARTITION BY v.association_id ORDER BY v.number) AS before FROM audit.event v) e""")


def test_a_crowd_starts_together_each_with_an_order_and_a_clock_of_their_own(world):
    people = [world.sits(name=f"Cora Crowd {number}", esl=60 if number % 4 == 0 else 0) for number in range(CROWD)]
    opened = together(lambda person: person[1].post("/parts/1/open").json(), people)
    assert opened == [{"next": "/parts/1/items/1"}] * CROWD
    clocks = together(lambda person: person[1].post("/parts/1/begin").json(), people)
    seeds = set()
    for number, ((registration, browser), clock) in enumerate(zip(people, clocks)):
        session = world.session(registration, 1)
        seeds.add(bytes(session["order_seed"]))
        assert session["state"] == "running" and clock["running"] and not clock["stopped"]
        assert clock["line"] == ("90 + 60 ESL = 150 min" if number % 4 == 0 else "90 min")
        assert session["deadline"] - session["started_at"] == timedelta(minutes=150 if number % 4 == 0 else 90)
        assert world.events(registration, "session.opened") == world.events(registration, "session.started") == 1
        assert clock == browser.see("/parts/1/clock") | {"seconds_left": clock["seconds_left"]}
    assert len(seeds) == CROWD and chain_holds(world)
    assert max(count for count, _ in batches(world, "/parts/{part:int}/open")) > 1


def test_opening_and_beginning_twice_is_once(world):
    registration, browser = world.sits(name="Tina Twice")
    tabs = [world.browser() for _ in range(6)]
    for tab in tabs:
        tab.client.cookies.update(browser.client.cookies)
    assert together(lambda tab: tab.post("/parts/1/open").status_code, tabs) == [200] * 6
    clocks = together(lambda tab: tab.post("/parts/1/begin").json(), tabs)
    assert len({clock["version"] for clock in clocks}) == 1
    assert world.events(registration, "session.opened") == world.events(registration, "session.started") == 1
    assert chain_holds(world)


def test_together_nothing_is_opened_that_alone_would_be_refused(world):
    """One of each kind beside one who may; alone each gets the word that they always got."""
    _, good = world.sits(name="Gwen Good")
    withdrawn, gone = world.sits(name="Wes Withdrawn")
    _, first = world.sits(name="Fay First")
    _, only_two = world.sits(name="Una Two", parts=(2,))
    unread = world.browser().enter(world.register(name="Nora Unread")[1])
    _, signed_out = world.sits(name="Sia Out")
    cookies = dict(signed_out.client.cookies)
    signed_out.form("/sign-out", {})
    signed_out.client.cookies.update(cookies)
    dated, later = world.sits(name="Dana Dated")
    world.grant(dated, "date", opens_at=datetime.now(timezone.utc) + timedelta(days=1),
                closes_at=datetime.now(timezone.utc) + timedelta(days=2))
    world.db.execute("UPDATE work.registration SET withdrawn_at = now() WHERE id = %s", (withdrawn,))
    everybody = [gone, first, only_two, unread, signed_out, later, good]
    assert open_together(world, everybody, [1, 2, 1, 1, 1, 1, 1]) == {6}
    assert open_together(world, [later], at=datetime.now(timezone.utc) + timedelta(days=3)) == set()
    assert gone.post("/parts/1/open").status_code == signed_out.post("/parts/1/open").status_code == 401
    for browser, part, reason in ((first, 2, "part1_first"), (only_two, 1, "part_not_yours"), (unread, 1, "accept_first"),
                                  (later, 1, "window_not_begun")):
        reply = browser.post(f"/parts/{part}/open")
        assert reply.status_code >= 400 and reply.json()["reason"] == reason


def test_where_there_are_slots_nobody_without_an_appointment_starts_with_the_others(world):
    rooms, slot = world.add_administration(), uuid.uuid4()
    world.db.execute("INSERT INTO work.slot (association_id, id, administration_id, part, starts_at, places, place, created_by, "
                     "created_at) VALUES (%s, %s, %s, 1, now() - interval '1 minute', 5, 'Room 1', %s, now())",
                     (world.association, slot, rooms, uuid.uuid4()))
    booked, comes = world.sits(name="Bo Booked", administration=rooms)
    _, hopes = world.sits(name="Hope Less", administration=rooms)
    assert world.row("SELECT * FROM work.book(%s, %s, 1, %s, 'staff', service.now_utc())",
                     world.association, booked, slot)[0] == "done"
    assert open_together(world, [hopes, comes]) == {1}
    assert hopes.post("/parts/1/open").json()["reason"] == "no_appointment"


def test_the_terms_of_many_are_those_of_each(world):
    """Windows, appointments and minutes are decided for a batch by one statement and for one candidate by three functions."""
    kinds = ({}, {"esl": 60}, {"parts": (1,)}, {"parts": (2,)})
    halls = [world.add_administration(), world.add_administration()]
    starts = [timedelta(hours=1), timedelta(days=20)]  # within the window, and after its end
    slots = [uuid.uuid4() for _ in starts]
    world.db.cursor().executemany(
        "INSERT INTO work.slot (association_id, id, administration_id, part, starts_at, places, place, created_by, created_at) "
        "VALUES (%s, %s, %s, 1, now() + %s, 50, 'Hall', %s, now())",
        [(world.association, slot, halls[1], start, uuid.uuid4()) for slot, start in zip(slots, starts)])
    asked = []
    everything = itertools.product(halls, kinds, ("", "time", "breaks", "date"), (None, *slots))
    for number, (hall, kind, grant, slot) in enumerate(everything):
        registration, _ = world.register(name=f"Tess Terms {number}", administration=hall, **kind)
        if grant == "date":
            world.grant(registration, grant, opens_at=datetime.now(timezone.utc), closes_at=datetime.now(timezone.utc) + SOON)
        elif grant:
            world.grant(registration, grant, 25, documents="seen")
        if slot:
            world.db.execute("INSERT INTO work.appointment VALUES (%s, gen_random_uuid(), %s, 1, %s, %s, 0, 'staff', now())",
                             (world.association, registration, slot, number % 5 == 0))
        asked += [(registration, part) for part in (1, 2) if part in kind.get("parts", (1, 2))]
    who, parts = ([one[field] for one in asked] for field in (0, 1))
    many = world.rows("SELECT opens_at, closes_at, lacks_appointment, base_s, esl_s, other_s FROM work.terms_many(%s, %s, %s) "
                      "ORDER BY place", [world.association] * len(asked), who, parts)
    each = [world.row("""
        SELECT w.opens_at, w.closes_at, work.lacks_appointment(i.a, i.r, i.p), o.base, o.esl, o.other
        FROM (SELECT %s::uuid AS a, %s::uuid AS r, %s::int AS p) i
        CROSS JOIN LATERAL work.window_of(i.a, i.r, i.p) w
        CROSS JOIN LATERAL (SELECT coalesce(sum(x.minutes) FILTER (WHERE x.kind = 'base'), 0)::int * 60 AS base,
                                   coalesce(sum(x.minutes) FILTER (WHERE x.kind = 'esl'), 0)::int * 60 AS esl,
                                   coalesce(sum(x.minutes) FILTER (WHERE x.kind = 'other'), 0)::int * 60 AS other
                            FROM work.owed(i.a, i.r, i.p) x) o""", world.association, registration, part)
            for registration, part in asked]
    assert many == each and len({row[2:] for row in many}) > 5
    windows = world.rows("SELECT opens_at, closes_at, own FROM work.own_window_many(%s, %s) ORDER BY place",
                         [world.association] * len(asked), who)
    assert windows == [world.row("SELECT * FROM work.own_window(%s, %s)", world.association, registration) for registration in who]
    assert {own for _, _, own in windows} == {True, False}


def test_no_writer_leaves_a_session_and_its_ledger_apart_nor_a_wrong_number_of_questions(world):
    registration, browser = world.sits(name="Wanda Weighed")
    assert open_together(world, [browser]) == {0}
    one = world.session(registration, 1)["id"]
    made = ("INSERT INTO work.session (association_id, id, attempt_id, part, form_id, order_seed, state, entitled_s, grace_s, "
            "opened_at, questions, registration_id) SELECT s.association_id, gen_random_uuid(), s.attempt_id, 2, f.form_id, "
            "s.order_seed, 'opened', 600, 10, now(), %s, s.registration_id FROM work.session s, work.administration_form f "
            "WHERE s.id = %s AND f.part = 2 LIMIT 1 RETURNING id, association_id")
    with pytest.raises(psycopg.errors.RaiseException, match="its ledger says 0 s"):
        world.db.execute(made, (None, one))
    with pytest.raises(psycopg.errors.RaiseException, match="not as many questions"):
        world.db.execute(made, (1000, one))
    with pytest.raises(psycopg.errors.RaiseException, match="is entitled to 5400 s, its ledger says 6000 s"):
        world.db.execute("INSERT INTO work.entitlement VALUES (%s, %s, 2, 'other', 600, 'none', NULL, now())",
                         (world.association, one))
    with world.db.transaction():  # not at once, but at commit
        session, association = world.db.execute(made, (None, one)).fetchone()
        assert world.one("SELECT count(*) FROM work.unsettled") == 1
        world.db.execute("INSERT INTO work.entitlement VALUES (%s, %s, 1, 'base', 600, 'base', NULL, now())",
                         (association, session))
    assert world.one("SELECT count(*) FROM work.unsettled") == 0
    assert world.one("SELECT questions = work.questions_of(association_id, form_id, 2) FROM work.session WHERE id = %s", session)
    version = world.one("SELECT changes FROM work.session WHERE id = %s", session)
    world.db.execute("UPDATE work.session SET changes = 99 WHERE id = %s", (session,))
    assert world.one("SELECT changes FROM work.session WHERE id = %s", session) == version + 1


def test_who_is_decided_about_just_now_is_not_opened_with_the_others(world):
    """Minutes that are granted meanwhile are in what the session begins with."""
    held, waits = world.sits(name="Hal Held")
    _, free = world.sits(name="Fred Free")
    with world.cluster.connect(world.database) as decider, decider.transaction():
        decider.execute("SELECT work.hold_registration(%s, %s)", (world.association, held))
        assert open_together(world, [waits, free]) == {1}
        assert world.session(held, 1) is None
    world.grant(held, "esl", 30)
    assert open_together(world, [waits, free]) == {0}
    assert world.session(held, 1)["entitled_s"] == 7200


def test_part_2_is_opened_with_the_others_once_part_1_is_over(world):
    registration, browser = world.sits(name="Pia Parts")
    browser.open(1)
    assert open_together(world, [browser], [2]) == set()
    browser.form("/parts/1/hand-in", {})
    assert open_together(world, [browser], [2]) == {0}
    assert world.session(registration, 2)["attempt_id"] == world.session(registration, 1)["attempt_id"]


def test_the_clock_begins_at_delivery_where_that_was_long_before(world):
    people = [world.sits(name=f"Dean Delivered {number}") for number in range(3)]
    browsers = [browser for _, browser in people]
    assert open_together(world, browsers) == {0, 1, 2}
    now = datetime.now(timezone.utc)
    for (registration, _), seconds in zip(people[:2], (300, 3)):
        world.db.execute("UPDATE work.session SET delivered_at = %s WHERE id = %s",
                         (now - timedelta(seconds=seconds), world.session(registration, 1)["id"]))
    assert begin_together(world, browsers, at=now) == {0: "running", 1: "running", 2: "running"}
    started = [world.session(registration, 1)["started_at"] for registration, _ in people]
    assert started == [now - timedelta(seconds=300), now, now]
    assert begin_together(world, browsers, at=now + timedelta(seconds=60)) == {0: "running", 1: "running", 2: "running"}
    assert [world.session(registration, 1)["started_at"] for registration, _ in people] == started


def test_nobody_begins_after_the_window_who_was_shown_nothing(world):
    _, never = world.sits(name="Neve Never")
    _, unopened = world.sits(name="Ugo Unopened")
    assert open_together(world, [never]) == {0}
    late = world.one("SELECT closes_at FROM work.administration WHERE id = %s", world.administration) + timedelta(seconds=1)
    assert begin_together(world, [never, unopened], at=late) == {}
    unopened.refused("/parts/1/clock", "not_ready", "part_not_started")


def ask_together(world, browsers, at):
    """The places from 0 to whom the batch delivered questions."""
    with desk(world) as connection:
        rows = connection.execute("SELECT place FROM candidate_api.questions_batch(%s, %s, %s)", (
            [token_hash(browser) for browser in browsers], [1] * len(browsers), [at] * len(browsers))).fetchall()
    return {place - 1 for place, in rows}


def test_nothing_is_first_delivered_after_a_window_and_each_has_their_own(world):
    people = [world.sits(name=f"Wim Window {number}") for number in range(3)]
    browsers, now = [browser for _, browser in people], datetime.now(timezone.utc)
    world.grant(people[1][0], "date", opens_at=now, closes_at=now + timedelta(hours=1))
    assert open_together(world, browsers) == {0, 1, 2}
    assert ask_together(world, [browsers[2]], now) == {0}
    assert ask_together(world, browsers[:2], now + timedelta(hours=2)) == {0}
    assert world.session(people[1][0], 1)["delivered_at"] is None
    late = world.one("SELECT closes_at FROM work.administration WHERE id = %s", world.administration) + timedelta(seconds=1)
    world.db.execute("UPDATE work.session SET delivered_at = %s WHERE id = %s", (late, world.session(people[2][0], 1)["id"]))
    assert ask_together(world, browsers, late) == {2}  # what was delivered once is shown again


def test_a_start_touches_no_index_of_sessions(world):
    indexes = world.rows("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'work' AND tablename = 'session'")
    changing = ("state", "delivered_at", "started_at", "going_since", "deadline", "changes")
    assert indexes and not [name for name, text in indexes if any(column in text for column in changing)]


def test_a_crowd_has_all_its_questions_at_once_as_each_has_alone(world):
    people = [world.sits(name=f"Quin Questions {number}") for number in range(CROWD)]
    browsers = [browser for _, browser in people]
    assert open_together(world, browsers) == set(range(CROWD))
    told = together(lambda browser: browser.see("/parts/1/questions"), browsers)
    assert max(count for count, _ in batches(world, "/parts/{part:int}/questions")) > 1
    assert len({tuple(question["ref"] for question in one["questions"]) for one in told}) == CROWD
    for (registration, browser), together_told in zip(people[:5], told):
        session = world.session(registration, 1)
        assert session["state"] == "opened" and session["delivered_at"] and not together_told["answers"]
        assert sorted(question["ref"] for question in together_told["questions"]) == sorted(f"item.{n}" for n in range(1, 61))
        browser.post("/parts/1/begin")
        assert browser.see("/parts/1/questions") == together_told
        assert browser.save(1, "item.7", choice="B")["outcome"] == "saved"
        alone = browser.see("/parts/1/questions")  # with an answer it is not plain any more
        assert [answer["choice"] for answer in alone["answers"]] == ["B"]
        assert alone | {"answers": [], "next_sequence": 1} == together_told
    assert sum(apart for _, apart in batches(world, "/parts/{part:int}/questions")) == 5


def test_questions_do_not_go_to_an_older_device_nor_into_a_break_nor_after_the_end(world):
    registration, code = world.register(name="Olga Older")
    older = world.browser().enter(code).accept()
    older.open(1)
    newer = world.browser().enter(code)
    assert older.get("/parts/1/questions").status_code == 409 and newer.get("/parts/1/questions").status_code == 200
    world.grant(registration, "breaks", 10, documents="seen")
    newer.form("/parts/1/break", {})
    assert newer.get("/parts/1/questions").status_code == 409
    newer.form("/parts/1/go-on", {})
    newer.form("/parts/1/hand-in", {})
    assert newer.get("/parts/1/questions").status_code == 409
    assert world.browser().get("/parts/1/questions").status_code == 401
