"""Appointments through the whole house, by plain forms: slots are made, picked, given, moved, cancelled; who may start when."""
import re
import threading
import uuid
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from calendar_file import read_calendar
from forms import Browser
from house import House, wait_for
from people import Office, Sitting
from steps.by_forms import staff_sign_in

EAST = {"code": "east", "name": "East Association", "zone": "America/New_York"}
EDITH = {"name": "Edith Coyle", "email": "edith.coyle@east.example"}
NEW_YORK = ZoneInfo(EAST["zone"])
PROCTOR = {"proctor": {"name": "Pia Lindgren", "email": "pia.lindgren@east.example", "proctor": True}}
MONDAY = datetime(2027, 3, 8, 9, 0, tzinfo=NEW_YORK)  # the clocks go forward on the Sunday after it
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def house():
    with House() as running:
        yield running


@pytest.fixture(scope="module")
def elsewhere_at(house):
    """The people of another association, who came before time went on."""
    return Office(house, staff={})


@pytest.fixture(scope="module")
def office(house, elsewhere_at):
    code = house.add_association(EAST, EDITH)
    house.import_bank(EAST["code"])
    people = Office(house, EAST, EDITH, code, staff=PROCTOR)
    people.everybody_signs_in()
    return people


class Desk:
    """One exam from Monday to Monday with its coordinator at plain forms; each story has people of its own."""

    def __init__(self, house, office):
        house.travel_to(MONDAY)
        office.coordinator.sign_in()
        self.house, self.office, self.codes = house, office, {}
        self.exam = office.add_exam("Spring exam", opens=timedelta(0), closes=timedelta(days=7))
        self.edith = staff_sign_in(house, office.coordinator)

    def admit(self, *names, **more):
        rows = [{"name": f"{name} Person", "email": f"{name.lower()}.{uuid.uuid4().hex}@x.example", "category": "specialist",
                 "track": "imh", **more} for name in names]
        slips = self.exam.admit(rows)
        self.codes |= {row["name"].split()[0]: slips[row["email"]] for row in rows}
        return self

    def registration(self, name):
        people = self.exam.desk.read(self.exam.path + "/candidates")["people"]
        return next(person["registration"] for person in people if person["name"] == f"{name} Person")

    def slots(self):
        """The page of all slots, in front of the coordinator."""
        return self.edith.go(self.exam.path + "/slots")

    def add(self, moment, part=1, places=2, place="Library, room 2", times=1, every=180):
        self.slots()
        return self.edith.press("Add", part=part, date=moment.strftime("%Y-%m-%d"), time=moment.strftime("%H:%M"),
                                places=places, place=place, times=times, every=every)

    def slot(self, moment, part=1):
        """The id of the slot at this time."""
        with self.house.admin() as db:
            return str(db.execute("SELECT id FROM work.slot WHERE administration_id = %s AND starts_at = %s AND part = %s",
                                  [self.exam.id, moment, part]).fetchone()[0])

    def of(self, name):
        """A candidate's appointments, in front of the coordinator."""
        return self.edith.go(f"/registrations/{self.registration(name)}/appointments")

    def comes(self, name):
        """A candidate with the slip at plain forms, the confidentiality text accepted."""
        browser = Browser(self.house.visitor("candidate", html=True))
        browser.go("/")
        browser.press("Sign in", code=self.codes[name])
        browser.go("/confidentiality")
        if any(button.text == "Accept and go on" for form in browser.page.forms for button in form.buttons):
            browser.press("Accept and go on", accept="yes")
        browser.go("/exam")
        return browser

    def program(self, name):
        """The same candidate as a program."""
        return Sitting(self.house, self.codes[name]).visitor


@pytest.fixture
def desk(house, office):
    return Desk(house, office)


def take(browser, slot, part=1):
    browser.go("/appointments")
    word = "Change the appointment" if "Change the appointment" in browser.page.text else "Take this slot"
    return browser.press(f"{word} for Part {part}", slot=slot)


def calendar(browser, query=""):
    reply = browser.visitor.get("/appointments.ics" + query)
    assert reply.status_code == 200 and reply.headers["content-type"] == "text/calendar; charset=utf-8", reply.text
    return read_calendar(reply.content)


def refused(reply, status, reason):
    assert (reply.status_code, reply.json().get("reason")) == (status, reason), reply.text


