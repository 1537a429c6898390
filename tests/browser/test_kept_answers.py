"""What a candidate's page does when the desk or the network is away: every answer is on the device before it is sent, the exam
goes on, and what was not acknowledged is sent again without a touch.

The desk is killed and started again. What it then holds is what the same candidate sees on another device.
"""
import base64
import contextlib
import json
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from selenium.webdriver.common.by import By

from chrome import NARROW
from house import wait_for
from keyboard import walk
from people import Office, Sitting

HARBOR = {"code": "harbor", "name": "Harbor Association", "zone": "America/Detroit"}
HANNA = {"name": "Hanna Vik", "email": "hanna.vik@harbor.example"}
LETTERS = "ABCDABCDAB"
WAITS = "Saved on this device, waiting for the connection"
# Pages that nobody looks at yet are fetched at a random moment; here at once.
AT_ONCE = "Math.random = () => 0;"
KEPT = """
const done = arguments[arguments.length - 1], store = arguments[0];
indexedDB.open('blindmark').onsuccess = (event) => {
  const db = event.target.result;
  if (!db.objectStoreNames.contains(store)) return done([]);
  db.transaction(store).objectStore(store).getAll().onsuccess = (all) => { done(all.target.result); db.close(); };
};
"""
PAGES = """
const done = arguments[0];
(async () => {
  const names = (await caches.keys()).filter((one) => one.startsWith('blindmark part'));
  const kept = {};
  for (const name of names) {
    kept[name.split(' ')[2]] = (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname);
  }
  done([Boolean(navigator.serviceWorker.controller), kept]);
})();
"""


@pytest.fixture(scope="module")
def slips(house):
    """Codes of candidates with 90 minutes; each test takes one."""
    code = house.add_association(HARBOR, HANNA)
    house.import_bank(HARBOR["code"])
    exam = Office(house, HARBOR, HANNA, code, staff={}).add_exam("Harbor exam", closes=timedelta(days=200))
    people = [{"name": f"Ida Holm {number}", "email": f"ida{number}@harbor.example", "category": "specialist", "track": "imh"}
              for number in range(40)]
    return iter(exam.admit(people).values())


@pytest.fixture
def desk(house):
    """The candidate desk, which runs again afterwards whatever a test did to it."""
    yield house
    if "candidate" not in house.running:
        house.start("candidate")


@pytest.fixture
def browser(house, chrome):
    """Keeps nothing of the test before: no answers, no pages, no worker, no second tab."""
    chrome.go("about:blank")
    chrome.command("Storage.clearDataForOrigin", origin=house.urls["candidate"], storageTypes="all")
    with chrome.before_pages(AT_ONCE):
        yield chrome
        close_tabs(chrome)


def close_tabs(chrome):
    first, *others = chrome.driver.window_handles
    for tab in others:
        chrome.driver.switch_to.window(tab)
        chrome.driver.close()
    chrome.driver.switch_to.window(first)
    chrome.go_online(True).go("about:blank").drop_logs()


# ---- the way to a question, and what is where -------------------------------------------------------------------------

def sign_in(house, chrome, code):
    return chrome.go(house.urls["candidate"]).fill("Code from your slip", code).press("Sign in").at("Your exam")


def start(house, chrome, code):
    """At the first question of Part 1, with all on the device that it needs to go on alone."""
    chrome.come_as(Sitting(house, code).accept().visitor).go(house.urls["candidate"] + "/parts/1/open")
    chrome.press("Start Part 1 now").at("Question 1 of 60")
    return keeps(chrome)


def start_part2(house, chrome, code):
    start(house, chrome, code).press("Review all").press("Hand in Part 1").press("Hand in Part 1 for good")
    chrome.at("You have handed in Part 1").press("See what comes next").press("Go to Part 2").press("Start Part 2 now")
    return keeps(chrome.at("Vignette 1 of 3"))


def pages(chrome):
    """(whether the worker is at work, {session: kept addresses})"""
    return chrome.driver.execute_async_script(PAGES)


def keeps(chrome):
    wanted = {"questions", "review", "hand-in"}

    def there():
        works, sessions = pages(chrome)
        return works and wanted <= {path.split("/")[3] for path in sessions.get(session_of(chrome), ())}
    wait_for(there)
    return chrome


def kept(chrome, store):
    return chrome.driver.execute_async_script(KEPT, store)


def question(chrome):
    return chrome.ask("return document.getElementById('question-body').dataset.ref")


def chosen(chrome):
    return chrome.ask("return document.querySelector('input[name=choice]:checked')?.value ?? null")


def session_of(chrome):
    return chrome.ask("return document.getElementById('savestate').dataset.session")


def history(house, session):
    """[(question, epoch, sequence)] as they were stored, oldest first."""
    with house.admin() as db:
        return db.execute("SELECT ref, epoch, sequence FROM work.save WHERE session_id = %s ORDER BY epoch, sequence",
                          [session]).fetchall()


