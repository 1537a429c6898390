"""One active device for a session: a second sign-in takes over visibly, and nothing that the first one held is lost."""
import re
import uuid

import pytest

from candidate_world import CandidateWorld


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CandidateWorld(cluster, tmp_path_factory.mktemp("two-devices")).start()
    yield running
    running.close()


@pytest.fixture
def devices(world):
    """(registration, code, first device, second device): Part 1 runs, and the second has just signed in."""
    return begun(world, 1)


def begun(world, part):
    registration, code = world.register(parts=(part,))
    first = world.browser().enter(code).accept()
    first.open(part)
    return registration, code, first, world.browser().enter(code)


def at(browser, ref, part=1):
    """(place, form path) of a question."""
    place = next(p for p in range(1, 61) if browser.see(f"/parts/1/items/{p}")["question"]["ref"] == ref)
    return place, f"/parts/{part}/items/{place}"


def chosen(browser, path):
    return [option["letter"] for option in browser.see(path)["question"]["options"] if option["chosen"]]


SAYS = "Your exam continues on the other device"
NEXT = "You were signed in on another device; that one can only be looked at now"


# ---- what the two see ------------------------------------------------------------------------------------------------

def test_the_first_device_is_told_where_it_asks_for_questions(devices):
    _, _, first, second = devices
    for path in ("/parts/1/items/1", "/parts/1/items/2", "/parts/1/review", "/parts/1/hand-in"):
        page = first.page(path)
        assert page.status_code == 409 and SAYS in page.text and "sign in here again with your code" in page.text
        assert 'form="sign-out"' in page.text and "<fieldset" not in page.text
        first.refused(path, "stale", "taken_over")
    assert first.see("/parts/1/clock")["taken_over"] and not second.see("/parts/1/clock")["taken_over"]
    assert second.page("/parts/1/items/1").status_code == 200


def test_part_2_is_no_other(world):
    _, _, first, second = begun(world, 2)
    for path in ("/parts/2/vignettes/1", "/parts/2/review"):
        assert first.page(path).status_code == 409 and SAYS in first.page(path).text
    assert second.page("/parts/2/vignettes/1").status_code == 200


def test_both_devices_read_on_their_exam_page_which_one_has_the_exam(devices):
    _, _, first, second = devices
    assert NEXT in second.page("/exam").text and "signed in on another device since" not in second.page("/exam").text
    page = first.page("/exam").text
    assert "You have signed in on another device since, and the exam goes on there" in page and NEXT not in page
    assert second.see("/exam")["other_device"] and not second.see("/exam")["taken_over"]
    assert first.see("/exam")["taken_over"] and not first.see("/exam")["other_device"]


def test_nothing_is_said_where_nothing_runs_or_the_first_one_signed_out(world):
    registration, code = world.register()
    first, second = world.browser().enter(code).accept(), world.browser().enter(code)
    assert NEXT not in second.page("/exam").text
    second.open(1)
    assert NEXT in second.page("/exam").text
    first.form("/sign-out", {})
    assert NEXT not in second.page("/exam").text
    third = world.browser().enter(code)
    assert NEXT in third.page("/exam").text
    third.form("/parts/1/hand-in", {})
    assert NEXT not in third.page("/exam").text
    assert "You have handed in Part 1" in second.page("/parts/1/items/1").text


def test_signing_in_again_continues_on_the_first_device(world, devices):
    _, code, first, second = devices
    first.form("/sign-out", {})
    first.enter(code)
    assert first.page("/parts/1/items/1").status_code == 200
    assert second.page("/parts/1/items/1").status_code == 409


# ---- what the first one still holds ----------------------------------------------------------------------------------