def seconds_left(visitor, part=1):
    return visitor.read(f"/parts/{part}/clock")["seconds_left"]


# ---- without slots ---------------------------------------------------------------------------------------------------

def test_where_there_are_no_slots_nobody_needs_an_appointment(desk):
    desk.admit("Ada").slots()
    desk.edith.says("No slots: nobody needs an appointment")
    ada = desk.comes("Ada")
    assert "Appointments" not in ada.page.headings
    ada.go("/appointments")
    ada.says("You need no appointment",
             "whenever you like from March 8, 2027, 9:00 AM to March 15, 2027, 9:00 AM (America/New_York)")
    assert ada.visitor.get("/appointments.ics").status_code == 404
    ada.go("/exam")
    ada.follow("Go to Part 1")
    ada.press("Start Part 1 now")
    ada.says("Question 1 of 60")


# ---- a slot ----------------------------------------------------------------------------------------------------------

def test_slots_are_added_one_or_several_and_only_in_the_window(desk):
    desk.add(MONDAY + DAY, times=3, every=180)
    rows = [row[0] for row in desk.edith.page.tables[0][1:]]
    assert rows == ["Tuesday, March 9, 2027 9:00 AM", "Tuesday, March 9, 2027 12:00 PM", "Tuesday, March 9, 2027 3:00 PM"]
    assert [row[2] for row in desk.edith.page.tables[0][1:]] == ["0 of 2"] * 3
    for moment, times in ((MONDAY - DAY, 1), (MONDAY + 7 * DAY, 1), (MONDAY + 7 * DAY - timedelta(hours=4), 3)):
        desk.add(moment, times=times)
        assert desk.edith.status == 422
        assert ("This does not lie in the time in which the exam can be started", "#date") in desk.edith.page.links
        assert f'value="{moment.strftime("%Y-%m-%d")}"' in desk.edith.page.html
    desk.add(MONDAY + DAY)
    desk.edith.says("There is a slot for this part at that time and place already")
    desk.slots()
    assert len(desk.edith.page.tables[0]) == 4
    desk.add(MONDAY + 7 * DAY - timedelta(minutes=1))
    assert desk.edith.status == 200 and len(desk.edith.page.tables[0]) == 5


@pytest.mark.parametrize("field, value, reason", [
    ("part", "3", "bad_number"), ("date", "2027-02-30", "date_wrong"), ("date", "tomorrow", "date_wrong"),
    ("time", "9", "time_wrong"), ("time", "25:00", "time_wrong"), ("places", "0", "bad_number"),
    ("places", "501", "bad_number"), ("place", " ", "absent"), ("times", "51", "bad_number"), ("every", "4", "bad_number")])
def test_what_is_not_a_slot_is_refused_by_its_field(house, office, field, value, reason, bad_slots_exam):
    fields = {"part": "1", "date": "2027-03-09", "time": "09:00", "places": "2", "place": "Room", "times": "1", "every": "60"}
    reply = office.desk.post(bad_slots_exam.path + "/slots", fields | {field: value})
    refused(reply, 422, reason)
    assert reply.json()["field"] == field
    assert not office.desk.read(bad_slots_exam.path + "/slots")["kept"]


@pytest.fixture(scope="module")
def bad_slots_exam(house, office):
    house.travel_to(MONDAY)
    office.coordinator.sign_in()
    return office.add_exam("No slots", opens=timedelta(0), closes=timedelta(days=7))


def test_a_slot_changes_its_places_and_place_but_never_below_what_is_taken(desk):
    desk.admit("Ada", "Ben").add(MONDAY + DAY)
    slot = desk.slot(MONDAY + DAY)
    ada, ben = desk.comes("Ada"), desk.comes("Ben")
    take(ada, slot)
    take(ben, slot)
    desk.slots()
    assert desk.edith.page.tables[0][1][2:] == ["2 of 2 Full", "Ada Person Ben Person"]
    desk.edith.follow("Change")
    desk.edith.press("Change the slot", places=1)
    desk.edith.says("More places than that are taken")
    desk.edith.press("Take this slot off the list")
    desk.edith.says("Somebody has this slot")
    assert calendar(ada).events[0].sequence == 0
    desk.edith.press("Change the slot", places=5, place="Town hall; 3rd floor, east")
    row = desk.edith.page.tables[0][1]
    assert row[1].startswith("Town hall; 3rd floor, east Change") and row[2] == "2 of 5"
    moved = calendar(ada).events[0]
    assert (moved.sequence, moved.location) == (1, "Town hall; 3rd floor, east")
    ada.go("/appointments")
    ada.press("Cancel the appointment for Part 1")
    ben.go("/appointments")
    ben.press("Cancel the appointment for Part 1")
    desk.edith.go(f"/slots/{slot}")
    desk.edith.press("Take this slot off the list")
    desk.edith.says("No slots: nobody needs an appointment")
    assert desk.exam.desk.get(f"/slots/{slot}").status_code == 404
    # Added once more it is the same slot, there again.
    desk.add(MONDAY + DAY, place="Town hall; 3rd floor, east", places=7)
    assert desk.slot(MONDAY + DAY) == slot and desk.edith.page.tables[0][1][2] == "0 of 7"


