"""A coordinator reads what reviewers wrote for candidates, takes out what tells who wrote it, and approves."""

import json
import uuid

import pytest

from coordination_world import APPROVE, COORDINATE, MASK, PROCTOR, REVIEW, CoordinationWorld
from test_coordinating import administration


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CoordinationWorld(cluster, tmp_path_factory.mktemp("remarks")).start()
    running.add_account("rowan.esposito@office.example", REVIEW)
    gone, _ = running.add_account("teodor@office.example", REVIEW)
    running.db.execute("UPDATE staff.appointment SET rights = 0, held_before = 4 WHERE account_id = %s", (gone,))
    running.add_account("corinne@office.example", COORDINATE)
    yield running
    running.close()


@pytest.fixture(scope="module")
def cora(world):
    return world.colleague(COORDINATE)


@pytest.fixture
def exam(cora):
    return administration(cora)


def path_of(exam, code):
    return f"/administrations/{exam}/remarks/{code}"


def kept(world, code):
    """(state, version, [(text, dropped)]) as stored."""
    ident, state, version, sealed = world.row(
        "SELECT f.id, f.state, f.version, t.sealed FROM result.feedback f JOIN result.feedback_text t "
        "ON t.feedback_id = f.id AND t.version = f.version WHERE f.code = %s", code)
    remarks = world.open("result", "result.feedback_text.sealed", ident, version, sealed)["remarks"]
    return state, version, [(r["text"], r["dropped"]) for r in remarks]


def events(world, code):
    return [row[0] for row in world.rows("SELECT e.action FROM audit.event e JOIN result.feedback f ON f.id = e.subject_id "
                                         "WHERE f.code = %s ORDER BY e.number", code)]


def test_the_list_holds_codes_and_nothing_else(world, cora, exam):
    assert "Nothing to read yet" in cora.page(f"/administrations/{exam}/remarks").text
    done = [world.add_feedback(exam, "Good.", state="approved") for _ in range(2)]
    waiting = [world.add_feedback(exam, "Good.") for _ in range(3)]
    page = cora.read(f"/administrations/{exam}/remarks", "feedbacks")
    assert (page["to_read"], page["approved"], page["first"]) == (3, 2, min(waiting))
    assert [row["code"] for row in page["feedbacks"]] == sorted(waiting) + sorted(done), "in the order of the codes"
    assert {key for row in page["feedbacks"] for key in row} == {"code", "state", "is"}
    assert "3 to read, 2 approved." in cora.page(f"/administrations/{exam}/remarks").text


def test_what_could_tell_who_wrote_it_is_marked_with_the_reason(world, cora, exam):
    code = world.add_feedback(exam, "As Rowan said, say <more>.", "Nothing here.",
                              "The second reviewer and I scored it low, says Teodor; see [***]. - RE")
    shown = cora.read(path_of(exam, code), "feedback")
    assert [[(f["text"], *f["is"]) for f in r["found"]] for r in shown["remarks"]] == [
        [("Rowan", "name")], [],
        [("second reviewer", "role"), ("I scored", "person"), ("Teodor", "name"), ("[***]", "mask"), ("RE", "signature")]]
    assert all("".join(s["text"] for s in r["segments"]) == r["text"] for r in shown["remarks"])
    assert shown["any"] and shown["marked"] and [r["overall"] for r in shown["remarks"]] == [False, False, True]
    page = cora.page(path_of(exam, code)).text
    assert "As <mark>Rowan</mark> said, say &lt;more&gt;." in page
    assert "“Teodor”: a name of somebody who reviews, or part of it" in page
    # All who review or ever did, but no coordinator; and nothing of who they are goes out.
    assert "esposito" not in page.lower() and "office.example" not in json.dumps(shown)
    plain = world.add_feedback(exam, "Corinne is a fine name for a mother.")
    assert cora.read(path_of(exam, plain), "feedback")["marked"] is False