def on_another_device(house, code, places):
    """[(question, letter)] as the same candidate sees them there."""
    visitor = Sitting(house, code).visitor
    seen = [visitor.read(f"/parts/1/items/{place}")["question"] for place in places]
    return [(one["ref"], next((o["letter"] for o in one["options"] if o["chosen"]), None)) for one in seen]


def tabs(chrome):
    """A second tab beside the first: (first, second)."""
    first = chrome.driver.current_window_handle
    chrome.driver.switch_to.new_window("tab")
    chrome.command("Page.addScriptToEvaluateOnNewDocument", source=AT_ONCE)
    return first, chrome.driver.current_window_handle


# ---- answers ----------------------------------------------------------------------------------------------------------

def answer_a_dead_desk(house, chrome, code, letters, patience=30):
    """Answers the first questions, loads the page again, and touches nothing when the desk is back. Returns the session and
    [(question, letter)] when the desk has them all."""
    start(house, chrome, code)
    session, given = session_of(chrome), []
    house.kill("candidate")
    for place, letter in enumerate(letters, 1):
        chrome.at(f"Question {place} of 60").tick(letter + " ").says(WAITS)
        given.append((question(chrome), letter))
        chrome.press("Next question")
    chrome.at(f"Question {len(letters) + 1} of 60").driver.refresh()
    chrome.at(f"Question {len(letters) + 1} of 60")
    house.start("candidate")
    wait_for(lambda: len(history(house, session)) == len(letters), patience)
    return session, given


def test_ten_answers_that_a_dead_desk_did_not_get_arrive_without_a_touch(desk, browser, slips):
    code, chrome = next(slips), browser
    session, given = answer_a_dead_desk(desk, chrome, code, LETTERS)
    chrome.says("All answers saved")
    receipts = {receipt["ref"]: receipt["receipt"] for receipt in kept(chrome, "receipts")}
    assert kept(chrome, "waiting") == [] and set(receipts) == {ref for ref, _ in given}
    assert all(receipt["session"] == session and receipt["signature"] for receipt in receipts.values())
    assert [ref for ref, *_ in history(desk, session)] == [ref for ref, _ in given]
    assert on_another_device(desk, code, range(1, 11)) == given


@contextlib.contextmanager
def planted(house, file, sound, defect):
    """The desk with a script that has a defect."""
    path = house.app / "share" / "client" / "candidate" / file
    text = path.read_text()
    assert sound in text
    path.write_text(text.replace(sound, defect))
    house.restart("candidate")
    try:
        yield
    finally:
        path.write_text(text)
        if "candidate" in house.running:
            house.stop("candidate")
        house.start("candidate")


@pytest.mark.parametrize("file, sound, defect", [
    ("candidate.js", "outbox.drain().then", "Promise.resolve().then"),  # what a page finds is not sent
    ("saving.js", "put(question.dataset.ref,", "put(`item.${place}`,"),  # a question is known by its place
    ("outbox.js", "if (isNewer(save, before)) waiting.put(save);", ""),  # an answer is sent, and is not on the device
])
def test_a_page_with_a_defect_is_found_out(desk, browser, slips, file, sound, defect):
    code = next(slips)
    with planted(desk, file, sound, defect), pytest.raises(AssertionError):
        _, given = answer_a_dead_desk(desk, browser, code, "BC", patience=10)
        assert on_another_device(desk, code, [1, 2]) == given


def test_a_dead_desk_keeps_nobody_from_leafing_back_and_forth_in_the_answers(desk, browser, slips):
    chrome = start(desk, browser, next(slips)).tick("B ").says("All answers saved")
    first = chrome.ask("return document.getElementById('stem').textContent")
    desk.kill("candidate")
    chrome.press("Next question").at("Question 2 of 60").tick("C ").tick("Flag this question")
    assert chrome.ask("return document.getElementById('stem').textContent") != first
    chrome.press("Previous").at("Question 1 of 60")
    assert chosen(chrome) == "B" and chrome.ask("return document.getElementById('stem').textContent") == first
    chrome.press("Review all").at("Review Part 1")
    assert "Answered\n2 of 60" in chrome.text and "Not answered\n58" in chrome.text
    chrome.press("Question 60").at("Question 60 of 60")
    assert chrome.find("button", "Go to the review") and chosen(chrome) is None
    chrome.driver.refresh()
    chrome.at("Question 60 of 60").press("Question 2").at("Question 2 of 60")
    assert chosen(chrome) == "C" and chrome.labelled("Flag this question").is_selected()
    chrome.press("Take my answer back", leaves=False).press("Previous").at("Question 1 of 60").press("Next question")
    assert chrome.at("Question 2 of 60") and chosen(chrome) is None
    desk.start("candidate")
    chrome.says("All answers saved").driver.refresh()
    assert chosen(chrome.at("Question 2 of 60")) is None
    chrome.wait(lambda: chrome.labelled("Flag this question").is_selected() or chrome.driver.refresh(), "the flag")


