"""An open page of a running part learns what others do to its time, from the desk itself and without being loaded again: minutes,
pauses, breaks, another device. And without scripts the deadline is shown and holds all the same."""
import re
import time
from datetime import timedelta

import pytest
from selenium.webdriver.common.by import By

from people import Office, Sitting, grant_breaks

FERNS = {"code": "ferns", "name": "Ferns Association", "zone": "America/Detroit"}
FLORA = {"name": "Flora Voss", "email": "flora.voss@ferns.example"}
MOMENT = 5  # seconds within which a candidate sees a change


@pytest.fixture(scope="module")
def slips(house):
    code = house.add_association(FERNS, FLORA)
    house.import_bank(FERNS["code"])
    exam = Office(house, FERNS, FLORA, code, staff={}).add_exam("Open pages", closes=timedelta(days=200))
    people = [{"name": f"Finn Aster {number}", "email": f"finn{number}@ferns.example", "category": "specialist", "track": "imh"}
              for number in range(12)]
    return iter(exam.admit(people).values())


class Session:
    """The session that was begun last, as a coordinator's desk and the database see it."""

    def __init__(self, house):
        self.house = house
        with house.admin() as db:
            self.association, self.id = db.execute(
                "SELECT s.association_id, s.id FROM work.session s ORDER BY s.opened_at DESC LIMIT 1").fetchone()

    def act(self, function, *arguments):
        """work.<function>(association, session, ..., now)"""
        with self.house.admin() as db:
            given = (self.association, self.id, *arguments)
            (word,) = db.execute(f"SELECT work.{function}({', '.join(['%s'] * len(given))}, service.now_utc())", given).fetchone()
        assert word == "done", word

    def saves(self):
        """[(question, which login)]"""
        with self.house.admin() as db:
            return db.execute("SELECT ref, epoch FROM work.save WHERE session_id = %s ORDER BY epoch, sequence",
                              (self.id,)).fetchall()


def start(house, chrome, code, part=1):
    """From the slip to the first question."""
    chrome.come_as(Sitting(house, code).accept().visitor).go(house.urls["candidate"] + "/parts/1/open")
    chrome.press("Start Part 1 now").at("Question 1 of 60")
    if part == 2:
        chrome.press("Review all").press("Hand in Part 1").press("Hand in Part 1 for good")
        chrome.at("You have handed in Part 1").press("See what comes next").press("Go to Part 2")
        chrome.press("Start Part 2 now").at("Vignette 1 of 3")
    return chrome


@pytest.fixture
def sitting(house, chrome, slips):
    """(page of the first question with its clock running, session)"""
    start(house, chrome, next(slips))
    return counts(chrome), Session(house)


def counts(chrome):
    """A clock that moves has heard of the desk: what happens from now on is news to the page."""
    def shows():
        return chrome.ask("return document.getElementById('clock-left').textContent")
    first = chrome.wait(lambda: re.fullmatch(r"\d+:\d\d:\d\d", shows()) and shows(), "the clock")
    chrome.wait(lambda: shows() != first, "the running clock")
    chrome.ask("window.isTheSamePage = true")
    return chrome


def within_a_moment(chrome, question, what):
    """Seen in time, on the page that was open."""
    since = time.monotonic()
    chrome.wait(question, what)
    assert time.monotonic() - since <= MOMENT, what
    assert chrome.ask("return window.isTheSamePage === true"), "it was loaded again"


def shown(chrome, name):
    return chrome.driver.find_element(By.ID, name)


# ---- with scripts ----------------------------------------------------------------------------------------------------

def test_extra_time_appears_in_an_open_page(sitting):
    chrome, session = sitting
    assert shown(chrome, "clock-line").text == "90 min"
    session.act("extend", "incident", 240, "technical", None)
    within_a_moment(chrome, lambda: shown(chrome, "clock-line").text == "90 + 4 incident = 94 min", "the new time")
    assert shown(chrome, "clock-left").text.startswith("1:33:")
    within_a_moment(chrome, lambda: "Your time was extended. 94 minutes left" in shown(chrome, "clock-status").text, "the words")


def test_a_pause_appears_and_goes_again(sitting):
    chrome, session = sitting
    session.act("pause", "staff")
    within_a_moment(chrome, shown(chrome, "paused").is_displayed, "the pause")
    assert shown(chrome, "clock-left").text.endswith("paused")
    chrome.tick("B ").says("All answers saved")
    session.act("resume", "technical", None)
    within_a_moment(chrome, lambda: not shown(chrome, "paused").is_displayed(), "the end of the pause")


