"""The candidate's clock: what is seen, what is heard, and what it goes by.

Pages, answers and times come from the running house; the time of the page is the test's (driven.py). What a desk answers about
pauses, other devices and parts that ended elsewhere is answered by the test in its place where a test says `kept`: one request
stays open until the answer changes, as the desk keeps it.
"""
import re
from datetime import timedelta

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from chrome import NARROW, WIDE
from driven import Driven
from figures import figure
from keyboard import walk
from people import Office, Sitting

RIVERS = {"code": "rivers", "name": "Rivers Association", "zone": "America/Detroit"}
RIVA = {"name": "Riva Lind", "email": "riva.lind@rivers.example"}
WHOLE = 150  # minutes: 90 and 60 ESL
SAY_TIME = Keys.ALT, Keys.SHIFT, "t"


@pytest.fixture(scope="module")
def slips(house):
    """Codes of candidates who have 150 minutes; each test takes one."""
    code = house.add_association(RIVERS, RIVA)
    house.import_bank(RIVERS["code"])
    exam = Office(house, RIVERS, RIVA, code, staff={}).add_exam("Clock exam", closes=timedelta(days=200))
    people = [{"name": f"Una Berg {number}", "email": f"una{number}@rivers.example", "category": "specialist", "track": "imh",
               "ESL": "yes"} for number in range(40)]
    return iter(exam.admit(people).values())


def shown(chrome):
    """Seconds on the clock; None as long as it does not count."""
    text = re.match(r"(\d+):(\d\d):(\d\d)", chrome.ask("return document.getElementById('clock-left').textContent"))
    return text and int(text[1]) * 3600 + int(text[2]) * 60 + int(text[3])


def start(house, chrome, code):
    """From the slip to the first question of Part 1."""
    chrome.come_as(Sitting(house, code).accept().visitor).go(house.urls["candidate"] + "/parts/1/open")
    if chrome.scripts:
        chrome.ask("sessionStorage.clear()")
    return chrome.press("Start Part 1 now").at("Question 1 of 60")


def sit(house, chrome, driven, code):
    start(house, chrome, code)
    chrome.wait(lambda: driven.pass_(seconds=1) and (shown(chrome) or WHOLE * 60) < WHOLE * 60, "the clock")
    return driven


@pytest.fixture
def time(house, chrome, slips):
    """A driven page at the first question; its network is away until the test wants it."""
    with Driven(chrome) as driven:
        yield sit(house, chrome, driven, next(slips)).go_online(False)


@pytest.fixture
def kept(house, chrome, slips):
    """A driven page at the first question, whose one request is open at the test."""
    with Driven(chrome, keeps=True) as driven:
        yield sit(house, chrome, driven, next(slips)).wait_until_parked()


@pytest.fixture
def still(house, chrome, slips):
    """The same in the page's own time."""
    with Driven(chrome, drives=False, keeps=True) as driven:
        start(house, chrome, next(slips))
        yield driven.wait_until_parked()


def panel(chrome, name):
    return chrome.driver.find_element(By.ID, name)


# ---- what is heard ---------------------------------------------------------------------------------------------------

def test_a_whole_part_of_150_minutes_is_announced_five_times(house, chrome, time):
    """Every ten minutes the network is there and the page hears of the desk, by whose clock 4 seconds more went by."""
    for _ in range(14):
        before = shown(chrome)
        time.pass_(minutes=10)
        time.wait_until_refused()
        house.travel(minutes=10, seconds=4)
        time.go_online(True)
        chrome.wait(lambda: shown(chrome) <= before - 603, "the desk's time")
        time.go_online(False)
    time.pass_(minutes=10)
    chrome.says("This page takes no more answers. Everything that was saved counts")
    time.pass_(minutes=10)
    said = time.utterances
    figure("announcements", len(said))
    assert said == ["60 minutes left", "30 minutes left", "15 minutes left", "5 minutes left", "1 minute left"]