def test_the_clock_goes_on_while_the_desk_is_away(desk, browser, slips):
    chrome = start(desk, browser, next(slips))

    def left():
        shown = re.match(r"(\d+):(\d\d):(\d\d)", chrome.ask("return document.getElementById('clock-left').textContent"))
        return shown and int(shown[1]) * 3600 + int(shown[2]) * 60 + int(shown[3])
    desk.travel(minutes=30)
    chrome.ask("window.dispatchEvent(new Event('focus'))")
    before = chrome.wait(lambda: left() < 60 * 60 and left(), "the desk's time")
    desk.kill("candidate")
    chrome.driver.refresh()
    after = chrome.at("Question 1 of 60").wait(left, "the clock")
    assert before - 60 < after <= before
    chrome.wait(lambda: left() < after, "the next second")


def test_text_that_was_typed_without_a_desk_is_there_again_and_arrives(desk, browser, slips):
    code = next(slips)
    chrome = start_part2(desk, browser, code)
    desk.kill("candidate")
    words = "Ich wüßte gern “wie” — 你好, \n\nand then."
    chrome.paste("1. ", words).says(WAITS)
    chrome.driver.refresh()
    chrome.at("Vignette 1 of 3").wait(lambda: chrome.labelled("1. ").get_attribute("value") == words, "the text")
    chrome.says("Words: 8").press("Save and go to the next vignette").at("Vignette 2 of 3")
    chrome.labelled("1. ").send_keys("Half a sen")
    chrome.press("Previous").at("Vignette 1 of 3").press("Question 2").at("Vignette 2 of 3")
    chrome.wait(lambda: chrome.labelled("1. ").get_attribute("value") == "Half a sen", "the words of a moment ago")
    chrome.tick("This one counts")
    desk.start("candidate")
    chrome.says("All answers saved")
    vignettes = [Sitting(desk, code).visitor.read(f"/parts/2/vignettes/{place}") for place in (1, 2)]
    assert [v["vignette"]["prompts"][0]["response"] for v in vignettes] == [words, "Half a sen"]
    assert vignettes[1].get("marked", True)


def test_what_was_typed_in_the_last_second_before_a_page_goes_is_sent(desk, browser, slips):
    code = next(slips)
    chrome = start_part2(desk, browser, code)
    chrome.labelled("1. ").send_keys("the last words")
    chrome.go("about:blank")
    sitting = Sitting(desk, code)
    wait_for(lambda: sitting.visitor.read("/parts/2/vignettes/1")["vignette"]["prompts"][0]["response"] == "the last words")


# ---- before the page listens, and when it hears nothing -----------------------------------------------------------------

# The page's script begins when the test says so.
LATE = "await new Promise((go) => (window.letIn = go));\n"


@contextlib.contextmanager
def late_scripts(house, chrome, heading):
    """The page once more, with what is entered now entered before anybody listens."""
    with planted(house, "candidate.js", "const frame =", LATE + "const frame ="):
        chrome.driver.refresh()
        chrome.at(heading).wait(lambda: chrome.ask("return Boolean(window.letIn)"), "the script that waits")
        yield
        chrome.ask("window.letIn()")
        chrome.says("All answers saved")


def test_a_choice_that_was_made_before_the_page_listened_is_saved(desk, browser, slips):
    code = next(slips)
    chrome = start(desk, browser, code).tick("A ").says("All answers saved")
    session, ref = session_of(chrome), question(chrome)
    with late_scripts(desk, chrome, "Question 1 of 60"):
        chrome.tick("C ")
    wait_for(lambda: len(history(desk, session)) == 2)
    assert on_another_device(desk, code, [1]) == [(ref, "C")] and chosen(chrome) == "C"


def test_words_and_what_counts_from_before_the_page_listened_are_saved(desk, browser, slips):
    code = next(slips)
    chrome = start_part2(desk, browser, code).press("Question 2").at("Vignette 2 of 3")
    with late_scripts(desk, chrome, "Vignette 2 of 3"):
        chrome.labelled("1. ").send_keys("early words")
        chrome.tick("This one counts")
        assert history(desk, session_of(chrome)) == []
    sitting = Sitting(desk, code)
    wait_for(lambda: sitting.visitor.read("/parts/2/vignettes/2")["vignette"]["prompts"][0]["response"] == "early words")
    wait_for(lambda: sitting.visitor.read("/parts/2/vignettes/2")["marked"])
    chrome.labelled("1. ").send_keys(", and later ones")
    chrome.says("All answers saved")
    wait_for(lambda: sitting.visitor.read("/parts/2/vignettes/2")["vignette"]["prompts"][0]["response"].endswith("later ones"))


