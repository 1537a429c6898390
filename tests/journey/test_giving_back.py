"""A reviewer who can tell who wrote a packet gives it back: it is masked again by a masker who does not learn who gave it, sealed
anew, and goes to somebody else. What others have stays. Through the doors of all desks."""
import json
import re
from datetime import timedelta

import pytest

from house import House, wait_for
from people import SAMPLE_STAFF, Office, Reviewing, Sitting, packets_of

ADA = {"name": "Ada Moreno", "email": "ada@x.example", "category": "specialist", "track": "imh", "employer": "Hollowmere Nursery",
       "supervisor": "Ottoline Brackenridge; Leopold Marchetti"}
BEN = {"name": "Ben Ito", "email": "ben@x.example", "category": "specialist", "track": "imh"}
# What we propose finds all of it but the river house, which only those know who have been there.
WORDS = "I am 4da of Hollowmere, and O. Brackenridge says so: call 907-555-0123. At the river house we wait."
SECRET = "the river house"


class Story:
    def __init__(self, house):
        self.house = house
        self.office = Office(house, staff=SAMPLE_STAFF)
        self.exam = self.office.add_exam("Spring", closes=timedelta(days=1))
        slips = self.exam.admit([ADA, BEN])
        for person, words in ((ADA, WORDS), (BEN, "I would wait at the gate.")):
            sitting = Sitting(house, slips[person["email"]]).accept()
            sitting.open(1)
            sitting.hand_in(1)
            sitting.part2(lambda vignette, prompt, words=words: words)
        house.travel(days=2)
        self.office.everybody_signs_in()
        self.exam.score()
        self.exam.take_in()

    def maskings(self):
        return self.office["masker"].visitor.read("/maskings")

    def row(self, query, *values):
        with self.house.admin() as db:
            return db.execute(query, values).fetchone()

    def packet_of_ada(self, who):
        return next(p for p in packets_of(self.office[who]) if "[***]" in p.text())

    def ada(self):
        """(state, version, remasking, barred) of the packet."""
        return self.row("SELECT k.state, k.version, k.remasking, k.barred FROM review.packet k JOIN bridge.packet_link b "
                        "ON b.packet_id = k.id JOIN bridge.intake_link n ON n.attempt_id = b.attempt_id "
                        "JOIN intake.response i ON i.id = n.intake_id WHERE i.code = %s", self.code)


@pytest.fixture(scope="module")
def story():
    with House() as house:
        yield Story(house)


@pytest.fixture(scope="module")
def masked(story):
    """Both responses approved as proposed."""
    masker = story.office["masker"].visitor
    for row in story.maskings()["responses"]:
        page = masker.read(f"/maskings/{row['code']}")
        if page["masks"]:
            story.code, story.proposed = row["code"], page
        masker.do(f"/maskings/{row['code']}", {"version": page["version"], "action": "approve"})
    return story


@pytest.fixture(scope="module")
def packed(masked):
    story = masked
    desk = story.office.desk
    blocked = desk.post(story.exam.path + "/packets", {})
    assert blocked.status_code == 409 and [b["why"] for b in blocked.json()["blockers"]] == ["small_group"]
    story.groups = desk.read(story.exam.path)["groups"]
    story.exam.pack()
    story.exam.allocate()
    story.holders = [who for who in ("first", "second", "third")
                     if any("[***]" in p.text() for p in packets_of(story.office[who]))]
    assert len(story.holders) == 2
    return story


def test_the_proposal_names_each_kind(masked):
    segments = [s for page in masked.proposed["pages"] for r in page["responses"] for s in r["segments"]]
    kinds = {s["text"]: next(iter(s["kind"])) for s in segments if s["mask"]}
    assert kinds == {"4da": "name", "Hollowmere": "employer", "O. Brackenridge": "supervisor", "907-555-0123": "phone"}
    assert masked.proposed["progress"] == {"checked": 0, "of": 2} or masked.proposed["progress"]["checked"] == 1
    assert {w["text"] for w in masked.proposed["repeated"]["words"]} == set(kinds)


def test_a_small_group_waits_for_a_recorded_word(packed):
    (group,) = packed.groups
    assert (group["category"], group["responses"], group["waits"], group["reason"]) == ("specialist", 2, {"decision": True}, None)
    desk = packed.office.desk
    assert [(g["waits"], g["reason"]) for g in desk.read(packed.exam.path)["groups"]] == [(None, "They agreed to it.")]
    path = packed.exam.path + "/small-groups"
    assert desk.post(path, {"category": "specialist", "reason": "once more"}).status_code == 404
    assert desk.post(path, {"category": "mentor-policy", "reason": "there is none"}).status_code == 404
    assert packed.office["approver"].visitor.post(path, {"category": "specialist", "reason": "not mine"}).status_code == 403
    assert packed.row("SELECT detail->>'reason' FROM audit.event WHERE action = 'small_group.decided'") == ("They agreed to it.",)


