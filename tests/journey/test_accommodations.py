"""Accommodations: what a candidate asks for, what a coordinator decides, and what follows from it by itself. Everything by plain
forms, without JavaScript."""
import threading
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest

from forms import Browser
from house import House, wait_for
from people import SAMPLE_STAFF, Office, Sitting, roster_text
from registrar_world import World

WORDS = "The letters swim when the lamp is low; a quarter of an hour more would do."
SOON = {"opens": timedelta(hours=-1), "closes": timedelta(days=1)}
LATER = {"opens": timedelta(days=60), "closes": timedelta(days=61)}


@pytest.fixture(scope="module")
def house():
    with House() as running:
        yield running


@pytest.fixture(scope="module")
def office(house):
    return Office(house, staff={role: SAMPLE_STAFF[role] for role in ("approver", "proctor")})


@pytest.fixture(autouse=True)
def here(office):
    """Time goes on between the stories; who coordinates comes back in the morning."""
    if office.desk.get("/home").status_code == 401:
        office.coordinator.sign_in()


class Candidate:
    """Somebody on the roster of an exam, at a browser without JavaScript; and the coordinator's page about them."""

    def __init__(self, house, office, exam, esl=""):
        email = f"{uuid.uuid4().hex}@x.example"
        row = {"name": "Ada Moreno", "email": email, "category": "specialist", "track": "imh", "esl": esl}
        self.house, self.office, self.exam = house, office, exam
        self.code = exam.admit(roster_text([row]))[email]
        people = office.desk.read(exam.path + "/candidates")["people"]
        self.registration = next(p["registration"] for p in people if p["email"] == email)
        self.browser = self.come_in()

    def come_in(self):
        self.browser = Browser(self.house.visitor("candidate", html=True))
        self.browser.go("/")
        self.browser.press("Sign in", code=self.code)
        return self.browser

    def sit(self, part=1):
        """Opens a part and begins it, on another device than the browser, which may still look and ask."""
        self.sitting = Sitting(self.house, self.code).accept()
        self.sitting.open(part)
        return self

    def clock(self, part=1):
        return self.sitting.visitor.read(f"/parts/{part}/clock")

    def asks(self, kind, words=WORDS):
        self.browser.go("/exam")
        self.browser.follow("Ask for an accommodation")
        return self.browser.press("Send the request", kind=kind, asked=words)

    def coordinator(self, path):
        """The coordinator's browser at a page."""
        browser = Browser(self.house.visitor("coordination", html=True))
        browser.visitor.client.cookies = self.office.desk.client.cookies
        browser.go(path)
        return browser

    def request(self, kind):
        """The coordinator's browser at this candidate's newest request of a kind."""
        page = self.office.desk.read(f"/registrations/{self.registration}/accommodations")
        found = [r["id"] for r in page["requests"] if r["kind"] == kind]
        return self.coordinator(f"/accommodations/{found[0]}")

    def decided(self, kind, decision="Grant", status=200, **entries):
        browser = self.request(kind)
        browser.press(decision, **{"reason": "As it was agreed with the board.", **entries})
        assert browser.status == status, browser.page.text
        return browser


@pytest.fixture
def ada(house, office):
    """On the roster of an exam two months from now."""
    return Candidate(house, office, office.add_exam("Later exam", **LATER))


@pytest.fixture
def bea(house, office):
    """On the roster of an exam that is open today, so whatever she asks for comes late."""
    return Candidate(house, office, office.add_exam("Open exam", **SOON))


def value_of(browser, name):
    return next(c.value for form in browser.page.forms for c in form.controls if c.name == name and c.sent)


# ---- from the request to the letter ----------------------------------------------------------------------------------