def test_edit_leave_out_approve_and_every_step_is_written_down(world, cora, exam):
    code = world.add_feedback(exam, "As Rowan said, say more.", "I scored this low.", "Read again.")
    path = path_of(exam, code)
    refused = cora.post(path, version=1, text={"0": "Say more, as José would."}, action="approve")
    assert refused.status_code == 422 and (refused.json()["field"], refused.json()["reason"]) == ("sure", "marks_left")
    again = cora.send(path, version="1", text__0="Say more, please.", text__1="I scored this low.", text__2="Read again.",
                      action="approve")
    assert again.status_code == 422 and "Say more, please.</textarea>" in again.text and "<mark>I scored</mark>" in again.text
    assert kept(world, code)[:2] == ("proposed", 1), "refused is not stored"
    # What is left out need not be clean. Saved: the same page again; approved: on to the next one, or to the list.
    saved = cora.form(path, version="1", text__0="Say more, please.", text__1="I scored this low.", text__2="Read again.",
                      drop="1", action="save")
    assert saved.headers["location"] == path
    assert kept(world, code)[:2] == ("proposed", 2)
    assert kept(world, code)[2] == [("Say more, please.", False), ("I scored this low.", True), ("Read again.", False)]
    other = world.add_feedback(exam, "Fine.")
    approved = cora.form(path, version="2", drop="1", action="approve")
    assert approved.headers["location"] == path_of(exam, other)
    assert kept(world, code)[:2] == ("approved", 3) and kept(world, code)[2][1] == ("I scored this low.", True)
    assert cora.form(path_of(exam, other), version="1", action="approve").headers["location"] == f"/administrations/{exam}/remarks"
    seen = [e for e in events(world, code) if e != "feedback.viewed"]
    assert seen == ["feedback.changed", "feedback.approved"] and events(world, code).count("feedback.viewed") >= 4
    views = events(world, code).count("feedback.viewed")
    cora.page(path)
    assert events(world, code).count("feedback.viewed") == views + 1
    log = cora.page("/audit").text
    assert "approved remarks for a candidate" in log and "looked at remarks for a candidate" in log and code not in log
    # Taken up again, what was approved has to be approved again.
    cora.form(path, version="3", text__0="Say much more, please.", action="save")
    assert kept(world, code)[:2] == ("proposed", 4)


def test_what_is_marked_may_stay_when_the_coordinator_says_so(world, cora, exam):
    code = world.add_feedback(exam, "The rowan by the window is a good detail.")
    cora.form(path_of(exam, code), version="1", sure="yes", action="approve")
    assert kept(world, code) == ("approved", 2, [("The rowan by the window is a good detail.", False)])


def test_without_remarks_there_is_nothing_to_read_and_still_something_to_approve(world, cora, exam):
    code = world.add_feedback(exam)
    shown = cora.read(path_of(exam, code), "feedback")
    assert not shown["any"] and shown["remarks"] == []
    assert "The reviewers wrote no remarks" in cora.page(path_of(exam, code)).text
    cora.form(path_of(exam, code), version="1", action="approve")
    assert kept(world, code) == ("approved", 2, [])


def test_a_page_that_is_older_than_what_is_stored_changes_nothing(world, cora, exam):
    code = world.add_feedback(exam, "Fine.")
    cora.form(path_of(exam, code), version="1", text__0="Very fine.", action="save")
    for wish in ({"text": {"0": "Mine."}, "action": "save"}, {"action": "approve"}):
        assert cora.post(path_of(exam, code), version=1, **wish).status_code == 409
    assert kept(world, code) == ("proposed", 2, [("Very fine.", False)])


def test_a_confirmed_release_is_not_changed_under_the_second_person_s_hands(world, cora, exam):
    code = world.add_feedback(exam, "Fine.", state="approved")
    release, _ = world.prepare_release(exam, world.one("SELECT account_id FROM staff.appointment LIMIT 1"), [])
    world.db.execute("UPDATE result.release SET state = 'confirmed', confirmed_by = gen_random_uuid() WHERE id = %s", (release,))
    answer = cora.post(path_of(exam, code), version=1, text={"0": "Changed."}, action="approve")
    assert answer.status_code == 409 and answer.json()["type"].endswith("locked")
    world.db.execute("UPDATE result.release SET state = 'released' WHERE id = %s", (release,))
    cora.form(path_of(exam, code), version="1", text__0="For a correction.", action="approve")


