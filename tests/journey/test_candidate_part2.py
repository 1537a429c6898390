"""Part 2 at the candidate desk: vignettes, which of them count, responses of any length; and what is published afterwards."""

import re
import uuid

import pytest

from candidate_world import CandidateWorld


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CandidateWorld(cluster, tmp_path_factory.mktemp("part2")).start()
    yield running
    running.close()


@pytest.fixture(autouse=True)
def the_right_time(world):
    yield
    world.shift(0)


@pytest.fixture
def ada(world):
    """A specialist whose Part 2 is open (3 vignettes, answer 2): (registration, browser)."""
    registration, browser = world.sits(parts=(2,))
    browser.open(2)
    return registration, browser


def counting(browser):
    return [v["place"] for v in browser.see("/parts/2/review")["vignettes"] if v["counts"]]


def marks(browser, place):
    """The hidden fields of a vignette's form."""
    return dict(re.findall(r'name="(mark\.[^"]+|counted)" value="([^"]*)"', browser.page(f"/parts/2/vignettes/{place}").text))


# ---- coming to Part 2 ------------------------------------------------------------------------------------------------

def test_part_2_comes_after_part_1_for_who_sits_both(world):
    registration, browser = world.sits()
    browser.refused("/parts/2/open", "not_ready", "part1_first")
    assert browser.post("/parts/2/open").json()["reason"] == "part1_first"
    browser.open(1)
    assert browser.post("/parts/2/open").json()["reason"] == "part1_first"
    browser.form("/parts/1/hand-in", {})
    assert browser.post("/parts/2/open").status_code == 200
    assert world.one("SELECT count(*) FROM work.attempt WHERE registration_id = %s", registration) == 1


def test_part_2_is_open_when_the_time_of_part_1_is_over(world):
    _, browser = world.sits()
    browser.open(1)
    world.shift(5400 + 30)
    assert [part["phase"] for part in browser.see("/exam")["parts"]] == ["time_over", "ready"]
    assert browser.post("/parts/2/open").status_code == 200


def test_every_category_sees_its_own_vignettes(world):
    shapes = {}
    for category in ("specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty"):
        _, browser = world.sits(category=category, parts=(2,))
        browser.open(2)
        shapes[category] = [(v["choose"], v["of"], v["required"]) for v in browser.see("/parts/2/review")["vignettes"]]
    assert shapes == {"specialist": [(2, 3, False)] * 3, "mentor-clinical": [(1, 1, True), (1, 2, False), (1, 2, False)],
                      "mentor-policy": [(2, 3, False)] * 3, "mentor-research-faculty": [(1, 1, True)] * 2}


# ---- writing ---------------------------------------------------------------------------------------------------------

def test_the_whole_part_with_plain_forms(world, ada):
    registration, browser = ada
    page = browser.page("/parts/2/vignettes/1").text
    assert page.count("<textarea") == 3 and "Please do not write your name, your workplace" in page
    assert "Answer 2 of these 3 vignettes: 1, 2, 3." in page and "None of them has an answer yet" in page
    told = "I would sit with her first.\n\nThen <listen> & wait."
    where = browser.form("/parts/2/vignettes/1", marks(browser, 1) | {"text.p1": told.replace("\n", "\r\n"), "go": "next"})
    assert where.headers["location"] == "/parts/2/vignettes/2"
    browser.form("/parts/2/vignettes/2", marks(browser, 2) | {"text.p2": "Two words", "flagged": "yes", "go": "review"})
    shown = browser.see("/parts/2/vignettes/1")["vignette"]["prompts"]
    assert (shown[0]["response"], shown[0]["words"], shown[1]["response"]) == (told, 10, "")
    assert "Now counting: vignette 1, vignette 2." in browser.page("/parts/2/vignettes/3").text
    assert counting(browser) == [1, 2]
    assert browser.see("/parts/2/review")["counts"] == {"answered": 2, "unanswered": 1, "flagged": 1}
    browser.form("/parts/2/hand-in", {})
    assert world.counted(registration, 2) == {"prompt.1.p1": {"text": told}, "prompt.2.p2": {"text": "Two words"}}
    assert "You have handed in Part 2" in browser.page("/parts/2/vignettes/1").text