# ---- picked, moved, cancelled ----------------------------------------------------------------------------------------

def test_a_candidate_picks_moves_cancels_and_picks_again_under_one_uid(desk):
    desk.admit("Ada").add(MONDAY + DAY, times=3)
    first, second = desk.slot(MONDAY + DAY), desk.slot(MONDAY + DAY + timedelta(hours=3))
    ada = desk.comes("Ada")
    ada.says("None yet. You need one to start this part.")
    ada.follow("Pick an appointment")
    ada.says("Tuesday, March 9, 2027", "9:00 AM, Library, room 2 (2 places left)")
    take(ada, first)
    ada.says("Tuesday, March 9, 2027, 9:00 AM (America/New_York), Library, room 2. You can start from then.")
    made = calendar(ada)
    assert made.method == "PUBLISH" and len(made.events) == 1
    event = made.events[0]
    assert (event.sequence, event.status) == (0, "CONFIRMED") and event.uid.endswith("@blindmark")
    assert (event.summary, event.location) == ("Endorsement exam, Part 1, East Association", "Library, room 2")
    assert event.starts == datetime(2027, 3, 9, 14, 0, tzinfo=timezone.utc) and event.ends - event.starts == timedelta(minutes=90)
    take(ada, second)
    moved = calendar(ada).events[0]
    assert (moved.uid, moved.sequence, moved.starts) == (event.uid, 1, event.starts + timedelta(hours=3))
    ada.go("/appointments")
    ada.press("Cancel the appointment for Part 1")
    ada.says("Cancelled: Tuesday, March 9, 2027, 12:00 PM. You need another one.", "Calendar file that takes it out again")
    assert ada.visitor.get("/appointments.ics").status_code == 404
    gone = calendar(ada, "?part=1")
    assert gone.method == "CANCEL"
    assert (gone.events[0].uid, gone.events[0].sequence, gone.events[0].status) == (event.uid, 2, "CANCELLED")
    take(ada, first)
    again = calendar(ada, "?part=1")
    assert again.method == "PUBLISH" and (again.events[0].uid, again.events[0].sequence) == (event.uid, 3)


def test_the_same_act_twice_is_one(desk):
    desk.admit("Ada").add(MONDAY + DAY)
    ada = desk.program("Ada")
    slot = desk.slot(MONDAY + DAY)
    for _ in range(2):
        ada.do("/appointments/1", {"slot": slot})
    assert read_calendar(ada.get("/appointments.ics").content).events[0].sequence == 0
    for _ in range(2):
        ada.do("/appointments/1/cancel", {})
    assert read_calendar(ada.get("/appointments.ics?part=1").content).events[0].sequence == 1
    with desk.house.admin() as db:
        actions = db.execute("SELECT action, actor, detail FROM audit.event WHERE action LIKE 'appointment.%%' AND subject_id = "
                             "(SELECT a.id FROM work.appointment a WHERE a.slot_id = %s) ORDER BY number", [slot]).fetchall()
    assert actions == [("appointment.made", "candidate", {"part": 1, "version": 0}),
                       ("appointment.cancelled", "candidate", {"part": 1, "version": 1})]


