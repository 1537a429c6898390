"""Reviewers who stand too near to a candidate, and reviewers who leave: through the doors of all desks.

Six people sit the exam. Who is barred from what each of them wrote is worked out here by hand:

  Ada Moreno   works at Early Hands, as Rowan does         -> Rowan
  Ben Ito      names Sunita Varma as his supervisor        -> Sunita
  Cleo Park    is declared by Teodor before the packets    -> Teodor
  Dan Leigh    is entered for Ula by the coordinator       -> Ula
  Eve Stone, Fay Orr                                       -> nobody
"""
from datetime import timedelta

import pytest

from house import House, wait_for
from people import Office, Sitting, packets_of

STAFF = {
    "masker": {"name": "Mina Brandt", "email": "mina.brandt@sample.example", "mask": True},
    "rowan": {"name": "Rowan Esposito", "email": "rowan@sample.example", "review": True, "employer": "The Early Hands, Inc."},
    "sunita": {"name": "Sunita Varma", "email": "sunita@sample.example", "review": True, "employer": "Self-employed"},
    "teodor": {"name": "Teodor Langstrup", "email": "teodor@sample.example", "review": True},
    "ula": {"name": "Ula Nord", "email": "ula@sample.example", "review": True},
    "victor": {"name": "Victor Ruiz", "email": "victor@sample.example", "review": True},
}
REVIEWERS = [who for who in STAFF if who != "masker"]
ROSTER = [
    {"name": "Ada Moreno", "email": "ada@x.example", "employer": "early hands"},
    {"name": "Ben Ito", "email": "ben@x.example", "employer": "self employed", "supervisor": "Kim Poe and Dr. Sunita VARMA"},
    {"name": "Cleo Park", "email": "cleo@x.example"},
    {"name": "Dan Leigh", "email": "dan@x.example"},
    {"name": "Eve Stone", "email": "eve@x.example"},
    {"name": "Fay Orr", "email": "fay@x.example"},
]
BARRED = {"Ada": {"rowan"}, "Ben": {"sunita"}, "Cleo": {"teodor"}, "Dan": {"ula"}, "Eve": set(), "Fay": set()}
SIGN = {"Ada": "harbour", "Ben": "lantern", "Cleo": "orchard", "Dan": "viaduct", "Eve": "meadow", "Fay": "quarry"}


