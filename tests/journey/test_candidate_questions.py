"""All questions of a part in one reply, from which a device makes pages when the desk is away: what it holds, and what it does to
the clock.
"""
import html
import re
import uuid

import pytest

from candidate_world import CandidateWorld

MARKS = re.compile(r"<!-- question -->\n(.*?)<!-- /question -->", re.S)


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CandidateWorld(cluster, tmp_path_factory.mktemp("questions")).start()
    yield running
    running.close()


@pytest.fixture(autouse=True)
def the_right_time(world):
    yield
    world.shift(0)


def put_together(document, place):
    """A question as the service worker puts it on a page."""
    question = document["questions"][place - 1]
    return question.get("html") or re.sub(r"\[\[(\w+)\]\]", lambda word: html.escape(question[word[1]]), document["template"])


def on_its_page(browser, path):
    return plain(MARKS.search(browser.page(path).text)[1])


def plain(piece):
    """Without what one may write in several ways: spaces, and characters that need not be escaped."""
    return re.sub(r"\s+", " ", html.unescape(piece)).strip()


def test_items_put_together_on_a_device_are_what_their_pages_show(world):
    _, browser = world.sits()
    browser.open(1)
    document = browser.see("/parts/1/questions")
    assert len(document["questions"]) == 60 == len({question["ref"] for question in document["questions"]})
    for place in (1, 2, 31, 60):
        assert "<" not in document["questions"][place - 1]["stem"]
        assert plain(put_together(document, place)) == on_its_page(browser, f"/parts/1/items/{place}"), place
    assert len(str(document)) < 65536


def test_vignettes_put_together_on_a_device_are_what_their_pages_show(world):
    _, browser = world.sits(parts=(2,))
    browser.open(2)
    document = browser.see("/parts/2/questions")
    for place in (1, 2, 3):
        shown = on_its_page(browser, f"/parts/2/vignettes/{place}")
        assert "None of them has an answer yet." in shown  # that is no part of a form, so a device does not say it
        assert plain(put_together(document, place)) == shown.replace("None of them has an answer yet.", ""), place


def test_answers_come_along_with_the_save_that_they_came_with(world):
    _, browser = world.sits()
    browser.open(1)
    assert browser.see("/parts/1/questions")["answers"] == []
    browser.save(1, "item.9", choice="B")
    browser.save(1, "item.9", choice="C")
    browser.save(1, "item.4", choice="A")
    browser.save(1, "item.4", choice="-")
    answers = {answer.pop("ref"): answer for answer in browser.see("/parts/1/questions")["answers"]}
    assert answers == {"item.9": {"epoch": 1, "sequence": 2, "choice": "C"}, "item.4": {"epoch": 1, "sequence": 4, "choice": "-"}}


def test_responses_and_marks_come_along_too(world):
    _, browser = world.sits(parts=(2,))
    browser.open(2)
    browser.save(2, "prompt.1.p1", text="What <i>I</i> would ask: “how?”")
    browser.save(2, "choice", vignettes=["1", "3"])
    answers = {answer["ref"]: answer for answer in browser.see("/parts/2/questions")["answers"]}
    assert answers["prompt.1.p1"]["text"] == "What <i>I</i> would ask: “how?”" and answers["choice"]["vignettes"] == ["1", "3"]


def test_no_question_becomes_seen_by_it(world):
    _, browser = world.sits()
    browser.open(1)
    browser.see("/parts/1/questions")
    assert [one["place"] for one in browser.see("/parts/1/review")["navigator"] if one["seen"]] == [1]


def test_who_has_all_questions_has_a_clock_that_runs(world):
    """As with the first page: it starts when that is acknowledged, or else when the questions went out."""
    registration, browser = world.sits()
    browser.form("/parts/1/open", {})
    browser.see("/parts/1/questions")
    assert world.session(registration, 1)["state"] == "opened"
    world.shift(60)
    assert browser.see("/parts/1/clock")["seconds_left"] in range(5400 - 62, 5400 - 58)
    assert world.session(registration, 1)["state"] == "running"


def test_it_counts_as_delivered_before_its_last_byte(world):
    """A client that goes away before the end has read nearly all of them."""
    registration, browser = world.sits()
    browser.form("/parts/1/open", {})
    with browser.client.stream("GET", "/parts/1/questions", headers={"Accept": "application/json"}) as reply:
        next(reply.iter_raw(100))
        assert world.session(registration, 1)["delivered_at"] is not None


def test_they_are_not_shown_where_pages_are_not(world):
    _, browser = world.sits()
    browser.refused("/parts/1/questions", "not_ready", "part_not_started")
    browser.open(1)
    assert world.browser().get("/parts/1/questions").status_code == 401
    browser.post("/parts/1/saves", ref="item.1", save_id=str(uuid.uuid4()), choice="A")
    world.shift(5400 + 30)
    browser.refused("/parts/1/questions", "late", "part_time_over")
    world.shift(0)
    browser.form("/parts/1/hand-in", {})
    browser.refused("/parts/1/questions", "closed", "part_handed_in")
