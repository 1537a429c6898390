"""A revision through the doors of all desks: before the release it changes what the candidate is told, after it nobody takes it;
and a coordinator learns that there was one, not what it says."""

import pytest

from house import House, tool, wait_for
from people import SAMPLE_STAFF, Office, Reviewing, Sitting, packets_of

ADA = {"name": "Ada Moreno", "email": "ada@moreno.example", "category": "specialist", "track": "imh"}
REASON = "I took the second response for the first."
WORDS = "Stay longer with what the mother says."


class Story:
    """One candidate, two reviewers who both pass the packet; a third is not to be had."""

    def __init__(self, house):
        self.house = house
        self.office = Office(house, staff={role: who for role, who in SAMPLE_STAFF.items() if role != "third"})
        self.exam = self.office.add_exam("Spring exam")
        self.slip = self.exam.admit([ADA])[ADA["email"]]
        Sitting(house, self.slip).accept().part1(right=50).part2(lambda vignette, prompt: "I would wait and watch.")
        house.travel(days=3)
        self.office.everybody_signs_in()
        self.exam.wait_until_closed()
        self.exam.score()
        self.exam.take_in()
        self.exam.mask()
        self.exam.pack()
        self.exam.allocate()
        self.packets = [packet for person in self.office.reviewers for packet in packets_of(person)]
        for packet in self.packets:
            packet.score(packet.most)

    def wait_until_decided(self, times):
        def decided():
            with self.house.admin() as db:
                found = db.execute("SELECT state, (SELECT count(*) FROM result.part2) FROM review.packet").fetchone()
            return found == ("decided", times)
        wait_for(decided)

    def coordinator_sees(self):
        """Of people; that a third review is called for shows, as a number, where packets are given out."""
        return [self.office.desk.get(self.exam.path + path).content for path in ("/board", "/candidates")]

    def log(self):
        """Actions and details of the log, as the coordinator reads it."""
        return [(event["action"], event["detail"]) for event in self.office.desk.read("/audit")["events"]]


@pytest.fixture(scope="module")
def story():
    with House() as house:
        yield Story(house)


def test_a_coordinator_sees_that_a_review_was_locked_and_its_commitment_and_nothing_else(story):
    locked = [detail for action, detail in story.log() if action == "review.locked"]
    assert len(locked) == 2 and all(sorted(part.split()[0] for part in detail.split(", ")) == ["commitment", "revision"]
                                    for detail in locked)
    assert len({detail for detail in locked}) == 2, "two equal reviews do not show as equal"


def test_a_revision_before_the_release_changes_what_the_candidate_is_told(story):
    story.wait_until_decided(1)
    story.exam.preview()
    for packet in story.packets:
        before = story.coordinator_sees()
        packet.revise(4, REASON, overall=WORDS, recommendation="fail")
        assert story.coordinator_sees() == before
    revised = [detail for action, detail in story.log() if action == "review.revised"]
    assert len(revised) == 2 and all(REASON not in detail and WORDS not in detail for detail in revised)
    story.wait_until_decided(2)
    story.office.everybody_signs_in()
    story.exam.preview()
    story.exam.confirm()
    assert story.exam.results()[ADA["email"]]["part2"]["passed"] is False
    told = Sitting(story.house, story.slip).visitor.get("/results").text
    assert WORDS in told and REASON not in told, "the reason is for the record, not for the candidate"


def test_after_the_release_no_revision_is_taken_and_the_chain_holds(story):
    person = story.office.reviewers[0].sign_in()
    code = story.packets[0].path.rsplit("/")[-1]
    closed = Reviewing(person, code)
    assert closed.first["locked"] and not closed.first["revision"]["may_begin"] and closed.first["revision"]["number"] == 2
    answer = person.post(closed.path + "/revise", {"version": closed.first["version"], "reason": REASON})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/closed")
    house = story.house
    said = tool("verify", "seals", "--conninfo", house.cluster.conninfo(house.database), "--key", house.keys / "review.pub",
                "--keys", house.keys / "all.keys")
    assert said.stdout == "checked: reviews 2, seals 4, revisions 2, unsigned 0, opened 4, findings 0\n"