class Story:
    def __init__(self, house):
        self.house = house
        self.office = Office(house, staff=STAFF)
        self.exam = self.office.add_exam("Spring", closes=timedelta(days=1))
        self.db = house.admin()

    def person(self, who):
        return self.office[who].sign_in()

    def declares(self, who, **entry):
        reply = self.person(who).post("/conflicts", {"relation": "taught", **entry})
        assert reply.status_code == 200, reply.text
        return reply

    def logged(self, action):
        return self.db.execute("SELECT count(*) > 0 FROM audit.event WHERE action = %s", (action,)).fetchone()[0]

    def told(self, action):
        """Does the coordinator's log show it?"""
        return action in [event["action"] for event in self.office.desk.read("/audit")["events"]]

    def nothing_is_news(self):
        wait_for(lambda: self.db.execute("SELECT count(*) = 0 FROM staff.conflict_news").fetchone()[0])

    def sit(self, slips):
        for row in ROSTER:
            first = row["name"].split()[0]
            sitting = Sitting(self.house, slips[row["email"]]).accept()
            sitting.open(1)
            sitting.hand_in(1)
            sitting.part2(lambda vignette, prompt: f"I would walk to the {SIGN[first]} first.")

    def seats(self):
        """{candidate's first name: {seat: who}} of reviews that go on or are locked; seat 0 as it is."""
        names = {str(self.office[who].account): who for who in REVIEWERS}
        rows = self.db.execute(
            "SELECT p.sealed, l.seat, l.reviewer_id, l.state FROM review.allocation l "
            "JOIN bridge.packet_link b ON b.packet_id = l.packet_id JOIN work.attempt t ON t.id = b.attempt_id "
            "JOIN work.registration r ON r.id = t.registration_id JOIN identity.person p ON p.id = r.person_id "
            "WHERE l.state <> 'ended'").fetchall()
        out = {first: {} for first in BARRED}
        for sealed, seat, reviewer, _ in rows:
            out[self.by_sealed[bytes(sealed)]][seat] = names[str(reviewer)]
        return out

    def sealed_by(self, who):
        return set(self.db.execute(
            "SELECT packet_id, seat, sealed FROM review.allocation WHERE reviewer_id = %s AND state = 'locked'",
            (self.office[who].account,)).fetchall())

    @property
    def by_sealed(self):
        """Which row of identity is whose: the hash of the address is the test's only way in."""
        people = self.office.desk.read(self.exam.path + "/candidates")["people"]
        rows = self.db.execute("SELECT r.id::text, p.sealed FROM work.registration r "
                               "JOIN identity.person p ON p.id = r.person_id").fetchall()
        first = {p["registration"]: p["name"].split()[0] for p in people}
        return {bytes(sealed): first[registration] for registration, sealed in rows if registration in first}

    def barred(self):
        names = {str(self.office[who].account): who for who in REVIEWERS}
        rows = self.db.execute(
            "SELECT p.sealed, k.barred FROM review.packet k JOIN bridge.packet_link b ON b.packet_id = k.id "
            "JOIN work.attempt t ON t.id = b.attempt_id JOIN work.registration r ON r.id = t.registration_id "
            "JOIN identity.person p ON p.id = r.person_id").fetchall()
        return {self.by_sealed[bytes(sealed)]: {names[str(one)] for one in barred} for sealed, barred in rows}

    def page(self):
        return self.office.desk.read(self.exam.path + "/reviewers")

    def row(self, who):
        return next(p for p in self.page()["people"] if p["email"] == STAFF[who]["email"])

    def packet(self, who, first):
        visitor = self.person(who)
        self.office[who].visitor = visitor
        return next(p for p in packets_of(self.office[who]) if SIGN[first] in p.text())

    def stop(self, who, **entries):
        return self.office.desk.post(f"{self.exam.path}/reviewers/{self.office[who].account}/stop", entries)


@pytest.fixture(scope="module")
def story():
    with House() as house:
        told = Story(house)
        yield told
        told.db.close()


@pytest.fixture(scope="module")
def packed(story):
    slips = story.exam.admit([{"category": "specialist", "track": "imh"} | row for row in ROSTER])
    story.declares("teodor", name="Park, Cleo")
    ula = f"/staff/{story.office['ula'].account}"
    story.office.desk.do(ula + "/conflicts", {"email": " DAN@x.example "})
    story.sit(slips)
    story.house.travel(days=2)
    story.office.everybody_signs_in()
    story.exam.wait_until_closed()
    story.exam.score()
    story.exam.take_in()
    story.exam.mask()
    story.exam.pack()
    story.nothing_is_news()
    return story


@pytest.fixture(scope="module")
def allocated(packed):
    assert packed.exam.allocate() == 12
    packed.first_seats = packed.seats()
    return packed


def test_the_packets_carry_who_is_barred(packed):
    assert packed.barred() == BARRED


def test_nobody_gets_what_they_are_barred_from_and_the_load_is_even(allocated):
    seats = allocated.first_seats
    for first, who in seats.items():
        assert set(who) == {1, 2} and len(set(who.values())) == 2 and not set(who.values()) & BARRED[first]
    loads = sorted(sum(who in one.values() for one in seats.values()) for who in REVIEWERS)
    assert loads == [2, 2, 2, 3, 3]