def test_who_answers_too_many_says_which_count(world, ada):
    registration, browser = ada
    for place in (1, 2, 3):
        browser.form(f"/parts/2/vignettes/{place}", marks(browser, place) | {"text.p1": f"Answer {place}", "go": "next"})
    assert counting(browser) == [1, 2]
    browser.form("/parts/2/vignettes/3", marks(browser, 3) | {"counts": "yes", "go": "stay"})
    assert counting(browser) == [1, 3]
    browser.form("/parts/2/vignettes/2", marks(browser, 2) | {"counts": "yes", "go": "stay"})
    assert counting(browser) == [2, 3]
    browser.form("/parts/2/vignettes/3", marks(browser, 3) | {"go": "stay"})
    assert counting(browser) == [1, 2]
    assert [answer["vignettes"] for ref, *_, answer in world.saves(registration, 2) if ref == "choice"] == [[3], [2, 3], [2]]
    browser.form("/parts/2/vignettes/2", marks(browser, 2) | {"text.p1": " \n ", "counts": "yes", "go": "stay"})
    assert counting(browser) == [1, 3]


def test_a_required_vignette_has_no_choice_to_make(world):
    _, browser = world.sits(category="mentor-clinical", parts=(2,))
    browser.open(2)
    first = browser.page("/parts/2/vignettes/1").text
    assert ">Required</span>" in first and 'name="counts"' not in first
    assert 'name="counts"' in browser.page("/parts/2/vignettes/2").text


def test_only_what_the_form_changed_is_saved(world, ada):
    registration, browser = ada
    old = marks(browser, 1)
    browser.form("/parts/2/vignettes/1", old | {"text.p1": "First", "text.p2": "", "go": "stay"})
    browser.form("/parts/2/vignettes/1", old | {"text.p1": "First", "text.p2": "", "go": "stay"})
    assert len(world.saves(registration, 2)) == 1
    page = marks(browser, 1)
    browser.save(2, "prompt.1.p1", text="First, and more from another window")
    browser.form("/parts/2/vignettes/1", page | {"text.p1": "First", "go": "next"})
    assert world.counted(registration, 2) == {"prompt.1.p1": {"text": "First, and more from another window"}}
    browser.form("/parts/2/vignettes/1", marks(browser, 1) | {"text.p1": "", "go": "next"})
    assert world.counted(registration, 2) == {"prompt.1.p1": {"text": ""}}


def test_long_responses_in_any_script_are_taken_whole_up_to_20000_code_points(world, ada):
    registration, browser = ada
    long = "ማንበብ 👶" * 3333 + "xx"
    assert len(long) == 20000
    assert browser.save(2, "prompt.1.p1", text=long)["outcome"] == "saved"
    browser.form("/parts/2/vignettes/2", {"text.p1": long, "text.p2": long, "text.p3": long, "go": "stay"})
    assert [p["response"] for p in browser.see("/parts/2/vignettes/2")["vignette"]["prompts"]] == [long] * 3
    refused = browser.post("/parts/2/saves", ref="prompt.1.p1", save_id=str(uuid.uuid4()), text=long + "y")
    assert (refused.status_code, refused.json()["field"]) == (422, "text")
    assert world.counted(registration, 2)["prompt.1.p1"] == {"text": long}


def test_a_response_that_begins_with_empty_lines_comes_back_so(world, ada):
    _, browser = ada
    browser.save(2, "prompt.1.p1", text="\n\nAfter two empty lines")
    page = browser.page("/parts/2/vignettes/1").text
    # a browser drops the first line end of a text area
    assert ">\n\n\nAfter two empty lines</textarea>" in page


def test_saves_that_fit_no_prompt_are_refused(world, ada):
    registration, browser = ada
    for ref, status in (("prompt.4.p1", 404), ("prompt.1.", 404), ("prompt.1.P1", 404), ("prompt.1.p1.x", 404), ("item.1", 422)):
        answer = browser.post("/parts/2/saves", ref=ref, save_id=str(uuid.uuid4()), text="x")
        assert answer.status_code == status, (ref, answer.text)
    assert browser.post("/parts/2/vignettes/1", text={"p9": "x"}).json()["field"] == "text"
    assert world.saves(registration, 2) == []


# ---- results ---------------------------------------------------------------------------------------------------------

