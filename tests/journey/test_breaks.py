"""The clock stands: a break that was granted, a coordinator's pause, and the time between the parts, which costs nothing."""
import re

import pytest

from candidate_world import CandidateWorld
from house import wait_for

MINUTE = 60


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CandidateWorld(cluster, tmp_path_factory.mktemp("breaks")).start()
    yield running
    running.close()


@pytest.fixture(autouse=True)
def the_right_time(world):
    yield
    world.shift(0)


@pytest.fixture
def sitting(world):
    """(registration, browser): Part 1 runs, breaks of ten minutes are granted for each part."""
    registration, browser = world.sits()
    world.grant(registration, "breaks", 10, documents="seen")
    browser.open(1)
    return registration, browser


def say(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


def left(browser, part=1):
    return browser.see(f"/parts/{part}/clock")["seconds_left"]


# ---- a break of one's own --------------------------------------------------------------------------------------------

def test_a_break_is_offered_to_whom_it_was_granted_while_the_clock_runs(world, sitting):
    _, browser = sitting
    for path in ("/parts/1/items/1", "/parts/1/review", "/parts/1/hand-in"):
        assert "Take a break" in browser.page(path).text, path
    _, other = world.sits()
    other.open(1)
    assert "Take a break" not in other.page("/parts/1/items/1").text
    assert other.get("/parts/1/break").json()["reason"] == other.post("/parts/1/break").json()["reason"] == "no_break_left"


def test_the_button_saves_first_and_asks_before_the_clock_stands(world, sitting):
    registration, browser = sitting
    where = browser.form("/parts/1/items/1", {"choice": "B", "was": "-", "go": "break"}).headers["location"]
    assert where == "/parts/1/break" and len(world.saves(registration, 1)) == 1
    asked = say(browser.page(where))
    assert "You have 10 min of breaks left in Part 1." in asked and "Your questions are hidden meanwhile." in asked
    assert world.session(registration, 1)["paused_at"] is None
    assert not browser.see(where)["resting"]


def test_while_it_lasts_the_clock_stands_and_the_questions_are_hidden(world, sitting):
    registration, browser = sitting
    before = left(browser)
    assert browser.form("/parts/1/break", {}).headers["location"] == "/parts/1/break"
    world.shift(3 * MINUTE)
    clock = browser.see("/parts/1/clock")
    assert clock["own_break"] and clock["paused"] and before - 5 <= clock["seconds_left"] <= before
    page = say(browser.page("/parts/1/break"))
    assert "The clock of Part 1 stands at 1 h 29 min" in page and re.search(r"You have (7|6:\d\d) min of breaks left", page)
    for path in ("/parts/1/items/1", "/parts/1/items/2", "/parts/1/review", "/parts/1/hand-in"):
        hidden = browser.page(path)
        assert hidden.status_code == 409 and "You are on a break" in hidden.text and "<fieldset" not in hidden.text
        browser.refused(path, "not_ready", "own_break")
    assert browser.page("/parts/1/open").headers["location"] == "/parts/1/break"
    assert browser.post("/parts/1/hand-in").json()["reason"] == "part_paused"
    assert "the clock stands still" in say(browser.page("/exam"))


def test_a_break_is_no_time_to_answer_in(world, sitting):
    """What was on its way when the break began counts, within the grace; what comes later is kept and waits for a word."""
    registration, browser = sitting
    browser.form("/parts/1/break", {})
    assert browser.save(1, "item.4", choice="C")["outcome"] == "saved"
    world.shift(11)
    assert browser.save(1, "item.5", choice="D")["outcome"] == "late"
    assert set(world.counted(registration, 1)) == {"item.4"} and len(world.saves(registration, 1)) == 2
    browser.form("/parts/1/go-on", {})
    assert browser.save(1, "item.5", choice="D")["outcome"] == "saved"


def test_what_comes_after_a_break_is_used_up_counts_though_the_registrar_is_away(world, sitting):
    registration, browser = sitting
    browser.form("/parts/1/break", {})
    world.shift(12 * MINUTE)
    assert browser.save(1, "item.6", choice="A")["outcome"] == "saved"
    world.shift(100 * MINUTE + 5)
    assert browser.save(1, "item.7", choice="B")["outcome"] == "saved"
    world.shift(100 * MINUTE + 15)
    assert browser.save(1, "item.8", choice="C")["outcome"] == "late"
    assert set(world.counted(registration, 1)) == {"item.6", "item.7"}


def test_going_on_gives_back_what_the_break_took_and_the_rest_is_for_later(world, sitting):
    registration, browser = sitting
    before = left(browser)
    browser.form("/parts/1/break", {})
    browser.form("/parts/1/break", {})
    world.shift(4 * MINUTE)
    where = browser.form("/parts/1/go-on", {}).headers["location"]
    assert where == "/parts/1/open" and browser.page(where).headers["location"] == "/parts/1/items/1"
    clock = browser.see("/parts/1/clock")
    assert not clock["paused"] and before - 10 <= clock["seconds_left"] <= before + 1
    assert re.fullmatch(r"90 \+ 4(:0\d)? pause = 94(:0\d)? min", clock["line"])
    assert browser.form("/parts/1/go-on", {}).status_code == 303
    assert re.search(r"You have (6|5:\d\d) min of breaks left", say(browser.page("/parts/1/break")))
    assert world.events(registration, "session.paused") == world.events(registration, "session.resumed") == 1
    assert browser.page("/parts/1/items/2").status_code == 200


def test_a_break_that_is_used_up_ends_by_itself_and_gives_no_more_than_was_granted(world, sitting):
    registration, browser = sitting
    browser.form("/parts/1/break", {})
    begun = world.session(registration, 1)["paused_at"]
    world.shift(25 * MINUTE)
    assert "You have 0 min of breaks left" in say(browser.page("/parts/1/break"))
    registrar = world.registrar()
    try:
        session = wait_for(lambda: (row := world.session(registration, 1))["paused_at"] is None and row)
    finally:
        registrar.terminate()
        registrar.wait(timeout=30)
    assert (session["deadline"] - session["started_at"]).total_seconds() == 100 * MINUTE
    assert session["state"] == "running" and left(browser) <= 100 * MINUTE - 25 * MINUTE
    assert session["paused_us"] == 10 * MINUTE * 1000000 and begun > session["started_at"]
    browser.refused("/parts/1/break", "not_ready", "no_break_left")
    assert "Take a break" not in browser.page("/parts/1/items/1").text
    assert world.one("SELECT count(*) FROM audit.event WHERE subject_id = %s AND actor = 'registrar' AND action = "
                     "'session.resumed'", session["id"]) == 1


def test_who_goes_on_too_late_gets_no_more_either(world, sitting):
    registration, browser = sitting
    browser.form("/parts/1/break", {})
    world.shift(25 * MINUTE)
    browser.form("/parts/1/go-on", {})
    session = world.session(registration, 1)
    assert (session["deadline"] - session["started_at"]).total_seconds() == 100 * MINUTE


def test_breaks_of_one_part_are_not_those_of_the_other(world, sitting):
    _, browser = sitting
    browser.form("/parts/1/break", {})
    world.shift(10 * MINUTE)
    browser.form("/parts/1/go-on", {})
    browser.form("/parts/1/hand-in", {})
    browser.open(2)
    assert "You have 10 min of breaks left in Part 2." in say(browser.page("/parts/2/break"))
    where = browser.form("/parts/2/vignettes/1", {"go": "break"}).headers["location"]
    assert browser.form(where, {}).headers["location"] == "/parts/2/break"
    hidden = browser.page("/parts/2/vignettes/1")
    assert hidden.status_code == 409 and "<textarea" not in hidden.text
    assert browser.save(2, "prompt.1.p1", text="Thought of in the break")["outcome"] == "saved"


# ---- a coordinator's pause -------------------------------------------------------------------------------------------

def test_a_coordinators_pause_leaves_the_pages_and_refuses_only_the_end(world, sitting):
    registration, browser = sitting
    before = left(browser)
    world.pause(registration, 1)
    page = browser.page("/parts/1/items/1")
    assert page.status_code == 200 and "The clock stands still" in page.text
    assert '<div class="panel note" id="paused">' in page.text, "the panel is in the page, with scripts or without"
    assert "Take a break" not in page.text
    assert browser.save(1, "item.1", choice="A")["outcome"] == "saved"
    assert browser.form("/parts/1/items/2", {"choice": "B", "was": "-", "flagged": "yes", "go": "stay"}).status_code == 303
    asked = browser.form("/parts/1/hand-in", {}, expect=409)
    assert "The clock of this part stands. Nothing is lost; hand in when it runs again" in asked.text
    assert browser.post("/parts/1/go-on").json()["reason"] == "part_paused"
    browser.refused("/parts/1/break", "not_ready", "part_paused")
    world.shift(30 * MINUTE)
    assert before - 5 <= left(browser) <= before + 1
    world.resume(registration, 1)
    page = browser.page("/parts/1/items/1").text
    assert '<div class="panel note" id="paused" hidden>' in page and before - 10 <= left(browser) <= before + 1
    assert browser.form("/parts/1/hand-in", {}).headers["location"] == "/exam"


def test_a_pause_during_a_break_is_the_coordinators_to_end(world, sitting):
    registration, browser = sitting
    browser.form("/parts/1/break", {})
    world.pause(registration, 1)
    assert browser.post("/parts/1/go-on").json()["reason"] == "part_paused"
    assert browser.page("/parts/1/items/1").status_code == 200
    world.resume(registration, 1)
    assert not browser.see("/parts/1/clock")["paused"]


# ---- between the parts -----------------------------------------------------------------------------------------------

def test_between_the_parts_the_exam_page_says_that_nothing_runs(world, sitting):
    _, browser = sitting
    assert "untouched" not in browser.page("/exam").text
    browser.form("/parts/1/hand-in", {})
    closes = browser.see("/exam")["parts"][1]["closes"]
    page = say(browser.page("/exam"))
    assert f"Part 2 is untouched. You may begin it until {closes} (America/Chicago)." in page
    assert "A break between the parts costs you no time" in page
    world.shift(20 * 60 * MINUTE)
    assert browser.see("/exam")["parts"][1]["time"]["seconds_left"] == 90 * MINUTE
    browser.open(2)
    assert "untouched" not in browser.page("/exam").text and left(browser, 2) > 89 * MINUTE


def test_who_sits_one_part_only_reads_nothing_of_another(world):
    _, browser = world.sits(parts=(1,))
    browser.open(1)
    browser.form("/parts/1/hand-in", {})
    assert "untouched" not in browser.page("/exam").text
