"""A reviewer at work in the browser: vignette by vignette and by keyboard alone, with marks on passages and phrases that are used
again; the same pages where no script runs; and every one of them looked at."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from keyboard import walk
from look import Gallery, listed
from review_world import PASSWORD, ReviewWorld

WORDS = ("I would begin by listening to the mother. What does she see in the baby? \U0001f476 And then I’d wait.\n\n"
         "In a week I would come back and ask the grandmother, too.")
SAID = "const e = document.activeElement; return (e.labels?.[0] ?? e).textContent.trim()"


@pytest.fixture(scope="module")
def desk(cluster, tmp_path_factory):
    running = ReviewWorld(cluster, tmp_path_factory.mktemp("review-desk")).start()
    yield running
    running.close()


@pytest.fixture(scope="module")
def looks(axe, _browser, _plain_browser):
    """Without what pages of the tests before still complained of after they had been looked at."""
    _browser.drop_logs(), _plain_browser.drop_logs()
    return Gallery(axe)


@pytest.fixture
def reviewer(desk):
    """(e-mail, the codes of two packets of two pages)"""
    desk.serial += 1
    email = f"desk{desk.serial}@staff.example"
    account, _ = desk.reviewer(email)
    return email, [desk.allocate(desk.add_packet(responses=WORDS), account) for _ in range(2)]


def sign_in(chrome, desk, email):
    chrome.go(desk.url).fill("E-mail address", email).fill("Password", PASSWORD)
    return chrome.press("Sign in").at("Your packets")


def opened(chrome, desk, reviewer, page=1):
    """At a page of the first packet, with its scripts at work where there are any."""
    email, codes = reviewer
    sign_in(chrome, desk, email).go(f"{desk.url}/packets/{codes[0]}?page={page}")
    if chrome.scripts:
        chrome.wait(lambda: chrome.ask("return document.querySelector('[data-response]').tabIndex === 0"), "the keys")
    return chrome


def stored(desk, code):
    """The draft, or the locked review."""
    ident, state, version, draft, sealed = desk.row(
        "SELECT id, state, version, draft, sealed FROM review.allocation WHERE code = %s", code)
    if state == "locked":
        return desk.open("review", "review.allocation.sealed", ident, 1, sealed)
    return desk.open("review", "review.allocation.draft", ident, version, draft) if draft else {"marks": [], "remarks": {}}


def marked(chrome, prompt=1):
    """The marked text of a response, as it is shown."""
    return [e.text for e in chrome.driver.find_elements(By.CSS_SELECTOR, f"#response-{prompt} mark")]


# ---- by keyboard -------------------------------------------------------------------------------------------------------

def tab_to(chrome, words):
    for _ in range(150):
        if chrome.tab().ask(SAID).startswith(words):
            return chrome
    raise AssertionError(f"Tab never comes to “{words}” at {chrome.path}")


def follow(chrome, *keys):
    """Keys that lead to another page."""
    page = chrome.driver.find_element(By.TAG_NAME, "html")
    chrome.type(*keys or (Keys.ENTER,))
    chrome.wait(lambda: chrome.is_gone(page), "the next page")
    return chrome.wait(lambda: chrome.ask("return document.readyState") == "complete", "the whole page")


def focus_is(chrome, selector):
    return chrome.ask(f"return document.activeElement.matches('{selector}')")


def tab_into(chrome, selector):
    for _ in range(150):
        if focus_is(chrome.tab(), selector):
            return chrome
    raise AssertionError(f"Tab never comes to {selector} at {chrome.path}")


def test_a_whole_review_by_keyboard_alone(desk, chrome, reviewer, looks):
    email, codes = reviewer
    sign_in(chrome, desk, email)
    looks.look(chrome).says("2 to review, 0 in progress, 0 locked")
    follow(tab_to(chrome, "Read the next response"))
    seen = []
    for number in range(4):
        chrome.says(f"Vignette {number // 2 + 1}, response {number % 2 + 1} of 2")
        seen.append((chrome.path[-8:], number // 2 + 1))
        tab_into(chrome, "[data-response]").type(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
        chrome.chord(Keys.SHIFT, Keys.ARROW_RIGHT).type("m").says("Marked.")
        tab_into(chrome, "[data-criterion]").type("3")
        tab_to(chrome, "Remark on this criterion").type(Keys.ENTER)
        tab_into(chrome, "textarea")
        if number == 0:
            chrome.type("Say why.").chord(Keys.ALT, Keys.ARROW_DOWN)
            chrome.says("There are none yet").wait(lambda: focus_is(chrome, "[data-do=keep]"), "the button")
            chrome.type(Keys.ENTER).wait(lambda: focus_is(chrome, "[data-do=insert]"), "the phrase")
            looks.look(chrome)
            chrome.type(Keys.ESCAPE)
        else:
            chrome.chord(Keys.ALT, Keys.ARROW_DOWN).wait(lambda: focus_is(chrome, "[data-do=insert]"), "the phrase")
            chrome.type(Keys.ENTER)
        chrome.wait(lambda: focus_is(chrome, "textarea"), "the remark again")
        tab_into(chrome, "[data-criterion]").type(*["2", Keys.ENTER] * 4)
        assert focus_is(chrome, ".actions button") and chrome.says(f"{5 * (1 + seen[-1][1] // 2)} of 10 scored")
        if seen[-1][1] == 2:
            chrome.ask("document.getElementById('rubric').focus()")
            tab_to(chrome, "Pass").type(Keys.SPACE)
            tab_to(chrome, "Note for the coordinator only").type("Between us.")
        chrome.says("All changes are saved")
        looks.look(chrome)
        if not focus_is(chrome, ".actions button"):
            tab_to(chrome, ("Save and go to the next", "Save and go to your"))
        follow(chrome)
    chrome.at("Your packets").says("Every response is scored")
    looks.look(chrome)
    assert sorted(seen) == sorted((code, part) for code in codes for part in (1, 2))
    for _ in codes:
        follow(tab_to(chrome, "Check and lock the next packet"))
        looks.look(chrome.at("Check your review").says("Everything is scored").says("Between us."))
        follow(tab_to(chrome, "Go on to lock it"))
        looks.look(chrome)
        follow(tab_to(chrome, "Lock this review"))
        chrome.at("Your packets").says("Your review is locked")
    looks.look(chrome.says("All done"))
    follow(tab_to(chrome, "Packet "))
    looks.look(chrome.says("It is locked"))
    assert marked(chrome) == ["What does she see in the baby? \U0001f476 And then I’d wait."]
    for code in codes:
        review = stored(desk, code)
        assert sorted(review["levels"].values()) == [2] * 8 + [3] * 2 and review["note"] == "Between us."
        assert set(review["remarks"].values()) == {"Say why."} and len(review["remarks"]) == 2
        start = WORDS.index("What")
        assert review["marks"] == [{"page": page, "prompt": 1, "from": start, "to": WORDS.index("\n"), "criterion": None}
                                   for page in (1, 2)]


def test_n_and_p_turn_to_the_responses_beside_this_one(desk, chrome, reviewer):
    email, codes = reviewer
    sign_in(chrome, desk, email)
    follow(tab_to(chrome, "Read the next response"))
    first = chrome.path
    tab_into(chrome, "[data-criterion]").type("4", "p")
    assert chrome.path == first, "there is none before"
    follow(chrome, "n")
    assert chrome.path != first and chrome.says("response 2 of 2").ask("return location.search") == "?page=1"
    follow(tab_into(chrome, "[data-response]"), "p")
    assert chrome.path == first and chrome.labelled("4. ").is_selected()
    tab_into(chrome, "[data-criterion]")
    tab_to(chrome, "Remark on this criterion").type(Keys.ENTER)
    tab_into(chrome, "textarea").type("open minds")
    assert chrome.path == first and chrome.says("All changes are saved")
    assert list(stored(desk, first[-8:])["remarks"].values()) == ["open minds"]


@pytest.mark.parametrize("page", [1, 2])
def test_every_stop_of_the_page_is_reached_and_seen(desk, chrome, reviewer, page):
    opened(chrome, desk, reviewer, page)
    chrome.ask("document.querySelectorAll('[data-criterion] details').forEach((d) => { d.open = true; })")
    stops = [stop["what"] for stop in walk(chrome)]
    assert sum("Phrases" in what for what in stops) == 5 + (page == 2) and any("Next sentence" in what for what in stops)


# ---- marks -------------------------------------------------------------------------------------------------------------

SELECT = """
const [prompt, from, to] = arguments, text = document.getElementById(`response-${prompt}`).firstChild;
document.getSelection().setBaseAndExtent(text, from, text, to);
"""


def test_a_passage_chosen_with_the_mouse_is_marked_for_a_criterion_stays_and_goes(desk, chrome, reviewer, looks):
    opened(chrome, desk, reviewer)
    code = reviewer[1][0]
    chrome.press("Mark", leaves=False).says("Choose a passage first")
    baby = WORDS.index("\U0001f476")
    chrome.ask(SELECT, 1, baby, baby + len("\U0001f476 And".encode("utf-16-le")) // 2)   # places of JavaScript: the baby takes two
    chrome.ask("const s = document.getElementById('attach-1'); s.value = 'c2';")
    chrome.press("Mark", leaves=False).says("Marked.").says("All changes are saved")
    expected = [{"page": 1, "prompt": 1, "from": baby, "to": baby + 5, "criterion": "c2"}]
    chrome.wait(lambda: stored(desk, code)["marks"] == expected, "the mark")
    for _ in range(2):
        assert marked(chrome) == ["\U0001f476 And"]
        chrome.says("“\U0001f476 And” (2. ")
        chrome.driver.refresh()
    looks.look(chrome)
    chrome.ask(SELECT, 1, 2, 9)
    chrome.press("Mark", leaves=False).wait(lambda: len(marked(chrome)) == 2, "a second mark")
    chrome.press("Remove", leaves=False).wait(lambda: marked(chrome) == ["\U0001f476 And"], "one mark less")
    chrome.wait(lambda: stored(desk, code)["marks"] == expected, "the mark that is left")
    assert chrome.ask("return document.getElementById('response-1').textContent") == WORDS


def test_marks_are_kept_in_the_browser_while_the_desk_is_away(desk, chrome, reviewer):
    opened(chrome, desk, reviewer)
    desk.kill()
    chrome.ask(SELECT, 2, 0, 7)
    chrome.driver.find_element(By.CSS_SELECTOR, "#marking-2 [data-mark]").click()
    chrome.says("Kept in this browser").driver.refresh()
    desk.run()
    chrome.go(f"{desk.url}/packets/{reviewer[1][0]}?page=1")
    chrome.wait(lambda: marked(chrome, 2) == ["I would"], "the mark")
    chrome.wait(lambda: [m["to"] for m in stored(desk, reviewer[1][0])["marks"]] == [7], "it to be stored")
    chrome.drop_logs()


def test_where_no_script_runs_marks_are_shown_and_kept_and_phrases_have_a_page(desk, plain, reviewer, looks):
    code = reviewer[1][0]
    browser = desk.browser().sign_in(reviewer[0])
    browser.post(f"/packets/{code}/draft", version=0, page=1, mark=["1.2.7", "1.4.9.c1"])
    opened(plain, desk, reviewer).says("“uld b” (1. ")
    assert marked(plain) == ["wo", "uld", " b"]
    assert not any(e.is_displayed() for e in plain.driver.find_elements(By.CSS_SELECTOR, ".marking, dialog, [data-do]"))
    looks.look(plain)
    plain.tick("3. ").press("Save and go to the next response to this vignette").says("response ")
    assert [(m["from"], m["to"], m["criterion"]) for m in stored(desk, code)["marks"]] == [(2, 7, None), (4, 9, "c1")]
    plain.press("Your phrases").at("Your phrases").says("There are none yet")
    looks.look(plain.fill("A new phrase", "Stay with the question.").press("Keep this phrase").says("Stay with the question."))
    plain.press("Forget").says("There are none yet").press("Back to the packet").says("response ")


# ---- time --------------------------------------------------------------------------------------------------------------

def test_time_on_a_page_is_told_when_it_is_left(desk, chrome, reviewer):
    opened(chrome, desk, reviewer)
    def seconds():
        return desk.one("SELECT coalesce(seconds[1], 0) FROM review.allocation WHERE code = %s", reviewer[1][0])
    chrome.ask("const real = performance.now.bind(performance); performance.now = () => real() + 100000;"
               "document.dispatchEvent(new Event('scroll'))")
    chrome.go(desk.url + "/queue")
    chrome.wait(lambda: 99 <= seconds() < 130, "the time")
    assert desk.one("SELECT version FROM review.allocation WHERE code = %s", reviewer[1][0]) == 0
    chrome.driver.refresh()
    chrome.says("1 min")


def test_nothing_was_wrong_with_any_page(looks):
    assert len(looks.pages) >= 14
    assert looks.findings() == {}, "\n".join(kind + ":" + listed(found) for kind, found in looks.findings().items())
