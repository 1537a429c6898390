"""One candidate's Part 1 at the candidate desk: from the slip to the hand-in, with plain forms, by JSON, and against the clock."""

import itertools
import re
import signal
import threading
import time
import uuid
from datetime import timedelta

import psycopg
import pytest

from candidate_world import CandidateWorld
from review_world import one_time_code


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CandidateWorld(cluster, tmp_path_factory.mktemp("part1")).start()
    yield running
    running.close()


@pytest.fixture(autouse=True)
def the_right_time(world):
    yield
    world.shift(0)


def eventually(ask, wanted=lambda value: value is not None):
    """Asks again until it is so; a hook that runs after the reply is waited for like this."""
    deadline = time.monotonic() + 10
    while not wanted(value := ask()):
        assert time.monotonic() < deadline, value
        time.sleep(0.02)
    return value


def without_number(answer):
    """A page's bytes but for the number of the request and the time."""
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", answer.text)


# ---- coming in -------------------------------------------------------------------------------------------------------

def test_a_stranger_is_told_what_this_is_and_gets_one_field(world):
    page = world.browser().page("/").text
    assert "sit their endorsement exam" in page and page.count("<input") == 1
    assert 'autocomplete="one-time-code"' in page
    for path in ("/exam", "/parts/1/items/1", "/results", "/letter", "/parts/1/clock"):
        assert world.browser().get(path).status_code == 401


def test_a_code_is_read_as_people_type_it(world):
    _, code = world.register()
    misread = code.replace("0", "o").replace("1", "l")
    for typed in (code, code.lower(), code.replace("-", " "), "  " + code.replace("-", "") + " ", misread):
        assert "Ada Example" in world.browser().enter(typed).page("/exam").text


def test_a_misread_code_is_told_from_an_unknown_one(world):
    _, code = world.register()
    other = code[:3] + ("A" if code[3] != "A" else "B") + code[4:]
    for typed, sentence in ((code[:-2], "five groups of four"), (code[:-1] + "!", "that codes never have"), (other, "was misread")):
        answer = world.browser().form("/sign-in", {"code": typed}, expect=422)
        assert sentence in answer.text and 'aria-invalid="true"' in answer.text
    first, second = (world.browser().form("/sign-in", {"code": one_time_code()[0]}, expect=401) for _ in range(2))
    assert without_number(first) == without_number(second)
    assert "set-cookie" not in first.headers


def test_a_withdrawn_candidate_and_a_replaced_slip_open_nothing(world):
    registration, code = world.register()
    browser = world.browser().enter(code)
    again = world.new_code(registration)
    world.browser().form("/sign-in", {"code": code}, expect=401)
    world.browser().enter(again)
    world.db.execute("UPDATE work.registration SET withdrawn_at = now() WHERE id = %s", (registration,))
    world.browser().form("/sign-in", {"code": again}, expect=401)
    assert browser.get("/exam").status_code == 401


def test_signing_out_ends_that_login_only(world):
    _, code = world.register()
    here, there = world.browser().enter(code), world.browser().enter(code)
    assert here.form("/sign-out", {}).headers["location"] == "/"
    assert here.get("/exam").status_code == 401
    assert there.get("/exam").status_code == 200


# ---- before the exam -------------------------------------------------------------------------------------------------

def test_the_candidate_sees_the_own_name_and_the_own_time(world):
    _, code = world.register(name="Zoë O'Neill <b>", esl=60)
    page = world.browser().enter(code).page("/exam").text
    assert "Zoë O&#39;Neill &lt;b&gt;" in page and "Sample Association" in page
    assert page.count("Your time: 150 min (90 + 60 ESL)") == 2