def test_giving_back_wants_a_kind_and_some_words(packed):
    giver = packed.office[packed.holders[0]]
    packet = packed.packet_of_ada(packed.holders[0])
    page = giver.visitor.read(packet.path + "/give-back")
    assert not page["locked"] and not page["begun"]
    for entries, field in (({}, "kind"), ({"kind": "writer"}, "words"), ({"kind": "writer", "words": "  x "}, "words")):
        reply = giver.visitor.post(packet.path + "/give-back", entries)
        assert (reply.status_code, reply.json()["field"]) == (422, field)
    assert giver.visitor.post(packet.path + "/give-back", {"kind": "mine", "words": "three"}).status_code == 422
    assert packed.ada()[:3] == ("in_review", 0, False)


def test_the_packet_and_the_draft_are_gone_and_nobody_gets_the_seat(packed):
    giver = packed.office[packed.holders[0]]
    packet = packed.packet_of_ada(packed.holders[0])
    first = giver.visitor.read(packet.path + "?page=1")
    giver.visitor.do(packet.path + "/draft", {"packet": packet.path[-8:], "version": 0, "page": 1,
                                              "level": {first["criteria"][0]["id"]: "1"}})
    assert giver.visitor.read(packet.path + "/give-back")["begun"]
    words = f"{giver.name} here: “{SECRET}” is known in town. Mail me at {giver.email}, says {giver.name.split()[0].upper()}."
    giver.visitor.do(packet.path + "/give-back", {"kind": "writer", "words": words})
    packed.gone = packet.path
    for path in (packet.path, packet.path + "/check", packet.path + "/give-back"):
        assert giver.visitor.get(path).status_code == 404
    assert giver.visitor.post(packet.path + "/draft", {"packet": packet.path[-8:], "version": 1, "page": 1}).status_code == 404
    assert giver.visitor.post(packet.path + "/give-back", {"kind": "writer", "words": "again"}).status_code == 404
    assert packet.path.rsplit("/", 1)[-1] not in json.dumps(giver.visitor.read("/queue"))
    assert giver.visitor.read("/queue?notice=given_back")["just_given_back"]
    assert packed.row("SELECT draft FROM review.allocation WHERE code = %s", packet.path.rsplit("/", 1)[-1]) == (None,)

    wait_for(lambda: packed.ada()[3] and packed.maskings()["responses"])
    state, version, _, barred = packed.ada()
    assert (state, version) == ("in_review", 0) and [str(b) for b in barred] == [giver.account]
    # No new seat, and no release, while a masker has it.
    desk = packed.office.desk
    reply = desk.post(packed.exam.path + "/reviewers", {})
    assert reply.status_code != 200 or reply.json()["seats"] == 0
    assert desk.post(packed.exam.path + "/preview", {}).status_code == 409
    assert packed.exam.step("maskings")["state"] == "now"


def test_the_masker_reads_why_and_not_who(packed):
    masker = packed.office["masker"].visitor
    assert [(r["code"], r["returned"]) for r in packed.maskings()["responses"]] == [(packed.code, True)]
    page = masker.read(f"/maskings/{packed.code}")
    (reason,) = page["returned"]
    assert reason["is"] == {"writer": True} and SECRET in reason["words"]
    giver = packed.office[packed.holders[0]]
    seen = json.dumps(page).lower()
    for word in (*giver.name.lower().split(), giver.email, giver.account):
        assert word not in seen
    assert page["masks"] == packed.proposed["masks"], "what was masked stays masked"