def test_an_unsent_answer_counts_where_the_second_device_has_none_and_never_outranks_its_own(world, devices):
    registration, _, first, second = devices
    assert second.save(1, "item.5", choice="B")["outcome"] == "saved"
    for ref in ("item.5", "item.6"):
        assert first.save(1, ref, choice="D")["outcome"] == "saved"
    assert second.save(1, "item.7", choice="C")["outcome"] == "saved"
    assert first.save(1, "item.7", choice="A")["outcome"] == "saved"
    assert second.save(1, "item.6", choice="A")["outcome"] == "saved"
    assert first.save(1, "item.8", choice="D")["outcome"] == "saved"
    rows = {(ref, epoch): answer["choice"] for ref, epoch, _, late, answer in world.saves(registration, 1) if not late}
    assert rows == {("item.5", 1): "D", ("item.5", 2): "B", ("item.6", 1): "D", ("item.6", 2): "A", ("item.7", 1): "A",
                    ("item.7", 2): "C", ("item.8", 1): "D"}
    shown = {ref: chosen(second, at(second, ref)[1]) for ref in ("item.5", "item.6", "item.7", "item.8")}
    assert shown == {"item.5": ["B"], "item.6": ["A"], "item.7": ["C"], "item.8": ["D"]}


def test_a_plain_form_of_the_first_device_is_stored_and_leads_to_the_page_that_says_so(world, devices):
    registration, _, first, second = devices
    place, path = at(second, "item.3")
    where = first.form(path, {"choice": "C", "was": "-", "was_flagged": "no", "was_struck": "-", "flagged": "yes", "go": "next"})
    assert SAYS in first.page(where.headers["location"]).text
    assert [(ref, epoch, answer) for ref, epoch, _, _, answer in world.saves(registration, 1)] == [("item.3", 1, {"choice": "C"})]
    question = second.see(path)["question"]
    assert not question["flagged"], "marks are the second device's alone"
    assert chosen(second, path) == ["C"]
    second.form(path, {"choice": "A", "was": "C", "go": "next"})
    first.form(path, {"choice": "D", "was": "-", "go": "next"})
    assert chosen(second, path) == ["A"] and len(world.saves(registration, 1)) == 3


def test_a_form_of_part_2_is_no_other(world):
    registration, _, first, second = begun(world, 2)
    marks = dict(re.findall(r'name="(mark\.[^"]+|counted)" value="([^"]*)"', second.page("/parts/2/vignettes/1").text))
    where = first.form("/parts/2/vignettes/1", marks | {"text.p1": "Typed before", "flagged": "yes", "go": "next"})
    assert SAYS in first.page(where.headers["location"]).text
    second.save(2, "prompt.1.p2", text="Typed here")
    first.form("/parts/2/vignettes/1", marks | {"text.p1": "Typed before", "text.p2": "Typed there", "go": "stay"})
    responses = [prompt["response"] for prompt in second.see("/parts/2/vignettes/1")["vignette"]["prompts"]]
    assert responses[:2] == ["Typed before", "Typed here"]
    assert ("prompt.1.p2", 1, {"text": "Typed there"}) in [(ref, epoch, answer) for ref, epoch, _, _, answer
                                                           in world.saves(registration, 2)]


def test_the_first_device_ends_nothing_and_marks_nothing(world, devices):
    registration, _, first, second = devices
    world.grant(registration, "breaks", 10, documents="seen")
    for path in ("/parts/1/hand-in", "/parts/1/break", "/parts/1/go-on"):
        answer = first.post(path)
        assert (answer.status_code, answer.json()["reason"]) == (409, "taken_over"), path
        assert SAYS in first.form(path, {}, expect=409).text
    assert first.page("/parts/1/break").status_code == 409
    session = world.session(registration, 1)
    assert (session["state"], session["paused_at"]) == ("running", None)
    second.form("/parts/1/hand-in", {})
    assert first.save(1, "item.1", choice="A")["outcome"] == "closed"


def test_a_save_that_was_on_its_way_is_one_row_however_often_it_comes(world, devices):
    registration, _, first, second = devices
    save = uuid.uuid4()
    first.save(1, "item.9", save, choice="B", sequence=1)
    second.save(1, "item.10", choice="C")
    again = first.save(1, "item.9", save, choice="B", sequence=1)
    assert again["outcome"] == "saved" and again["revision"] == 1
    assert [(ref, epoch) for ref, epoch, *_ in world.saves(registration, 1)] == [("item.9", 1), ("item.10", 2)]
