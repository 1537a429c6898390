"""The live board of an exam that is being sat: who has saved how much, whose answers are on a device only, whose page is silent. It
learns how much and never what."""
import re
import threading
import uuid
from datetime import timedelta

import pytest

from house import House
from people import Office, Sitting, roster_text


@pytest.fixture(scope="module")
def house():
    with House() as running:
        yield running


@pytest.fixture(scope="module")
def office(house):
    return Office(house, staff={"proctor": {"name": "Pia Lindgren", "email": "pia.lindgren@sample.example", "proctor": True}})


@pytest.fixture
def exam(office):
    return office.add_exam("Exam", closes=timedelta(days=1))


def sit(house, exam, part=1):
    """The only candidate of an exam, at the first question."""
    email = f"ada.{uuid.uuid4().hex}@x.example"
    row = {"name": "Ada Person", "email": email, "category": "specialist", "track": "imh"}
    sitting = Sitting(house, exam.admit(roster_text([row]))[email]).accept()
    sitting.open(1)
    if part == 2:
        sitting.hand_in(1)
        sitting.open(2)
    return sitting


def pulse(sitting, part=1, unsent=0, characters=0, waiting_s=0):
    sitting.visitor.do(f"/parts/{part}/pulse", {"unsent": unsent, "characters": characters, "waiting_s": waiting_s})


def age(house, seconds):
    """The pages spoke so many seconds earlier: a board's silence is of the machine's own clock, which no test moves."""
    with house.admin() as db:
        db.execute("UPDATE work.pulse SET measured = measured - make_interval(secs => %s), "
                   "waiting_since = waiting_since - make_interval(secs => %s)", (seconds, seconds))


def seen(exam, part=1, role=None):
    desk = exam.office[role].sign_in() if role else exam.desk
    board = desk.read(exam.path + "/board")
    return board["people"][0]["parts"][part - 1], board


def words(exam, role="proctor"):
    """The page as people read it."""
    return " ".join(exam.office[role].sign_in(html=True).get(exam.path + "/board").text.split())


def test_a_page_that_has_sent_everything_needs_nobody(house, exam):
    sitting = sit(house, exam)
    pulse(sitting)
    part, board = seen(exam)
    assert (part["held"], part["earlier"], part["silent"], part["needs"], board["attention"]) == (None,) * 5
    assert "Somebody should look" not in words(exam)


def test_answers_that_are_on_the_device_only_are_told_with_since_when(house, exam):
    sitting = sit(house, exam)
    pulse(sitting, unsent=3, characters=1240, waiting_s=80)
    for role in (None, "proctor"):
        part, board = seen(exam, role=role)
        assert part["held"] | {"since": ""} == {"answers": 3, "one": None, "characters": 1240, "since": ""}
        assert part["held"]["since"].startswith("1 min 2") and (part["needs"], board["attention"]) == (True, 1)
    page = words(exam)
    assert "Somebody should look: 1" in page
    assert page.count("3 answers, 1240 characters on the device only, since 1 min 2") == 2, "at the head and in its row"
    pulse(sitting, unsent=1, waiting_s=30)
    assert re.search(r"1 answer on the device only, since 3\d s\.", words(exam))
    pulse(sitting)
    assert seen(exam)[0]["needs"] is None


def test_a_save_on_its_way_is_no_alarm(house, exam):
    sitting = sit(house, exam)
    pulse(sitting, unsent=1, characters=0, waiting_s=2)
    assert seen(exam)[0]["held"] is None
    age(house, 10)
    assert seen(exam)[0]["held"]["answers"] == 1, "the page has said no more since"


def test_a_page_that_was_heard_and_is_silent_is_told(house, exam):
    sitting = sit(house, exam)
    assert seen(exam)[0]["silent"] is None, "a page without scripts never speaks"
    pulse(sitting)
    age(house, 40)
    assert seen(exam)[0]["silent"] is None
    age(house, 20)
    part, board = seen(exam)
    assert part["silent"].startswith("1 min") and (part["needs"], board["attention"]) == (True, 1)
    assert "No sign of the page" in words(exam)
    pulse(sitting)
    assert seen(exam)[0]["silent"] is None
    age(house, 60)
    sitting.hand_in(1)
    assert seen(exam)[0]["silent"] is None, "who has handed in may go"


def test_who_rests_may_close_the_page(house, exam):
    sitting = sit(house, exam)
    pulse(sitting)
    age(house, 60)
    part, _ = seen(exam)
    wanted = {"what": "pause", "session": [part["session"]], "minutes": "", "category": "environment", "reason": "the fire alarm"}
    act = exam.desk.do(exam.path + "/clocks", wanted)["act"]
    exam.desk.do(exam.path + "/acts", wanted | {"act": act})
    assert seen(exam)[0]["silent"] is None