def test_a_notice_that_falls_between_two_pages_is_said_once(house, chrome, time):
    house.travel(minutes=WHOLE - 60, seconds=10)
    time.go_online(True)
    chrome.press("Next question").at("Question 2 of 60")
    time.pass_(seconds=2)
    assert time.utterances == ["60 minutes left"]
    chrome.press("Next question").at("Question 3 of 60")
    time.pass_(seconds=2)
    assert time.utterances == []


def test_of_notices_that_a_sleeping_tab_missed_the_newest_is_said(time):
    for _ in range(5):
        time.leap(minutes=1)
    assert time.utterances == []
    time.leap(minutes=140).leap(seconds=1)
    assert time.utterances == ["5 minutes left"]
    for _ in range(4):
        time.leap(minutes=1)
    time.leap(seconds=1)
    assert time.utterances == ["5 minutes left", "Less than 1 minute left"]


def test_the_button_and_the_key_say_the_time_also_in_the_same_words(chrome, time):
    for _ in range(2):
        chrome.press("Say time left", leaves=False)
        time.pass_(seconds=1)
    chrome.chord(*SAY_TIME)
    time.pass_(seconds=1)
    assert time.utterances == ["150 minutes left"] * 3


def test_the_key_works_on_the_review_and_before_the_hand_in_and_is_listed(chrome, time):
    time.go_online(True)
    chrome.find("summary", "Keys").click()
    chrome.says("say the time left")
    for page, heading in (("Review all", "Review Part 1"), ("Hand in Part 1", "Hand in Part 1?")):
        chrome.press(page).at(heading).chord(*SAY_TIME)
        time.pass_(seconds=1)
        assert time.utterances == ["150 minutes left"]


def test_the_running_clock_itself_is_silent(chrome, time):
    timer, status = panel(chrome, "clock-left"), panel(chrome, "clock-status")
    assert (timer.get_attribute("role"), timer.get_attribute("aria-live")) == ("timer", "off")
    assert status.get_attribute("role") == "status"
    assert timer.find_elements(By.XPATH, "ancestor::*[@aria-live or @role='status' or @role='alert']") == []
    before = shown(chrome)
    time.pass_(minutes=20)
    assert shown(chrome) == before - 20 * 60 and time.utterances == []


# ---- what is seen ----------------------------------------------------------------------------------------------------

def test_a_hidden_clock_stays_hidden_on_the_next_page_and_comes_back_at_five_minutes(chrome, time):
    chrome.press("Hide time", leaves=False)
    time.go_online(True)
    chrome.press("Next question").at("Question 2 of 60").wait(lambda: chrome.find("button", "Show time"), "the scripts")
    clock = panel(chrome, "clock-left")
    assert not clock.is_displayed()
    time.pass_(seconds=1).go_online(False)
    while not clock.is_displayed():
        time.pass_(seconds=1 if shown(chrome) < 400 else 60)
    assert shown(chrome) == 300
    chrome.press("Hide time", leaves=False)
    time.pass_(minutes=4, seconds=30)
    assert not clock.is_displayed()
    chrome.press("Show time", leaves=False)
    assert clock.is_displayed()


def test_without_scripts_the_time_and_the_end_stand_on_the_page(house, plain, slips):
    start(house, plain, next(slips)).says("2 h 30 min left").says("when this page came")
    plain.press("Next question").at("Question 2 of 60")
    assert re.search(r"2 h (30|29) min left\s+when this page came, ends \d{1,2}:\d\d [AP]M \(America/Detroit\)", plain.text)
    for name in ("clock-hide", "clock-say", "time-over", "part-ended", "taken-over", "paused", "keys"):
        assert not panel(plain, name).is_displayed(), name


@pytest.mark.parametrize("width, paused", [(WIDE, False), (NARROW, False), (NARROW, True)])
def test_the_bar_that_stays_covers_nothing_that_has_the_focus(chrome, still, width, paused):
    chrome.resize(width)
    try:
        if paused:
            still.keep(paused=True)
            chrome.wait(panel(chrome, "paused").is_displayed, "the pause")
        stops = [stop["what"] for stop in walk(chrome)]
        assert "button “Say time left”" in stops and "button “Next question”" in stops
        if width == WIDE:
            right = chrome.ask("return document.getElementById('clock').getBoundingClientRect().right")
            main = chrome.ask("return document.getElementById('main').getBoundingClientRect()")
            assert right > main["x"] + main["width"] - 24, "top right"
    finally:
        chrome.resize(WIDE)


