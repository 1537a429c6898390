"""Sittings through the whole house, all processes at work: what is started, saved, late, closed, and who may see it."""
import re
import threading
import uuid
from datetime import timedelta

import pytest

from forms import Browser
from house import House, wait_for
from people import PASSWORD, Office, Sitting, keys_by_stem, roster_text

SECOND = {"code": "second", "name": "Second Association", "zone": "America/Anchorage"}
SECOND_COORDINATOR = {"name": "Sigrid Calloway", "email": "sigrid.calloway@second.example"}


@pytest.fixture(scope="module")
def house():
    with House() as running:
        yield running


@pytest.fixture(scope="module")
def office(house):
    return Office(house, staff={})


@pytest.fixture(autouse=True)
def here(office):
    """Time goes on between the stories; who coordinates comes back in the morning."""
    if office.desk.get("/home").status_code == 401:
        office.coordinator.sign_in()


@pytest.fixture
def exam(office):
    return office.add_exam("Exam", closes=timedelta(days=1))


def admit(exam, *names, **more):
    """{name: code}; every exam has people of its own, since nobody may meet the same questions twice."""
    rows = [{"name": f"{name} Person", "email": f"{name}.{uuid.uuid4().hex}@x.example", "category": "specialist", "track": "imh",
             **more} for name in names]
    slips = exam.admit(roster_text(rows))
    return {row["name"].split()[0]: slips[row["email"]] for row in rows}


def sit(house, exam, part=1, **more):
    """Somebody who has signed in, accepted, and opened a part."""
    sitting = Sitting(house, admit(exam, "Ada", **more)["Ada"]).accept()
    sitting.open(part)
    return sitting


def item(sitting, place):
    return sitting.visitor.read(f"/parts/1/items/{place}")


def chosen(sitting, place):
    return [option["letter"] for option in item(sitting, place)["question"]["options"] if option["chosen"]]


def seconds_left(sitting, part=1):
    return sitting.visitor.read(f"/parts/{part}/clock")["seconds_left"]


def board_part(exam, part=1):
    """Part of the only candidate, as the coordinator sees it; a login of hers may have run out meanwhile."""
    if exam.desk.get("/home").status_code == 401:
        exam.office.coordinator.sign_in()
    return exam.desk.read(exam.path + "/board")["people"][0]["parts"][part - 1]


# ---- time ------------------------------------------------------------------------------------------------------------

def test_a_reload_and_a_second_computer_resume_with_the_same_time_order_and_answers(house, exam):
    code = admit(exam, "Ada")["Ada"]
    sitting = Sitting(house, code).accept()
    sitting.open(1)
    order = [item(sitting, place)["question"]["ref"] for place in range(1, 61)]
    sitting.save(1, order[6], choice="C")
    house.travel(minutes=20)
    again = Sitting(house, code)
    assert [item(again, place)["question"]["ref"] for place in range(1, 61)] == order
    assert chosen(again, 7) == ["C"] and chosen(again, 8) == []
    assert 4190 <= seconds_left(again) <= 4200
    assert again.visitor.get("/parts/1/items/1").json()["time"]["line"] == "90 min"


def test_a_restart_of_every_process_loses_nothing(house, office, exam):
    sitting = sit(house, exam)
    ref = item(sitting, 3)["question"]["ref"]
    sitting.save(1, ref, choice="B")
    house.travel(minutes=10)
    house.restart()
    assert chosen(sitting, 3) == ["B"] and 4790 <= seconds_left(sitting) <= 4800


def test_starting_twice_is_starting_once(house, exam):
    sitting = sit(house, exam)
    house.travel(minutes=30)
    sitting.visitor.do("/parts/1/open", {})
    sitting.visitor.do("/parts/1/begin", {})
    sitting.open(1)
    assert 3590 <= seconds_left(sitting) <= 3600


def test_esl_candidates_get_their_150_minutes_in_each_part(house, exam):
    sitting = sit(house, exam, esl="yes")
    assert item(sitting, 1)["time"]["line"] == "90 + 60 ESL = 150 min" and 8990 <= seconds_left(sitting) <= 9000
    house.travel(minutes=149)
    sitting.save(1, item(sitting, 1)["question"]["ref"], choice="A")
    sitting.hand_in(1)
    sitting.open(2)
    assert 8990 <= seconds_left(sitting, 2) <= 9000
    assert board_part(exam, 2)["minutes"] == {"part": 2, "line": "90 + 60 ESL = 150 min"}


# ---- the end ---------------------------------------------------------------------------------------------------------