def test_the_candidate_asks_the_coordinator_decides_and_both_read_the_letter(ada):
    browser = ada.browser
    browser.go("/exam")
    browser.follow("Ask for an accommodation")
    browser.says("You have not asked for anything yet.", "Up to 60 minutes for each part need no documents.",
                 "Requests should be received by")
    browser.press("Send the request", kind="esl", asked=WORDS)
    browser.says("More time, English is not the first language Not decided yet", WORDS, "Received on")
    assert "later than the day" not in browser.page.text

    cora = ada.coordinator(ada.exam.path)
    cora.says("Next: decide what candidates ask for", "1 to decide")
    cora.follow("See the requests")
    cora.says("To decide: 1")
    assert cora.page.tables[0][1][0] == "Ada Moreno" and cora.page.tables[0][1][3:] == ["To decide", "None"]
    cora.follow("More time, English")
    cora.says(WORDS, "In time", "from the candidate's own page")
    cora.press("Grant", documents="not_needed", part1_minutes=60, part2_minutes=60, reason="You told us in your application.")
    cora.says("Granted", "Part 1: 90 + 60 ESL = 150 min", "Corinne Adler")
    cora.follow("Letter to print")
    sentences = ("It is granted.", "Reason: You told us in your application.", "Part 1: 90 + 60 ESL = 150 min",
                 "Part 2: 90 + 60 ESL = 150 min", "Later exam", "Ada Moreno")
    cora.says(*sentences, "Dear Ada Moreno")

    browser.go("/accommodations")
    browser.says("Granted", "Part 1: 60 min more. Part 2: 60 min more. Reason: You told us in your application.")
    browser.follow("Letter of")
    browser.says(*sentences)
    browser.go("/exam")
    browser.says("Your time: 150 min (90 + 60 ESL)")
    cora.go(ada.exam.path + "/accommodations")
    cora.says("Everything that was asked for is decided.")
    assert ada.exam.step("accommodations")["state"] == "done"


def test_what_a_coordinator_enters_stands_on_the_candidate_s_page(ada):
    cora = ada.coordinator(ada.exam.path + "/candidates")
    cora.follow("Accommodations of Ada Moreno")
    cora.says("Ada Moreno has not asked for anything yet.")
    cora.press("Enter the request", kind="breaks", asked="Two breaks of ten minutes, said on the telephone.")
    cora.says("in another way; entered", "Two breaks of ten minutes")
    cora.press("Grant", documents="seen", part1_minutes=20, part2_minutes="", reason="A doctor's letter was seen.")
    cora.says("Granted")
    cora.go(ada.exam.path + "/candidates")
    assert "to decide" not in cora.page.text
    ada.browser.go("/accommodations")
    ada.browser.says("Breaks with the clock stopped Granted", "Two breaks of ten minutes", "Part 1: 20 min of breaks in all.")
    ada.browser.follow("Letter of")
    ada.browser.says("You may stop the clock yourself: in Part 1 for 20 min in all.", "Part 1: 90 min")


def test_a_page_without_requests_says_what_to_do(office):
    exam = office.add_exam("Quiet exam", **LATER)
    browser = Browser(office.house.visitor("coordination", html=True))
    browser.visitor.client.cookies = office.desk.client.cookies
    browser.go(exam.path + "/accommodations")
    browser.says("Nobody has asked for anything")
    browser.follow("Go to the candidates")


def test_a_roster_s_esl_time_is_a_record_like_any_other(house, office):
    dora = Candidate(house, office, office.add_exam("Roster exam", **LATER), esl="45")
    dora.browser.go("/accommodations")
    dora.browser.says("Your association's list says so", "Part 1: 45 min more. Part 2: 45 min more.")
    dora.browser.follow("Letter of")
    dora.browser.says("It is granted.", "Part 1: 90 + 45 ESL = 135 min")
    assert dora.exam.step("accommodations")["state"] == "done"
    again = dora.asks("esl")
    assert dora.browser.status == 409
    again.says("There is a request of this kind already")
    dora.decided("esl", documents="not_needed", part1_minutes=60, part2_minutes=45).says("90 + 60 ESL = 150 min")


# ---- documents -------------------------------------------------------------------------------------------------------

def test_esl_time_of_60_minutes_needs_no_documents(ada):
    ada.asks("esl")
    ada.decided("esl", documents="not_needed", part1_minutes=60, part2_minutes=60).says("Granted")


def test_esl_time_of_90_minutes_needs_documents_that_were_seen(ada):
    ada.asks("esl")
    for documents in ("not_needed", "needed"):
        browser = ada.decided("esl", status=422, documents=documents, part1_minutes=90, part2_minutes=60)
        browser.says("Documents are still needed", "To decide")
        assert value_of(browser, "part1_minutes") == "90" and value_of(browser, "documents") == documents
    ada.decided("esl", documents="seen", part1_minutes=90, part2_minutes=60).says("90 + 90 ESL = 180 min")