def test_bad_entries_are_named(world, cora, exam):
    code = world.add_feedback(exam, "Fine.")
    for body, field in (({"version": 1, "action": "publish"}, "action"), ({"action": "save"}, "version"),
                        ({"version": 1, "action": "save", "text": {"1": "None."}}, "text"),
                        ({"version": 1, "action": "save", "text": {"x": "None."}}, "text"),
                        ({"version": 1, "action": "save", "drop": ["-1"]}, "text"),
                        ({"version": 1, "action": "save", "text": {"0": "x" * 20001}}, "text"),
                        ({"version": 1, "action": "save", "who": "me"}, "who")):
        answer = cora.post(path_of(exam, code), **body)
        assert (answer.status_code, answer.json()["field"]) == (422, field), (body, answer.text)
    assert kept(world, code)[:2] == ("proposed", 1)
    assert cora.get(path_of(exam, "ABCD2345")).status_code == 404
    assert cora.get(path_of(administration(cora), code)).status_code == 404, "of another administration"


def test_nobody_but_a_coordinator_of_the_association_reads_remarks(world, cora, exam):
    code = world.add_feedback(exam, "canary")
    for person in (world.colleague(APPROVE), world.colleague(PROCTOR), world.colleague(MASK)):
        for answer in (person.get(f"/administrations/{exam}/remarks"), person.get(path_of(exam, code)),
                       person.post(path_of(exam, code), version=1, action="approve")):
            assert answer.status_code == 403 and "canary" not in answer.text
    assert kept(world, code)[:2] == ("proposed", 1)


def test_a_note_is_shown_without_names_kept_and_not_edited(world, cora, exam):
    note = "Rowan Esposito here: the scan is blank on page 2.\nAsk for it again."
    code = world.add_feedback(exam, "Say more.", "Read again.", note=note)
    shown = cora.read(path_of(exam, code), "feedback")
    assert shown["note"] == "[***] here: the scan is blank on page 2.\nAsk for it again."
    assert "the scan is blank" not in json.dumps(shown["remarks"])
    text = cora.page(path_of(exam, code)).text
    assert "A note for you" in text and "Esposito" not in text
    cora.form(path_of(exam, code), version="1", text__0="Please say more.", sure="yes", action="approve")
    assert kept(world, code)[:2] == ("approved", 2)
    ident, sealed = world.row("SELECT f.id, t.sealed FROM result.feedback f JOIN result.feedback_text t ON t.feedback_id = f.id "
                              "AND t.version = 2 WHERE f.code = %s", code)
    assert world.open("result", "result.feedback_text.sealed", ident, 2, sealed)["note"] == note
    assert cora.post(path_of(exam, code), version=2, note="Mine.", action="save").status_code == 422
    other = world.add_feedback(exam, "Say more.", "Read again.")
    assert cora.read(path_of(exam, other), "feedback")["note"] is None
    assert "A note for you" not in cora.page(path_of(exam, other)).text


QUIET = {"review.set_aside": "allocation", "packet.reopened": "packet", "packet.third_needed": "packet",
         "packet.allocated": "packet", "packet.decided": "packet", "packet.masked_again": "packet",
         "masking.reopened": "response", "feedback.made": "feedback", "feedback.renewed": "feedback"}


