"""What a page does beside being there: the keyboard reaches it, answers save themselves and say so, the clock behaves; and
that the checks of look.py see what is wrong.
"""
import base64
import http.server
import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from keyboard import walk
from look import SHOTS, Gallery
from people import PASSWORD, Office, Sitting

ADA = {"name": "Ada Moreno", "email": "ada.moreno@pages.example", "category": "specialist", "track": "imh"}


@pytest.fixture(scope="module")
def office(house):
    return Office(house, staff={})


@pytest.fixture(scope="module")
def slips(office):
    """Codes of candidates who have not signed in yet; each test takes one."""
    exam = office.add_exam("Pages exam", closes=timedelta(days=200))
    people = [ADA | {"name": f"Ada Moreno {number}", "email": f"ada{number}@pages.example"} for number in range(8)]
    return iter(exam.admit(people).values())


@pytest.fixture
def candidate(house, slips, chrome):
    """Signed in, text accepted."""
    return chrome.come_as(Sitting(house, next(slips)).accept().visitor).go(house.urls["candidate"] + "/exam").at("Your exam")


@pytest.fixture
def sitting(candidate):
    """At the first question of Part 1."""
    candidate.press("Go to Part 1").press("Start Part 1 now").at("Question 1 of 60")
    candidate.wait(lambda: not candidate.driver.find_element(By.ID, "clock-hide").get_attribute("hidden"), "the scripts")
    return candidate


# ---- the checks see what is wrong ------------------------------------------------------------------------------------

class Planted:
    """A little server with one page; its Content-Security-Policy is as strict as ours when it has one."""

    def __init__(self, page, policy=None):
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if outer.policy:
                    self.send_header("Content-Security-Policy", outer.policy)
                self.end_headers()
                self.wfile.write(outer.page.encode())

            def log_message(self, *_):
                pass

        self.policy = policy
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.page = page.replace("PORT", str(self.port))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return f"http://127.0.0.1:{self.port}/"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


SOUND = """<!doctype html><html lang="en"><head><title>Sound - Blindmark</title><link rel="icon" href="data:,"></head>
<body><main id="main"><h1>Sound</h1><p>Nothing is wrong here.</p>%s</main></body></html>"""
PLANTS = {
    "violations": ('<p style="color: #888; background: #fff">Grey on white</p>', "color-contrast"),
    "violations, a label": ('<input type="text">', "label: input"),
    "violations, 7 to 1": ('<p style="color: #666; background: #fff">Readable, not easy</p>', "color-contrast-enhanced"),
    "wide": ('<p style="width: 400px; background: #eee">A line that does not break</p>', "the page is"),
    "small": ('<button style="height: 30px">Press</button>', "button “Press” is"),
    "unsaid": ("<h1>A second</h1>", "its headings are"),
    "elsewhere": ('<img alt="" src="http://localhost:PORT/image.png">', "loads http://localhost"),
}


def test_a_sound_page_passes_every_check(chrome, axe):
    gallery = Gallery(axe)
    with Planted(SOUND % "") as url:
        gallery.look(chrome.go(url))
    assert gallery.findings() == {}


@pytest.mark.parametrize("kind", PLANTS)
def test_each_check_sees_its_defect(chrome, axe, kind):
    defect, words = PLANTS[kind]
    gallery = Gallery(axe)
    with Planted(SOUND % defect) as url:
        gallery.look(chrome.go(url))
    found = gallery.findings()[kind.split(",")[0]]
    assert any(words in said for said in found), found


def test_pages_that_nobody_came_to_are_named(chrome, axe, house):
    gallery = Gallery(axe)
    every = set(gallery.unseen())
    gallery.look(chrome.go(house.urls["review"]))
    assert every - set(gallery.unseen()) == {"client/review/en/home.mustache", "client/shared/en/problem.mustache"}


def test_what_the_policy_refuses_is_a_complaint(chrome, axe):
    gallery = Gallery(axe)
    with Planted(SOUND % "<script>document.title = 'x'</script>", "default-src 'self'; script-src 'self'; img-src data:") as url:
        gallery.look(chrome.go(url))
    assert any("Content Security Policy" in said for said in gallery.findings()["complaints"])