def test_a_slot_is_given_moved_and_cancelled_by_the_coordinator(desk):
    desk.admit("Ada", "Ben", "Cy").add(MONDAY + DAY, part=2, times=2)
    first, second = desk.slot(MONDAY + DAY, 2), desk.slot(MONDAY + DAY + timedelta(hours=3), 2)
    desk.slots()
    desk.edith.says("3 candidates have no appointment for Part 2")
    desk.edith.follow("Ben Person")
    desk.edith.says("Appointments of Ben Person", "One is needed to start this part.")
    desk.edith.press("Give the slot for Part 2")
    desk.edith.says("Choose one of the slots that are offered")
    desk.edith.press("Give the slot for Part 2", slot=first)
    desk.edith.says("Tuesday, March 9, 2027, 9:00 AM (America/New_York), Library, room 2")
    ben = desk.comes("Ben")
    ben.says("Tuesday, March 9, 2027, 9:00 AM (America/New_York), Library, room 2.")
    uid = calendar(ben).events[0].uid
    desk.edith.press("Move the appointment for Part 2", slot=second)
    assert [(e.uid, e.sequence, e.starts.hour) for e in calendar(ben).events] == [(uid, 1, 17)]
    desk.slots()
    desk.edith.says("2 candidates have no appointment for Part 2")
    assert [row[3] for row in desk.edith.page.tables[0][1:]] == ["Nobody yet", "Ben Person"]
    desk.of("Ben")
    desk.edith.press("Cancel the appointment for Part 2")
    assert [(e.uid, e.sequence, e.status) for e in calendar(ben, "?part=2").events] == [(uid, 2, "CANCELLED")]
    desk.edith.go(desk.exam.path + "/candidates")
    desk.edith.follow("Appointments of Cy Person")
    desk.edith.press("Give the slot for Part 2", slot=second)
    desk.slots()
    desk.edith.says("2 candidates have no appointment for Part 2")
    log = desk.edith.go("/audit")
    log.says("made an appointment", "moved an appointment", "cancelled an appointment", "added slots")


def test_two_reach_for_the_last_place_and_one_gets_it(house, desk):
    desk.admit("Ada", "Ben").add(MONDAY + DAY, places=1)
    desk.add(MONDAY + 2 * DAY)
    slot = desk.slot(MONDAY + DAY)
    people = [desk.comes("Ada"), desk.comes("Ben")]
    for browser in people:
        browser.go("/appointments")
        browser.says("the last place")
    threads = [threading.Thread(target=take_shown, args=(browser, slot)) for browser in people]
    with house.admin(autocommit=False) as db:
        db.execute("SELECT 1 FROM work.slot WHERE id = %s FOR UPDATE", [slot])
        for thread in threads:
            thread.start()
        wait_for(lambda: waiting_for_a_lock(house) == 2)
        db.commit()
    for thread in threads:
        thread.join()
    assert sorted(browser.status for browser in people) == [200, 409]
    winner, loser = sorted(people, key=lambda browser: browser.status)
    winner.says("Tuesday, March 9, 2027, 9:00 AM (America/New_York), Library, room 2.")
    loser.says("The last place of this slot has just been taken. Choose another one", "Wednesday, March 10, 2027")
    assert "Tuesday, March 9, 2027" not in loser.page.text
    take(loser, desk.slot(MONDAY + 2 * DAY))
    desk.slots()
    desk.edith.says("Everybody who needs an appointment has one")
    assert [row[2] for row in desk.edith.page.tables[0][1:]] == ["1 of 1 Full", "1 of 2"]


def take_shown(browser, slot):
    browser.press("Take this slot for Part 1", slot=slot)


def waiting_for_a_lock(house):
    with house.admin() as db:
        return db.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = 'blindmark_candidate' "
                          "AND wait_event_type = 'Lock'").fetchone()[0]


