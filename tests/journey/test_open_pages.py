"""Pages that wait for a change of their session's time: what reaches them, and what their waiting costs the desk. Changes are
made as a coordinator's desk makes them, by the functions of the schema work."""
import os
import signal
import time
import uuid

import psycopg
import pytest

from candidate_world import CandidateWorld
from cluster import Cluster
from house import wait_for
from parked import MOMENT, PATIENCE, Crowd, wait


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CandidateWorld(cluster, tmp_path_factory.mktemp("open-pages")).start()
    yield running
    running.close()


@pytest.fixture(scope="module", autouse=True)
def quiet(world):
    """A page of a session to which nothing happens, from the first story to the last."""
    _, browser = world.sits(name="Quinn Quiet")
    browser.open(1)
    return time.monotonic(), browser.see("/parts/1/clock")["version"], wait(browser)


@pytest.fixture
def sitting(world):
    """(registration, code, browser) of somebody whose Part 1 runs."""
    registration, code = world.register()
    browser = world.browser().enter(code).accept()
    browser.open(1)
    return registration, code, browser


def still_waits(page, browser):
    """A page that waits lets others through: some saves later it has no answer yet."""
    for number in range(1, 6):
        assert browser.save(1, f"item.{number}", choice="A")["outcome"] == "saved"
    assert not page.done()


def clicks(world, browser):
    """The same login in another tab."""
    tab = world.browser()
    tab.client.cookies.update(browser.client.cookies)
    return tab


# ---- what an open page learns ----------------------------------------------------------------------------------------