# ---- what it goes by -------------------------------------------------------------------------------------------------

def test_the_local_clock_has_no_part_in_it(chrome, time):
    before = shown(chrome)
    for days in (1, -1, 0):
        time.set_local_time(days=days).pass_(minutes=1)
    assert shown(chrome) == before - 180 and time.utterances == []
    for days in (1, -1):
        time.set_local_time(days=days).go_online(True)
        chrome.press("Next question").wait(lambda: shown(chrome), "the clock")
        assert before - 120 < shown(chrome) <= WHOLE * 60
    assert time.utterances == []


@pytest.mark.parametrize("target, wakes", [("window", "focus"), ("window", "online"), ("document", "visibilitychange")])
def test_a_page_that_slept_asks_when_it_is_looked_at(house, chrome, slips, target, wakes):
    """A browser's steady clock may stand still while the machine sleeps; this one stands until the test moves it."""
    with Driven(chrome) as time:
        sit(house, chrome, time, next(slips)).pass_(seconds=5)
        before = shown(chrome)
        house.travel(minutes=20)
        chrome.ask(f"{target}.dispatchEvent(new Event('{wakes}'))")
        chrome.wait(lambda: shown(chrome) <= before - 20 * 60 + 6, "the time that went by")


def test_the_page_never_shows_more_than_the_desk_says_and_does_not_jump(chrome, kept):
    chrome.ask("window.dispatchEvent(new Event('focus'))")  # an answer that is no time on its way
    left = shown(chrome)
    kept.wait_until_parked().keep(seconds_left=left - 1).wait_until_parked()
    assert shown(chrome) == left - 1
    kept.keep(seconds_left=left - 1).wait_until_parked()
    assert shown(chrome) == left - 1
    kept.pass_(seconds=1.9).keep(seconds_left=left - 2).wait_until_parked()
    kept.pass_(seconds=0.25)
    assert shown(chrome) == left - 3  # 1.9 seconds are 1 to the desk, which rounds; the page's own count stays as good
    kept.keep(seconds_left=left - 40).wait_until_parked()
    assert shown(chrome) == left - 40
    assert kept.utterances == []


# ---- what changes while one sits -------------------------------------------------------------------------------------

NEWEST = "(SELECT x FROM work.session x ORDER BY x.opened_at DESC LIMIT 1) AS n (s)"


def change(house, call):
    """Does to the newest session what a coordinator's page will have asked for."""
    with house.admin() as db:
        assert db.execute(f"SELECT {call} FROM {NEWEST}").fetchone()[0] == "done"


ADD_TEN_MINUTES = "work.extend((s).association_id, (s).id, 'incident', 600, 'technical', NULL, service.now_utc())"
PAUSE = "work.pause((s).association_id, (s).id, 'staff', service.now_utc())"
RESUME = "work.resume((s).association_id, (s).id, 'technical', NULL, service.now_utc())"


def test_added_minutes_are_told_once_and_what_lies_ahead_again_is_told_again(house, chrome, time):
    time.pass_(minutes=140)
    house.travel(minutes=140)
    change(house, ADD_TEN_MINUTES)
    time.go_online(True)
    chrome.wait(lambda: shown(chrome) > 15 * 60, "the new time")
    time.pass_(seconds=1).go_online(False).pass_(minutes=8)
    assert panel(chrome, "clock-line").get_attribute("textContent") == "90 + 60 ESL + 10 incident = 160 min"
    assert time.utterances == ["60 minutes left", "30 minutes left", "15 minutes left",
                               "Your time was extended. 20 minutes left", "15 minutes left"]


