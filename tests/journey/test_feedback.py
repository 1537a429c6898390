"""What the registrar makes of reviewers' remarks: one proposal for each decided packet, and what a letter takes of it."""

import hashlib
import json
import time
import uuid

import pytest

from registrar_exam import Exam, wait_for
from test_registrar import House


@pytest.fixture(scope="module")
def house(cluster, tmp_path_factory):
    running = House(cluster, tmp_path_factory.mktemp("feedback")).start()
    yield running
    running.close()


@pytest.fixture
def reviewers(house):
    house.end_all_appointments()
    return [house.appoint(f"r{uuid.uuid4().hex[:8]}", capacity=500) for _ in range(2)]


def packed(house, *names, **policy):
    """An administration with so many people's packets: [(candidate, packet)]."""
    exam = Exam(house, **policy)
    people = [exam.add(name, f"{uuid.uuid4()}@x.example").sit1(48).sit2({1: "One.", 2: "Two."}) for name in names]
    assert exam.do("score") == "" and exam.do("intake") == ""
    exam.approve_all()
    assert exam.do("packets") == ""
    return exam, [(p, house.one("SELECT packet_id FROM bridge.packet_link WHERE attempt_id = %s", p.attempt)) for p in people]


def texts(exam, packet):
    return [r["text"] for r in exam.feedback(packet)[3]["remarks"]]


def release(exam):
    assert exam.do("preview") == ""
    number = exam.confirm()
    assert exam.do("release") == ""
    return number


def test_remarks_are_put_together_when_everything_is_decided_and_not_before(house, reviewers):
    exam, ((_, good), (_, bad)) = packed(house, "Ada Moreno", "Ben Okafor")
    exam.review(good, reviewers, (40, 40), remark="Well seen.", overall="A pleasure.")
    wait_for(lambda: exam.state(good) == "decided")
    time.sleep(1)
    assert exam.feedback(good) is None
    exam.review(bad, reviewers, (3, 4), remark="Say more.", overall="Read again.")
    wait_for(lambda: exam.feedback(good) and exam.feedback(bad))
    # The same for a pass and a fail, under codes that are nobody else's.
    for packet, words in ((good, ["Well seen.", "A pleasure."]), (bad, ["Say more.", "Read again."])):
        code, version, state, document = exam.feedback(packet)
        assert (version, state) == (1, "proposed")
        assert document["remarks"] == [{"place": 0, "overall": False, "text": words[0], "dropped": False},
                                       {"place": 1, "overall": True, "text": words[1], "dropped": False}]
        assert house.one("SELECT count(*) FROM review.allocation WHERE code = %s", code) == 0
        assert house.one("SELECT count(*) FROM intake.response WHERE code = %s", code) == 0


def test_what_reviewers_wrote_about_one_place_is_one_text_whoever_wrote_what(house, reviewers):
    exam, ((_, packet),) = packed(house, "Ada Moreno")
    third = house.appoint(f"third{uuid.uuid4().hex[:6]}")
    house.db.execute("UPDATE staff.appointment SET capacity = 0 WHERE account_id = ANY (%s)", (reviewers,))
    mine = [("First thought.", "The first."), ("Second thought.", "The same words."), ("Third thought.", "The same words.")]
    for seat, (reviewer, (remark, overall)) in enumerate(zip(reviewers, mine), 1):
        exam.lock(exam.seat(packet, reviewer, seat), 31 if seat == 1 else 40, remark=remark, overall=overall)
    seat = wait_for(lambda: house.row("SELECT id, reviewer_id FROM review.allocation WHERE packet_id = %s AND seat = 3", packet))
    assert seat[1] == third
    exam.lock(seat[0], 33, remark=mine[2][0], overall=mine[2][1])
    wait_for(lambda: exam.feedback(packet))
    on_page, overall = texts(exam, packet)
    digest = lambda text: hashlib.blake2b(text.encode(), digest_size=32).digest()  # noqa: E731
    assert on_page.split("\n") == sorted((m[0] for m in mine), key=digest)
    assert overall.split("\n") == sorted({m[1] for m in mine}, key=digest), "the same words count once"