@pytest.mark.parametrize("kind, without", [("time", False), ("breaks", False), ("person", False), ("dictionary", True),
                                           ("display", True)])
def test_other_kinds_need_documents_or_not(ada, kind, without):
    ada.asks(kind)
    minutes = {"part1_minutes": 10, "part2_minutes": 10} if kind in ("time", "breaks") else {}
    ada.decided(kind, status=422, documents="needed", **minutes)
    ada.decided(kind, status=200 if without else 422, documents="not_needed", **minutes)
    ada.decided(kind, documents="seen", **minutes).says("Granted")


# ---- late ------------------------------------------------------------------------------------------------------------

def test_a_late_request_says_so_at_once_and_is_granted_only_with_a_reason_why(bea):
    page = bea.browser.go("/accommodations")
    page.says("That day is over.", "you may be offered another date instead")
    bea.asks("time").says("later than the day until which requests are in time", "you may be offered another date instead")
    more = {"documents": "seen", "part1_minutes": 15, "part2_minutes": 0}
    browser = bea.decided("time", status=422, **more)
    browser.says("This request came late.")
    assert value_of(browser, "reason") == "As it was agreed with the board."
    browser = bea.decided("time", late_reason="The diagnosis came last week.", **more)
    browser.says("Late", "Granted")
    assert value_of(browser, "late_reason") == "The diagnosis came last week."
    bea.browser.go("/accommodations")
    bea.browser.follow("Letter of")
    assert "diagnosis" not in bea.browser.page.text


def test_a_late_request_is_refused_with_the_offer_of_another_date(bea):
    bea.asks("time")
    bea.decided("time", "Refuse", reason="It came too late. We offer you June 3 instead.").says("Refused")
    bea.browser.go("/accommodations")
    bea.browser.says("Not granted", "We offer you June 3 instead.")
    bea.browser.follow("Letter of")
    bea.browser.says("It is not granted.", "Part 1: 90 min")


def test_who_is_given_another_date_sits_then_and_nobody_else(bea, house, office):
    cleo = Candidate(house, office, bea.exam)
    bea.asks("date", "My child is in hospital this week.")
    moment = house.now().astimezone(office.zone)
    day = {name: (moment + timedelta(days=ahead)).strftime("%Y-%m-%d") for name, ahead in (("opens", 3), ("closes", 4))}
    window = {"opens_date": day["opens"], "opens_time": "00:00", "closes_date": day["closes"], "closes_time": "18:00"}
    for wrong, field, words in (
            ({"opens_date": ""}, "opens_date", "Enter a date"), ({"closes_time": ""}, "closes_date", "Enter a date"),
            ({"closes_date": day["opens"], "closes_time": "00:00"}, "closes_date", "The window must end after")):
        browser = bea.decided("date", status=422, documents="not_needed", **{**window, **wrong})
        browser.says(words)
        assert f"#{field}" in [href for _, href in browser.page.links]
    # It came late, and what is granted is another date: that needs no further reason.
    browser = bea.decided("date", documents="not_needed", **window)
    browser.says("Own window", "who has started by its end has the whole time, also past it")
    bea.browser.go("/accommodations")
    bea.browser.says("You may start from", "If you start by then, you have your whole time, also past that moment.")
    bea.browser.follow("Letter of")
    bea.browser.says("in a window of your own")
    house.travel(days=3)
    office.coordinator.sign_in()
    for who, phase in ((bea, "ready"), (cleo, "missed")):
        who.sitting = Sitting(house, who.code).accept()
        assert {p["phase"] for p in who.sitting.visitor.read("/exam")["parts"]} <= {phase, "after_part1"}
    bea.sitting.open(1)
    assert bea.clock()["running"]


def test_there_is_no_other_date_once_scoring_has_begun(bea, house):
    bea.asks("date")
    with house.admin() as db:
        db.execute("INSERT INTO work.duty (association_id, id, administration_id, kind, state, asked_at) SELECT association_id, "
                   "gen_random_uuid(), id, 'score', 'done', now() FROM work.administration WHERE id = %s", [bea.exam.id])
    moment = house.now().astimezone(bea.office.zone)
    window = {"opens_date": moment.strftime("%Y-%m-%d"), "opens_time": "00:00",
              "closes_date": (moment + timedelta(days=4)).strftime("%Y-%m-%d"), "closes_time": "18:00"}
    bea.decided("date", status=409, documents="not_needed", **window).says("Scoring has begun")
    bea.decided("date", "Refuse", reason="Please come in autumn.").says("Refused")