CHANGES = {
    "a pause": (lambda w, r, code, b: w.pause(r, 1), {"paused": True, "own_break": False, "running": True}),
    "minutes": (lambda w, r, code, b: w.give(r, 1, 240), {"line": "90 + 4 incident = 94 min", "paused": False}),
    "another device": (lambda w, r, code, b: w.browser().enter(code), {"taken_over": True, "stopped": False}),
    "a hand-in": (lambda w, r, code, b: clicks(w, b).form("/parts/1/hand-in", {}),
                  {"stopped": True, "running": False, "seconds_left": 0}),
    "a break": (lambda w, r, code, b: (w.grant(r, "breaks", 10, documents="seen"), clicks(w, b).form("/parts/1/break", {})),
                {"paused": True, "own_break": True}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_waiting_page_learns_within_moments_of(world, sitting, change):
    registration, code, browser = sitting
    act, told = CHANGES[change]
    before = browser.see("/parts/1/clock")
    page = wait(browser)
    still_waits(page, clicks(world, browser))
    act(world, registration, code, browser)
    clock = page.result(timeout=MOMENT)
    assert clock["version"] > before["version"] and {word: clock[word] for word in told} == told


def test_a_waiting_page_learns_that_the_clock_goes_on_with_what_the_pause_took(world, sitting):
    registration, _, browser = sitting
    left = browser.see("/parts/1/clock")["seconds_left"]
    begun = world.one("SELECT service.now_utc()")
    world.pause(registration, 1, at=begun)
    stands = browser.see("/parts/1/clock")
    page = wait(browser, since=stands["version"])
    still_waits(page, clicks(world, browser))
    world.shift(600)
    world.resume(registration, 1)
    clock = page.result(timeout=MOMENT)
    world.shift(0)
    assert not clock["paused"] and clock["line"].startswith("90 + 10") and clock["line"].endswith(" min")
    assert left - 10 <= clock["seconds_left"] <= left + 1


def test_who_knows_an_older_state_is_answered_at_once(world, sitting):
    registration, _, browser = sitting
    old = browser.see("/parts/1/clock")["version"]
    world.give(registration, 1, 60)
    assert wait(browser, since=old).result(timeout=MOMENT)["line"] == "90 + 1 incident = 91 min"


def test_a_change_between_the_look_and_the_waiting_is_not_lost(world, sitting):
    """Minutes one after the other, while the page asks again each time: it misses no state for good."""
    registration, _, browser = sitting
    clock = browser.see("/parts/1/clock")
    for minutes in range(1, 6):
        page = wait(browser, since=clock["version"])
        world.give(registration, 1, 60)
        clock = page.result(timeout=MOMENT)
        assert clock["line"] == f"90 + {minutes} incident = {90 + minutes} min"


def test_only_the_pages_of_that_session_are_answered(world, sitting):
    registration, _, browser = sitting
    _, other = world.sits(name="Bea Beside")
    other.open(1)
    mine, beside = wait(browser), wait(other)
    still_waits(mine, clicks(world, browser))
    world.give(registration, 1, 60)
    mine.result(timeout=MOMENT)
    still_waits(beside, clicks(world, other))


def test_what_a_page_knows_is_a_number(world, sitting):
    _, _, browser = sitting
    for since in ("x", "-1", "1e3", "99999999999999999999"):
        assert browser.get(f"/parts/1/clock?since={since}").status_code == 422, since
    assert browser.get("/parts/1/clock?before=1").status_code == 422


def test_nobody_waits_on_the_session_of_another(world, sitting):
    _, stranger = world.sits(name="Sid Stranger")
    stranger.refused("/parts/1/clock?since=1", "not_ready", "part_not_started")
    assert world.browser().get("/parts/1/clock?since=1").status_code == 401


def test_a_change_that_is_committed_late_is_told(world, sitting):
    """Its transaction begins before another whose change was told long ago, when it ends."""
    registration, _, browser = sitting
    second, other = world.sits(name="Otto Other")
    other.open(1)
    session = world.session(registration, 1)["id"]
    page, beside = wait(browser), wait(other)
    with world.cluster.connect(world.database) as slow, slow.transaction():
        slow.execute("SELECT work.extend(%s, %s, 'incident', 60, 'fire alarm', %s, service.now_utc())",
                     (world.association, session, uuid.uuid4()))
        for minutes in (1, 2):
            world.give(second, 1, 60)
            assert beside.result(timeout=MOMENT)["line"] == f"90 + {minutes} incident = {90 + minutes} min"
            beside = wait(other)
        assert not page.done()
    assert page.result(timeout=MOMENT)["line"] == "90 + 1 incident = 91 min"


# ---- what it costs ---------------------------------------------------------------------------------------------------

def test_two_hundred_waiting_pages_occupy_no_worker(world, sitting):
    """The desk has four workers."""
    registration, _, browser = sitting
    crowd = Crowd(browser, 1, 200)
    for number in range(1, 41):
        assert browser.save(1, f"item.{number}", choice="B")["outcome"] == "saved"
    assert crowd.answered() == 0
    world.give(registration, 1, 60)
    assert {clock["line"] for clock in crowd.answers(2 * MOMENT)} == {"90 + 1 incident = 91 min"}
    crowd.close()


def test_pages_that_went_away_leave_nothing_behind(world, sitting):
    registration, _, browser = sitting
    crowd = Crowd(browser, 1, 50)
    page = wait(browser)
    crowd.close()
    still_waits(page, clicks(world, browser))
    world.pause(registration, 1)
    assert page.result(timeout=MOMENT)["paused"]
    assert "level=error" not in world.log.read_text()


def test_a_page_to_which_nothing_happens_is_answered_in_the_end(quiet):
    since, version, page = quiet
    assert page.result(timeout=PATIENCE + MOMENT)["version"] == version
    assert time.monotonic() - since >= PATIENCE - 1


def test_a_desk_that_stops_answers_who_waits(world, sitting):
    _, _, browser = sitting
    version = browser.see("/parts/1/clock")["version"]
    page = wait(browser)
    still_waits(page, clicks(world, browser))
    world.stop()
    assert page.result(timeout=MOMENT)["version"] == version
    world.start()
    assert browser.see("/parts/1/clock")["version"] == version


# ---- the watcher -----------------------------------------------------------------------------------------------------

def logged(world, event):
    return [line for line in world.log.read_text().splitlines() if f"event={event} " in line]


def beat_at(world):
    return world.one("SELECT max(measured) FROM service.heartbeat WHERE desk = 'candidate'")


def test_the_desk_gives_a_sign_of_life_again_and_again(world):
    first = wait_for(lambda: beat_at(world))
    wait_for(lambda: beat_at(world) > first)


def test_what_the_watcher_asks_gives_versions_and_nothing_else(world):
    with world.cluster.connect(world.database, "blindmark_candidate", world.desk_password) as desk:
        assert desk.execute("SELECT * FROM candidate_api.versions(%s)", ([uuid.uuid4()],)).fetchall() == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            desk.execute("SELECT id FROM work.session")


def looks(world, seen=None):
    """(what a desk's look at the feed is told, what it saw, the floor)"""
    with world.cluster.connect(world.database, "blindmark_candidate", world.desk_password) as desk:
        rows = desk.execute("SELECT session_id, seen, floor FROM candidate_api.changes(%s)", (seen,)).fetchall()
    return [session for session, _, _ in rows if session], rows[0][1], rows[0][2]


def test_every_look_is_told_what_the_look_before_did_not_see_and_nothing_twice(world, sitting):
    registration, code, _ = sitting
    session = world.session(registration, 1)["id"]
    told, seen, floor = looks(world)
    assert told == []
    with world.cluster.connect(world.database) as slow, slow.transaction():
        slow.execute("UPDATE work.session SET delivered_at = delivered_at WHERE id = %s", (session,))
        world.browser().enter(code)
        told, seen, later = looks(world, seen)
        assert told == [session] and later >= floor
        assert looks(world, seen)[0] == []
        with world.cluster.connect(world.database, "blindmark_candidate", world.desk_password) as desk:
            desk.execute("SELECT candidate_api.forget_changes(%s)", (looks(world, seen)[2],))
    told, seen, floor = looks(world, seen)
    assert told == [session] and floor > later
    assert looks(world, seen)[0] == []
    with world.cluster.connect(world.database, "blindmark_candidate", world.desk_password) as desk:
        desk.execute("SELECT candidate_api.forget_changes(%s)", (floor,))
    assert world.one("SELECT count(*) FROM work.change WHERE session_id = %s", session) == 0


def test_of_a_delivery_nothing_is_told_and_of_the_start_that_follows_it_is(world):
    registration, browser = world.sits(name="Della Delivered")
    _, seen, _ = looks(world)
    browser.post("/parts/1/open")
    session = world.session(registration, 1)["id"]
    browser.see("/parts/1/questions")
    assert world.session(registration, 1)["delivered_at"]
    told, seen, _ = looks(world, seen)
    assert session not in told
    browser.post("/parts/1/begin")
    assert session in looks(world, seen)[0]


def test_a_gap_in_the_heartbeat_is_an_outage(world):
    wait_for(lambda: beat_at(world))
    before = world.one("SELECT count(*) FROM service.outage")
    world.db.execute("UPDATE service.heartbeat SET measured = measured - interval '300 seconds' WHERE desk = 'candidate'")
    wait_for(lambda: world.one("SELECT count(*) FROM service.outage") == before + 1)
    (line,) = wait_for(lambda: logged(world, "outage_seen"))
    assert 300 <= int(line.split("gone_s=")[1]) < 330
    gap = world.one("SELECT ended_at - began_at FROM service.outage ORDER BY ended_at DESC LIMIT 1").total_seconds()
    assert 300 <= gap < 330


def test_a_heart_that_beat_in_the_future_is_heard_again(world):
    """As after a reboot whose clock was put back: the new beats count from now on, and no outage is made of it."""
    outages = world.one("SELECT count(*) FROM service.outage")
    world.db.execute("UPDATE service.heartbeat SET measured = measured + interval '1 hour' WHERE desk = 'candidate'")
    wait_for(lambda: world.one("SELECT measured < clock_timestamp() + interval '1 minute' FROM service.heartbeat "
                               "WHERE desk = 'candidate'"))
    assert world.one("SELECT count(*) FROM service.outage") == outages


def clock_ahead(world, seconds):
    """As if the clock of the database's machine had jumped."""
    world.db.execute("SET ROLE service_data")
    world.db.execute(f"""
        CREATE OR REPLACE FUNCTION service.now_utc() RETURNS timestamptz
        LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
        AS $$ SELECT clock_timestamp() + make_interval(secs => {seconds})
                     + coalesce((SELECT t.shift FROM service.time_shift t), interval '0') $$""")
    world.db.execute("RESET ROLE")


def test_clocks_that_part_raise_one_alarm_and_its_end_is_told(world, sitting):
    registration, _, browser = sitting
    deadline, left = world.session(registration, 1)["deadline"], browser.see("/parts/1/clock")["seconds_left"]
    clock_ahead(world, 90)
    try:
        (alarm,) = wait_for(lambda: logged(world, "clock_alarm"))
        assert "level=error" in alarm and -91000 < int(alarm.split("boot_clock_ahead_ms=")[1]) < -89000
        seen = beat_at(world)
        wait_for(lambda: beat_at(world) > seen)
        # The desk follows its own steady clock: nobody's time has changed.
        assert world.session(registration, 1)["deadline"] == deadline
        assert left - 30 < browser.see("/parts/1/clock")["seconds_left"] <= left
    finally:
        clock_ahead(world, 0)
    wait_for(lambda: logged(world, "clock_alarm_over"))
    assert len(logged(world, "clock_alarm")) == 1


def close_the_door(world, closed):
    with world.cluster.connect() as admin:
        admin.execute(f"ALTER ROLE blindmark_candidate {'NOLOGIN' if closed else 'LOGIN'}")
        if closed:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'blindmark_candidate'")


def test_the_watcher_survives_a_database_that_is_away(world, sitting):
    registration, _, browser = sitting
    page = wait(browser)
    still_waits(page, clicks(world, browser))
    close_the_door(world, True)
    try:
        wait_for(lambda: browser.get("/parts/1/clock").status_code == 503)
    finally:
        close_the_door(world, False)
    # Each of the desk's connections comes back by itself. What was woken meanwhile is told to ask again, as a page then does.
    wait_for(lambda: all(browser.get("/parts/1/clock").status_code == 200 for _ in range(8)))
    page = wait(browser)
    world.give(registration, 1, 60)
    assert page.result(timeout=4 * MOMENT)["line"] == "90 + 1 incident = 91 min"


def test_a_desk_without_its_database_stops_all_the_same(world, sitting):
    close_the_door(world, True)
    try:
        wait_for(lambda: sitting[2].get("/parts/1/clock").status_code == 503)
        world.stop()
    finally:
        close_the_door(world, False)
    world.start()


def test_a_desk_whose_database_hangs_stops_within_seconds(tmp_path):
    """The watcher is in the middle of its beat, and must not hold the desk for as long as a worker would wait."""
    waiting = "SELECT min(pid) FROM pg_stat_activity WHERE usename = 'blindmark_candidate' AND wait_event_type = 'Lock'"
    with Cluster() as own:
        world = CandidateWorld(own, tmp_path).start()
        wait_for(lambda: beat_at(world))
        with own.connect(world.database) as holder, holder.transaction():
            holder.execute("SELECT FROM service.heartbeat FOR UPDATE")
            hung = [wait_for(lambda: world.one(waiting)), own.process.pid]
            for pid in hung:
                os.kill(pid, signal.SIGSTOP)
            try:
                world.stop()
            finally:
                for pid in hung:
                    os.kill(pid, signal.SIGCONT)
        world.close()