def test_an_overdue_session_is_closed_by_the_registrar_with_what_was_last_saved(house, office, exam):
    sitting = sit(house, exam)
    keys = keys_by_stem()
    for place in range(1, 21):
        question = item(sitting, place)["question"]
        wrong, right = ("ABCD"["ABCD".index(keys[question["stem"]]) - 1], keys[question["stem"]])
        sitting.save(1, question["ref"], choice=wrong)
        sitting.save(1, question["ref"], choice=right)
    house.travel(minutes=91)
    wait_for(lambda: board_part(exam)["is"] == {"closed": True})
    assert board_part(exam)["saved"] == 20
    house.travel(days=2)
    office.coordinator.sign_in()
    exam.wait_until_closed()
    exam.score()
    with house.admin() as db:
        assert db.execute("SELECT count(*) FROM result.part1").fetchone()[0] >= 1
    # What the score is comes out with the release only: 20 right answers stand in the candidate's letter then.
    exam.take_in()
    exam.preview()
    second = office.appoint("Second Person", f"{uuid.uuid4().hex}@sample.example", approve=True).sign_in()
    digest = second.read(exam.path + "/confirm")["release"]["digest"]
    second.do(exam.path + "/confirm", {"digest": digest, "sure": True})
    exam.wait_for_step("release")
    (outcome,) = exam.results().values()
    assert (outcome["part1"]["score"], outcome["part1"]["passed"], outcome["part2"]) == (20, False, {"sat": False})
    assert outcome["retake"]["parts"] == [1]


def test_what_comes_after_the_grace_is_kept_marked_late_and_put_to_the_coordinator(house, exam):
    sitting = sit(house, exam)
    ref = item(sitting, 5)["question"]["ref"]
    house.travel(seconds=seconds_left(sitting) + 5)
    sitting.save(1, ref, choice="A")
    house.travel(seconds=30)
    late = sitting.visitor.do("/parts/1/saves", {"ref": ref, "save_id": str(uuid.uuid4()), "choice": "B"})
    assert late["outcome"] == "late"
    assert (board_part(exam)["saved"], board_part(exam)["late"]) == (1, 1)
    wait_for(lambda: board_part(exam)["is"] == {"closed": True})
    with house.admin() as db:
        rows = db.execute("SELECT v.late, count(*) FROM work.save v JOIN work.session s ON s.id = v.session_id JOIN work.attempt t "
                          "ON t.id = s.attempt_id JOIN work.registration r ON r.id = t.registration_id WHERE "
                          "r.administration_id = %s GROUP BY 1 ORDER BY 1", [exam.id]).fetchall()
    assert rows == [(False, 1), (True, 1)]


def test_a_page_that_was_open_too_long_says_that_its_answer_came_late(house, exam):
    browser = Browser(house.visitor("candidate", html=True))
    browser.go("/")
    browser.press("Sign in", code=admit(exam, "Ada")["Ada"])
    browser.go("/confidentiality")
    browser.press("Accept and go on", accept="yes")
    browser.go("/parts/1/open")
    browser.press("Start Part 1 now")
    house.travel(minutes=91)
    browser.press("Next question", choice="A")
    assert browser.status == 409
    browser.says("late")
    browser.go("/exam")
    browser.says("Everything you had saved counts.")


