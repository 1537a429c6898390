"""From closed sessions to published results, as the coordination desk sees it."""

import csv
import io

import pytest

from coordination_world import APPROVE, COORDINATE, MASK, REVIEW, CoordinationWorld
from test_coordinating import ROSTER, administration, bring_in

PASSED = {"category": "specialist", "track": "imh",
          "part1": {"sat": True, "score": 48, "max": 60, "passed": True, "date": "2026-03-14"},
          "part2": {"sat": True, "passed": True, "date": "2026-03-14", "remarks": []}, "endorsable": True, "retake": None,
          "corrected": False}
FAILED = PASSED | {"part1": PASSED["part1"] | {"score": 47, "passed": False}, "endorsable": False,
                   "retake": {"parts": [1], "earliest": "2027-03-14", "request_by": None}}

serial = iter(range(1000))


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CoordinationWorld(cluster, tmp_path_factory.mktemp("publishing")).start()
    yield running
    running.close()


@pytest.fixture(scope="module")
def cora(world):
    return world.colleague(COORDINATE)


@pytest.fixture(scope="module")
def mia(world):
    return world.colleague(MASK)


@pytest.fixture
def exam(world, cora):
    made = administration(cora)
    # People of their own in each administration: nobody may meet the same questions twice.
    assert bring_in(cora, made, ROSTER.replace("@", f"{next(serial)}@")).status_code == 200
    return made


@pytest.fixture
def sat(world, exam):
    world.close_sessions(exam)
    return exam


def step(browser, exam, name):
    return next(s for s in browser.read(f"/administrations/{exam}", "administration")["steps"] if s["step"] == name)


def blockers(answer):
    assert answer.status_code == 409, answer.text
    return {b["why"] for b in answer.json()["blockers"]}


# ---- duties ----------------------------------------------------------------------------------------------------------

def test_nothing_is_scored_or_taken_in_while_somebody_may_still_write(cora, exam):
    for duty in ("score", "intake"):
        answer = cora.post(f"/administrations/{exam}/{duty}")
        assert blockers(answer) == {"sessions_open"}
    page = cora.form(f"/administrations/{exam}/score", status=409)
    assert "8 of 8 parts are not closed yet" in page.text


def test_a_duty_is_asked_for_once_and_its_end_is_seen(world, cora, sat):
    assert step(cora, sat, "score")["state"] == "now"
    cora.form(f"/administrations/{sat}/score")
    cora.form(f"/administrations/{sat}/score")
    assert world.one("SELECT count(*) FROM work.duty WHERE administration_id = %s", sat) == 1
    assert step(cora, sat, "score")["state"] == "running"
    world.finish_duty(sat, "score", "refused", "key_missing")
    assert (step(cora, sat, "score")["state"], step(cora, sat, "score")["note"]) == ("refused", "key_missing")
    cora.form(f"/administrations/{sat}/score")
    world.finish_duty(sat, "score")
    assert step(cora, sat, "score")["state"] == "done" and step(cora, sat, "intake")["state"] == "now"


def test_who_never_came_holds_nobody_up_once_it_is_too_late(world, cora, exam):
    world.db.execute("UPDATE work.administration SET opens_at = now() - interval '9 hours', "
                     "closes_at = now() - interval '149 minutes' WHERE id = %s", (exam,))
    assert blockers(cora.post(f"/administrations/{exam}/score")) == {"sessions_open"}
    world.db.execute("UPDATE work.administration SET closes_at = now() - interval '151 minutes' WHERE id = %s", (exam,))
    assert cora.post(f"/administrations/{exam}/score").status_code == 200


# ---- maskings --------------------------------------------------------------------------------------------------------

TEXT = "I am Ána López from Early Hands. Call me Ana. Early hands help."