def test_what_happens_to_one_packet_is_told_when_its_results_are_published(world, cora):
    """By its moment beside other events it would say whose packet it is, or how a review came out. One of two is published."""
    shown = {}
    for published in (False, True):
        exam = administration(cora)
        code = world.add_feedback(exam, "Good.")
        packet, allocation = world.add_packet(exam), uuid.uuid4()
        world.db.execute("INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, state) "
                         "VALUES (%s, %s, %s, %s, 1, %s, %s, 'open')",
                         (world.association, allocation, packet, uuid.uuid4(), code[::-1], bytes(16)))
        world.add_response(exam, "A response.")
        subjects = {"packet": packet, "allocation": allocation,
                    "feedback": world.one("SELECT id FROM result.feedback WHERE code = %s", code),
                    "response": world.one("SELECT id FROM intake.response WHERE administration_id = %s", exam)}
        if published:
            world.db.execute("INSERT INTO result.release (association_id, id, administration_id, number, state, digest, letters, "
                             "prepared_by, prepared_at, confirmed_by) VALUES (%s, %s, %s, 1, 'released', %s, 0, %s, now(), %s)",
                             (world.association, uuid.uuid4(), exam, bytes(32), uuid.uuid4(), uuid.uuid4()))
        for action, kind in QUIET.items():
            world.db.execute("SELECT audit.append(%s, 'registrar', NULL, %s, %s, %s)",
                             (world.association, action, subjects[kind], json.dumps({"of": str(published)})))
        world.db.execute("SELECT audit.append(%s, 'registrar', NULL, 'packet.made', %s, '{}')", (world.association, packet))
    for event in cora.read("/audit", "audit")["events"]:
        shown.setdefault(event["detail"], []).append(event["action"])
    assert "of False" not in shown and sorted(shown["of True"]) == sorted(QUIET)
    assert "packet.made" in shown[None], "all others are told at once"


def test_who_is_barred_from_what_does_not_change_while_remarks_are_read(world, cora, exam):
    """The remarks of one candidate would come anew, right after somebody entered who that is."""
    account, _ = world.add_account("conflicted@office.example", REVIEW)
    conflict = uuid.uuid4()
    world.db.execute("INSERT INTO staff.conflict VALUES (%s, %s, %s, %s, %s, now())", (
        world.association, conflict, account,
        world.seal("identity", "staff.conflict.sealed", conflict, 0, {"name": "Ada Moreno"}), account))
    world.db.execute("DELETE FROM staff.conflict_news")
    world.add_feedback(exam, "Good.")
    path = f"/staff/{account}"
    before = cora.read(path, "staff_member")

    def news():
        return world.one("SELECT count(*) FROM staff.conflict_news")

    for tail, fields in (("/conflicts", {"name": "Ben Okafor"}), ("/conflicts/withdraw", {"conflict": str(conflict)}),
                         ("", {"review": True, "categories": ["specialist"], "employer": "Early Hands"})):
        answer = cora.post(path + tail, **fields)
        assert (answer.status_code, answer.json().get("reason")) == (409, "remarks_read"), answer.text
    assert cora.read(path, "staff_member") == before and news() == 0
    assert "The remarks of an administration are being read" in cora.form(path + "/conflicts", status=409, name="Ben Okafor").text
    # All else may be changed, and their rights be taken at once.
    assert cora.post(path, review=True, categories=["specialist"], capacity=3).status_code == 200
    assert cora.post(path, capacity=3).status_code == 200 and news() == 0
    assert world.one("SELECT rights FROM staff.appointment WHERE account_id = %s", account) == 0
    # Every administration with remarks is published.
    for administration, in world.rows("SELECT DISTINCT administration_id FROM result.feedback"):
        world.db.execute("INSERT INTO result.release (association_id, id, administration_id, number, state, digest, letters, "
                         "prepared_by, prepared_at, confirmed_by) VALUES (%s, %s, %s, 99, 'released', %s, 0, %s, now(), %s)",
                         (world.association, uuid.uuid4(), administration, bytes(32), uuid.uuid4(), uuid.uuid4()))
    assert cora.post(path + "/conflicts", name="Ben Okafor").status_code == 200 and news() == 1
    assert cora.post(path + "/conflicts/withdraw", conflict=str(conflict)).status_code == 200
    assert cora.post(path, review=True, categories=["specialist"], employer="Early Hands").status_code == 200 and news() == 3