def received(candidate, ahead):
    """The coordinator enters a dictionary that was asked for on that day (from today): is it late?"""
    day = (candidate.house.now().astimezone(candidate.office.zone) + timedelta(days=ahead)).strftime("%Y-%m-%d")
    browser = candidate.coordinator(f"/registrations/{candidate.registration}/accommodations")
    browser.press("Enter the request", kind="dictionary", asked="A dictionary.", received_on=day)
    assert browser.status == 200
    facts = browser.page.facts["Received"]
    browser.press("Refuse", reason="Only a test of dates.")
    return "Late" in facts


@pytest.mark.parametrize("opens, lead_days, day, late", [(21, 21, 0, False), (20, 21, 0, True), (20, 21, -1, False),
                                                         (20, 14, 0, False), (13, 14, 0, True), (13, 14, -1, False)])
def test_late_is_what_comes_after_the_lead_time_before_the_exam_day(house, office, opens, lead_days, day, late):
    exam = office.add_exam("Lead time", opens=timedelta(days=opens), closes=timedelta(days=opens, hours=1), lead_days=lead_days)
    assert received(Candidate(house, office, exam), day) is late


def test_the_exam_day_is_that_of_an_appointment_where_there_is_one(house, office):
    exam = office.add_exam("Slots", opens=timedelta(days=10), closes=timedelta(days=40))
    ada = Candidate(house, office, exam)
    assert received(ada, 0)
    with house.admin() as db:
        slot, aid = uuid.uuid4(), db.execute("SELECT association_id FROM work.registration WHERE id = %s",
                                             [ada.registration]).fetchone()[0]
        db.execute("INSERT INTO work.slot (association_id, id, administration_id, part, starts_at, places, place, created_by, "
                   "created_at) VALUES (%s, %s, %s, 1, %s, 1, 'Room 1', gen_random_uuid(), now())",
                   [aid, slot, exam.id, house.now() + timedelta(days=30)])
        db.execute("INSERT INTO work.appointment VALUES (%s, gen_random_uuid(), %s, 1, %s, false, 0, 'staff', now())",
                   [aid, ada.registration, slot])
        assert not received(ada, 0)
        db.execute("UPDATE work.appointment SET cancelled = true WHERE registration_id = %s", [ada.registration])
    assert received(ada, 0)


# ---- a decision applies itself ---------------------------------------------------------------------------------------

LATE = {"late_reason": "It could not be known before."}


def test_what_is_granted_in_the_middle_of_a_session_is_added_to_its_running_clock(bea):
    bea.sit()
    before = bea.clock()
    assert before["line"] == "90 min"
    bea.asks("time")
    bea.decided("time", documents="seen", part1_minutes=30, part2_minutes=30, **LATE).says("Part 1: 90 + 30 other = 120 min")
    after = bea.clock()
    assert after["line"] == "90 + 30 other = 120 min"
    assert 1800 - 60 < after["seconds_left"] - before["seconds_left"] <= 1800
    bea.asks("esl")
    bea.decided("esl", documents="not_needed", part1_minutes=10, part2_minutes=10, **LATE)
    assert bea.clock()["line"] == "90 + 10 ESL + 30 other = 130 min"


def test_a_decision_may_grant_more_at_any_time_and_less_only_before_the_part_is_opened(bea):
    bea.asks("time")
    given = {"documents": "seen", **LATE}
    bea.decided("time", part1_minutes=30, part2_minutes=30, **given)
    bea.decided("time", part1_minutes=20, part2_minutes=30, **given).says("90 + 20 other = 110 min")
    bea.sit()
    for decision, minutes in (("Grant", {"part1_minutes": 19, "part2_minutes": 30}), ("Refuse", {})):
        browser = bea.decided("time", decision, status=409, **minutes, **given)
        browser.says("cannot be taken away or shortened any more")
    assert bea.clock()["line"] == "90 + 20 other = 110 min"
    bea.decided("time", part1_minutes=40, part2_minutes=10, **given).says("90 + 40 other = 130 min", "90 + 10 other = 100 min")
    assert bea.clock()["line"] == "90 + 40 other = 130 min"