def test_a_masker_drops_adds_and_approves_and_each_look_is_written_down(world, mia, exam):
    code = world.add_response(exam, TEXT, [(5, 14), (41, 44)])
    page = mia.page(f"/maskings/{code}")
    assert page.status_code == 200 and "<mark>Ána López</mark>" in page.text
    shown = mia.read(f"/maskings/{code}", "masking")
    segments = shown["pages"][0]["responses"][0]["segments"]
    assert "".join(s["text"] for s in segments) == TEXT
    masks = [s["mask"] for s in segments if s["mask"]]
    mia.form(f"/maskings/{code}", version="1", drop=masks[1], add="early hands", action="save")
    state, kept = world.response(code)
    assert state == "proposed"
    assert [TEXT[m["from"]:m["to"]] for m in kept["masks"]] == ["Ána López", "Early Hands", "Early hands"]
    assert mia.post(f"/maskings/{code}", version=1, action="approve").status_code == 409
    missing = mia.post(f"/maskings/{code}", version=2, add="not there", action="approve")
    assert missing.status_code == 422 and missing.json()["reason"] == "words_not_found"
    mia.form(f"/maskings/{code}", version="2", action="approve")
    assert world.response(code)[0] == "approved"
    views = world.one("SELECT count(*) FROM audit.event WHERE action = 'masking.viewed'")
    mia.page(f"/maskings/{code}")
    assert world.one("SELECT count(*) FROM audit.event WHERE action = 'masking.viewed'") == views + 1


def test_nobody_else_sees_a_response(world, cora, exam):
    code = world.add_response(exam, TEXT)
    for person in (cora, world.colleague(APPROVE), world.colleague(2)):
        for answer in (person.get("/maskings"), person.get(f"/maskings/{code}"),
                       person.post(f"/maskings/{code}", version=1, action="approve")):
            assert answer.status_code == 403 and "Ana" not in answer.text
    assert world.response(code)[0] == "proposed"


def test_a_packed_response_is_over(world, mia, exam):
    code = world.add_response(exam, TEXT)
    world.db.execute("UPDATE intake.response SET state = 'packed' WHERE code = %s", (code,))
    assert mia.get(f"/maskings/{code}").status_code == 404
    assert code not in mia.page("/maskings").text


# ---- allocation ------------------------------------------------------------------------------------------------------

@pytest.fixture
def reviewers(world):
    world.db.execute("UPDATE staff.appointment SET capacity = 0 WHERE rights = 4")
    return [world.add_account(f"r{n}-{next(serial)}@example.org", REVIEW)[0] for n in range(3)]


def test_each_packet_gets_two_reviewers_who_may_and_the_load_is_even(world, cora, exam, reviewers):
    packets = [world.add_packet(exam) for _ in range(5)] + [world.add_packet(exam, barred=[reviewers[0]])]
    assert cora.make(f"/administrations/{exam}/reviewers", "allocated")["seats"] == 12
    rows = world.rows("SELECT packet_id, reviewer_id, seat, code, state FROM review.allocation WHERE packet_id = ANY (%s)", packets)
    assert len({r[3] for r in rows}) == 12 and all(r[4] == "open" for r in rows)
    by_packet = {p: sorted((r[2], r[1]) for r in rows if r[0] == p) for p in packets}
    assert all([s for s, _ in seats] == [1, 2] and seats[0][1] != seats[1][1] for seats in by_packet.values())
    assert reviewers[0] not in [r for _, r in by_packet[packets[5]]]
    assert sorted(sum(r[1] == one for r in rows) for one in reviewers) == [4, 4, 4]
    assert world.one("SELECT count(*) FROM review.packet WHERE id = ANY (%s) AND state = 'in_review'", packets) == 6
    assert cora.make(f"/administrations/{exam}/reviewers", "allocated")["seats"] == 0
    page = cora.read(f"/administrations/{exam}/reviewers", "reviewers")
    assert page["to_allocate"] == 0 and page["categories"][0]["total"] == 6