def test_nothing_starts_before_the_confidentiality_text_is_accepted(world):
    registration, code = world.register()
    browser = world.browser().enter(code)
    answer = browser.form("/parts/1/open", {}, expect=409)
    assert "read and accept the confidentiality text" in answer.text and 'href="/exam"' in answer.text
    unticked = browser.form("/confidentiality", {"version": "1"}, expect=422)
    assert "Tick the box" in unticked.text
    browser.form("/confidentiality", {"version": "7", "accept": "yes"}, expect=409)
    browser.accept().accept()
    assert world.rows("SELECT text_version FROM work.acceptance WHERE registration_id = %s", registration) == [(1,)]
    assert world.events(registration, "confidentiality.accepted") == 1
    assert world.session(registration, 1) is None
    assert browser.form("/parts/1/open", {}).headers["location"] == "/parts/1/items/1"


def test_a_part_opens_in_the_window_only(world):
    early = world.add_administration(opens=timedelta(hours=1), closes=timedelta(hours=2))
    registration, code = world.register(administration=early)
    browser = world.browser().enter(code)
    assert [part["phase"] for part in browser.see("/exam")["parts"]] == ["not_open", "not_open"]
    browser.accept().refused("/parts/1/open", "not_open", "window_not_begun")
    assert browser.post("/parts/1/open").json()["reason"] == "window_not_begun"
    world.shift(3 * 3600)
    assert [part["phase"] for part in browser.see("/exam")["parts"]] == ["missed", "missed"]
    assert browser.post("/parts/1/open").json()["reason"] == "window_over"
    assert world.session(registration, 1) is None
    world.shift(90 * 60)
    assert browser.post("/parts/1/open").status_code == 200


def test_a_part_that_was_opened_and_never_begun_cannot_be_begun_after_the_window(world):
    """Nobody keeps a part for the week after, when others have told what is asked."""
    registration, code = world.register(administration=world.add_administration(closes=timedelta(hours=1)))
    browser = world.browser().enter(code).accept()
    browser.form("/parts/1/open", {})
    world.shift(2 * 3600)
    for path, body in (("begin", {}), ("saves", {"ref": "item.1", "save_id": str(uuid.uuid4()), "choice": "A"}), ("hand-in", {})):
        answer = browser.post(f"/parts/1/{path}", **body)
        assert (answer.status_code, answer.json().get("reason")) == (409, "window_over"), path
    browser.refused("/parts/1/items/1", "not_open", "window_over")
    assert world.session(registration, 1)["state"] == "opened" and world.saves(registration, 1) == []


def test_a_part_that_one_does_not_sit_is_not_there(world):
    _, browser = world.sits(parts=(2,))
    assert browser.post("/parts/1/open").json()["reason"] == "part_not_yours"
    assert browser.post("/parts/2/open").status_code == 200
    assert browser.post("/parts/3/open").status_code == 422


def test_the_tutorial_shows_the_same_screens_and_stores_nothing(world):
    registration, code = world.register()
    browser = world.browser().enter(code)
    rows = "SELECT (SELECT count(*) FROM work.save) + (SELECT count(*) FROM work.item_mark) + (SELECT count(*) FROM work.session)"
    before = world.one(rows)
    assert browser.see("/tutorial/1")["question"]["was"] == "-"

    def hidden(answer):
        return dict(re.findall(r'name="(keep\.[^"]+)" value="([^"]*)"', answer.text))

    first = browser.form("/tutorial/1", {"choice": "B", "struck": ["C"], "flagged": "yes", "go": "next"}, expect=200)
    assert "step 2 of 4" in first.text
    last = browser.form("/tutorial/2", {**hidden(first), "go": "4"}, expect=200)
    assert "The borrowed umbrella" in last.text
    end = browser.form("/tutorial/4", {**hidden(last), "text.p1": "I bring <it> back.", "go": "next"}, expect=200)
    assert "You answered 2 of 4 steps" in end.text
    back = browser.form("/tutorial/5", {**hidden(end), "go": "1"}, expect=200)
    assert re.search(r'id="choice-B"[^>]*checked', back.text) and re.search(r'id="struck-C"[^>]*checked', back.text)
    assert world.one(rows) == before


# ---- the clock -------------------------------------------------------------------------------------------------------