def left_on(chrome):
    shown = re.match(r"(\d+):(\d\d):(\d\d)", chrome.ask("return document.getElementById('clock-left').textContent"))
    return shown and int(shown[1]) * 3600 + int(shown[2]) * 60 + int(shown[3])


# Requests to an address that holds this never get an answer, as on a network that swallows them; patience ends sooner.
MUTE = """
const ask = window.fetch;
window.fetch = (url, init) => !(init?.method === 'POST' && String(url).includes('%s')) ? ask(url, init)
  : new Promise((_, fail) => init.signal?.addEventListener('abort', () => fail(init.signal.reason)));
AbortSignal.timeout = (time) => {
  const control = new AbortController();
  setTimeout(() => control.abort(), time / 10);
  return control.signal;
};
"""


def test_the_first_page_counts_by_itself_when_the_desk_hears_nothing_of_it(desk, browser, slips):
    with browser.before_pages(MUTE % "/begin"):
        chrome = browser.come_as(Sitting(desk, next(slips)).accept().visitor).go(desk.urls["candidate"] + "/parts/1/open")
        chrome.press("Start Part 1 now").at("Question 1 of 60")
        before = chrome.wait(lambda: left_on(chrome), "the clock")
        assert 90 * 60 - 30 < before <= 90 * 60
        chrome.wait(lambda: left_on(chrome) < before - 1, "two seconds less")
        keeps(chrome)
        after = left_on(chrome)
        desk.kill("candidate")
        chrome.press("Next question").at("Question 2 of 60").wait(lambda: left_on(chrome), "the clock of the device's page")
        assert left_on(chrome) <= after


def test_a_flag_without_an_answer_holds_up_no_answers(desk, browser, slips):
    chrome = start(desk, browser, next(slips))
    session = session_of(chrome)
    with chrome.before_pages(MUTE % "/items/"):
        chrome.driver.refresh()
    chrome.at("Question 1 of 60").tick("Flag this question").wait(lambda: kept(chrome, "marks"), "the flag on the device")
    chrome.tick("B ")
    wait_for(lambda: len(history(desk, session)) == 1)


def test_a_device_that_cannot_be_read_any_more_is_not_taken_for_an_empty_one(desk, browser, slips):
    code = next(slips)
    chrome = start(desk, browser, code)
    session = session_of(chrome)
    desk.kill("candidate")
    chrome.tick("B ").says(WAITS)
    with chrome.before_pages("indexedDB.open = () => { throw new Error('not here'); };"):
        chrome.driver.refresh()
        chrome.at("Question 1 of 60").says(WAITS)
        desk.start("candidate")
        chrome.press("Next question").at("Question 2 of 60").tick("C ")
        wait_for(lambda: len(history(desk, session)) == 1)
        chrome.says(WAITS).press("Review all").press("Hand in Part 1").press("Hand in Part 1 for good", leaves=False)
        chrome.says("Not handed in yet")
    chrome.go(desk.urls["candidate"] + "/parts/1/items/1").at("Question 1 of 60").says("All answers saved")
    assert len(history(desk, session)) == 2
    assert [letter for _, letter in on_another_device(desk, code, [1, 2])] == ["B", "C"]


def test_a_device_that_cannot_be_read_any_more_holds_up_no_hand_in_for_ever(desk, browser, slips):
    with planted(desk, "handing.js", "const LONG = 60000;", "const LONG = 4000;"):
        chrome = start(desk, browser, next(slips)).tick("B ").says("All answers saved")
        with chrome.before_pages("indexedDB.open = () => { throw new Error('not here'); };"
                                 f"localStorage.setItem('waits {session_of(chrome)}', 'yes');"):
            chrome.press("Review all").press("Hand in Part 1").at("Hand in Part 1?").says(WAITS)
            chrome.press("Hand in Part 1 for good", leaves=False).says("Not handed in yet").at("You have handed in Part 1")


def test_what_was_typed_early_into_an_older_text_does_not_replace_the_newer_one(desk, browser, slips):
    code = next(slips)
    chrome = start_part2(desk, browser, code)
    desk.kill("candidate")
    chrome.labelled("1. ").send_keys("a long text that the desk has not got")
    chrome.says(WAITS)
    with chrome.before_pages("document.addEventListener('readystatechange', () => document.readyState === 'interactive'"
                             " && (document.querySelector('textarea').value = 'x'));"):
        chrome.driver.refresh()
        chrome.at("Vignette 1 of 3")
        chrome.wait(lambda: chrome.labelled("1. ").get_attribute("value").startswith("a long text"), "the text")
    desk.start("candidate")
    chrome.says("All answers saved")
    sitting = Sitting(desk, code)
    assert sitting.visitor.read("/parts/2/vignettes/1")["vignette"]["prompts"][0]["response"].startswith("a long text")


# ---- tabs and devices -------------------------------------------------------------------------------------------------