def test_a_shortage_is_told_by_category_and_keeps_nobody_else_waiting(world, cora, exam, reviewers):
    world.db.execute("UPDATE staff.appointment SET categories = '{specialist}' WHERE account_id = ANY (%s)", (reviewers[1:],))
    enough, short = world.add_packet(exam), world.add_packet(exam, "mentor-policy")
    answer = cora.post(f"/administrations/{exam}/reviewers")
    assert answer.status_code == 409 and answer.json()["reason"] == "reviewers_short_for_some"
    assert [(s["category"], s["seats"]) for s in answer.json()["short"]] == [("mentor-policy", 1)]
    # Half a packet is given to nobody: who has it would hold a place that a whole packet could have.
    seats = "SELECT packet_id, count(*) FROM review.allocation WHERE packet_id = ANY (%s) GROUP BY 1"
    assert world.rows(seats, [enough, short]) == [(enough, 2)]
    assert world.rows("SELECT state FROM review.packet WHERE id = ANY (%s) ORDER BY state", [enough, short]) == [
        ("in_review",), ("waiting",)]
    again = cora.post(f"/administrations/{exam}/reviewers")
    assert again.status_code == 409 and again.json()["reason"] == "reviewers_short"
    text = cora.form(f"/administrations/{exam}/reviewers", status=409).text
    assert "still needs places: 1" in text and "so no packet was given out" in text
    assert world.rows(seats, [enough, short]) == [(enough, 2)]
    world.db.execute("UPDATE staff.appointment SET categories = '{mentor-policy}' WHERE account_id = %s", (reviewers[1],))
    assert cora.make(f"/administrations/{exam}/reviewers", "allocated")["seats"] == 2


def test_two_halves_make_a_whole(world, cora, exam, reviewers):
    """Two packets, and room for one pair: one packet gets both reviewers, not each packet one."""
    world.db.execute("UPDATE staff.appointment SET capacity = 1 WHERE account_id = ANY (%s)", (reviewers[:2],))
    world.db.execute("UPDATE staff.appointment SET capacity = 0 WHERE account_id = %s", (reviewers[2],))
    packets = [world.add_packet(exam) for _ in range(2)]
    answer = cora.post(f"/administrations/{exam}/reviewers")
    assert answer.status_code == 409 and [s["seats"] for s in answer.json()["short"]] == [2]
    (count, held), = world.rows("SELECT count(DISTINCT packet_id), count(*) FROM review.allocation WHERE packet_id = ANY (%s)",
                                packets)
    assert (count, held) == (1, 2)


def test_a_third_review_goes_to_a_third_person(world, cora, exam, reviewers):
    packet = world.add_packet(exam)
    cora.make(f"/administrations/{exam}/reviewers", "allocated")
    world.lock_all(exam)
    world.db.execute("UPDATE review.packet SET state = 'third_needed' WHERE id = %s", (packet,))
    assert cora.make(f"/administrations/{exam}/reviewers", "allocated")["seats"] == 1
    seats = world.rows("SELECT seat, reviewer_id FROM review.allocation WHERE packet_id = %s ORDER BY seat", packet)
    assert [s for s, _ in seats] == [1, 2, 3] and {r for _, r in seats} == set(reviewers)
    assert cora.make(f"/administrations/{exam}/reviewers", "allocated")["seats"] == 0


# ---- release ---------------------------------------------------------------------------------------------------------

@pytest.fixture
def reviewed(world, cora, sat, reviewers):
    for duty in ("score", "intake"):
        cora.form(f"/administrations/{sat}/{duty}")
        world.finish_duty(sat, duty)
    world.add_packet(sat)
    cora.make(f"/administrations/{sat}/reviewers", "allocated")
    return sat