def test_axe_finds_a_defect_also_where_scripts_are_off_and_a_policy_is_strict(plain, axe):
    gallery = Gallery(axe)
    policy = "default-src 'none'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'"
    with Planted(SOUND % '<input type="text"><script>document.title = "ran"</script>', policy) as url:
        gallery.look(plain.go(url))
    assert any("label: input" in said for said in gallery.findings()["violations"])
    assert plain.driver.title == "Sound - Blindmark"


# ---- by keyboard -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("desk", ["candidate", "review", "coordination"])
def test_the_first_page_of_a_desk_is_walked_by_keyboard(house, chrome, desk):
    stops = walk(chrome.go(house.urls[desk]))
    assert stops[0]["what"] == "a “Skip to the content”"


def test_a_question_is_walked_and_answered_by_keyboard(sitting):
    stops = [stop["what"] for stop in walk(sitting)]
    assert "button “Next question”" in stops and sum("Question " in what for what in stops) >= 60
    sitting.ask("document.getElementById('choice-A').focus()")
    assert sitting.type("c").labelled("C ").is_selected()
    assert sitting.type(Keys.ARROW_DOWN).labelled("D ").is_selected()
    sitting.says("All answers saved")


def test_the_coordinators_pages_are_walked_by_keyboard(office, chrome, house):
    chrome.go(house.urls["coordination"])
    chrome.fill("E-mail address", office.coordinator.email).fill("Password", PASSWORD).press("Sign in")
    for page in ("/home", "/staff", "/administrations/new"):
        walk(chrome.go(house.urls["coordination"] + page))


def test_the_board_renews_itself_under_whoever_works_by_keyboard(office, slips, chrome, house):
    sitting = Sitting(house, next(slips)).accept()
    sitting.open(1)
    exam = office.desk.read("/home")["administrations"][0]["id"]
    chrome.go(house.urls["coordination"])
    chrome.fill("E-mail address", office.coordinator.email).fill("Password", PASSWORD).press("Sign in")
    walk(chrome.go(f"{house.urls['coordination']}/administrations/{exam}/clocks?what=minutes"))
    chrome.go(f"{house.urls['coordination']}/administrations/{exam}/board")
    href = chrome.ask("const a = document.querySelector('#board td a'); a.focus(); a.dataset.old = 'yes'; return a.href")
    chrome.wait(lambda: chrome.ask("return document.querySelector('[data-old]') === null"), "the board of five seconds later")
    assert "what=pause" in href and chrome.ask("return document.activeElement.href") == href


# ---- saving ----------------------------------------------------------------------------------------------------------

def seconds_left(chrome):
    """What the clock shows; None as long as it is not counting."""
    shown = re.fullmatch(r"(\d+):(\d\d):(\d\d)", chrome.driver.find_element(By.ID, "clock-left").text)
    return shown and int(shown[1]) * 3600 + int(shown[2]) * 60 + int(shown[3])


def test_a_reload_resumes_the_question_the_answer_and_the_time(sitting):
    sitting.tick("B ").says("All answers saved").tick("Strike out option D").tick("Flag this question")
    before = sitting.wait(lambda: seconds_left(sitting), "the clock")
    sitting.driver.refresh()
    assert sitting.at("Question 1 of 60").labelled("B ").is_selected()
    assert before - 30 < sitting.wait(lambda: seconds_left(sitting), "the clock") <= before

    def marks():
        """Marks say nothing when they are stored, so a reload right after them may be ahead of them."""
        sitting.driver.refresh()
        return all(sitting.labelled(mark).is_selected() for mark in ("Strike out option D", "Flag this question"))
    sitting.wait(marks, "the marks")


def test_a_choice_made_while_the_desk_is_away_is_saved_when_it_is_back(house, sitting):
    house.stop("candidate")
    sitting.tick("C ").says("Saved on this device, waiting for the connection")
    house.start("candidate")
    sitting.says("All answers saved")
    sitting.driver.refresh()
    assert sitting.at("Question 1 of 60").labelled("C ").is_selected()