def test_a_window_of_one_s_own_is_not_narrowed_once_a_part_is_opened(bea, house):
    bea.asks("date")
    moment = house.now().astimezone(bea.office.zone)

    def window(closes):
        last = moment + closes
        return {"documents": "not_needed", "opens_date": (moment - timedelta(days=1)).strftime("%Y-%m-%d"), "opens_time": "08:00",
                "closes_date": last.strftime("%Y-%m-%d"), "closes_time": last.strftime("%H:%M")}
    bea.decided("date", **window(timedelta(days=5)))
    bea.decided("date", **window(timedelta(days=4)))
    bea.sit()
    bea.decided("date", status=409, **window(timedelta(days=3))).says("cannot be taken away or shortened")
    bea.decided("date", "Refuse", status=409)
    bea.decided("date", **window(timedelta(days=6)))


def test_breaks_are_minutes_with_the_clock_stopped_and_no_part_of_the_time(bea, house):
    bea.sit()
    bea.asks("breaks")
    bea.decided("breaks", documents="seen", part1_minutes=12, part2_minutes=0, **LATE)
    assert bea.clock()["line"] == "90 min"
    with house.admin() as db:
        left = db.execute("SELECT work.break_left_s(s.association_id, s.id) FROM work.session s JOIN work.attempt t "
                          "ON t.id = s.attempt_id WHERE t.registration_id = %s", [bea.registration]).fetchone()[0]
    assert left == 12 * 60


def test_a_part_is_opened_with_what_is_being_decided_at_that_moment(bea, house):
    """A decision holds the registration: a part that is opened meanwhile waits, and begins with all that is granted."""
    sitting = Sitting(house, bea.code).accept()
    with house.admin(autocommit=False) as deciding, house.admin() as looking:
        deciding.execute("SELECT work.hold_registration(association_id, id) FROM work.registration WHERE id = %s",
                         [bea.registration])
        opening = threading.Thread(target=lambda: sitting.visitor.do("/parts/1/open", {}))
        opening.start()
        wait_for(lambda: looking.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone()[0])
        deciding.execute("INSERT INTO work.accommodation (association_id, id, registration_id, kind, state, received_on, filed_by, "
                         "filed_at, documents, part1_minutes) SELECT association_id, gen_random_uuid(), id, 'esl', 'granted', "
                         "current_date, 'roster', now(), 'not_needed', 25 FROM work.registration WHERE id = %s", [bea.registration])
        deciding.commit()
        opening.join()
    assert sitting.visitor.read("/parts/1/clock")["line"] == "90 + 25 ESL = 115 min"


# ---- one record ------------------------------------------------------------------------------------------------------

def test_there_is_one_record_of_a_kind_and_no_second_one_beside_it(ada):
    ada.asks("esl")
    ada.asks("esl", "And once more.").says("There is a request of this kind already")
    assert ada.browser.status == 409 and value_of(ada.browser, "asked") == "And once more."
    cora = ada.coordinator(f"/registrations/{ada.registration}/accommodations")
    cora.press("Enter the request", kind="esl", asked="By telephone too.")
    assert cora.status == 409
    cora.says("There is a request of this kind already")
    ada.decided("esl", "Refuse")
    first = ada.request("esl").at
    ada.asks("esl", "Now with a certificate.").says("Not decided yet", "Not granted")
    cora.go(first)
    cora.press("Grant", documents="not_needed", part1_minutes=60, part2_minutes=60, reason="After all.")
    assert cora.status == 409
    cora.says("There is a request of this kind already")


def test_an_undecided_request_can_be_taken_back_and_a_decided_one_cannot(ada):
    ada.asks("person")
    cora = ada.request("person")
    ada.browser.press("Take this request back")
    ada.browser.says("Taken back")
    cora.press("Grant", documents="seen", reason="A reader comes.")
    assert cora.status == 409
    cora.says("Somebody changed this after you opened the page")
    ada.request("person").says("The candidate has taken this request back.")
    ada.asks("person")
    undecided = Browser(ada.browser.visitor)
    undecided.go("/accommodations")
    ada.decided("person", documents="seen")
    undecided.press("Take this request back")
    assert undecided.status == 409
    undecided.says("This request is decided and cannot be taken back any more")
    assert ada.exam.step("accommodations")["state"] == "done"