def test_what_a_former_device_still_holds_is_told_apart(house, exam):
    first = sit(house, exam)
    pulse(first, unsent=2, characters=90, waiting_s=60)
    second = Sitting(house, first.code)
    pulse(second)
    part, _ = seen(exam)
    assert (part["held"], part["earlier"], part["needs"]) == (None, 2, True)
    assert "Answers on an earlier device only: 2." in words(exam)
    pulse(first)
    assert seen(exam)[0]["needs"] is None


def test_an_older_word_does_not_replace_a_newer_one(house, exam):
    sitting = sit(house, exam)
    pulse(sitting, unsent=5, waiting_s=20)
    age(house, -30)  # from half a minute ahead of what comes now
    pulse(sitting)
    with house.admin() as db:
        assert db.execute("SELECT p.unsent FROM work.pulse p WHERE p.session_id = %s",
                          (seen(exam)[0]["session"],)).fetchone() == (5,)


def test_part_1_counts_each_question_once_and_part_2_the_prompts_that_are_asked_for(house, exam):
    sitting = sit(house, exam, part=2)
    first, _ = seen(exam)
    assert (first["saved"], first["of"]) == (0, 60)
    second, _ = seen(exam, 2)
    pages = [sitting.visitor.read(f"/parts/2/vignettes/{place}")["vignette"] for place in (1, 2, 3)]
    prompts = [[prompt["ref"] for prompt in page["prompts"]] for page in pages]
    with house.admin() as db:
        choices = db.execute("SELECT f.choice_set, f.choose FROM bank.form_vignette f JOIN work.session s ON s.form_id = f.form_id "
                             "WHERE s.id = %s ORDER BY f.position", (second["session"],)).fetchall()
    optional = [i for i, (name, choose) in enumerate(choices) if [c for c, _ in choices].count(name) > choose]
    assert optional, "in this form one vignette is left out"
    asked = sum(map(len, prompts)) - len(prompts[optional[0]])
    assert (second["saved"], second["of"]) == (0, asked)
    sitting.save(2, "choice", vignettes=[])
    for ref in prompts[0] * 2:
        sitting.save(2, ref, text="I would begin by wondering.")
    assert (seen(exam, 2)[0]["saved"], seen(exam, 2)[0]["of"]) == (len(prompts[0]), asked)
    for ref in prompts[1] + prompts[2]:
        sitting.save(2, ref, text="I would begin by wondering.")
    assert (seen(exam, 2)[0]["saved"], seen(exam, 2)[0]["of"]) == (asked, asked), "who writes more than is asked for has all"
    assert f"{asked} of {asked} saved" in words(exam) and "0 of 60 saved" in words(exam)
    assert "wondering" not in words(exam)


@pytest.mark.parametrize("fields, field", [
    ({"unsent": -1}, "unsent"), ({"unsent": 100001}, "unsent"), ({"unsent": "1"}, "unsent"), ({"characters": -1}, "characters"),
    ({"waiting_s": 604801}, "waiting_s"), ({"waiting_s": None}, "waiting_s"), ({"text": "I would"}, "text")])
def test_what_is_no_pulse_is_refused_and_leaves_nothing(house, exam, fields, field):
    sitting = sit(house, exam)
    answer = sitting.visitor.post("/parts/1/pulse", {"unsent": 0, "characters": 0, "waiting_s": 0} | fields)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    session = seen(exam)[0]["session"]
    with house.admin() as db:
        assert db.execute("SELECT count(*) FROM work.pulse WHERE session_id = %s", (session,)).fetchone() == (0,)


def test_only_who_sits_a_part_is_heard(house, exam):
    sitting = sit(house, exam)
    word = {"unsent": 0, "characters": 0, "waiting_s": 0}
    assert house.visitor("candidate").post("/parts/1/pulse", word).status_code == 401
    assert sitting.visitor.post("/parts/2/pulse", word).status_code == 409
    assert sitting.visitor.post("/parts/3/pulse", word).status_code == 422
    sitting.visitor.do("/sign-out", {})
    assert sitting.visitor.post("/parts/1/pulse", word).status_code == 401


def test_many_pages_at_once_are_each_heard(house, exam):
    """They come together in the desk's batch lane; two words of one page are one row, and who cannot be heard is told so alone."""
    people = [{"name": f"Number {i}", "email": f"{uuid.uuid4().hex}@x.example", "category": "specialist", "track": "imh"}
              for i in range(12)]
    sittings = [Sitting(house, code) for code in exam.admit(roster_text(people)).values()]
    for sitting in sittings[:-1]:
        sitting.accept().open(1)
    answers = {}

    def speak(number, sitting):
        for word in (number, number + 100):
            fields = {"unsent": word, "characters": 0, "waiting_s": 60}
            answers[number, word] = sitting.visitor.post("/parts/1/pulse", fields).status_code
    threads = [threading.Thread(target=speak, args=one) for one in enumerate(sittings, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers.values()) == {200, 409} and [n for (n, _), status in answers.items() if status == 409] == [12, 12]
    held = [person["parts"][0]["held"] for person in exam.desk.read(exam.path + "/board")["people"]]
    assert sorted(one["answers"] for one in held if one) == list(range(101, 112))
