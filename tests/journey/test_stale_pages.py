"""F5b and its kin: a page that is old, came only half, was filled in by the browser, or is sent by the clock never puts an old or
empty value in the place of a newer one; what the candidate did change, also to nothing, is saved."""
import re

import pytest

from candidate_world import CandidateWorld
from house import wait_for

BOX = re.compile(r'<input type="(?:radio|checkbox)" id="[^"]*" name="([^"]+)" value="([^"]+)"(.*?)>')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CandidateWorld(cluster, tmp_path_factory.mktemp("stale-pages")).start()
    yield running
    running.close()


@pytest.fixture(autouse=True)
def the_right_time(world):
    yield
    world.shift(0)


class Page:
    """A question's page as it came, kept open; sends its form as a browser without scripts does."""

    def __init__(self, browser, path):
        text = browser.page(path).text
        self.browser, self.path = browser, path
        self.fields = dict(HIDDEN.findall(text))
        for name, body in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', text, re.S):
            self.fields[name] = body
        for name, value, rest in BOX.findall(text):
            if "checked" in rest and name == "struck":
                self.fields.setdefault(name, []).append(value)
            elif "checked" in rest:
                self.fields[name] = value

    def without(self, *names):
        for name in names:
            self.fields.pop(name, None)
        return self

    def send(self, go="stay", **changes):
        fields = self.fields | {name.replace("__", "."): value for name, value in changes.items()} | {"go": go}
        return self.browser.form(self.path, {name: value for name, value in fields.items() if value is not None})


@pytest.fixture
def items(world):
    """(registration, browser) in Part 1."""
    registration, browser = world.sits(parts=(1,))
    browser.open(1)
    return registration, browser


@pytest.fixture
def vignettes(world):
    """(registration, browser) in Part 2."""
    registration, browser = world.sits(parts=(2,))
    browser.open(2)
    return registration, browser


ITEM, VIGNETTE = "/parts/1/items/1", "/parts/2/vignettes/1"


def state(browser):
    question = browser.see(ITEM)["question"]
    return ("".join(o["letter"] for o in question["options"] if o["chosen"]), question["flagged"],
            "".join(o["letter"] for o in question["options"] if o["struck"]))


def responses(browser):
    return [prompt["response"] for prompt in browser.see(VIGNETTE)["vignette"]["prompts"]]


# ---- Part 1 ----------------------------------------------------------------------------------------------------------

def test_an_old_page_of_a_question_takes_back_no_answer_no_flag_and_no_strike(items):
    _, browser = items
    old = Page(browser, ITEM)
    Page(browser, ITEM).send(choice="B", flagged="yes", struck=["A", "D"])
    assert state(browser) == ("B", True, "AD")
    old.send()
    assert state(browser) == ("B", True, "AD")
    Page(browser, ITEM).send(choice="C", flagged=None, struck=None)
    assert state(browser) == ("C", False, "")


def test_an_old_page_saves_only_what_was_changed_on_it(items):
    registration, browser = items
    Page(browser, ITEM).send(choice="B", struck=["A"])
    old = Page(browser, ITEM)
    Page(browser, ITEM).send(choice="C", flagged="yes")
    old.send(struck=["A", "D"])
    assert state(browser) == ("C", True, "AD")


def test_half_a_page_of_a_question_clears_nothing(world, items):
    registration, browser = items
    Page(browser, ITEM).send(choice="B", flagged="yes", struck=["A"])
    saved = world.saves(registration, 1)
    Page(browser, ITEM).without("choice", "flagged", "struck", "was_flagged", "was_struck").send(go="break")
    assert state(browser) == ("B", True, "A") and world.saves(registration, 1) == saved


def test_an_answer_is_taken_back_by_its_button_only(items):
    _, browser = items
    Page(browser, ITEM).send(choice="B")
    Page(browser, ITEM).without("choice").send()
    assert state(browser)[0] == "B"
    Page(browser, ITEM).send(go="clear")
    assert state(browser)[0] == ""


# ---- Part 2 ----------------------------------------------------------------------------------------------------------

def test_f5b_an_empty_text_box_that_nobody_emptied_replaces_nothing(world, vignettes):
    registration, browser = vignettes
    old = Page(browser, VIGNETTE)
    browser.save(2, "prompt.1.p1", text="Written later, elsewhere")
    old.send()
    old.send(text__p1="")
    assert responses(browser)[0] == "Written later, elsewhere" and len(world.saves(registration, 2)) == 1