def test_a_release_waits_for_every_approval_and_takes_the_text_as_it_was_approved(house, reviewers):
    exam, ((bad, packet), (good, passed)) = packed(house, "Ada Moreno", "Ben Okafor")
    exam.lock(exam.seat(packet, reviewers[0], 1), 3, remark="Name the\n\nfeeling.", overall="Read again.")
    exam.lock(exam.seat(packet, reviewers[1], 2), 4, remark="I scored this low.", overall="")
    exam.review(passed, reviewers, (40, 40), overall="A pleasure.")
    wait_for(lambda: exam.feedback(packet) and exam.feedback(passed))
    assert exam.do("preview") == "unread_remarks"
    remarks = exam.feedback(packet)[3]["remarks"]
    remarks[0]["text"] = "Name the\n\nfeeling.\nThen  plan. "
    remarks[1]["dropped"] = True
    exam.edit_feedback(packet, {"remarks": remarks})
    assert exam.do("preview") == "unread_remarks", "a pass is read like a fail"
    exam.approve_remarks()
    number = release(exam)
    given = bad.letter(number)["part2"]["remarks"]
    rubric = house.one("SELECT sealed FROM review.packet WHERE id = %s", packet)
    content = house.open("packet", "review.packet.sealed", packet, 0, rubric)
    assert given == [{"vignette": content["pages"][0]["title"], "criterion": content["rubric"]["criteria"][0]["title"],
                      "overall": False, "text": "Name the feeling. Then plan."}]
    assert good.letter(number)["part2"]["remarks"] == []


def test_the_preview_says_nothing_that_tells_a_category(house, reviewers):
    exam, ((_, packet),) = packed(house, "Ada Moreno")
    exam.review(packet, reviewers, (3, 4), remark="Say more.", overall="Read again.")
    exam.approve_remarks()
    assert exam.do("preview") == ""
    ident, sealed = house.row("SELECT p.id, p.sealed FROM result.preview p JOIN result.release r ON r.id = p.release_id "
                              "WHERE r.administration_id = %s", exam.id)
    assert house.open("result", "result.preview.sealed", ident, 0, sealed)["part2"]["remarks"] == [
        {"overall": False, "text": "Say more."}, {"overall": True, "text": "Read again."}]


def test_remarks_go_to_everybody_where_the_policy_says_so(house, reviewers):
    exam, ((good, packet),) = packed(house, "Ada Moreno", feedback="always")
    exam.review(packet, reviewers, (40, 40), overall="A pleasure.")
    exam.approve_remarks()
    assert good.letter(release(exam))["part2"]["remarks"] == [{"overall": True, "text": "A pleasure."}]


def decide_anew(house, exam, packet, seat, remark):
    """As after a signed revision of one review: another review, another commitment, the decision made again."""
    allocation = house.one("SELECT id FROM review.allocation WHERE packet_id = %s AND seat = %s", packet, seat)
    decisions = "SELECT max(number) FROM result.part2 WHERE packet_id = %s"
    basis = ("SELECT basis = registrar_api.feedback_basis(association_id, packet_id) FROM bridge.feedback_link "
             "WHERE packet_id = %s")
    before = house.one(decisions, packet)
    exam.lock(allocation, 4, remark=remark, overall="Read again.", reason="Read once more.")
    wait_for(lambda: house.one(decisions, packet) > before and house.one(basis, packet))


def test_a_note_reaches_the_coordinator_and_never_the_candidate(house, reviewers):
    """Not before everything is decided; and a revision that changes nothing but the note brings it to be read again."""
    exam, ((bad, packet),) = packed(house, "Ada Moreno", feedback="always")
    first = exam.seat(packet, reviewers[0], 1)
    exam.lock(first, 3, remark="Say more.", overall="Read again.", note="The prompt can be read in two ways.")
    assert exam.feedback(packet) is None
    exam.lock(exam.seat(packet, reviewers[1], 2), 4, note="  ")
    wait_for(lambda: exam.feedback(packet))
    document = exam.feedback(packet)[3]
    assert document["note"] == "The prompt can be read in two ways."
    assert "two ways" not in json.dumps(document["remarks"])
    exam.edit_feedback(packet, document)
    before = house.one("SELECT max(number) FROM result.part2 WHERE packet_id = %s", packet)
    exam.lock(first, 3, remark="Say more.", overall="Read again.", note="It can be read in three ways.",
              reason="The note was wrong.")
    wait_for(lambda: house.one("SELECT max(number) FROM result.part2 WHERE packet_id = %s", packet) > before)
    wait_for(lambda: exam.feedback(packet)[2] == "proposed")
    assert exam.feedback(packet)[3]["note"] == "It can be read in three ways."
    exam.approve_remarks()
    letter = json.dumps(bad.letter(release(exam)))
    assert "Say more." in letter and "three ways" not in letter and "two ways" not in letter and "note" not in letter


