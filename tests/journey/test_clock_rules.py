"""The rules of the clock, one story for each failure that others had: its row in the lists of the field (F…) and of reliability
(TIM-…) is its name. Time is moved in the database; devices lie about theirs in every way that they can."""
import re
import uuid
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from candidate_world import CandidateWorld
from house import wait_for

HOUR = 3600


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CandidateWorld(cluster, tmp_path_factory.mktemp("clock-rules")).start()
    yield running
    running.close()


@pytest.fixture(autouse=True)
def the_right_time(world):
    yield
    world.shift(0)


@pytest.fixture
def registrar(world):
    """Starts the registrar when it is called; it ends with the story."""
    started = []

    def start():
        started.append(world.registrar())

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=30)


def lying(browser, hours):
    """A device whose clock is wrong by that much says so wherever HTTP lets it."""
    told = (datetime.now(timezone.utc) + timedelta(hours=hours)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    browser.client.headers.update({"Date": told, "If-Modified-Since": told})
    return browser


def left(browser, part=1):
    return browser.see(f"/parts/{part}/clock")["seconds_left"]


def deadline(world, registration, part=1):
    return world.session(registration, part)["deadline"]


def length(session):
    return (session["deadline"] - session["started_at"]).total_seconds()


def travel_to(world, moment):
    world.shift((moment - world.one("SELECT clock_timestamp()")).total_seconds())


def say(browser, path):
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", browser.page(path).text))


# ---- whose clock -----------------------------------------------------------------------------------------------------

def test_f9_a_device_whose_clock_is_wrong_or_steps_changes_nothing(world):
    registration, browser = world.sits()
    browser.open(1)
    ends = deadline(world, registration)
    for hours in (24, -24, 1, -1, 0):
        lying(browser, hours)
        assert 5380 <= left(browser) <= 5400
        assert browser.save(1, "item.1", choice="A")["outcome"] == "saved"
    assert deadline(world, registration) == ends
    for body in ({"at": "2031-01-01T00:00:00Z"}, {"now": 1}, {"seconds_left": 9999}):
        refused = browser.post("/parts/1/saves", ref="item.1", save_id=str(uuid.uuid4()), choice="A", **body)
        assert (refused.status_code, refused.json()["reason"]) == (422, "unknown"), "no request tells the desk a time"


def test_tim_02_only_the_server_decides_what_is_in_time(world):
    decisions = []
    for hours in (0, 24, -24):
        registration, browser = world.sits()
        browser.open(1)
        lying(browser, hours)
        start = world.session(registration, 1)["started_at"]
        decided = []
        for after in (5399, 5409, 5412):
            travel_to(world, start + timedelta(seconds=after))
            decided.append(browser.save(1, "item.1", choice="B")["outcome"])
        decided.append(browser.post("/parts/1/hand-in").json().get("reason"))
        decisions.append(decided)
        world.shift(0)
    assert decisions == [["saved", "saved", "late", "part_time_over"]] * 3


def test_f10_two_devices_of_one_sitting_that_was_changed_before_it_began_have_one_deadline(world):
    registration, code = world.register()
    first = world.browser().enter(code).accept()
    first.post("/parts/1/open")
    world.grant(registration, "esl", 60)
    assert world.one("SELECT work.apply_accommodation(%s, %s, %s, service.now_utc())", world.association, registration,
                     uuid.uuid4()) == 1
    second = world.browser().enter(code)
    second.see("/parts/1/items/1")
    second.post("/parts/1/begin")
    assert length(world.session(registration, 1)) == 150 * 60
    clocks = [device.see("/parts/1/clock") for device in (first, second)]
    assert abs(clocks[0]["seconds_left"] - clocks[1]["seconds_left"]) <= 1 and clocks[1]["seconds_left"] > 8990
    assert {clock["line"] for clock in clocks} == {"90 + 60 ESL = 150 min"}


def test_f10_no_device_can_close_a_sitting_early(world):
    """The first device shows ninety minutes and counts them down; what it does at their end closes nothing."""
    registration, code = world.register(esl=60)
    first = world.browser().enter(code).accept()
    first.open(1)
    second = world.browser().enter(code)
    world.shift(91 * 60)
    assert first.post("/parts/1/hand-in").json()["reason"] == "taken_over"
    assert first.form("/sign-out", {}).status_code == 303
    assert second.save(1, "item.1", choice="C")["outcome"] == "saved"
    assert world.session(registration, 1)["state"] == "running" and 58 * 60 <= left(second) <= 59 * 60


def test_f10b_whether_one_may_start_is_the_servers_word_and_it_says_what_time_it_is(world):
    early = world.add_administration(opens=timedelta(minutes=5), closes=timedelta(hours=2))
    for minutes in (-5, 5, 0):
        _, code = world.register(administration=early)
        browser = lying(world.browser().enter(code).accept(), minutes / 60)
        browser.refused("/parts/1/open", "not_open", "window_not_begun")
        assert browser.post("/parts/1/open").json()["reason"] == "window_not_begun"
        before, page, after = browser.see("/exam")["now"], say(browser, "/exam"), browser.see("/exam")["now"]
        assert any(f"For the exam it is now {now} (America/Chicago)" in page for now in (before, after))
    world.shift(5 * 60 + 1)
    assert lying(browser, -5 / 60).post("/parts/1/open").status_code == 200


def test_f10c_the_clock_is_told_in_seconds_that_are_left_and_added_time_is_added(world):
    """A page that would reckon with times of day could be wrong by its own clock; it is told none."""
    registration, browser = world.sits()
    browser.open(1)
    for hours in (3, -3):
        lying(browser, hours)
        before = browser.see("/parts/1/clock")
        assert set(before) == {"seconds_left", "line", "running", "stopped", "paused", "own_break", "taken_over", "version"}
        assert not re.search(r"\d{4}-\d\d-\d\d|\d\d?:\d\d|T\d\d", str(before)), "no instant in it"
        assert world.give(registration, 1, 300) == "done"
        added = left(browser) - before["seconds_left"]
        assert 290 <= added <= 300


# ---- start and window ------------------------------------------------------------------------------------------------

def test_f11_who_starts_late_in_the_window_has_the_whole_time_and_reads_so_before(world):
    late = world.add_administration(closes=timedelta(hours=2))
    registration, code = world.register(administration=late)
    browser = world.browser().enter(code).accept()
    world.shift(2 * HOUR - 60)
    closes = browser.see("/parts/1/open")["own"]["closes"]
    page = say(browser, "/parts/1/open")
    assert f"You may start this part until {closes} (America/Chicago)." in page
    assert "you have your whole 90 min, also past that moment: the end of the window never shortens your time" in page
    assert page.index("whole 90 min") < page.index("Start Part 1 now")
    browser.open(1)
    assert length(world.session(registration, 1)) == 5400
    world.shift(2 * HOUR + 5200)
    assert browser.save(1, "item.1", choice="D")["outcome"] == "saved"
    browser.form("/parts/1/hand-in", {})
    assert world.session(registration, 1)["handed_in_at"] is not None


def test_f11_each_part_tells_its_own_window(world):
    registration, browser = world.sits()
    now = world.one("SELECT date_trunc('minute', clock_timestamp())")
    world.grant(registration, "date", 0, documents="seen", opens_at=now - timedelta(minutes=1), closes_at=now + timedelta(days=30))
    slot = uuid.uuid4()
    world.db.execute("INSERT INTO work.slot (association_id, id, administration_id, part, starts_at, places, place, created_by, "
                     "created_at) VALUES (%s, %s, %s, 2, %s, 5, 'Room 2', %s, now())",
                     (world.association, slot, world.administration, now + timedelta(days=2), uuid.uuid4()))
    world.db.execute("INSERT INTO work.appointment (association_id, id, registration_id, part, slot_id, made_by, changed_at) "
                     "VALUES (%s, %s, %s, 2, %s, 'staff', now())", (world.association, uuid.uuid4(), registration, slot))
    first, second = browser.see("/exam")["parts"]
    assert first["closes"] == second["closes"] == browser.see("/parts/1/open")["own"]["closes"]
    assert (first["phase"], second["phase"]) == ("ready", "not_open") and first["opens"] != second["opens"]
    browser.open(1)
    browser.form("/parts/1/hand-in", {})
    page = say(browser, "/exam")
    day, time = second["opens"].rsplit(", ", 1)
    assert "Part 2 is untouched. Your appointment for Part 2 is on " in page
    assert f"{day}, {time} (America/Chicago), Room 2. You can start from then, until {second['closes']}." in page
    assert "A break between the parts costs you no time" in page and "has not opened yet" not in page


def test_f11b_the_time_is_reckoned_from_the_start_and_not_from_coming_in(world):
    registration, browser = world.sits(esl=30)
    browser.post("/parts/1/open")
    world.shift(20 * 60)
    assert left(browser) == 120 * 60
    browser.see("/parts/1/items/1")
    begun = browser.post("/parts/1/begin").json()
    session = world.session(registration, 1)
    assert 7198 <= begun["seconds_left"] <= 7200 and length(session) == 7200
    assert (session["started_at"] - session["opened_at"]).total_seconds() >= 20 * 60


@pytest.mark.parametrize("start, ends", [
    # 1:30 AM, and at 2:00 the clocks are put to 3:00
    (datetime(2027, 3, 14, 6, 30, tzinfo=timezone.utc), "4:00 AM (America/New_York)"),
    # 1:30 AM, and at 2:00 the clocks are put back to 1:00
    (datetime(2027, 11, 7, 5, 30, tzinfo=timezone.utc), "2:00 AM (America/New_York)"),
    # across the hour that comes twice: begins in its first coming, ends in its second
    (datetime(2027, 11, 7, 5, 0, tzinfo=timezone.utc), "1:30 AM (America/New_York)")])
def test_f11c_a_sitting_across_the_switch_of_the_clocks_is_as_long_as_any_other(world, start, ends):
    now = datetime.now(timezone.utc)
    switched = world.add_administration(opens=start - timedelta(hours=1) - now, closes=start + timedelta(hours=4) - now)
    world.db.execute("UPDATE staff.association SET zone = 'America/New_York'")
    try:
        registration, code = world.register(administration=switched)
        travel_to(world, start)
        browser = world.browser().enter(code).accept()
        browser.open(1)
        session = world.session(registration, 1)
        assert length(session) == 5400 and (session["deadline"] - start).total_seconds() < 5430
        told = browser.see("/parts/1/items/1")["time"]
        assert told["ends"] == ends and 5380 <= told["seconds_left"] <= 5400
        travel_to(world, session["deadline"] - timedelta(seconds=30))
        assert browser.save(1, "item.1", choice="A")["outcome"] == "saved" and 25 <= left(browser) <= 30
        travel_to(world, session["deadline"] + timedelta(seconds=11))
        assert browser.save(1, "item.1", choice="B")["outcome"] == "late"
    finally:
        world.db.execute("UPDATE staff.association SET zone = 'America/Chicago'")


def test_f11d_a_browser_that_was_closed_is_closed_by_the_server_with_what_was_saved(world, registrar):
    """Also when the server itself was down at the deadline."""
    registration, browser = world.sits()
    browser.open(1)
    browser.save(1, "item.1", choice="A")
    browser.save(1, "item.2", choice="B")
    session = world.session(registration, 1)
    world.stop()
    world.shift(5400 + 600)
    registrar()
    closed = wait_for(lambda: (row := world.session(registration, 1))["state"] == "closed" and row)
    assert closed["closed_at"] == session["deadline"] + timedelta(seconds=10) and closed["handed_in_at"] is None
    sheet = wait_for(lambda: world.row("SELECT version, sealed FROM work.sheet WHERE session_id = %s", session["id"]))
    assert world.open("answers", "work.sheet.sealed", session["id"], sheet[0], sheet[1])["answers"] == "AB" + "-" * 58
    world.start()
    assert browser.save(1, "item.3", choice="C")["outcome"] == "late"
    assert say(browser, "/parts/1/items/1").count("The time for Part 1 is over") >= 1
    assert set(world.counted(registration, 1)) == {"item.1", "item.2"}


def test_f11e_every_sitting_has_a_clock_of_its_own(world, registrar):
    registrar()
    sittings = []
    for minute in range(3):
        world.shift(60 * minute)
        registration, browser = world.sits()
        browser.open(1)
        sittings.append((registration, browser))
    assert [length(world.session(registration, 1)) for registration, _ in sittings] == [5400] * 3
    world.shift(5400 + 15)
    wait_for(lambda: world.session(sittings[0][0], 1)["state"] == "closed")
    assert [world.session(registration, 1)["state"] for registration, _ in sittings[1:]] == ["running", "running"]
    assert sittings[1][1].save(1, "item.1", choice="A")["outcome"] == "saved"
    assert 95 <= left(sittings[2][1]) <= 105


def test_tim_03_starting_twice_is_starting_once_and_a_start_that_came_to_nothing_is_none(world):
    registration, browser = world.sits()
    browser.post("/parts/1/open")
    world.shift(HOUR)
    session = world.session(registration, 1)
    assert (session["state"], session["started_at"], left(browser)) == ("opened", None, 5400)
    browser.open(1)
    ends = deadline(world, registration)
    world.shift(HOUR + 1200)
    browser.post("/parts/1/open")
    assert browser.post("/parts/1/begin").status_code == 200
    browser.open(1)
    assert deadline(world, registration) == ends and world.events(registration, "session.started") == 1
    assert 4190 <= left(browser) <= 4200


def test_tim_07_a_retake_is_a_new_session(world):
    registration, browser = world.sits()
    browser.open(1)
    browser.save(1, "item.1", choice="A")
    browser.form("/parts/1/hand-in", {})
    first = world.session(registration, 1)
    again, code = world.register(administration=world.add_administration(form="b"))
    world.db.execute("UPDATE work.registration r SET person_id = (SELECT f.person_id FROM work.registration f WHERE f.id = %s) "
                     "WHERE r.id = %s", (registration, again))
    retake = world.browser().enter(code).accept()
    retake.open(1)
    second = world.session(again, 1)
    assert second["id"] != first["id"] and length(second) == 5400 and left(retake) > 5380
    assert world.counted(again, 1) == {} and retake.see("/parts/1/review")["counts"]["answered"] == 0
    assert world.session(registration, 1) == first


def sent(browser, path, form):
    """Whether a plain form was taken."""
    return browser.client.post(path, data=form, headers={"Accept": "text/html"}).status_code == 303


def test_tim_04_one_rule_judges_every_way_in(world, registrar):
    """A save, what a page sends as it closes, a plain form, a flag, the hand-in and the close: the second before and the second
    after the end of the grace."""
    registration, browser = world.sits()
    browser.open(1)
    end = deadline(world, registration) + timedelta(seconds=10)
    saved, formed = (browser.see(f"/parts/1/items/{place}")["question"]["ref"] for place in (1, 2))
    paths = {"save": lambda: browser.save(1, saved, choice="A")["outcome"] == "saved",
             "form": lambda: sent(browser, "/parts/1/items/2", {"choice": "B"}),
             "mark": lambda: sent(browser, "/parts/1/items/3", {"flagged": "yes"}),
             "page": lambda: browser.get("/parts/1/items/4").status_code == 200,
             "open": lambda: world.session(registration, 1)["state"] == "running"}
    registrar()
    travel_to(world, end - timedelta(seconds=3))
    assert {path: takes() for path, takes in paths.items()} == dict.fromkeys(paths, True)
    travel_to(world, end + timedelta(seconds=1))
    wait_for(lambda: world.session(registration, 1)["state"] == "closed")
    assert {path: takes() for path, takes in paths.items()} == dict.fromkeys(paths, False)
    assert browser.post("/parts/1/hand-in").json()["reason"] == "part_time_over"
    assert set(world.counted(registration, 1)) == {saved, formed}


def test_tim_05_no_calendar_moves_a_deadline(world):
    """A million starts around both switches of the clocks, leap days and year ends, reckoned in five zones: every session is as
    long as its entitlement says, to the microsecond."""
    for zone in ("UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"):
        with world.db.transaction(force_rollback=True):
            world.db.execute(f"SET LOCAL TimeZone = '{zone}'")
            wrong = world.one("""
                SELECT count(*) FROM (
                  SELECT s, s + make_interval(secs => 5400 + n %% 7200) AS deadline, 5400 + n %% 7200 AS entitled
                  FROM (SELECT n, (ARRAY['2027-03-14 06:30+00', '2027-11-07 05:30+00', '2028-02-28 23:00+00', '2028-02-29 23:00+00',
                                         '2026-12-31 23:00+00', '2099-12-31 23:00+00', '2027-04-03 15:00+00', '2011-12-30 09:00+00'
                                        ]::timestamptz[])[n %% 8 + 1] + n * interval '72 milliseconds' AS s
                        FROM generate_series(1, 200000) n) started) sessions
                WHERE extract(epoch FROM deadline) - extract(epoch FROM s) <> entitled""")
        assert wrong == 0, zone


def test_tim_06_a_wall_clock_that_jumps_is_heard_of_and_moves_no_session(world):
    registration, browser = world.sits()
    browser.open(1)
    before, told = world.session(registration, 1), left(browser)
    right = world.one("SELECT pg_get_functiondef('service.now_utc'::regproc)")
    try:
        for hours in (1, -24):
            world.db.execute(right.replace("clock_timestamp()", f"clock_timestamp() + interval '{hours} hours'"))
            wait_for(lambda: world.one("SELECT round(skew_us / 3.6e9) FROM service.heartbeat WHERE desk = 'candidate'") == -hours)
            assert told - 30 <= left(browser) <= told
            assert browser.save(1, "item.1", choice="A")["outcome"] == "saved"
        assert wait_for(lambda: "event=clock_alarm " in world.log.read_text())
        assert {**world.session(registration, 1), "changes": 0} == {**before, "changes": 0}
    finally:
        world.db.execute(right)
    wait_for(lambda: abs(world.one("SELECT skew_us FROM service.heartbeat WHERE desk = 'candidate'")) < 1_000_000)


# ---- what the page is told -------------------------------------------------------------------------------------------

def test_tim_09_what_is_told_is_what_is_true_to_a_second(world):
    registration, browser = world.sits(esl=60)
    browser.open(1)
    # The desk counts from its anchor, which was made while a statement ran: on a busy machine hundredths beside the database.
    apart = Decimal("0.5")
    for minutes in (0, 1, 33, 75, 120, 149):
        world.shift(60 * minutes)
        sql = "SELECT extract(epoch FROM %s - service.now_utc())"
        before = world.one(sql, deadline(world, registration))
        told = left(browser)
        after = world.one(sql, deadline(world, registration))
        assert after - 1 - apart <= told <= before + apart


def test_tim_09_no_login_ends_while_a_part_is_open(world):
    registration, code = world.register(esl=60)
    browser = world.browser().enter(code).accept()
    world.shift(24 * HOUR - 60)
    browser.open(1)
    world.shift(24 * HOUR + 2 * HOUR)
    assert browser.save(1, "item.1", choice="A")["outcome"] == "saved" and browser.get("/exam").status_code == 200
    world.pause(registration, 1)
    world.shift(9 * 24 * HOUR)
    assert browser.save(1, "item.2", choice="B")["outcome"] == "saved"
    assert browser.see("/parts/1/clock")["paused"]


def test_a_login_outlives_a_part_that_was_never_handed_in_by_two_days_and_no_more(world):
    """Else whoever finds the browser, weeks after the clock ran out in it, reads the results."""
    browsers = [world.sits()[1] for _ in range(2)]
    signed_in = lambda: [browser.get("/exam").status_code for browser in browsers]
    browsers[0].open(1)
    world.shift(2 * HOUR)
    world.db.execute("SELECT registrar_api.close_overdue(clock_timestamp())")
    world.shift(23 * HOUR)
    browsers[1].form("/parts/1/open", {})
    world.shift(49 * HOUR)
    assert signed_in() == [200, 200]
    world.shift(50 * HOUR)
    assert signed_in() == [401, 200]
    world.shift(72 * HOUR)
    assert signed_in() == [401, 401]