# A device so slow that nothing is written before the page is gone.
SLOW = "indexedDB.open = () => ({});"


def choose_and_go(house, chrome, code, patience=30):
    start(house, chrome, code)
    session = session_of(chrome)
    with chrome.before_pages(SLOW):
        chrome.driver.refresh()
    chrome.at("Question 1 of 60").tick("B ").go("about:blank")
    wait_for(lambda: len(history(house, session)) == 1, patience)


def test_what_was_chosen_in_the_last_instant_before_a_page_goes_is_sent(desk, browser, slips):
    choose_and_go(desk, browser, next(slips))


def test_a_page_that_leaves_a_choice_behind_is_found_out(desk, browser, slips):
    with planted(desk, "saving.js", "outbox.hurry();", ""), pytest.raises(AssertionError):
        choose_and_go(desk, browser, next(slips), patience=8)


# Whatever is written waits until the test says so.
HOLD = """
const done = arguments[0];
indexedDB.open('blindmark').onsuccess = (event) => {
  const store = event.target.result.transaction(['waiting', 'answers', 'counters'], 'readwrite').objectStore('waiting');
  const spin = () => { if (!window.letGo) store.get(['', '', '']).onsuccess = spin; };
  store.get(['', '', '']).onsuccess = () => { spin(); done(); };
};
"""


def test_of_two_choices_that_wait_to_be_written_when_the_page_is_left_the_later_counts(desk, browser, slips):
    code = next(slips)
    chrome = start(desk, browser, code)
    session, ref = session_of(chrome), question(chrome)
    chrome.driver.execute_async_script(HOLD)
    chrome.tick("A ").tick("B ").ask("window.dispatchEvent(new Event('pagehide'))")
    wait_for(lambda: len(history(desk, session)) == 1)
    chrome.ask("window.letGo = true")
    chrome.says("All answers saved")
    assert on_another_device(desk, code, [1]) == [(ref, "B")] and chosen(chrome) == "B"
    assert [save["answer"]["choice"] for save in kept(chrome, "answers")] == ["B"] and kept(chrome, "waiting") == []


def test_a_choice_on_a_page_that_knows_an_old_number_counts_over_the_one_before(desk, browser, slips):
    """As on a page that the device put together: what it was told is older than what the device has given since."""
    code = next(slips)
    chrome = start(desk, browser, code)
    ref = question(chrome)
    for letter in "ABCD":
        chrome.tick(f"{letter} ").says("All answers saved")
    with chrome.before_pages("document.addEventListener('DOMContentLoaded', () => "
                             "document.getElementById('savestate')?.setAttribute('data-sequence', '1'));"):
        chrome.driver.refresh()
    chrome.at("Question 1 of 60").tick("A ").ask("window.dispatchEvent(new Event('pagehide'))")
    chrome.says("All answers saved")
    assert on_another_device(desk, code, [1]) == [(ref, "A")]


def test_a_choice_outranks_one_that_still_waits_from_before_the_page_was_loaded(desk, browser, slips):
    """Its page was put together by the device, knows an old number, and goes before the choice is written."""
    code = next(slips)
    chrome = start(desk, browser, code).tick("B ").says("All answers saved")
    session, ref = session_of(chrome), question(chrome)
    desk.kill("candidate")
    chrome.tick("C ").says(WAITS).driver.refresh()
    chrome.at("Question 1 of 60").says(WAITS).driver.execute_async_script(HOLD)
    desk.start("candidate")
    chrome.tick("A ").ask("window.dispatchEvent(new Event('pagehide'))")
    wait_for(lambda: len(history(desk, session)) == 2)
    chrome.go("about:blank").go(desk.urls["candidate"] + "/parts/1/items/1").at("Question 1 of 60").says("All answers saved")
    wait_for(lambda: len(history(desk, session)) == 3)
    assert on_another_device(desk, code, [1]) == [(ref, "A")]


def test_a_page_of_a_running_part_asks_for_no_script_and_no_style_that_the_browser_has(desk, browser, slips):
    chrome = start(desk, browser, next(slips))
    asked = desk.log("candidate").read_text().count("route=/static/*")
    chrome.press("Next question").at("Question 2 of 60").tick("B ").says("All answers saved").driver.refresh()
    chrome.at("Question 2 of 60").says("All answers saved")
    again = desk.log("candidate").read_text().count("route=/static/*") - asked
    assert asked > 20 and again <= 1, "the worker's own script may be looked at again"