def test_a_declaration_changes_nothing_that_a_reviewer_sees_and_the_seat_is_free(allocated):
    """Whoever has Eve's packet declares her; somebody without a conflict declares a stranger. Both see the same."""
    story = allocated
    who = story.first_seats["Eve"][1]
    other = next(one for one in REVIEWERS if one not in story.first_seats["Eve"].values())
    packet = story.packet(who, "Eve")

    def queue(person):
        return story.person(person).get("/queue").text

    before, page_before = queue(who), packet.visitor.get(packet.path).text
    hit, miss = story.declares(who, name="Eve Stone"), story.declares(other, name="Abe Stone")
    assert (hit.status_code, hit.json(), hit.content) == (miss.status_code, miss.json(), miss.content)
    for one, name in ((who, "Eve Stone"), (other, "Abe Stone")):
        entry = {"of": {"relation": "taught", "name": name}, "is": {"taught": True}}
        shown = story.person(one).read("/conflicts")
        assert entry in shown["conflicts"] and not shown["is_empty"]
    story.nothing_is_news()
    assert queue(who) == before and story.person(who).get(packet.path).text == page_before
    assert story.seats()["Eve"] == {0: who, 2: story.first_seats["Eve"][2]}
    assert story.barred()["Eve"] == {who}
    page = story.page()
    assert page["to_allocate"] == 1 and page["categories"][0]["waiting"] == 1
    assert story.exam.step("reviewers")["state"] == "now"
    assert story.exam.allocate() == 1
    assert story.seats()["Eve"][1] not in (who, story.first_seats["Eve"][2])
    assert story.logged("review.set_aside") and not story.told("review.set_aside")


def test_a_set_aside_review_is_locked_as_any_other_and_counts_for_nothing(allocated):
    story = allocated
    eve = story.seats()["Eve"]
    story.packet(eve[0], "Eve").score(0, overall="Nothing of it fits.", recommendation="fail")
    for seat in (1, 2):
        story.packet(eve[seat], "Eve").score(40)
    wait_for(lambda: story.db.execute("SELECT count(*) FROM review.packet WHERE state = 'decided'").fetchone()[0] == 1)
    assert story.db.execute("SELECT count(*) FROM review.allocation WHERE seat = 3").fetchone()[0] == 0
    assert story.db.execute("SELECT count(*) FROM review.packet WHERE state = 'third_needed'").fetchone()[0] == 0
    assert [row["state"] for row in story.person(eve[0]).read("/queue")["groups"][0]["locked"]].count("locked") >= 1


def test_a_decision_that_rests_on_such_a_review_is_made_anew(allocated):
    """Eve is decided, and only then the coordinator learns that one of the two whose reviews counted knows her."""
    story = allocated
    who = story.seats()["Eve"][2]
    story.office.desk.do(f"/staff/{story.office[who].account}/conflicts", {"email": "eve@x.example"})
    story.nothing_is_news()
    assert 2 not in story.seats()["Eve"] and story.page()["categories"][0]["decided"] == 0
    assert story.exam.allocate() == 1
    again = story.seats()["Eve"][2]
    assert again != who
    story.packet(again, "Eve").score(40)
    wait_for(lambda: story.page()["categories"][0]["decided"] == 1)
    assert [row[0] for row in story.db.execute("SELECT number FROM result.part2 ORDER BY number").fetchall()] == [1, 2]
    assert story.logged("packet.reopened") and not story.told("packet.reopened")


def test_a_locked_review_whose_reviewer_turns_out_to_be_barred_is_replaced(allocated):
    """Fay's first reviewer locks, then the coordinator learns where that reviewer works and that Fay is a friend."""
    story = allocated
    who = story.seats()["Fay"][1]
    story.packet(who, "Fay").score(40)
    account = story.office[who].account
    story.office.desk.do(f"/staff/{account}/conflicts", {"name": "Fay Orr"})
    story.nothing_is_news()
    fay = story.seats()["Fay"]
    assert fay[0] == who and 1 not in fay
    member = story.office.desk.read(f"/staff/{account}")
    entry = next(c for c in member["conflicts"] if c["of"] == {"name": "Fay Orr"})
    story.office.desk.do(f"/staff/{account}/conflicts/withdraw", {"conflict": entry["id"]})
    story.nothing_is_news()
    assert story.barred()["Fay"] == set() and story.seats()["Fay"] == fay
    assert story.exam.allocate() == 1
    assert story.seats()["Fay"][1] not in fay.values()