@pytest.fixture
def writing(sitting):
    """At the first vignette of Part 2."""
    sitting.press("Review all").press("Hand in Part 1").press("Hand in Part 1 for good")
    sitting.at("You have handed in Part 1").press("See what comes next").at("Your exam")
    return sitting.press("Go to Part 2").press("Start Part 2 now").at("Vignette 1 of 3")


def test_text_is_saved_while_one_writes_and_when_one_leaves(house, writing):
    address = writing.driver.current_url
    writing.labelled("1. ").send_keys("I would wait")
    writing.says("Saving…").says("All answers saved").says("Words: 3")
    writing.labelled("1. ").send_keys(" and listen")
    writing.go(house.urls["candidate"] + "/exam").at("Your exam")
    def stored():
        """What was sent in leaving may arrive after the next page was asked for."""
        return writing.go(address).labelled("1. ").get_attribute("value") == "I would wait and listen"
    writing.wait(stored, "the last words")


# ---- the seal ----------------------------------------------------------------------------------------------------------

def printed(chrome):
    """The sheets of paper, and what stands on them."""
    pdf = base64.b64decode(chrome.command("Page.printToPDF", printBackground=False, paperWidth=8.5, paperHeight=11)["data"])
    chrome.command("Emulation.setEmulatedMedia", media="print")
    try:
        if SHOTS:
            (Path(SHOTS) / "seal.pdf").write_bytes(pdf)
            shot = chrome.command("Page.captureScreenshot", format="png", captureBeyondViewport=True)
            (Path(SHOTS) / "seal-on-paper.png").write_bytes(base64.b64decode(shot["data"]))
        return len(re.findall(rb"/Type\s*/Page\b", pdf)), chrome.text
    finally:
        chrome.command("Emulation.setEmulatedMedia", media="")


def test_the_seal_prints_on_one_page_with_what_a_doubt_would_be_settled_by(house, sitting):
    for place in range(1, 31):
        sitting.go(f"{house.urls['candidate']}/parts/1/items/{place}").tick("B ").says("All answers saved")
    sitting.press("Review all").press("Hand in Part 1").press("Hand in Part 1 for good")
    sitting.at("You have handed in Part 1").press("See what comes next")
    sitting.at("Your exam").press("Seal and receipts of Part 1").at("Receipts of Part 1").says("Question 30")
    code = sitting.driver.find_element(By.CLASS_NAME, "seal-code").text
    small = [element.text for element in sitting.driver.find_elements(By.CSS_SELECTOR, ".fine dd")]
    pages, words = printed(sitting)
    assert pages == 1 and re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", code) and len(small[2]) == 43 and len(small[3]) == 86
    assert all(part in words for part in (code, "Keep it.", *small)), words
    assert "Question 30" not in words and "Keep the receipts as a file" not in words and "Ada Moreno" not in words


# ---- the clock -------------------------------------------------------------------------------------------------------

def look_again(chrome):
    """The page asks the server for the time when one comes back to it."""
    chrome.ask("document.dispatchEvent(new Event('visibilitychange'))")


def test_the_clock_can_be_hidden_comes_back_at_five_minutes_and_ends_the_part(house, sitting):
    clock = sitting.driver.find_element(By.ID, "clock-left")
    status = sitting.driver.find_element(By.ID, "clock-status")
    sitting.tick("A ").says("All answers saved")
    sitting.press("Hide time", leaves=False)
    assert not clock.is_displayed()
    sitting.press("Say time left", leaves=False)
    sitting.wait(lambda: status.text == "90 minutes left", "the time in words")

    house.travel(seconds=90 * 60 - 330)
    look_again(sitting)
    sitting.wait(lambda: status.text == "5 minutes left", "the notice")
    house.travel(seconds=27)
    look_again(sitting)
    sitting.wait(clock.is_displayed, "the clock")
    assert 280 < seconds_left(sitting) <= 300

    house.travel(seconds=295)
    look_again(sitting)
    sitting.says("This page takes no more answers. Everything that was saved counts")
    assert sitting.ask("return document.activeElement.id") == "time-over"
    assert not sitting.labelled("B ").is_enabled()
    house.travel(seconds=12)  # the ten seconds of grace are for the network, not for reading
    sitting.driver.refresh()
    sitting.at("The time for Part 1 is over").says("Everything that had been saved is stored and counts.")