def test_what_stands_in_the_way_is_listed(world, cora, sat, reviewers):
    assert blockers(cora.post(f"/administrations/{sat}/preview")) == {"unscored", "not_taken_in"}
    for duty in ("score", "intake"):
        cora.form(f"/administrations/{sat}/{duty}")
        world.finish_duty(sat, duty)
    world.add_response(sat, TEXT)
    assert blockers(cora.post(f"/administrations/{sat}/packets")) == {"unmasked", "small_group"}
    cora.form(f"/administrations/{sat}/small-groups", category="specialist", reason="They agreed to it.")
    assert blockers(cora.post(f"/administrations/{sat}/preview")) == {"unmasked"}
    world.db.execute("UPDATE intake.response SET state = 'approved' WHERE administration_id = %s", (sat,))
    assert blockers(cora.post(f"/administrations/{sat}/preview")) == {"unpacked"}
    cora.form(f"/administrations/{sat}/packets")
    world.finish_duty(sat, "packets")
    world.db.execute("UPDATE intake.response SET state = 'packed' WHERE administration_id = %s", (sat,))
    world.add_packet(sat)
    assert blockers(cora.post(f"/administrations/{sat}/preview")) == {"unallocated"}
    cora.make(f"/administrations/{sat}/reviewers", "allocated")
    answer = cora.post(f"/administrations/{sat}/preview")
    assert [(b["why"], b["count"], b["of"]) for b in answer.json()["blockers"]] == [("unlocked", 2, 2)]
    page = cora.page(f"/administrations/{sat}/release")
    assert "2 of 2 reviews are not locked" in page.text
    world.lock_all(sat)
    world.db.execute("UPDATE review.packet SET state = 'third_needed' WHERE administration_id = %s", (sat,))
    assert blockers(cora.post(f"/administrations/{sat}/preview")) == {"third_pending"}
    world.lock_all(sat)
    world.db.execute("UPDATE result.feedback SET state = 'proposed' WHERE administration_id = %s", (sat,))
    answer = cora.post(f"/administrations/{sat}/preview")
    assert [(b["why"], b["count"]) for b in answer.json()["blockers"]] == [("unread_remarks", 1)]
    assert "Remarks that wait to be approved: 1." in cora.page(f"/administrations/{sat}/release").text
    assert (step(cora, sat, "remarks")["state"], step(cora, sat, "remarks")["count"]) == ("now", 0)
    assert "Next: read the remarks for candidates" in cora.page(f"/administrations/{sat}").text
    (code,), = world.rows("SELECT code FROM result.feedback WHERE administration_id = %s", sat)
    cora.form(f"/administrations/{sat}/remarks/{code}", version="1", action="approve")
    assert step(cora, sat, "remarks")["state"] == "done"
    assert cora.post(f"/administrations/{sat}/preview").status_code == 200


def test_letters_that_would_stand_out_are_read_part_by_part(world, cora, reviewed):
    """As the registrar's preview leaves them (test_registrar.py); and a part that one candidate alone took."""
    world.lock_all(reviewed)
    account = world.one("SELECT account_id FROM staff.appointment LIMIT 1")
    part1 = [{"part1": {"sat": True, "score": 46 + n, "max": 60, "passed": n > 1}} for n in range(4)]
    part2 = [{"part2": {"sat": True, "passed": n > 0, "remarks": [{"overall": True, "text": f"Read {n} again."}]}}
             for n in range(3)]
    release, _ = world.prepare_release(reviewed, account, part1 + part2)
    page = cora.read(f"/administrations/{reviewed}/release", "release")
    assert page["letters"] == [] and page["totals"] is None
    assert sorted(p["score"] for p in page["apart"]["part1"]["pieces"]) == [46, 47, 48, 49]
    assert (page["apart"]["part1"]["failed"], page["apart"]["part2"]["failed"], page["apart"]["part2"]["count"]) == (2, 1, 3)
    text = cora.page(f"/administrations/{reviewed}/release").text
    assert "Every letter, part by part" in text and "Read 0 again." in text and "Not passed, 46 of 60" in text
    assert "2 of 4" in cora.page(f"/administrations/{reviewed}/confirm").text and "Not taken" not in text
    cora.read(f"/administrations/{reviewed}/confirm", "confirm")
    world.db.execute("UPDATE result.release SET state = 'dropped' WHERE id = %s", (release,))
    release, _ = world.prepare_release(reviewed, account, part1 + [{"part2": {"sat": True}}], number=2)
    assert cora.read(f"/administrations/{reviewed}/release", "release")["apart"]["part2"] == {"untold": True}
    for path in ("release", "confirm"):
        text = cora.page(f"/administrations/{reviewed}/{path}").text
        assert "Part 2 not passed" not in text and ("One candidate alone took it" in text) == (path == "release")
    world.db.execute("UPDATE result.release SET state = 'dropped' WHERE id = %s", (release,))