def test_opening_is_not_starting(world):
    registration, browser = world.sits(esl=30)
    assert browser.post("/parts/1/clock").status_code == 405
    browser.refused("/parts/1/clock", "not_ready", "part_not_started")
    browser.post("/parts/1/open")
    browser.post("/parts/1/open")
    world.shift(1800)
    assert browser.clock(1) == {"seconds_left": 7200, "line": "90 + 30 ESL = 120 min", "running": False}
    session = world.session(registration, 1)
    assert (session["state"], session["started_at"], session["delivered_at"]) == ("opened", None, None)
    assert world.rows("SELECT kind, seconds FROM work.entitlement WHERE session_id = %s ORDER BY number", session["id"]) == \
        [("base", 5400), ("esl", 1800)]
    assert world.events(registration, "session.opened") == 1


def test_the_clock_starts_when_the_page_says_that_it_shows_the_first_question(world):
    registration, browser = world.sits()
    browser.post("/parts/1/open")
    browser.see("/parts/1/items/1")
    world.shift(5)
    begun = browser.post("/parts/1/begin").json()
    assert begun["running"] and 5398 <= begun["seconds_left"] <= 5400
    started = world.session(registration, 1)["started_at"]
    world.shift(605)
    assert 4790 <= browser.post("/parts/1/begin").json()["seconds_left"] <= 4800
    session = world.session(registration, 1)
    assert session["started_at"] == started
    assert (session["deadline"] - started).total_seconds() == 5400
    assert world.events(registration, "session.started") == 1


def test_without_scripts_the_clock_starts_when_the_last_byte_left(world):
    registration, browser = world.sits()
    browser.post("/parts/1/open")
    browser.page("/parts/1/items/1")
    delivered = eventually(lambda: world.session(registration, 1)["delivered_at"])
    world.shift(9)
    browser.page("/parts/1/items/1")
    assert world.session(registration, 1)["state"] == "opened"
    world.shift(300)
    assert browser.see("/parts/1/clock")["seconds_left"] <= 5400 - 300
    session = world.session(registration, 1)
    assert (session["started_at"], session["delivered_at"]) == (delivered, delivered)


def test_the_first_save_and_the_second_question_start_a_clock_that_stands(world):
    for go_on in (lambda browser: browser.form("/parts/1/items/1", {"choice": "A", "go": "next"}),
                  lambda browser: browser.see("/parts/1/items/2")):
        registration, browser = world.sits()
        browser.post("/parts/1/open")
        browser.page("/parts/1/items/1")
        delivered = eventually(lambda: world.session(registration, 1)["delivered_at"])
        go_on(browser)
        session = world.session(registration, 1)
        assert (session["state"], session["started_at"]) == ("running", delivered)


def test_a_reload_resumes_with_the_same_time_and_answers(world):
    registration, code = world.register()
    browser = world.browser().enter(code).accept()
    browser.open(1)
    browser.form("/parts/1/items/1", {"choice": "C", "go": "next"})
    world.shift(1200)
    later = world.browser().enter(code)
    assert later.page("/parts/1/open").headers["location"] == "/parts/1/items/2"
    question = later.see("/parts/1/items/1")
    assert [o["letter"] for o in question["question"]["options"] if o["chosen"]] == ["C"]
    assert 4190 <= question["time"]["seconds_left"] <= 4200