def test_of_two_tabs_nothing_is_lost_and_the_later_answer_counts(desk, browser, slips):
    code = next(slips)
    chrome = start(desk, browser, code)
    session, ref = session_of(chrome), question(chrome)
    first, second = tabs(chrome)
    chrome.go(desk.urls["candidate"] + "/parts/1/items/1").at("Question 1 of 60")
    desk.kill("candidate")
    chrome.tick("C ").says(WAITS)
    chrome.driver.switch_to.window(first)
    chrome.wait(lambda: chosen(chrome) == "C", "the answer of the other tab")
    chrome.tick("D ").says(WAITS)
    chrome.driver.switch_to.window(second)
    chrome.wait(lambda: chosen(chrome) == "D", "the answer of the other tab")
    desk.start("candidate")
    for tab in (first, second):
        chrome.driver.switch_to.window(tab)
        chrome.says("All answers saved")
    assert history(desk, session) == [(ref, 1, 1), (ref, 1, 2)] and len(kept(chrome, "receipts")) == 2
    assert on_another_device(desk, code, [1]) == [(ref, "D")]


def test_answers_from_before_a_new_sign_in_arrive_under_the_login_they_were_given_in(desk, browser, slips):
    code = next(slips)
    chrome = start(desk, browser, code)
    session, ref = session_of(chrome), question(chrome)
    desk.kill("candidate")
    chrome.tick("B ").says(WAITS).go("about:blank").forget()
    desk.start("candidate")
    newer = Sitting(desk, code).visitor
    newer.do("/parts/1/saves", {"ref": ref, "save_id": "0b5cf7b2-6d1b-4a52-9a3a-0f6f5a9f2c11", "choice": "C"})
    sign_in(desk, chrome, code)
    wait_for(lambda: len(history(desk, session)) == 2)
    assert {(one[0], one[1]) for one in history(desk, session)} == {(ref, 1), (ref, 2)}
    chrome.press("Go to Part 1").press("Previous").at("Question 1 of 60").says("All answers saved")
    assert chosen(chrome) == "C"


def test_a_tab_from_before_a_new_sign_in_gives_its_answers_under_the_new_login(desk, browser, slips):
    code = next(slips)
    chrome = start(desk, browser, code).tick("A ").says("All answers saved")
    session, ref = session_of(chrome), question(chrome)
    first, second = tabs(chrome)
    chrome.go("about:blank").forget()
    sign_in(desk, chrome, code).press("Go to Part 1").go(desk.urls["candidate"] + "/parts/1/items/1").at("Question 1 of 60")
    chrome.tick("B ").says("All answers saved").driver.switch_to.window(first)
    chrome.wait(lambda: chosen(chrome) == "B", "the answer of the other tab")
    chrome.tick("D ").says("All answers saved")
    wait_for(lambda: len(history(desk, session)) == 3)
    assert [epoch for _, epoch, _ in history(desk, session)] == [1, 2, 2]
    assert on_another_device(desk, code, [1]) == [(ref, "D")]
    chrome.driver.switch_to.window(second)
    chrome.wait(lambda: chosen(chrome) == "D", "the answer of the first tab")


def test_a_tab_answers_under_the_newest_login_of_its_browser_whoever_answered_before(desk, browser, slips):
    """Another device has the exam and answers; then one signs in again here, in another tab, and answers in the first one."""
    code = next(slips)
    chrome = start(desk, browser, code).tick("A ").says("All answers saved")
    ref = question(chrome)
    first, _ = tabs(chrome)
    Sitting(desk, code).visitor.do("/parts/1/saves", {"ref": ref, "save_id": "0b5cf7b2-6d1b-4a52-9a3a-0f6f5a9f2c12", "choice": "B"})
    sign_in(desk, chrome.go("about:blank").forget(), code).driver.switch_to.window(first)
    chrome.ask("window.dispatchEvent(new Event('focus'))")
    chrome.wait(lambda: chrome.ask("return !document.querySelector('input[name=choice]').disabled"), "the page to go on")
    chrome.tick("D ").says("All answers saved")
    assert [epoch for _, epoch, _ in history(desk, session_of(chrome))] == [1, 2, 3]
    assert on_another_device(desk, code, [1]) == [(ref, "D")]


def test_the_back_button_shows_the_answer_that_was_given_last(desk, browser, slips):
    chrome = start(desk, browser, next(slips)).tick("A ").says("All answers saved").press("Next question").at("Question 2 of 60")
    chrome.driver.back()
    chrome.at("Question 1 of 60").wait(lambda: chosen(chrome) == "A", "the answer")
    chrome.tick("D ").says("All answers saved").driver.forward()
    chrome.at("Question 2 of 60").tick("B ").says("All answers saved").driver.back()
    chrome.at("Question 1 of 60").wait(lambda: chosen(chrome) == "D", "the answer")
    desk.kill("candidate")
    chrome.tick("C ").says(WAITS).driver.forward()
    chrome.at("Question 2 of 60").driver.back()
    chrome.at("Question 1 of 60").wait(lambda: chosen(chrome) == "C", "the answer that only the device has")
    desk.start("candidate")
    chrome.says("All answers saved")
    assert [save["answer"]["choice"] for save in sorted(kept(chrome, "answers"), key=lambda one: one["place"])] == ["C", "B"]