def test_results_appear_with_names_only_after_a_second_person_said_yes(world, cora, reviewed):
    world.lock_all(reviewed)
    cora.form(f"/administrations/{reviewed}/preview")
    world.finish_duty(reviewed, "preview")
    preparer = world.one("SELECT asked_by FROM work.duty WHERE administration_id = %s AND kind = 'preview'", reviewed)
    release, digest = world.prepare_release(reviewed, preparer, [PASSED, FAILED])
    page = cora.read(f"/administrations/{reviewed}/release", "release")
    assert page["totals"] == {"letters": 2, "passed_all": 1, "failed_part1": 1, "failed_part2": 0, "sat_nothing": 0}
    assert page["release"]["mine"] and "López" not in cora.page(f"/administrations/{reviewed}/release").text
    assert [o["outcome"]["retake"] for o in page["letters"] if o["outcome"]["retake"]] == [{"parts": [1]}]
    assert cora.get(f"/administrations/{reviewed}/results").status_code == 409

    own = cora.send(f"/administrations/{reviewed}/confirm", digest=digest, sure="yes")
    assert own.status_code == 403 and "Somebody else has to" in own.text
    ada = world.colleague(APPROVE)
    ada.read(f"/administrations/{reviewed}/confirm", "confirm")
    assert ada.send(f"/administrations/{reviewed}/confirm", digest="0" * 64, sure="yes").status_code == 409
    assert ada.send(f"/administrations/{reviewed}/confirm", digest=digest).status_code == 422
    ada.form(f"/administrations/{reviewed}/confirm", digest=digest, sure="yes")
    assert world.one("SELECT state FROM result.release WHERE id = %s", release) == "confirmed"
    assert world.one("SELECT count(*) FROM work.duty WHERE administration_id = %s AND kind = 'release'", reviewed) == 1
    assert ada.send(f"/administrations/{reviewed}/confirm", digest=digest, sure="yes").status_code == 409

    people = {p["name"]: p["registration"] for p in cora.get(f"/administrations/{reviewed}/candidates").json()["people"]}
    world.publish(release, {people["Ana López"]: PASSED, people["Chen, Bo"]: FAILED})
    world.finish_duty(reviewed, "release")
    results = cora.read(f"/administrations/{reviewed}/results", "results")["people"]
    assert [(p["name"], p["outcome"]["part1"]["score"], p["outcome"]["endorsable"]) for p in results] == [
        ("Ana López", 48, True), ("Chen, Bo", 47, False)]
    letter = cora.page(f"/registrations/{people['Chen, Bo']}/letter").text
    assert "Dear Chen, Bo," in letter and "from March 14, 2027" in letter and "47 of 60" in letter
    cora.read(f"/registrations/{people['Chen, Bo']}/letter", "letter")
    assert cora.read(f"/administrations/{reviewed}", "administration")["next"] is None


def test_the_table_for_spreadsheets_runs_no_formula(world, cora, exam):
    bring_in(cora, exam, "name,email,category,track\n\"=HYPERLINK(\"\"x\"\")\",evil@example.org,Specialist,IMH-E\n")
    person = next(p for p in cora.get(f"/administrations/{exam}/candidates").json()["people"] if p["email"] == "evil@example.org")
    release, _ = world.prepare_release(exam, world.one("SELECT account_id FROM staff.appointment LIMIT 1"), [])
    world.db.execute("UPDATE result.release SET confirmed_by = gen_random_uuid() WHERE id = %s", (release,))
    world.publish(release, {person["registration"]: FAILED})
    answer = cora.page(f"/administrations/{exam}/results.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8" and "results.csv" in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [{"name": "'=HYPERLINK(\"x\")", "email": "evil@example.org", "category": "specialist", "track": "imh",
                     "part1_score": "47", "part1_max": "60", "part1_passed": "no", "part1_date": "2026-03-14",
                     "part2_passed": "yes", "part2_date": "2026-03-14",
                     "endorsable": "no", "retake_parts": "1", "retake_earliest": "2027-03-14", "retake_request_by": ""}]