def test_what_arrives_in_the_grace_counts_and_what_is_later_is_kept_and_marked(world):
    registration, browser = world.sits()
    browser.open(1)
    deadline = world.session(registration, 1)["deadline"]
    left = (deadline - world.one("SELECT clock_timestamp()")).total_seconds()
    world.shift(left + 8)
    assert browser.clock(1) == {"seconds_left": 0, "line": "90 min", "running": True}
    assert browser.save(1, "item.7", choice="B")["outcome"] == "saved"
    world.shift(left + 11)
    assert browser.save(1, "item.7", choice="C")["outcome"] == "late"
    late = browser.form("/parts/1/items/1", {"choice": "D", "go": "next"}, expect=409)
    assert "came later is kept, marked as late" in late.text
    assert [(ref, late) for ref, _, _, late, _ in world.saves(registration, 1)][:2] == [("item.7", False), ("item.7", True)]
    assert len(world.saves(registration, 1)) == 3
    assert world.counted(registration, 1) == {"item.7": {"choice": "B"}}
    shown = browser.page("/parts/1/items/1")
    assert shown.status_code == 409 and "The time for Part 1 is over" in shown.text and "See what comes next" in shown.text
    browser.form("/parts/1/hand-in", {}, expect=409)
    assert world.session(registration, 1)["handed_in_at"] is None
    assert browser.see("/exam")["parts"][0]["phase"] == "time_over"


def test_an_entry_in_the_ledger_gives_time_and_the_same_line(world):
    registration, browser = world.sits(esl=60)
    browser.open(1)
    session = world.session(registration, 1)
    with world.db.transaction():
        world.db.execute("INSERT INTO work.entitlement VALUES (%s, %s, 3, 'incident', 240, 'fire alarm', %s, now())",
                         (world.association, session["id"], uuid.uuid4()))
        world.db.execute("UPDATE work.session SET entitled_s = entitled_s + 240, deadline = deadline + interval '240 seconds' "
                         "WHERE id = %s", (session["id"],))
    clock = browser.see("/parts/1/clock")
    assert clock["line"] == "90 + 60 ESL + 4 incident = 154 min" and clock["seconds_left"] > 9200
    assert "Your time: 154 min (90 + 60 ESL + 4 incident)" in browser.page("/exam").text


def test_time_without_an_entry_cannot_be_given(world):
    registration, browser = world.sits()
    browser.open(1)
    session = world.session(registration, 1)["id"]
    for statement in ("UPDATE work.session SET entitled_s = entitled_s + 60, deadline = deadline + interval '1 minute' "
                      "WHERE id = %s",
                      "INSERT INTO work.entitlement SELECT association_id, id, 9, 'other', 60, 'none', NULL, now() "
                      "FROM work.session WHERE id = %s"):
        with pytest.raises(psycopg.errors.RaiseException):
            world.db.execute(statement, (session,))


# ---- questions -------------------------------------------------------------------------------------------------------

def test_every_candidate_has_an_order_of_their_own_with_all_sixty_questions(world):
    orders = []
    for _ in range(2):
        _, browser = world.sits()
        browser.open(1)
        refs = [browser.see(f"/parts/1/items/{place}")["question"]["ref"] for place in range(1, 61)]
        assert sorted(refs) == sorted(f"item.{n}" for n in range(1, 61))
        assert browser.see("/parts/1/items/7")["question"]["ref"] == refs[6]
        orders.append(refs)
    assert orders[0] != orders[1]
    browser.refused("/parts/1/items/61", "not_found", "no_such_question")