def test_what_is_done_to_the_time_shows_in_an_open_page_that_is_not_touched(house, chrome, slips):
    start(house, chrome, next(slips)).wait(lambda: shown(chrome), "the clock")
    chrome.ask("window.notLoadedAgain = true")
    line, clock = panel(chrome, "clock-line"), panel(chrome, "clock-left")
    change(house, PAUSE)
    chrome.wait(panel(chrome, "paused").is_displayed, "the pause")
    assert clock.text.endswith("paused")
    change(house, ADD_TEN_MINUTES)
    chrome.wait(lambda: line.text.startswith("90 + 60 ESL + 10 incident"), "the minutes")
    assert clock.text.startswith("2:39:") and clock.text.endswith("paused")
    change(house, RESUME)
    chrome.wait(lambda: not panel(chrome, "paused").is_displayed(), "the end of the pause")
    assert "paused" not in clock.text and " pause = " in line.text and chrome.ask("return window.notLoadedAgain")


def test_a_second_sign_in_takes_over(house, chrome, slips):
    code = next(slips)
    start(house, chrome, code).tick("B ").says("All answers saved")
    house.visitor("candidate").do("/sign-in", {"code": code})
    chrome.says("Your exam continues on the other device")
    assert not chrome.labelled("C ").is_enabled() and not chrome.find("button", "Next question").is_enabled()
    chrome.press("Sign in again here").fill("Code from your slip", code).press("Sign in").press("Go to Part 1")
    chrome.at("Question 2 of 60").press("Previous")
    assert chrome.at("Question 1 of 60").labelled("B ").is_selected()


def test_a_part_that_is_handed_in_from_another_tab_ends_here(house, chrome, slips):
    start(house, chrome, next(slips)).wait(lambda: shown(chrome), "the clock")
    tab = house.visitor("candidate")
    for cookie in chrome.driver.get_cookies():
        tab.client.cookies.set(cookie["name"], cookie["value"])
    tab.do("/parts/1/hand-in", {})
    chrome.says("It was handed in from another page")
    assert not chrome.labelled("B ").is_enabled()


def test_a_pause_stops_the_clock_and_nothing_else(chrome, kept):
    kept.keep(paused=True, seconds_left=5000).pass_(seconds=1)
    assert panel(chrome, "paused").is_displayed()
    kept.pass_(minutes=40).pass_(seconds=1).wait_until_parked()
    assert panel(chrome, "clock-left").text == "1:23:20 paused"
    chrome.tick("B ").says("All answers saved")
    kept.keep(seconds_left=5600, line="90 + 60 ESL + 10 incident = 160 min").pass_(seconds=1)
    kept.wait_until_parked().keep(paused=False).pass_(seconds=1)
    assert not panel(chrome, "paused").is_displayed()
    kept.pass_(seconds=59)
    assert shown(chrome) == 5540
    assert kept.utterances == ["The clock stands still. 83 minutes left", "Your time was extended. 93 minutes left",
                               "The clock goes on. 93 minutes left"]


def go_to_part2(chrome, driven):
    chrome.press("Review all").press("Hand in Part 1").press("Hand in Part 1 for good")
    chrome.at("You have handed in Part 1").press("See what comes next").press("Go to Part 2")
    chrome.press("Start Part 2 now").at("Vignette 1 of 3")
    chrome.wait(lambda: driven.pass_(seconds=1) and shown(chrome), "the clock")


def test_every_answer_that_a_page_still_has_when_the_time_is_over_is_sent(house, chrome, time):
    go_to_part2(chrome, time.go_online(True))
    time.go_online(False)
    for label in ("1. ", "2. "):
        chrome.labelled(label).send_keys("I would wait and listen")
    house.travel(minutes=WHOLE, seconds=30)
    time.go_online(True)
    chrome.says("This page takes no more answers").says("Came after the time was over: your coordinator decides")
    with house.admin() as db:
        late = f"SELECT count(*) = 2 FROM work.save v JOIN {NEWEST} ON v.session_id = (n.s).id WHERE v.late"
        chrome.wait(lambda: time.pass_(seconds=0.1) and db.execute(late).fetchone()[0], "both answers")