def test_a_reviewer_stops_and_what_is_sealed_stays(allocated):
    story = allocated
    before, sealed = story.row("victor"), story.sealed_by("victor")
    path = f"{story.exam.path}/reviewers/{story.office['victor'].account}/stop"
    shown = story.office.desk.read(path)
    assert (shown["open"], shown["locked"]) == (before["open"], before["locked"])
    assert story.stop("victor", reason="x").status_code == 422
    assert story.stop("victor", what="take_back", reason="Away").status_code == 409
    assert story.stop("victor", reason="Moved away").status_code == 200
    assert story.stop("victor", reason="Moved away").status_code == 409
    assert [p.path for p in self_queue(story, "victor")] == []
    assert story.sealed_by("victor") == sealed and len(sealed) == before["locked"]
    assert story.page()["to_allocate"] == before["open"]
    assert story.exam.allocate() == before["open"]
    after = story.row("victor")
    assert after["stopped"] and (after["open"], after["allocated"]) == (0, before["locked"])
    for first, who in story.seats().items():
        assert {1, 2} <= set(who) and not {who[1], who[2]} & BARRED[first]


def self_queue(story, who):
    story.office[who].visitor = story.person(who)
    return packets_of(story.office[who])


def test_an_idle_reviewer_is_shown_and_their_packets_can_be_taken_back(allocated):
    story = allocated
    idle = next(who for who in REVIEWERS if who != "victor" and story.row(who)["open"] > 0)
    busy = next(who for who in REVIEWERS if who not in (idle, "victor") and story.row(who)["open"] > 0)
    assert story.row(idle)["idle_days"] is None
    story.house.travel(days=8)
    story.office.everybody_signs_in()
    packet = self_queue(story, busy)[0]
    first = packet.pages()[0]
    level = {criterion["id"]: "1" for criterion in first["criteria"]}
    packet.visitor.do(packet.path + "/draft", {"packet": packet.path[-8:], "version": packet.first["version"], "page": 1,
                                               "level": level})
    assert story.row(idle)["idle_days"] == 8 and story.row(busy)["idle_days"] is None
    held = story.row(idle)["open"]
    assert story.stop(busy, what="take_back", reason="Too slow").status_code == 409
    assert story.stop(idle, what="take_back", reason="No word for a week").status_code == 200
    assert story.row(idle)["open"] == 0 and not story.row(idle)["stopped"]
    assert story.page()["to_allocate"] == held


def test_a_shortage_is_told_by_category_and_count_and_nobody_gets_half_a_packet(allocated):
    story = allocated
    for who in REVIEWERS:
        if who != "victor":
            answer = story.stop(who, reason="Everybody leaves")
            assert answer.status_code == 200
    before = story.seats()
    empty = story.db.execute("SELECT sum(2 - (SELECT count(*) FROM review.allocation l WHERE l.packet_id = k.id "
                             "AND l.seat IN (1, 2) AND l.state = 'locked')) FROM review.packet k "
                             "WHERE k.state <> 'decided'").fetchone()[0]
    short = story.office.desk.post(story.exam.path + "/reviewers", {})
    assert short.status_code == 409
    told = short.json()["short"]
    assert [(row["category"], row["seats"]) for row in told] == [("specialist", empty)] and empty > 5
    assert set(told[0]) == {"category", "seats", "is"} and story.seats() == before
    undecided = story.page()["categories"][0]
    assert undecided["reserve"] == undecided["total"] - undecided["decided"]