def test_the_whole_part_with_plain_forms(world):
    registration, browser = world.sits()
    where = browser.form("/parts/1/open", {}).headers["location"]
    wanted = {}
    for place, choice in zip(range(1, 59), itertools.cycle("ABCD")):
        assert where == f"/parts/1/items/{place}"
        page = browser.page(where).text
        wanted[re.search(r'data-ref="([^"]+)"', page)[1]] = choice
        where = browser.form(where, {"choice": choice, "was": "-", "go": "next"}).headers["location"]
    # the last two stay open; one earlier answer is changed, one taken back, one flagged with strikes
    assert browser.form("/parts/1/items/60", {"go": "next"}).headers["location"] == "/parts/1/review"
    ref = browser.see("/parts/1/items/1")["question"]["ref"]
    browser.form("/parts/1/items/1", {"choice": "D", "was": "A", "flagged": "yes", "struck": ["A", "B"], "go": "5"})
    wanted[ref] = "D"
    ref = browser.see("/parts/1/items/2")["question"]["ref"]
    browser.form("/parts/1/items/2", {"choice": "B", "was": "B", "go": "clear"})
    wanted[ref] = None
    first = browser.see("/parts/1/items/1")["question"]
    assert first["flagged"] and [o["letter"] for o in first["options"] if o["struck"]] == ["A", "B"]
    review = browser.see("/parts/1/review")
    assert review["counts"] == {"answered": 57, "unanswered": 3, "flagged": 1}
    assert [place["place"] for place in review["unanswered"]] == [2, 59, 60]
    assert {n["place"] for n in review["navigator"] if not n["seen"]} == {59}
    asked = browser.page("/parts/1/hand-in").text
    assert ">57 of 60<" in asked and "Some questions have no answer yet" in asked
    assert world.session(registration, 1)["state"] == "running"
    browser.form("/parts/1/hand-in", {})
    assert {ref: answer["choice"] for ref, answer in world.counted(registration, 1).items()} == wanted
    assert browser.see("/exam")["parts"][0]["phase"] == "handed_in"
    assert "You have handed in Part 1" in browser.page("/parts/1/items/4").text


def test_only_what_changed_is_saved_and_an_old_page_changes_nothing(world):
    registration, browser = world.sits()
    browser.open(1)
    for _ in range(3):
        browser.form("/parts/1/items/1", {"choice": "A", "was": "-", "go": "stay"})
    assert len(world.saves(registration, 1)) == 1
    ref = browser.see("/parts/1/items/1")["question"]["ref"]
    browser.save(1, ref, choice="C")
    browser.form("/parts/1/items/1", {"choice": "A", "was": "A", "go": "next"})
    assert world.counted(registration, 1) == {ref: {"choice": "C"}}


def test_a_form_that_is_wrong_names_the_field(world):
    registration, browser = world.sits()
    browser.open(1)
    for body, field in (({"choice": "E"}, "choice"), ({"go": "61"}, "go"), ({"struck": ["E"]}, "struck"),
                        ({"colour": "red"}, "colour")):
        answer = browser.post("/parts/1/items/1", **body)
        assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert world.saves(registration, 1) == []


# ---- saves of a page with scripts ------------------------------------------------------------------------------------

def test_the_same_save_in_any_order_is_one_row_and_the_newest_number_counts(world):
    for order in itertools.permutations(((1, "A"), (2, "B"), (3, "C"))):
        registration, browser = world.sits()
        browser.open(1)
        ids = {sequence: uuid.uuid4() for sequence, _ in order}
        replies = {}
        for sequence, choice in [*order, *order, *order]:
            reply = browser.save(1, "item.5", ids[sequence], sequence=sequence, choice=choice)
            assert reply["outcome"] == "saved" and reply["revision"] == sequence
            assert replies.setdefault(sequence, reply["revision"]) == reply["revision"]
        assert len(world.saves(registration, 1)) == 3
        assert world.counted(registration, 1) == {"item.5": {"choice": "C"}}


def test_a_number_that_is_taken_is_told_and_a_newer_login_wins(world):
    registration, code = world.register()
    old = world.browser().enter(code).accept()
    old.open(1)
    assert old.save(1, "item.5", choice="A")["revision"] == 1
    assert old.save(1, "item.6", sequence=1, choice="A")["outcome"] == "stale"
    new = world.browser().enter(code)
    assert new.save(1, "item.5", choice="B")["outcome"] == "saved"
    assert old.save(1, "item.5", choice="D")["outcome"] == "saved"
    position = next(place for place in range(1, 61) if new.see(f"/parts/1/items/{place}")["question"]["ref"] == "item.5")
    shown = new.see(f"/parts/1/items/{position}")["question"]["options"]
    assert [o["letter"] for o in shown if o["chosen"]] == ["B"]