def test_what_another_candidate_left_on_a_shared_machine_waits_for_its_owner(desk, browser, slips):
    ada, ben = next(slips), next(slips)
    chrome = start(desk, browser, ada)
    of_ada, ref = session_of(chrome), question(chrome)
    desk.kill("candidate")
    chrome.tick("B ").says(WAITS).go("about:blank").forget()
    desk.start("candidate")
    start(desk, chrome, ben)
    of_ben = session_of(chrome)
    assert set(pages(chrome)[1]) == {of_ben}
    assert chosen(chrome) is None
    chrome.tick("D ").says("All answers saved")
    assert {save["session"] for save in kept(chrome, "waiting")} == {of_ada} and history(desk, of_ada) == []
    assert len(history(desk, of_ben)) == 1
    chrome.press("Sign out").at("Sign in to your exam")
    assert pages(chrome)[1] == {} and {save["session"] for save in kept(chrome, "answers")} == {of_ada}
    sign_in(desk, chrome, ada)
    wait_for(lambda: history(desk, of_ada) == [(ref, 1, 1)])
    wait_for(lambda: kept(chrome, "waiting") == [])


# ---- the hand-in ------------------------------------------------------------------------------------------------------

def test_a_hand_in_without_a_desk_goes_on_until_it_is_done_and_clears_the_device(desk, browser, slips):
    chrome = start(desk, browser, next(slips))
    session = session_of(chrome)
    desk.kill("candidate")
    chrome.tick("B ").says(WAITS).press("Review all").at("Review Part 1").press("Hand in Part 1").at("Hand in Part 1?")
    chrome.press("Hand in Part 1 for good", leaves=False).says("Not handed in yet: waiting for the connection")
    assert not chrome.driver.find_element(By.ID, "rescue").is_displayed()
    chrome.ask("const now = performance.now.bind(performance); performance.now = () => now() + 61000;")
    chrome.says("Some answers are on this device only")  # a minute later
    desk.start("candidate")
    chrome.at("You have handed in Part 1")
    assert len(history(desk, session)) == 1
    assert [kept(chrome, store) for store in ("waiting", "answers", "marks")] == [[], [], []] and pages(chrome)[1] == {}
    held = [row["receipt"] for row in kept(chrome, "receipts")]
    assert sorted((receipt["kind"], receipt["session"]) for receipt in held) == [("save", session), ("seal", session)]


def test_fifty_hand_ins_at_a_time_are_one(desk, slips):
    sitting = Sitting(desk, next(slips)).accept()
    sitting.open(1)
    cookies, url = dict(sitting.visitor.client.cookies), desk.urls["candidate"]
    headers = {"Origin": url, "Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
    with ThreadPoolExecutor(50) as crowd, httpx.Client(cookies=cookies, headers=headers, timeout=30) as client:
        done = list(crowd.map(lambda _: client.post(url + "/parts/1/hand-in", data={}).status_code, range(50)))
    with desk.admin() as db:
        events = db.execute("SELECT count(*) FROM audit.event WHERE action = 'session.handed_in' AND subject_id IN "
                            "(SELECT id FROM work.session ORDER BY opened_at DESC LIMIT 1)").fetchone()[0]
    assert done == [200] * 50 and events == 1


# ---- the file ---------------------------------------------------------------------------------------------------------

def opened(house, file):
    """What is in an emergency file, with the key that only the registrar has."""
    keys = dict(line.split() for line in (house.keys / "registrar.keys").read_text().splitlines() if not line.startswith("#"))
    binary = {name: base64.urlsafe_b64decode(file[name] + "==") for name in ("public", "nonce", "sealed")}
    secret = X25519PrivateKey.from_private_bytes(bytes.fromhex(keys["rescue"]))
    shared = secret.exchange(X25519PublicKey.from_public_bytes(binary["public"]))
    context = b"blindmark rescue 1\0" + bytes.fromhex(file["session"].replace("-", ""))
    server = bytes.fromhex(keys["rescue_public"])
    key = HKDF(SHA256(), 32, salt=binary["public"] + server, info=context).derive(shared)
    return json.loads(AESGCM(key).decrypt(binary["nonce"], binary["sealed"], context))


def test_what_could_not_be_sent_by_the_end_is_offered_as_a_file_that_the_exam_can_open(desk, browser, slips):
    chrome = start(desk, browser, next(slips))
    session, ref = session_of(chrome), question(chrome)
    desk.travel(minutes=89, seconds=50)
    chrome.ask("window.dispatchEvent(new Event('focus'))")
    clock = chrome.driver.find_element(By.ID, "clock-left")
    chrome.wait(lambda: clock.text.startswith("0:00:0"), "the last seconds")
    desk.kill("candidate")
    chrome.tick("C ").says("This page takes no more answers").says("Some answers are on this device only")
    with tempfile.TemporaryDirectory(prefix="bm-file-", dir="/tmp") as folder:
        chrome.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=folder)
        chrome.press("Save the answers as a file", leaves=False).says("is with this device's downloads")
        path = wait_for(lambda: next(Path(folder).glob("*.json"), None))
        file = json.loads(path.read_text())
    assert (file["version"], file["kind"], file["session"]) == (1, "blindmark rescue", session)
    assert "choice" not in json.dumps(file)
    plain = opened(desk, file)
    waiting = kept(chrome, "waiting")[0]
    assert plain["session"] == session and plain["saves"] == [
        {"epoch": 1, "sequence": 1, "ref": ref, "choice": "C", "save_id": waiting["save_id"]}]
    desk.start("candidate")
    chrome.wait(lambda: not chrome.driver.find_element(By.ID, "rescue").is_displayed(), "the end of the offer")