def test_fifty_hand_ins_at_once_are_one(house, exam):
    code = admit(exam, "Ada")["Ada"]
    sitting = Sitting(house, code).accept()
    sitting.open(1)
    sitting.save(1, item(sitting, 1)["question"]["ref"], choice="D")
    visitors = [Sitting(house, code).visitor for _ in range(50)]
    start, answers = threading.Barrier(50), []

    def hand_in(visitor):
        start.wait()
        answers.append(visitor.post("/parts/1/hand-in", {}).status_code)

    threads = [threading.Thread(target=hand_in, args=[visitor]) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50 and set(answers) <= {200, 409} and 200 in answers
    with house.admin() as db:
        events = db.execute("SELECT e.action FROM audit.event e JOIN work.session s ON s.id = e.subject_id JOIN work.attempt t ON "
                            "t.id = s.attempt_id JOIN work.registration r ON r.id = t.registration_id WHERE "
                            "r.administration_id = %s AND e.actor = 'candidate' ORDER BY e.number", [exam.id]).fetchall()
    assert events == [("session.opened",), ("session.started",), ("session.handed_in",)]
    assert board_part(exam)["is"] == {"handed_in": True} and board_part(exam)["saved"] == 1


# ---- who sees what ---------------------------------------------------------------------------------------------------

def without_number(content):
    return re.sub(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", b"", content)


def test_before_the_release_everybody_gets_the_same_bytes(house, office, exam):
    """Who has not come, who is writing, who handed in, whose time ran out: pages and documents of results are the same."""
    slips = admit(exam, "Fresh", "Writing", "Done", "Overdue")
    Sitting(house, slips["Overdue"]).accept().open(1)
    house.travel(minutes=95)
    Sitting(house, slips["Writing"]).accept().open(1)
    Sitting(house, slips["Done"]).accept().part1(right=60)
    for path in ("/results", "/letter"):
        documents, pages = set(), set()
        for name in slips:
            visitor = Sitting(house, slips[name]).visitor
            documents.add(visitor.get(path).content)
            pages.add(without_number(visitor.get(path, headers={"Accept": "text/html"}).content))
        assert documents == {b'{"published":false}'} and len(pages) == 1


def test_a_slip_printed_again_ends_the_old_code(house, office, exam):
    old = admit(exam, "Ada")["Ada"]
    inside = Sitting(house, old).accept()
    inside.open(1)
    inside.save(1, item(inside, 1)["question"]["ref"], choice="A")
    person = exam.desk.read(exam.path + "/candidates")["people"][0]
    (slip,) = exam.desk.do(f"/registrations/{person['registration']}/slip", {})["slips"]
    assert slip["code"] != old
    assert house.visitor("candidate").post("/sign-in", {"code": old}).status_code == 401
    # Whoever came in with the old one, perhaps because it was found or photographed, is out as well.
    assert inside.visitor.get("/exam").status_code == 401
    assert chosen(Sitting(house, slip["code"]), 1) == ["A"]
    events = exam.desk.read("/audit")["events"]
    assert "slip.replaced" in [event["action"] for event in events]


def test_a_second_association_sees_nothing_of_the_first(house, office, exam):
    admit(exam, "Ada")
    registration = exam.desk.read(exam.path + "/candidates")["people"][0]["registration"]
    code = house.add_association(SECOND, SECOND_COORDINATOR)
    house.import_bank(SECOND["code"])
    other = Office(house, SECOND, SECOND_COORDINATOR, code, staff={})
    stranger = other.desk
    assert stranger.read("/home")["administrations"] == []
    assert [p["email"] for p in stranger.read("/staff")["people"]] == [SECOND_COORDINATOR["email"]]
    for path in ("", "/roster", "/candidates", "/board", "/reviewers", "/release", "/confirm", "/results", "/results.csv"):
        assert stranger.get(exam.path + path).status_code == 404, path
    for path in ("/slips", "/score", "/intake", "/packets", "/preview", "/reviewers"):
        assert stranger.post(exam.path + path, {}).status_code == 404, path
    for path in (f"/registrations/{registration}/slip", f"/staff/{uuid.uuid4()}/reset"):
        assert stranger.post(path, {}).status_code == 404, path
    assert stranger.get(f"/registrations/{registration}/letter").status_code == 404
    assert exam.id not in str(stranger.read("/audit"))
    mine = {form["id"] for form in forms_of(office.desk)}
    assert mine and mine.isdisjoint(form["id"] for form in forms_of(stranger))
    # Not even with the first one's forms under an administration of its own.
    slots = office.desk.read("/administrations/new")["slots"]
    taken = stranger.post("/administrations/new", {
        "title": "Borrowed", "opens_date": "2030-01-07", "opens_time": "09:00", "closes_date": "2030-01-08", "closes_time": "09:00",
        "form": {slot["key"]: slot["options"][0]["id"] for slot in slots}})
    assert (taken.status_code, taken.json()["field"]) == (422, "form") and stranger.read("/home")["administrations"] == []


def forms_of(desk):
    return [option for slot in desk.read("/administrations/new")["slots"] for option in slot["options"]]


def test_a_password_of_one_desk_opens_no_other(house, office):
    reviewer = office.appoint("Rita Reviewer", f"{uuid.uuid4().hex}@sample.example", review=True)
    reviewer.sign_in()
    refused = house.visitor("coordination").post("/sign-in", {"email": reviewer.email, "password": PASSWORD})
    assert refused.status_code == 401
    for desk in ("candidate", "coordination"):
        visitor = house.visitor(desk)
        visitor.client.cookies = reviewer.visitor.client.cookies
        assert visitor.get("/exam" if desk == "candidate" else "/home").status_code == 401