def test_two_coordinators_do_not_decide_over_each_other(ada):
    ada.asks("dictionary")
    slow, quick = ada.request("dictionary"), ada.request("dictionary")
    quick.press("Grant", documents="not_needed", reason="Allowed for everybody.")
    slow.press("Refuse", reason="I saw it otherwise.")
    assert slow.status == 409
    ada.request("dictionary").says("Granted")


def test_after_both_parts_nothing_can_be_asked_for(bea):
    bea.sit()
    bea.sitting.hand_in(1)
    bea.asks("dictionary")
    bea.sitting.open(2)
    bea.asks("display")
    open_form = Browser(bea.browser.visitor)
    open_form.go("/accommodations")
    bea.sitting.hand_in(2)
    open_form.press("Send the request", kind="time", asked=WORDS)
    assert open_form.status == 409
    open_form.says("Your exam is over, so nothing more can be asked for here.")
    bea.browser.go("/accommodations")
    bea.browser.says("Your exam is over")
    assert not [form for form in bea.browser.page.forms if form.action == "/accommodations"]


# ---- who reads it ----------------------------------------------------------------------------------------------------

def test_the_words_are_sealed_and_the_record_of_what_was_done_has_none_of_them(ada, house):
    ada.asks("time")
    reason = "The certificate of the eye clinic was seen."
    for _ in range(2):
        ada.decided("time", documents="seen", part1_minutes=15, part2_minutes=15, reason=reason)
    keys = dict(line.split() for line in (house.keys / "candidate.keys").read_text().splitlines() if line and line[0] != "#")
    box = SimpleNamespace(keys={"identity": bytes.fromhex(keys["identity"])}, _associated=World._associated)
    with house.admin() as db:
        ident, version, request, decision = db.execute(
            "SELECT id, version, request, decision FROM work.accommodation WHERE registration_id = %s",
            [ada.registration]).fetchone()
        events = db.execute("SELECT action, actor, detail::text FROM audit.event WHERE subject_id = %s ORDER BY number",
                            [ident]).fetchall()
        stored = db.execute("SELECT string_agg(c::text, '') FROM work.accommodation c").fetchone()[0]
    assert version == 3
    assert World.open(box, "identity", "work.accommodation.request", ident, 0, request) == {"asked": WORDS}
    assert World.open(box, "identity", "work.accommodation.decision", ident, 3, decision) == {"reason": reason, "late_reason": ""}
    assert [(action, actor) for action, actor, _ in events] == [
        ("accommodation.filed", "candidate"), ("accommodation.decided", "staff"), ("accommodation.decided", "staff")]
    for text in (stored, *(detail for _, _, detail in events)):
        assert WORDS[:20] not in text and WORDS[:20].encode().hex() not in text and "clinic" not in text
    actions = [e["is"] for e in ada.office.desk.read("/audit")["events"]]
    assert {"accommodation_filed": True} in actions and {"accommodation_decided": True} in actions


def test_only_who_coordinates_reads_or_decides_it(ada, office, house):
    ada.asks("person")
    path = ada.request("person").at
    other = Candidate(house, office, ada.exam)
    assert other.browser.visitor.post(path + "/withdraw", {}).status_code == 404
    for role in ("approver", "proctor"):
        visitor = office[role].sign_in()
        for page in (path, path + "/letter", ada.exam.path + "/accommodations",
                     f"/registrations/{ada.registration}/accommodations"):
            assert visitor.get(page).status_code == 403, page
        assert visitor.post(path, {"version": 1, "decision": "refuse", "reason": "no"}).status_code == 403
    ada.request("person").says("To decide")


def test_there_is_no_letter_before_there_is_a_decision(ada):
    ada.asks("person")
    path = ada.request("person").at + "/letter"
    for visitor in (ada.browser.visitor, ada.coordinator("/home").visitor):
        reply = visitor.get(path)
        assert reply.status_code == 409 and "This request is not decided yet" in reply.text
    assert ada.browser.visitor.get(f"/accommodations/{uuid.uuid4()}/letter").status_code == 404