def test_a_save_that_fits_no_question_is_refused_and_stores_nothing(world):
    registration, browser = world.sits()
    browser.open(1)
    for body, status in (({"ref": "item.61", "choice": "A"}, 404), ({"ref": "item.01", "choice": "A"}, 404),
                         ({"ref": "prompt.1.p1", "text": "x"}, 404), ({"ref": "choice", "vignettes": ["1"]}, 404),
                         ({"ref": "item.1", "text": "x"}, 422), ({"ref": "item.1"}, 422), ({"ref": "item.1", "choice": "E"}, 422),
                         ({"ref": "item.1", "choice": "A", "text": "x"}, 422), ({"ref": "x", "choice": "A"}, 422)):
        answer = browser.post("/parts/1/saves", save_id=str(uuid.uuid4()), **body)
        assert answer.status_code == status, (body, answer.text)
    assert browser.post("/parts/1/saves", ref="item.1", save_id="1", choice="A").json()["field"] == "save_id"
    assert world.saves(registration, 1) == []


def test_nobody_reaches_the_session_of_another(world):
    registration, browser = world.sits()
    browser.open(1)
    _, stranger = world.sits(name="Bea Stranger")
    stranger.refused("/parts/1/items/1", "not_ready", "part_not_started")
    assert stranger.post("/parts/1/saves", ref="item.1", save_id=str(uuid.uuid4()), choice="A").status_code == 409
    assert world.saves(registration, 1) == []


# ---- handing in ------------------------------------------------------------------------------------------------------

def test_fifty_hand_ins_at_once_are_one_change_of_state(world):
    registration, code = world.register()
    other = world.browser().enter(code)
    browser = world.browser().enter(code).accept()
    browser.open(1)
    browser.save(1, "item.1", choice="A")
    answers = []

    def hand_in():
        own = world.browser()
        own.client.cookies.update(browser.client.cookies)
        answers.append(own.post("/parts/1/hand-in").status_code)

    threads = [threading.Thread(target=hand_in) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 50
    assert world.events(registration, "session.handed_in") == 1
    session = world.session(registration, 1)
    assert session["state"] == "closed" and session["handed_in_at"] == session["closed_at"]
    assert other.save(1, "item.1", choice="B") == {"outcome": "closed", "revision": 0, "seconds_left": 0}
    assert "You have handed in this part" in other.form("/parts/1/items/1", {"choice": "B"}, expect=409).text
    assert world.counted(registration, 1) == {"item.1": {"choice": "A"}}


def test_an_answer_sent_again_after_the_hand_in_is_known_to_be_stored(world):
    _, browser = world.sits()
    browser.open(1)
    save = uuid.uuid4()
    assert browser.save(1, "item.1", save, choice="A")["outcome"] == "saved"
    browser.form("/parts/1/hand-in", {})
    again = browser.save(1, "item.1", save, choice="A")
    assert (again["outcome"], again["revision"], again["seconds_left"]) == ("saved", 1, 0) and again["receipt"]


def test_the_desk_may_be_killed_and_nothing_that_was_acknowledged_is_lost(world):
    registration, browser = world.sits()
    browser.open(1)
    for number in range(1, 21):
        assert browser.save(1, f"item.{number}", choice="A")["outcome"] == "saved"
    deadline = world.session(registration, 1)["deadline"]
    world.stop(signal.SIGKILL)
    world.start()
    assert browser.see("/parts/1/review")["counts"]["answered"] == 20
    assert world.session(registration, 1)["deadline"] == deadline


def test_no_answer_name_or_question_stands_in_clear_in_the_log_or_the_database(world):
    registration, browser = world.sits(name="Canary Quetzalcoatl")
    browser.open(1)
    stem = browser.see("/parts/1/items/1")["question"]["stem"]
    assert "Quetzalcoatl" not in world.log.read_text() and stem[:40] not in world.log.read_text()
    for table in ("identity.person", "bank.item", "work.save"):
        text = " ".join(str(row) for row in world.rows(f"SELECT t::text, encode(t.sealed, 'escape') FROM {table} t"))
        assert "Quetzalcoatl" not in text and stem[:40] not in text