FAILED_PART_2 = {
    "category": "specialist", "track": "imh", "part1": {"sat": True, "score": 48, "max": 60, "passed": True, "date": "2026-03-02"},
    "part2": {"sat": True, "passed": False, "date": "2026-03-02", "remarks": [
        {"vignette": "The <long> night", "criterion": "Reflection", "overall": False, "text": "Say more about <the baby>.",
         "place": 3, "by": "canary-by"},
        {"overall": True, "text": "A clear plan.", "reviews": "canary-count"}]},
    "endorsable": False, "retake": {"parts": [2], "earliest": "2027-03-02", "request_by": "2027-02-01"}, "corrected": False,
    "reviewers": ["canary-reviewer"], "fired": "canary-rule", "totals": [71, 64, 66]}


def test_before_the_release_everybody_reads_the_same(world):
    _, fresh = world.sits()
    _, working = world.sits()
    working.open(1)
    _, done = world.sits(parts=(1,))
    done.open(1)
    done.form("/parts/1/hand-in", {})
    prepared, waiting = world.sits()
    world.publish(prepared, FAILED_PART_2, state="confirmed")

    def without_number(answer):
        return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", answer.text)

    for path in ("/results", "/letter"):
        assert len({without_number(who.page(path)) for who in (fresh, working, done, waiting)}) == 1
        assert {who.get(path).text for who in (fresh, working, done, waiting)} == {'{"published":false}'}


def test_after_the_release_the_page_and_the_letter_say_what_it_says(world):
    registration, browser = world.sits(name="Ada Example")
    world.publish(registration, FAILED_PART_2)
    assert browser.see("/exam")["published"] and "See your results" in browser.page("/exam").text
    for path in ("/results", "/letter"):
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.page(path).text))
        for sentence in ("48 of 60", "March 2, 2026", "Not passed", "Overall A clear plan.",
                         "The &lt;long&gt; night: Reflection Say more about &lt;the baby&gt;.",
                         "You may take Part 2 again from March 2, 2027.", "Please ask for it by February 1, 2027."):
            assert sentence in text, sentence
        assert "canary" not in browser.page(path).text + browser.get(path).text
        assert not re.search(r"\b(64|66|71)\b", text)
        assert browser.see("/results")["part2"]["remarks"] == [
            {"vignette": "The <long> night", "criterion": "Reflection", "overall": False, "text": "Say more about <the baby>."},
            {"overall": True, "text": "A clear plan."}]
    assert "Ada Example" in browser.page("/letter").text


def test_a_letter_from_before_remarks_were_merged_can_still_be_read(world):
    registration, browser = world.sits()
    world.publish(registration, FAILED_PART_2 | {"part2": FAILED_PART_2["part2"] | {"remarks": ["Say more.", "A clear plan."]}})
    assert browser.see("/results")["part2"]["remarks"] == [{"overall": False, "text": "Say more."},
                                                           {"overall": False, "text": "A clear plan."}]
    assert "A clear plan." in browser.page("/letter").text


def test_a_correction_takes_the_place_of_what_was_published(world):
    registration, browser = world.sits()
    administration = uuid.uuid4()
    world.publish(registration, FAILED_PART_2, number=1, administration=administration)
    passed = FAILED_PART_2 | {"part2": {"sat": True, "passed": True, "date": "2026-03-02"}, "retake": None, "endorsable": True,
                              "corrected": True}
    world.publish(registration, passed, number=2, administration=administration)
    results = browser.see("/results")
    assert results["corrected"] and results["endorsable"] and "retake" not in results
    assert results["part2"] == {"passed": True, "date": {"iso": "2026-03-02", "year": 2026, "month": "March", "day": 2},
                                "has_remarks": False, "remarks": []}
    assert "takes the place of the one that you had before" in browser.page("/letter").text


def test_results_are_there_when_the_exam_is_long_over(world):
    registration, code = world.register()
    world.publish(registration, FAILED_PART_2)
    world.shift(400 * 86400)
    assert world.browser().enter(code).see("/results")["published"]


def test_a_login_ends_after_a_day_and_the_slip_opens_a_new_one(world):
    _, code = world.register()
    browser = world.browser().enter(code)
    world.shift(86400 + 60)
    assert browser.get("/exam").status_code == 401
    assert browser.enter(code).see("/exam")