# ---- bad input names its field ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("entries, field, reason", [
    ({"part1_minutes": "601"}, "part1_minutes", "bad_number"), ({"part2_minutes": "ten"}, "part2_minutes", "bad_number"),
    ({"part1_minutes": "-1"}, "part1_minutes", "bad_number"), ({"part1_minutes": "0"}, "part1_minutes", "minutes_missing"),
    ({"reason": " x "}, "reason", "reason_needed"), ({"reason": "x" * 401}, "reason", "reason_needed"),
    ({"late_reason": "x"}, "late_reason", "late_reason_needed"), ({"documents": "lost"}, "documents", "bad_word"),
    ({"documents": "needed"}, "documents", "documents_needed"), ({"decision": "maybe"}, "decision", "bad_word"),
    ({"version": "x"}, "version", "wrong_kind"), ({"extra": "1"}, "extra", "unknown")])
def test_a_wrong_entry_of_a_decision_is_named(ada, entries, field, reason):
    ada.asks("esl")
    path = ada.request("esl").at
    good = {"version": 1, "decision": "grant", "documents": "not_needed", "part1_minutes": "30", "reason": "Fits."}
    reply = ada.office.desk.post(path, {**good, **entries})
    problem = reply.json()
    assert (reply.status_code, problem["field"], problem["reason"]) == (422, field, reason), reply.text
    assert problem["detail"]
    ada.request("esl").says("To decide")


def test_minutes_for_what_has_none_and_for_a_part_that_is_not_sat_are_refused(ada, house):
    ada.asks("display")
    body = {"version": 1, "decision": "grant", "documents": "seen", "part1_minutes": "5", "reason": "Fits."}
    assert ada.office.desk.post(ada.request("display").at, body).json()["field"] == "part1_minutes"
    with house.admin() as db:
        db.execute("UPDATE work.registration SET parts = '{2}' WHERE id = %s", [ada.registration])
    ada.asks("time")
    browser = ada.request("time")
    assert ada.office.desk.post(browser.at, body).json()["field"] == "part1_minutes"
    assert "part1_minutes" not in [c.name for form in browser.page.forms for c in form.controls]
    browser.press("Grant", documents="seen", part2_minutes=5, reason="Fits.")
    browser.says("Part 2: 90 + 5 other = 95 min")


@pytest.mark.parametrize("entries, field, reason", [
    ({"kind": ""}, "kind", "kind_needed"), ({"kind": "money"}, "kind", "bad_word"), ({"asked": "  "}, "asked", "asked_needed"),
    ({"asked": "é" * 2001}, "asked", "asked_needed")])
def test_a_wrong_entry_of_a_request_is_named_at_both_desks(ada, entries, field, reason):
    body = {k: v for k, v in {"kind": "time", "asked": WORDS, **entries}.items() if v}
    visitor = Sitting(ada.house, ada.code).visitor
    today = ada.house.now().astimezone(ada.office.zone).strftime("%Y-%m-%d")
    for reply in (visitor.post("/accommodations", body),
                  ada.office.desk.post(f"/registrations/{ada.registration}/accommodations", {**body, "received_on": today})):
        problem = reply.json()
        assert (reply.status_code, problem["field"], problem["reason"]) == (422, field, reason), reply.text
    assert ada.office.desk.read(ada.exam.path + "/accommodations")["any"] is False
    assert visitor.post("/accommodations", {"kind": "time", "asked": "é" * 2000}).status_code == 200


@pytest.mark.parametrize("day", ["", "soon", "today", "2031-02-30", "2099-01-01", "2001-01-01", "infinity"])
def test_the_day_of_a_request_is_a_day_that_has_been(ada, day):
    body = {k: v for k, v in {"kind": "time", "asked": WORDS, "received_on": day}.items() if v}
    problem = ada.office.desk.post(f"/registrations/{ada.registration}/accommodations", body).json()
    assert (problem["field"], problem["reason"]) == ("received_on", "received_wrong")


@pytest.mark.parametrize("days", ["0", "91", "three weeks"])
def test_a_lead_time_is_from_1_to_90_days(office, days):
    fields = {"title": "Exam", "opens_date": "2031-07-04", "opens_time": "09:00", "closes_date": "2031-07-04",
              "closes_time": "17:00", "lead_days": days}
    problem = office.desk.post("/administrations/new", fields).json()
    assert (problem["field"], problem["reason"]) == ("lead_days", "bad_number")