def test_a_page_whose_exam_goes_on_elsewhere_sends_what_it_has_and_takes_no_more(chrome, kept):
    go_to_part2(chrome, kept)
    kept.wait_until_parked()
    area = chrome.labelled("1. ")
    kept.go_online(False)
    area.send_keys("I would wait and listen")
    kept.keep(taken_over=True).pass_(seconds=1)
    chrome.says("Your exam continues on the other device").says("Saved on this device, waiting for the connection")
    assert chrome.ask("return document.activeElement.id") == "taken-over"
    assert area.get_attribute("readOnly") == "true"
    assert not chrome.find("button", "Review all").is_enabled() and chrome.find("button", "Sign in again here").is_enabled()
    assert panel(chrome, "clock-left").text == "On the other device"
    kept.go_online(True)
    chrome.says("All answers saved")
    kept.pass_(minutes=149)
    assert kept.utterances == []
    chrome.driver.refresh()
    assert chrome.labelled("1. ").get_attribute("value") == "I would wait and listen"


def test_one_goes_on_here_by_signing_in_again(chrome, kept):
    kept.keep(taken_over=True)
    chrome.says("Your exam continues on the other device").press("Sign in again here").at("Sign in to your exam")


def test_a_part_that_was_handed_in_elsewhere_ends_here_and_may_be_opened_again(chrome, kept):
    kept.keep(running=False, stopped=True, seconds_left=0).pass_(seconds=1)
    chrome.says("This part has ended")
    assert chrome.ask("return document.activeElement.id") == "part-ended"
    assert not chrome.labelled("B ").is_enabled()
    kept.wait_until_parked().keep(running=True, stopped=False, paused=True, seconds_left=600).pass_(seconds=1)
    assert not panel(chrome, "part-ended").is_displayed() and panel(chrome, "paused").is_displayed()
    chrome.tick("B ").says("All answers saved")


def test_one_request_is_open_at_a_time_and_knows_what_the_page_knows(chrome, kept):
    for _ in range(3):
        kept.keep(seconds_left=shown(chrome)).wait_until_parked()
    asks = [ask["since"] for ask in kept.asks]
    assert asks[-4:] == ["1", "2", "3", "4"] and set(asks[:-4]) == {None}
    chrome.ask("""Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});
                  document.dispatchEvent(new Event('visibilitychange'))""")
    kept.pass_(minutes=1)
    assert not chrome.ask("return isParked()") and len(kept.asks) == len(asks), "a tab that nobody looks at keeps nothing open"
    chrome.ask("delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange'))")
    kept.wait_until_parked()
    assert [ask["since"] for ask in kept.asks[len(asks):]] == [None, "4"]


def test_a_desk_that_is_away_is_asked_less_and_less_and_nothing_is_said(chrome, kept):
    kept.be_away(True).keep(seconds_left=shown(chrome))
    known = len(kept.asks)
    for _ in range(240):
        kept.pass_(seconds=0.25)
    at = [round(ask["at"] / 1000) for ask in kept.asks[known:]]
    assert [later - earlier for earlier, later in zip(at, at[1:])] == [1, 2, 4, 8, 15, 15]
    assert kept.utterances == [] and shown(chrome)
    for name in ("time-over", "part-ended", "taken-over", "paused"):
        assert not panel(chrome, name).is_displayed(), name
    kept.be_away(False).pass_(seconds=15).wait_until_parked()


# ---- how it looks ----------------------------------------------------------------------------------------------------

def test_every_state_of_the_page_passes_every_check(chrome, still, gallery):
    gallery.look(chrome)
    states = {"paused": {"paused": True}, "taken-over": {"paused": False, "taken_over": True},
              "part-ended": {"taken_over": False, "running": False, "stopped": True, "seconds_left": 0}}
    for name, changes in states.items():
        still.wait_until_parked().keep(**changes)
        chrome.wait(panel(chrome, name).is_displayed, name)
        gallery.look(chrome)
    assert gallery.findings() == {}