def test_a_stretch_can_be_masked_by_its_place_and_marks_be_let_go_by_word(packed):
    masker, path = packed.office["masker"].visitor, f"/maskings/{packed.code}"
    page = masker.read(path)
    at = page["pages"][0]["responses"][0]["at"]
    text = "".join(s["text"] for s in page["pages"][0]["responses"][0]["segments"])
    assert text == WORDS
    place = text.index(SECRET)
    for wrong in (f"{at}-5-5", f"{at}-0-99999", "9-9-0-1", "a-b", f"{at}-3", f"{at}--1-4"):
        assert masker.post(path, {"version": page["version"], "action": "save", "range": [wrong]}).status_code == 422
    masker.do(path, {"version": page["version"], "action": "save", "range": [f"{at}-{place}-{place + len(SECRET)}"]})
    page = masker.read(path)
    added = [s for s in page["pages"][0]["responses"][0]["segments"] if s["kind"] == {"masker": True}]
    assert [s["text"] for s in added] == [SECRET] and page["masks"] == packed.proposed["masks"] + 1
    assert page["returned"], "the reason stays until it is approved"
    masker.do(path, {"version": page["version"], "action": "save", "drop_words": ["907-555-0123"]})
    page = masker.read(path)
    shown = "".join(s["text"] for p in page["pages"] for r in p["responses"] for s in r["segments"] if not s["mask"])
    assert "907-555-0123" in shown
    masker.do(path, {"version": page["version"], "action": "save", "add": "907-555-0123"})
    page = masker.read(path)
    masker.do(path, {"version": page["version"], "action": "approve", "add": SECRET})


def test_it_is_sealed_anew_and_goes_to_somebody_else(packed):
    other = packed.office[packed.holders[1]]
    mine = packed.packet_of_ada(packed.holders[1])
    wait_for(lambda: not packed.ada()[2])
    assert packed.ada()[:3] == ("in_review", 1, False)
    text = "\n".join(p["response"] for page in mine.pages() for p in page["vignette"]["prompts"])
    assert SECRET not in text and "we wait" in text and "907" not in text
    assert packed.row("SELECT state FROM review.give_back") == ("done",)
    # The other reviewer locks what they have; the empty seat goes to the third, never back.
    Reviewing(other.visitor, mine.path.rsplit("/", 1)[-1]).score(10)
    packed.office.desk.do(packed.exam.path + "/reviewers", {})
    third = next(who for who in ("first", "second", "third") if who not in packed.holders)
    assert any("[***]" in p.text() for p in packets_of(packed.office[third]))
    assert not any("[***]" in p.text() for p in packets_of(packed.office[packed.holders[0]]))


def test_a_locked_review_stays_and_its_packet_cannot_be_given_back(packed):
    other = packed.office[packed.holders[1]]
    locked = next(row["code"] for g in other.visitor.read("/queue")["groups"] for row in g["locked"])
    assert other.visitor.read(f"/packets/{locked}/give-back")["locked"]
    reply = other.visitor.post(f"/packets/{locked}/give-back", {"kind": "writer", "words": "too late"})
    assert (reply.status_code, reply.json()["reason"]) == (423, "locked_stays") or reply.status_code == 409
    assert packed.row("SELECT count(*) FROM review.give_back") == (1,)


def test_when_nobody_is_left_the_packet_waits(packed):
    """The other packet: both give it back, one after the other, while the masker still has it."""
    both = []
    for who in ("first", "second", "third"):
        person = packed.office[who]
        for packet in packets_of(person):
            if "[***]" not in packet.text() and len(both) < 2:
                person.visitor.do(packet.path + "/give-back", {"kind": "named", "words": f"the gate, again from {who}"})
                both.append(who)
    assert len(both) == 2
    query = ("SELECT k.state, k.remasking, cardinality(k.barred), i.returns, i.version FROM review.packet k "
             "JOIN bridge.packet_link b ON b.packet_id = k.id JOIN bridge.intake_link n ON n.attempt_id = b.attempt_id "
             "JOIN intake.response i ON i.id = n.intake_id WHERE i.code <> %s")
    wait_for(lambda: packed.row(query, packed.code) == ("waiting", True, 2, 2, 4))
    masker = packed.office["masker"].visitor
    code = next(r["code"] for r in packed.maskings()["responses"] if r["state"] == "proposed")
    page = masker.read(f"/maskings/{code}")
    assert [r["is"] for r in page["returned"]] == [{"named": True}] * 2
    masker.do(f"/maskings/{code}", {"version": page["version"], "action": "approve", "add": "gate"})
    wait_for(lambda: packed.row(query, packed.code)[1] is False)
    # One reviewer may still have it and two are needed: nobody gets it by mistake, and the desk says what is short.
    reply = packed.office.desk.post(packed.exam.path + "/reviewers", {})
    assert reply.status_code == 409, reply.text
    assert re.search(r'"short"', reply.text)


def test_every_look_of_a_masker_is_written_down(packed):
    looks, codes = packed.row("SELECT count(*), count(DISTINCT subject_id) FROM audit.event WHERE action = 'masking.viewed'")
    assert looks >= 10 and codes == 2
    assert packed.row("SELECT count(*) FROM audit.event WHERE action = 'masking.reopened'") == (3,)