def test_f5b_what_the_candidate_emptied_is_empty(world, vignettes):
    registration, browser = vignettes
    browser.save(2, "prompt.1.p1", text="To be thrown away")
    Page(browser, VIGNETTE).send(text__p1="")
    assert responses(browser)[0] == "" and world.counted(registration, 2) == {"prompt.1.p1": {"text": ""}}


def test_an_old_text_that_a_page_only_shows_replaces_no_newer_one(vignettes):
    _, browser = vignettes
    browser.save(2, "prompt.1.p1", text="First")
    old = Page(browser, VIGNETTE)
    browser.save(2, "prompt.1.p1", text="First, and second")
    old.send(text__p2="Only this was typed here")
    assert responses(browser)[:2] == ["First, and second", "Only this was typed here"]


def test_half_a_page_replaces_no_text_and_may_bring_one_where_there_is_none(vignettes):
    """A text area that was cut off has not been followed by its mark yet."""
    _, browser = vignettes
    browser.save(2, "prompt.1.p1", text="A whole response of some length")
    half = Page(browser, VIGNETTE).without("mark.p1", "mark.p2", "was_flagged", "counted")
    half.send(text__p1="A whole resp")
    half.send(text__p1="")
    half.send(text__p2="Typed before the rest came")
    assert responses(browser)[:2] == ["A whole response of some length", "Typed before the rest came"]


def test_flag_and_choice_of_an_old_vignette_page_change_nothing_newer(vignettes):
    _, browser = vignettes
    old = Page(browser, VIGNETTE)
    Page(browser, VIGNETTE).send(flagged="yes", counts="yes")
    old.send()
    page = browser.see(VIGNETTE)
    assert page["flagged"] and page["marked"]
    Page(browser, VIGNETTE).without("flagged", "counts", "was_flagged", "counted").send()
    page = browser.see(VIGNETTE)
    assert page["flagged"] and page["marked"], "a page that came only half has no boxes"
    Page(browser, VIGNETTE).without("flagged", "counts").send()
    page = browser.see(VIGNETTE)
    assert not page["flagged"] and not page["marked"]


def test_a_page_with_scripts_is_told_the_mark_of_what_it_has_stored(vignettes):
    """So its form knows what it shows: text that was stored by the script and then emptied by hand is empty."""
    _, browser = vignettes
    page = Page(browser, VIGNETTE)
    page.fields["mark.p1"] = browser.save(2, "prompt.1.p1", text="Typed, stored")["mark"]
    page.send(text__p1="Typed, stored")
    assert responses(browser)[0] == "Typed, stored"
    page.send(text__p1="")
    assert responses(browser)[0] == ""


def test_browsers_are_asked_to_fill_in_nothing_themselves(items, vignettes):
    for (_, browser), path in ((items, ITEM), (vignettes, VIGNETTE)):
        page = browser.page(path)
        assert re.search(r'<form [^>]*id="answers" autocomplete="off"', page.text)
        assert "no-store" in page.headers["cache-control"]


# ---- at the deadline -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("part", [1, 2])
def test_f5b_what_closes_at_the_deadline_is_what_was_last_saved(world, part, items, vignettes):
    """A page sends its form empty in the last moment and once more after it; the registrar closes and folds."""
    registration, browser = items if part == 1 else vignettes
    path, ref = (ITEM, browser.see(ITEM)["question"]["ref"]) if part == 1 else (VIGNETTE, "prompt.1.p1")
    old = Page(browser, path)
    answer = {"choice": "B"} if part == 1 else {"text": "The last words"}
    browser.save(part, ref, **answer)
    session = world.session(registration, part)
    world.shift((session["deadline"] - world.one("SELECT clock_timestamp()")).total_seconds() + 5)
    old.send()
    world.shift((session["deadline"] - world.one("SELECT clock_timestamp()")).total_seconds() + 12)
    registrar = world.registrar()
    try:
        wait_for(lambda: world.session(registration, part)["state"] == "closed")
        sheet = wait_for(lambda: world.row("SELECT version, sealed FROM work.sheet WHERE session_id = %s", session["id"]))
    finally:
        registrar.terminate()
        registrar.wait(timeout=30)
    assert browser.client.post(path, data=old.fields | {"go": "next"}, headers={"Accept": "text/html"}).status_code == 409
    assert world.counted(registration, part) == {ref: answer}
    folded = world.open("answers", "work.sheet.sealed", session["id"], sheet[0], sheet[1])
    if part == 1:
        assert folded["answers"].replace("-", "") == "B"
    else:
        texts = [r["text"] for v in folded["vignettes"] for r in v["responses"] if r["text"]]
        assert texts == ["The last words"]