def test_a_crowd_never_overfills_a_slot(desk):
    names = [f"Crowd{number}" for number in range(8)]
    desk.admit(*names).add(MONDAY + DAY, places=3)
    slot = desk.slot(MONDAY + DAY)
    visitors = [desk.program(name) for name in names]
    gate, replies = threading.Barrier(len(visitors)), []

    def reach(visitor):
        gate.wait()
        replies.append(visitor.post("/appointments/1", {"slot": slot}))
    threads = [threading.Thread(target=reach, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reply.status_code for reply in replies) == [200] * 3 + [409] * 5
    assert {reply.json().get("reason") for reply in replies} == {None, "slot_full"}
    assert len(desk.exam.desk.read(f"/slots/{slot}")["people"]) == 3


# ---- what cannot be taken --------------------------------------------------------------------------------------------

def test_a_slot_that_has_begun_cannot_be_picked_but_be_given_at_the_door(house, desk):
    desk.admit("Ada").add(MONDAY + DAY)
    slot = desk.slot(MONDAY + DAY)
    ada = desk.program("Ada")
    house.travel_to(MONDAY + DAY)
    refused(ada.post("/appointments/1", {"slot": slot}), 422, "slot_past")
    assert [part["days"] for part in ada.read("/appointments")["parts"]] == [[]]
    desk.edith = staff_sign_in(house, desk.office.coordinator)
    desk.office.coordinator.sign_in()
    desk.slots()
    desk.edith.says("Begun")
    desk.of("Ada")
    desk.edith.press("Give the slot for Part 1", slot=slot)
    Sitting(house, desk.codes["Ada"]).accept().open(1)


def test_slots_of_another_part_administration_or_association_are_not_there(house, desk, office, elsewhere_at):
    desk.admit("Ada").add(MONDAY + DAY, part=2)
    ada, here = desk.program("Ada"), desk.slot(MONDAY + DAY, 2)
    elsewhere = Desk(house, office)
    elsewhere.add(MONDAY + DAY)
    ada = desk.program("Ada")
    refused(ada.post("/appointments/1", {"slot": here}), 422, "slot_unknown")
    refused(ada.post("/appointments/1", {"slot": elsewhere.slot(MONDAY + DAY)}), 422, "slot_unknown")
    refused(ada.post("/appointments/1", {"slot": str(uuid.uuid4())}), 422, "slot_unknown")
    refused(ada.post("/appointments/1", {}), 422, "slot_unknown")
    refused(ada.post("/appointments/1/cancel", {}), 422, "slot_unknown")
    desk.edith.go(f"/slots/{here}")
    desk.edith.press("Take this slot off the list")
    refused(ada.post("/appointments/2", {"slot": here}), 422, "slot_unknown")
    elsewhere_at.coordinator.sign_in()
    for path in (f"/slots/{here}", f"/registrations/{desk.registration('Ada')}/appointments", desk.exam.path + "/slots"):
        assert elsewhere_at.desk.get(path).status_code == 404


def grant_dates(house, registration, opens, closes):
    """Another date, as a coordinator grants it."""
    with house.admin() as db:
        db.execute("INSERT INTO work.accommodation (association_id, id, registration_id, kind, state, received_on, filed_by, "
                   "filed_at, documents, opens_at, closes_at) SELECT r.association_id, gen_random_uuid(), r.id, 'date', 'granted', "
                   "'2027-01-10', 'roster', now(), 'seen', %s, %s FROM work.registration r WHERE r.id = %s",
                   [opens, closes, registration])


def test_who_was_granted_other_dates_picks_in_them_and_comes_without_an_appointment_too(house, desk):
    desk.admit("Ada", "Ben").add(MONDAY + DAY)
    early = desk.slot(MONDAY + DAY)
    take(desk.comes("Ada"), early)
    grant_dates(house, desk.registration("Ada"), MONDAY + 9 * DAY, MONDAY + 12 * DAY)
    desk.add(MONDAY + 10 * DAY)
    assert desk.edith.status == 200
    late = desk.slot(MONDAY + 10 * DAY)
    ada, ben = desk.comes("Ada"), desk.comes("Ben")
    ada.go("/appointments")
    ada.says("It is not in your dates any more, so it binds nothing.", "Thursday, March 18, 2027")
    refused(desk.program("Ben").post("/appointments/1", {"slot": late}), 422, "slot_outside")
    ben.go("/appointments")
    assert "March 18" not in ben.page.text
    take(ada, late)
    refused(desk.program("Ada").post("/appointments/1", {"slot": early}), 422, "slot_outside")
    ada.go("/appointments")
    ada.press("Cancel the appointment for Part 1")
    desk.slots()
    desk.edith.says("1 candidate has no appointment for Part 1")
    house.travel_to(MONDAY + 9 * DAY)
    Sitting(house, desk.codes["Ada"]).accept().open(1)


def test_an_appointment_moves_no_end_of_anything(house, desk):
    desk.admit("Ada", "Ben").add(MONDAY + DAY, part=1, times=1)

    def ends():
        with house.admin() as db:
            return db.execute("SELECT work.latest_end(r.association_id, r.administration_id, '{1,2}'), w.closes_at "
                              "FROM work.registration r CROSS JOIN LATERAL work.window_of(r.association_id, r.id, 1) w "
                              "WHERE r.administration_id = %s", [desk.exam.id]).fetchall()
    before = ends()
    take(desk.comes("Ada"), desk.slot(MONDAY + DAY))
    assert ends() == before
    desk.comes("Ada").visitor.do("/appointments/1/cancel", {})
    assert ends() == before
    house.travel_to(MONDAY + 7 * DAY + timedelta(minutes=91))
    desk.office.coordinator.sign_in()
    desk.exam.wait_until_closed()


# ---- the day ---------------------------------------------------------------------------------------------------------

def test_nobody_starts_before_the_appointment_and_who_comes_late_loses_nothing(house, desk):
    desk.admit("Ada").add(MONDAY + DAY)
    take(desk.comes("Ada"), desk.slot(MONDAY + DAY))
    ada = desk.comes("Ada")
    ada.says("Your appointment for Part 1 is on Tuesday, March 9, 2027, 9:00 AM (America/New_York), Library, room 2. "
             "You can start from then.")
    refused(desk.program("Ada").post("/parts/1/open", {}), 409, "window_not_begun")
    house.travel_to(MONDAY + DAY - timedelta(minutes=2))
    refused(desk.program("Ada").post("/parts/1/open", {}), 409, "window_not_begun")
    house.travel_to(MONDAY + DAY + timedelta(hours=2))
    ada = desk.comes("Ada")
    ada.follow("Go to Part 1")
    ada.press("Start Part 1 now")
    ada.says("Question 1 of 60")
    late = desk.program("Ada")
    late.do("/parts/1/begin", {})
    assert 5390 <= seconds_left(late) <= 5400
    # Once the part is open its appointment stays.
    ada.go("/appointments")
    assert not any(form.action.startswith("/appointments") for form in ada.page.forms)
    refused(late.post("/appointments/1/cancel", {}), 409, "appointment_begun")
    refused(late.post("/appointments/1", {"slot": desk.slot(MONDAY + DAY)}), 409, "appointment_begun")
    desk.office.coordinator.sign_in()
    path = f"/registrations/{desk.registration('Ada')}/appointments"
    refused(desk.exam.desk.post(path + "/cancel", {"part": 1}), 422, "slot_begun")
    assert "Nothing can be changed" in desk.office.coordinator.sign_in(html=True).read(path)


def test_an_appointment_that_is_cancelled_while_its_part_is_opened_is_one_or_the_other(house, desk):
    desk.admit("Ada").add(MONDAY + DAY)
    ada, slot = desk.program("Ada"), desk.slot(MONDAY + DAY)
    ada.do("/appointments/1", {"slot": slot})
    house.travel_to(MONDAY + DAY)
    Sitting(house, desk.codes["Ada"]).accept()
    visitors, replies = [desk.program("Ada"), desk.program("Ada")], {}
    acts = [threading.Thread(target=lambda v=visitor, path=path: replies.update({path: v.post(path, {})}))
            for visitor, path in zip(visitors, ("/appointments/1/cancel", "/parts/1/open"))]
    with house.admin(autocommit=False) as db:
        db.execute("SELECT 1 FROM work.registration r JOIN work.appointment a ON a.registration_id = r.id "
                   "WHERE a.slot_id = %s FOR UPDATE OF r", [slot])
        for number, act in enumerate(acts, 1):
            act.start()
            wait_for(lambda: waiting_for_a_lock(house) == number)  # noqa: B023
        db.commit()
    for act in acts:
        act.join()
    assert replies["/appointments/1/cancel"].status_code == 200
    refused(replies["/parts/1/open"], 409, "no_appointment")


def test_where_there_are_slots_who_has_none_cannot_start_and_is_led_to_one(desk):
    desk.admit("Ada").add(MONDAY + DAY)
    ada = desk.comes("Ada")
    ada.says("Needs an appointment")
    refused(desk.program("Ada").post("/parts/1/open", {}), 409, "no_appointment")
    ada.go("/parts/1/open")
    ada.says("This part is started at an appointment, and you have none yet. Pick one first")
    ada.follow("Pick an appointment")
    assert ada.at == "/appointments"
    # Part 2 has no slots, so it needs none; the rule is each part's own.
    assert [part["phase"] for part in desk.program("Ada").read("/exam")["parts"]] == ["no_appointment", "after_part1"]
    desk.edith.go(f"/slots/{desk.slot(MONDAY + DAY)}")
    desk.edith.press("Take this slot off the list")
    Sitting(desk.house, desk.codes["Ada"]).open(1)


def test_the_parts_are_sat_on_different_days(house, desk):
    desk.admit("Ada", esl="60")
    desk.add(MONDAY + DAY)
    desk.add(MONDAY + 3 * DAY + timedelta(hours=4), part=2, place="Town hall")
    take(desk.comes("Ada"), desk.slot(MONDAY + DAY))
    ada = desk.comes("Ada")
    take(ada, desk.slot(MONDAY + 3 * DAY + timedelta(hours=4), 2), part=2)
    both = calendar(ada)
    assert both.method == "PUBLISH"
    assert [event.summary[:24] for event in both.events] == ["Endorsement exam, Part 1", "Endorsement exam, Part 2"]
    assert [event.ends - event.starts for event in both.events] == [timedelta(minutes=150)] * 2
    text = ada.visitor.get("/appointments.ics").text
    assert not any(word in text for word in ("ESL", "extra", "Ada", desk.codes["Ada"], desk.codes["Ada"][:4]))
    assert not re.search(r"\b150\b", text), "as a word: digits of an id or a port are chance"
    # One of two is cancelled: it has a file of its own, and the other's file does not take it away.
    ada.press("Cancel the appointment for Part 2")
    assert [event.summary for event in calendar(ada).events] == ["Endorsement exam, Part 1, East Association"]
    assert calendar(ada, "?part=2").method == "CANCEL" and calendar(ada, "?part=1").method == "PUBLISH"
    take(ada, desk.slot(MONDAY + 3 * DAY + timedelta(hours=4), 2), part=2)
    house.travel_to(MONDAY + DAY)
    sitting = Sitting(house, desk.codes["Ada"])
    sitting.open(1)
    assert 8990 <= seconds_left(sitting.visitor) <= 9000
    sitting.hand_in(1)
    refused(sitting.visitor.post("/parts/2/open", {}), 409, "window_not_begun")
    desk.comes("Ada").says("Your appointment for Part 2 is on Thursday, March 11, 2027, 1:00 PM (America/New_York), Town hall.")
    house.travel_to(MONDAY + 3 * DAY + timedelta(hours=4))
    sitting = Sitting(house, desk.codes["Ada"])
    sitting.open(2)
    assert 8990 <= seconds_left(sitting.visitor, 2) <= 9000


def test_the_day_the_clocks_go_forward_nine_is_nine(desk):
    sunday = datetime(2027, 3, 14, 9, 0, tzinfo=NEW_YORK)
    desk.admit("Ada").add(sunday - DAY, times=2, every=1440)
    rows = [row[0] for row in desk.edith.page.tables[0][1:]]
    assert rows == ["Saturday, March 13, 2027 9:00 AM", "Sunday, March 14, 2027 9:00 AM"]
    desk.add(datetime(2027, 3, 14, 2, 30))
    assert desk.edith.status == 422
    desk.edith.says("Enter a time")
    ada = desk.comes("Ada")
    take(ada, desk.slot(sunday))
    ada.says("Sunday, March 14, 2027, 9:00 AM (America/New_York)")
    event = calendar(ada).events[0]
    assert event.starts == datetime(2027, 3, 14, 13, 0, tzinfo=timezone.utc)
    assert b"DTSTART:20270314T130000Z\r\n" in ada.visitor.get("/appointments.ics").content
    take(ada, desk.slot(sunday - DAY))
    assert calendar(ada).events[0].starts == datetime(2027, 3, 13, 14, 0, tzinfo=timezone.utc)


def test_a_proctor_reads_the_list_and_changes_nothing(desk):
    desk.admit("Ada").add(MONDAY + DAY)
    slot = desk.slot(MONDAY + DAY)
    take(desk.comes("Ada"), slot)
    proctor = desk.office["proctor"].sign_in(html=True)
    page = proctor.read(desk.exam.path + "/slots")
    assert "Ada Person" in page and "Add slots" not in page and "/slots/" + slot not in page
    path = f"/registrations/{desk.registration('Ada')}/appointments"
    for where in (f"/slots/{slot}", path):
        assert proctor.get(where).status_code == 403
    for where, fields in ((desk.exam.path + "/slots", {}), (f"/slots/{slot}", {}), (f"/slots/{slot}/withdraw", {}),
                          (path, {"part": 1}), (path + "/cancel", {"part": 1})):
        assert proctor.post(where, fields).status_code == 403