def test_a_second_sign_in_makes_the_first_page_read_only_and_loses_nothing(house, chrome, slips):
    """The first device has no network when the second one signs in, and holds words that nobody has seen yet."""
    code = next(slips)
    start(house, chrome, code, part=2)
    page, session = counts(chrome), Session(house)
    page.go_online(False)
    try:
        area = page.labelled("1. ")
        area.send_keys("I would wait and listen")
        page.says("Saved on this device, waiting for the connection")
        second = Sitting(house, code)
        second.save(2, "prompt.1.p2", text="Written on the second device")
        assert ("prompt.1.p1", 1) not in session.saves()
    finally:
        page.go_online(True)
    page.says("Your exam continues on the other device")
    assert area.get_attribute("readOnly") == "true" and page.ask("return window.isTheSamePage === true")
    page.says("All answers saved").drop_logs()
    assert set(session.saves()) == {("prompt.1.p1", 1), ("prompt.1.p2", 2)}
    prompts = second.visitor.read("/parts/2/vignettes/1")["vignette"]["prompts"]
    assert [prompt["response"] for prompt in prompts[:2]] == ["I would wait and listen", "Written on the second device"]
    page.driver.refresh()
    page.at("Your exam continues on the other device").press("Sign in again here").at("Sign in to your exam")


def test_with_a_network_the_first_page_is_read_only_at_once(house, chrome, slips):
    code = next(slips)
    page = counts(start(house, chrome, code))
    Sitting(house, code)
    within_a_moment(page, shown(page, "taken-over").is_displayed, "the other device")
    assert not page.labelled("B ").is_enabled() and not page.find("button", "Next question").is_enabled()
    page.go(house.urls["candidate"] + "/exam").says("the exam goes on there. This one can only be looked at now")


def test_a_break_hides_the_questions_also_in_another_tab_and_ends_by_itself(house, sitting):
    chrome, session = sitting
    grant_breaks(house, 10)
    chrome.driver.refresh()
    chrome.at("Question 1 of 60")
    counts(chrome)
    session.act("pause", "candidate")
    chrome.at("You are on a break").says("The clock of Part 1 stands at 1 h 29 min").says("You have ")
    with session.house.admin() as db:
        db.execute("UPDATE work.session SET paused_at = paused_at - interval '11 minutes' WHERE id = %s", (session.id,))
    chrome.at("Question 1 of 60")


def test_the_button_saves_what_was_chosen_and_the_way_back_is_one_button(house, sitting):
    chrome, _ = sitting
    grant_breaks(house, 10)
    chrome.driver.refresh()
    counts(chrome.at("Question 1 of 60"))
    chrome.tick("C ").press("Take a break").at("Take a break?").press("Take a break now").at("You are on a break")
    chrome.press("Go on with Part 1").at("Question 2 of 60").press("Previous").at("Question 1 of 60")
    assert chrome.labelled("C ").is_selected()


# ---- without scripts -------------------------------------------------------------------------------------------------

def test_without_scripts_the_deadline_is_shown_and_holds(house, plain, slips):
    start(house, plain, next(slips)).says("1 h 30 min left")
    plain.tick("A ").press("Next question").at("Question 2 of 60").says("when this page came, ends ")
    house.travel(minutes=90, seconds=30)
    plain.tick("B ").press("Next question").at("The time is over").says("what came later is kept, marked as late")
    plain.press("See what comes next").at("Your exam").says("Everything you had saved count")
    assert len(Session(house).saves()) == 2
    plain.go(house.urls["candidate"] + "/parts/1/items/1").at("The time for Part 1 is over")


def test_without_scripts_a_pause_and_another_device_are_in_the_page_that_comes(house, plain, slips):
    code = next(slips)
    start(house, plain, code)
    session = Session(house)
    plain.tick("A ").press("Next question").at("Question 2 of 60")
    session.act("pause", "staff")
    plain.tick("B ").press("Next question").at("Question 3 of 60").says("The clock stands still")
    assert "Load this page again to see whether it has." in plain.ask("return document.getElementById('paused').innerText")
    Sitting(house, code)
    plain.tick("C ").press("Next question").at("Your exam continues on the other device")
    assert [epoch for _, epoch in session.saves()] == [1, 1, 1]