def test_decided_anew_only_what_changed_is_read_again(house, reviewers):
    exam, ((_, packet),) = packed(house, "Ada Moreno")
    exam.review(packet, reviewers, (3, 4), remark="Say more.", overall="Read again.")
    wait_for(lambda: exam.feedback(packet))
    edited = exam.feedback(packet)[3]["remarks"]
    edited[0]["text"], edited[1]["text"] = "Please say more.", "Please read again."
    exam.edit_feedback(packet, {"remarks": edited})
    code = exam.feedback(packet)[0]
    # Nothing in the remarks changed: what was approved stays approved.
    decide_anew(house, exam, packet, 2, "Say more.")
    assert exam.feedback(packet)[:3] == (code, 2, "approved")
    # One place changed: it comes anew, the other keeps what the coordinator made of it, and all is to be approved again.
    decide_anew(house, exam, packet, 2, "Say much more.")
    assert exam.feedback(packet)[:3] == (code, 3, "proposed")
    on_page, overall = texts(exam, packet)
    assert sorted(on_page.split("\n")) == ["Say more.", "Say much more."] and overall == "Please read again."
    assert exam.do("preview") == "unread_remarks"
    assert house.rows("SELECT t.version FROM result.feedback_text t JOIN bridge.feedback_link l USING (feedback_id) "
                      "WHERE l.packet_id = %s ORDER BY 1", packet) == [(1,), (2,), (3,)], "every version is kept"
    # A decision whose remarks are not merged yet releases nothing, whatever is approved.
    blocker = "SELECT note FROM registrar_api.release_blocker(%s, %s)"
    house.stop()
    house.db.execute("UPDATE result.feedback SET state = 'approved' WHERE code = %s", (code,))
    assert house.one(blocker, house.association, exam.id) == ""
    house.db.execute("UPDATE bridge.feedback_link SET basis = sha256('') WHERE packet_id = %s", (packet,))
    assert house.one(blocker, house.association, exam.id) == "unread_remarks"
    house.start()
    wait_for(lambda: house.one(blocker, house.association, exam.id) == "")


def test_a_packet_without_remarks_has_an_empty_proposal(house, reviewers):
    exam, ((bad, packet),) = packed(house, "Ada Moreno")
    exam.review(packet, reviewers, (3, 4))
    wait_for(lambda: exam.feedback(packet))
    assert exam.feedback(packet)[2:] == ("proposed", {"remarks": []})
    exam.approve_remarks()
    assert bad.letter(release(exam))["part2"]["remarks"] == []


def test_the_log_says_what_happened_to_remarks_and_not_whose_they_are(house, reviewers):
    exam, ((_, packet),) = packed(house, "Ada Moreno")
    exam.review(packet, reviewers, (3, 4), overall="Read again.")
    wait_for(lambda: exam.feedback(packet))
    ident = house.one("SELECT feedback_id FROM bridge.feedback_link WHERE packet_id = %s", packet)
    events = house.rows("SELECT actor, action, detail FROM audit.event WHERE subject_id = %s", ident)
    assert events == [("registrar", "feedback.made", {})]
    assert house.one("SELECT count(*) FROM audit.event WHERE detail::text LIKE %s", f"%{packet}%") == 0
    assert "Read again." not in json.dumps(str(house.row("SELECT sealed FROM bridge.feedback_link WHERE packet_id = %s", packet)))