# ---- what must not count as saved -------------------------------------------------------------------------------------

WRONG = """
const real = window.fetch;
window.fetch = async (url, options) => {
  const reply = await real(url, options);
  if (!String(url).endsWith('/saves')) return reply;
  const said = await reply.json();
  %s
  return new Response(JSON.stringify(said), {headers: {'Content-Type': 'application/json'}});
};
"""


@pytest.mark.parametrize("wrong", [
    "delete said.receipt;", "said.receipt.digest = said.receipt.digest.split('').reverse().join('');",
    "said.receipt.ref = 'item.0';"])
def test_an_acknowledgement_that_is_not_of_this_answer_forgets_nothing(desk, browser, slips, wrong):
    chrome = start(desk, browser, next(slips))
    with chrome.before_pages(WRONG % wrong):
        chrome.driver.refresh()
    chrome.at("Question 1 of 60").tick("B ").says("Saved on this device only: tell your coordinator")
    assert [save["answer"] for save in kept(chrome, "waiting")] == [{"choice": "B"}] and kept(chrome, "receipts") == []
    with desk.admin() as db:
        told = "SELECT unsent, characters FROM work.pulse WHERE session_id = %s"
        wait_for(lambda: db.execute(told, [session_of(chrome)]).fetchone() == (1, 0))


def test_a_browser_that_keeps_nothing_says_so_and_still_sends(desk, browser, slips):
    chrome = start(desk, browser, next(slips))
    with chrome.before_pages("indexedDB.open = () => { throw new Error('not here'); };"):
        chrome.driver.refresh()
    chrome.at("Question 1 of 60").tick("A ").says("All answers saved")
    desk.kill("candidate")
    chrome.tick("B ").says("Not saved yet: waiting for the connection. Keep this page open")
    desk.start("candidate")
    chrome.says("All answers saved")
    assert len(history(desk, session_of(chrome))) == 2


# ---- how it looks -----------------------------------------------------------------------------------------------------

def closed_elsewhere(house, chrome, code):
    """An answer that came after the part was handed in on another device."""
    start(house, chrome.forget(), code)
    house.kill("candidate")
    chrome.tick("A ").says(WAITS).go("about:blank")
    house.start("candidate")
    other = Sitting(house, code).visitor
    other.do("/parts/1/hand-in", {})
    return sign_in(house, chrome.forget(), code)


def test_every_state_can_be_seen_and_read(desk, browser, slips, gallery):
    chrome = start(desk, browser, next(slips))
    desk.kill("candidate")
    gallery.look(chrome.tick("B ").says(WAITS))
    chrome.press("Review all")
    gallery.look(chrome.at("Review Part 1").says(WAITS))
    chrome.press("Hand in Part 1").at("Hand in Part 1?").press("Hand in Part 1 for good", leaves=False)
    gallery.look(chrome.says("Not handed in yet: waiting for the connection"))
    chrome.ask("document.getElementById('time-over').hidden = false; document.getElementById('rescue').hidden = false")
    gallery.look(chrome.says("Some answers are on this device only"))
    desk.start("candidate")
    chrome.at("You have handed in Part 1")
    closed_elsewhere(desk, chrome, next(slips))
    gallery.look(chrome.says("1 answer of Part 1 is on this device only"))
    chrome.press("See what you can do").at("You have handed in Part 1").says("They came too late to be taken")
    gallery.look(chrome.says("Some answers are on this device only"))
    found = gallery.findings()
    assert not {kind: found[kind] for kind in ("violations", "wide", "small", "unsaid") if kind in found}


def test_what_waits_covers_nothing_that_has_the_focus(desk, browser, slips):
    chrome = start(desk, browser, next(slips))
    desk.kill("candidate")
    chrome.tick("B ").says(WAITS).resize(NARROW)
    chrome.driver.refresh()
    stops = [stop["what"] for stop in walk(chrome.says(WAITS))]
    assert "button “Next question”" in stops and "input “Flag this question to look at it again”" in stops
