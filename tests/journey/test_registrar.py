"""The process without a door: what it makes of closed sessions, approved maskings, locked reviews and confirmed batches, also
when it is killed on the way."""

import json
import secrets
import signal
import time
import uuid

import pytest

from registrar_exam import Exam, keys_of, wait_for, wrong
from registrar_world import World


class House(World):
    """One database with the sample bank; the registrar may be started, stopped and killed."""

    def __init__(self, cluster, folder):
        super().__init__(cluster, folder)
        assert self.import_bank().returncode == 0
        self.process = None

    def start(self):
        self.process = self.registrar()
        return self

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        _, said = self.process.communicate(timeout=20)
        assert how != signal.SIGTERM or self.process.returncode == 0, said
        self.process = None
        return said

    def close(self):
        if self.process is not None:
            self.stop()
        super().close()

    def appoint(self, name, categories=("specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty"), capacity=20):
        account, email = uuid.uuid4(), f"{name}@staff.example"
        self.db.execute("INSERT INTO staff.account VALUES (%s, %s, %s, NULL, now())",
                        (account, self.seal("identity", "staff.account.sealed", account, 0, {"name": name, "email": email}),
                         self.lookup("staff_lookup", email)))
        self.db.execute("INSERT INTO staff.appointment VALUES (%s, %s, 4, %s, %s)",
                        (self.association, account, list(categories), capacity))
        return account

    def end_all_appointments(self):
        self.db.execute("UPDATE staff.appointment SET rights = 0 WHERE rights = 4")


@pytest.fixture(scope="module")
def house(cluster, tmp_path_factory):
    running = House(cluster, tmp_path_factory.mktemp("registrar")).start()
    yield running
    running.close()


@pytest.fixture
def reviewers(house):
    house.end_all_appointments()
    return [house.appoint(f"r{secrets.token_hex(4)}") for _ in range(2)]


def ready_for_release(exam, house, reviewers, *people):
    """Scored, taken in, packed, reviewed: people are (candidate, totals)."""
    assert exam.do("score") == ""
    assert exam.do("intake") == ""
    exam.approve_all()
    assert exam.do("packets") == ""
    for candidate, totals in people:
        packet = house.one("SELECT packet_id FROM bridge.packet_link WHERE attempt_id = %s", candidate.attempt)
        exam.review(packet, reviewers, totals, remark="Weigh a second meaning.", overall="Read again.")
        wait_for(lambda: exam.state(packet) == "decided")
    exam.approve_remarks()


# -- closing and folding -----------------------------------------------------------------------------------------------------

def test_time_alone_starts_and_closes_sessions(house):
    now = house.one("SELECT now()")
    exam = Exam(house, opens_at="2026-01-01", closes_at="2999-01-01")
    overdue = exam.add("Ada Moreno", "ada1@x.example").open(1, "running", started="2026-03-14 15:00+00")
    waiting = exam.add("Ben Okafor", "ben1@x.example").open(1, "running", started=str(now))
    shown = house.one("SELECT now() - interval '6 seconds'")
    delivered = exam.add("Cy Lund", "cy1@x.example").open(1, "opened", delivered=str(shown))
    never = exam.add("Di Fermi", "di1@x.example").open(1, "opened")
    state = "SELECT state, started_at, closed_at - deadline FROM work.session WHERE id = %s"
    wait_for(lambda: house.row(state, overdue.sessions[1])[0] == "closed")
    assert house.row(state, overdue.sessions[1])[2].total_seconds() == 10
    assert house.row(state, delivered.sessions[1])[0] == "opened"
    wait_for(lambda: house.row(state, delivered.sessions[1])[0] == "running", seconds=15)
    assert house.row(state, delivered.sessions[1])[1] == shown
    assert house.row(state, waiting.sessions[1])[0] == "running"
    assert house.row(state, never.sessions[1])[0] == "opened"
    assert exam.do("score") == "sessions_open"


def test_what_counts_is_the_last_save_in_time_and_48_of_60_pass(house):
    exam = Exam(house)
    passes, fails = exam.add("Ada Moreno", "ada2@x.example"), exam.add("Ben Okafor", "ben2@x.example")
    passes.sit1(48)
    keys = keys_of("p1-imh-a")
    with house.db.transaction():
        fails.sit1(48, state="running")
        # A newer login wins over a higher number of an older one; a late answer does not count.
        fails.save(1, "item.1", {"choice": wrong(keys[0])}, epoch=2, sequence=1)
        fails.save(1, "item.1", {"choice": keys[0]}, epoch=1)
        epoch, sequence = fails.save(1, "item.60", {"choice": keys[59]}, late=True)
        fails.close(1)
    assert exam.do("score") == ""
    assert passes.score() == {"score": 48, "max": 60, "passed": True}
    assert fails.score() == {"score": 47, "max": 60, "passed": False}
    assert fails.sheet(1)[1]["answers"][0] == wrong(keys[0])

    # A coordinator lets the late answer in: a new version of the sheet, and a new score beside the old one.
    house.db.execute("INSERT INTO work.late_decision VALUES (%s, %s, %s, %s, true, 'the network was down', %s, now())",
                     (house.association, fails.sessions[1], epoch, sequence, uuid.uuid4()))
    assert exam.do("score") == ""
    assert fails.sheet(1)[0] == 2 and fails.score()["score"] == 48
    assert house.one("SELECT count(*) FROM result.part1 WHERE session_id = %s", fails.sessions[1]) == 2


def test_an_answer_that_was_stored_after_the_session_was_closed_is_folded_again(house):
    exam = Exam(house, opens_at="2026-01-01", closes_at="2999-01-01")
    long_ago = str(house.one("SELECT now() - interval '91 minutes'"))
    ada = exam.add("Ada Moreno", "ada3@x.example").open(1, "running", started=long_ago)
    wait_for(lambda: ada.sheet(1) is not None)
    assert ada.sheet(1) == (1, {"answers": "-" * 60})
    ada.save(1, "item.3", {"choice": "B"})
    wait_for(lambda: ada.sheet(1)[0] == 2)
    assert ada.sheet(1)[1] == {"answers": "--B" + "-" * 57}


def test_answers_to_what_the_form_does_not_ask_are_left_out_of_the_sheet(house):
    """However many and however long they are: the database does not know the ids of prompts, so a desk stores them."""
    ada = Exam(house).add("Ada Moreno", "many@x.example")
    with house.db.transaction():
        ada.open(2, "running").save(2, "prompt.1.p1", {"text": "An answer"})
        for number in range(620):
            ada.save(2, f"prompt.1.a{number}", {"text": "\x01" * 20000})
        ada.close(2)
    wait_for(lambda: ada.sheet(2) is not None)
    sheet = ada.sheet(2)[1]
    texts = [response["text"] for vignette in sheet["vignettes"] for response in vignette["responses"]]
    assert texts[0] == "An answer" and set(texts[1:]) == {""} and len(texts) < 100


def test_one_session_that_cannot_be_read_does_not_hold_up_the_others(house):
    exam, other = Exam(house), Exam(house)
    with house.db.transaction():
        broken = exam.add("Ada Moreno", "ada4@x.example").sit1(3)
        house.db.execute("UPDATE work.save SET sealed = '\\x0102' WHERE session_id = %s", (broken.sessions[1],))
    fine = other.add("Ben Okafor", "ben4@x.example").sit1(60)
    assert exam.do("score") == "sheets_missing"
    assert other.do("score") == "" and fine.score()["score"] == 60


# -- intake and packets ------------------------------------------------------------------------------------------------------

def test_intake_waits_for_sessions_and_late_answers(house):
    exam = Exam(house, opens_at="2026-01-01", closes_at=str(house.one("SELECT now() + interval '1 hour'")))
    ada = exam.add("Ada Moreno", "ada5@x.example").open(2, "running", started=str(house.one("SELECT now()")))
    exam.add("Ben Okafor", "ben5@x.example")
    assert exam.do("intake") == "sessions_open"
    with house.db.transaction():
        late = ada.save(2, "prompt.1.p1", {"text": "Too late."}, late=True)
        ada.close(2)
    assert exam.do("intake") == "window_open"
    house.db.execute("UPDATE work.administration SET closes_at = now() - interval '3 hours' WHERE id = %s", (exam.id,))
    assert exam.do("intake") == "late_saves"
    house.db.execute("INSERT INTO work.late_decision VALUES (%s, %s, %s, %s, false, 'after the end', %s, now())",
                     (house.association, ada.sessions[2], *late, uuid.uuid4()))
    assert exam.do("intake") == ""
    # Nothing counts, so both pages are there and empty.
    pages = exam.responses()[0][2]["pages"]
    assert [p["position"] for p in pages] == [1, 2]
    assert {r["text"] for p in pages for r in p["responses"]} == {""}


@pytest.mark.parametrize("category, texts, choice, positions", [
    ("specialist", {1: "one", 2: "two", 3: "three"}, None, [1, 2]),
    ("specialist", {1: "one", 2: "two", 3: "three"}, [3, 1], [1, 3]),
    ("specialist", {3: "three"}, None, [1, 3]),
    ("mentor-clinical", {2: "two", 3: "three"}, [3], [1, 3]),
    ("mentor-research-faculty", {2: "two"}, None, [1, 2]),
])
def test_pages_are_what_counts_filled_up_with_what_nobody_answered(house, category, texts, choice, positions):
    exam = Exam(house)
    exam.add("Ada Moreno", f"{uuid.uuid4()}@x.example", category=category).sit2(texts, choice)
    assert exam.do("intake") == ""
    pages = exam.responses()[0][2]["pages"]
    assert [p["position"] for p in pages] == positions
    assert [{r["text"] for r in p["responses"]} for p in pages] == [{texts.get(n, "")} for n in positions]


def test_a_packet_names_nobody_and_nobody_reviews_themselves(house, reviewers):
    exam = Exam(house)
    own = house.appoint("maria.ortiz")
    maria = exam.add("María Ortiz-Lee", "Maria.Ortiz@staff.example").sit2(
        {1: "I, Maria Ortiz, would sit with her (write to maria.ortiz@staff.example).", 2: "M4ria says: wait."})
    assert exam.do("intake") == ""
    intake, code, content = exam.responses()[0]
    assert {m["why"] for p in content["pages"] for r in p["responses"] for m in r["masks"]} == {"name", "email"}
    assert exam.do("packets") == "" and exam.packets() == []
    exam.approve_all()
    assert exam.do("packets") == ""
    assert house.one("SELECT state FROM intake.response WHERE id = %s", intake) == "packed"
    (packet, document), = exam.packets()
    text = json.dumps(document, ensure_ascii=False).lower()
    assert "[***]" in text and "sit with her" in text
    for word in ("maria", "maría", "m4ria", "ortiz", "staff.example", code.lower(), str(maria.attempt), str(intake)):
        assert word not in text
    assert [p["prompts"][0]["id"] for p in document["pages"]] == ["p1", "p1"] and len(document["rubric"]["criteria"]) == 5
    assert house.one("SELECT barred FROM review.packet WHERE id = %s", packet) == [own]
    # The third seat goes to nobody rather than to her.
    exam.review(packet, reviewers, (40, 0))
    wait_for(lambda: exam.state(packet) == "third_needed")
    time.sleep(1.5)
    assert house.one("SELECT count(*) FROM review.allocation WHERE packet_id = %s AND seat = 3", packet) == 0
    someone = house.appoint(f"late{secrets.token_hex(4)}")
    wait_for(lambda: house.one("SELECT count(*) FROM review.allocation WHERE packet_id = %s AND seat = 3 AND reviewer_id = %s",
                               packet, someone))
    # Done once more, nothing is made twice.
    assert exam.do("intake") == "" and exam.do("packets") == "" and len(exam.packets()) == 1


# -- deciding ------------------------------------------------------------------------------------------------------------------

def cells_apart(first, second):
    """Where two locked reviews are more than one level apart: levels are given from the first cell on, 4 at most (Exam.lock)."""
    levels = [[min(4, max(0, total - 4 * cell)) for cell in range(10)] for total in (first, second)]
    return sum(abs(a - b) > 1 for a, b in zip(*levels))


@pytest.mark.parametrize("rule, totals, third, passed, fired, mark", [
    ("mean_or_third", (32, 40), None, True, "both_pass", (72, 2)),
    ("mean_or_third", (31, 20), None, False, "both_fail", (51, 2)),
    ("mean_or_third", (31, 33), 32, True, "median_pass", (32, 1)),
    ("mean_or_third", (31, 31), 31, False, "median_fail", (31, 1)),
    ("both_must_pass", (31, 40), None, False, "one_fails", (31, 1)),
    ("closest_to_third", (31, 31), None, False, "both_fail", (62, 2)),
    ("closest_to_third", (30, 36), 34, True, "closest_pass", (36, 1)),
    ("closest_to_third", (36, 30), 33, True, "third_pass", (33, 1)),
    ("median_of_three", (40, 40), 20, True, "median_pass", (40, 1)),
    ("criterion_tolerance", (36, 35), None, True, "within_pass", (71, 2)),
    ("criterion_tolerance", (40, 35), 34, True, "cells_pass", (71, 2)),
])
def test_two_reviews_decide_or_call_for_a_third(house, reviewers, rule, totals, third, passed, fired, mark):
    exam = Exam(house, part2_rule=rule)
    exam.add("Ada Moreno", f"{uuid.uuid4()}@x.example").sit2({1: "One.", 2: "Two."})
    assert exam.do("intake") == ""
    exam.approve_all()
    assert exam.do("packets") == ""
    (packet, _), = exam.packets()
    exam.lock(exam.seat(packet, reviewers[0], 1), totals[0], remark="first on this", overall="first overall")
    exam.lock(exam.seat(packet, reviewers[1], 2), totals[1], remark="second on this", overall="second overall")
    if third is not None:
        wait_for(lambda: exam.state(packet) == "third_needed")
        full = house.appoint(f"full{secrets.token_hex(4)}", capacity=0)
        other = house.appoint(f"other{secrets.token_hex(4)}", categories=("mentor-policy",))
        able = house.appoint(f"able{secrets.token_hex(4)}")
        third_seat = "SELECT id, reviewer_id FROM review.allocation WHERE packet_id = %s AND seat = 3"
        seat = wait_for(lambda: house.row(third_seat, packet))
        assert seat[1] == able not in (full, other)
        exam.lock(seat[0], third, remark="third on this")
    wait_for(lambda: exam.state(packet) == "decided")
    decision = exam.decision(packet)
    assert (decision["passed"], decision["fired"], decision["max"]) == (passed, fired, 40)
    assert decision["totals"] == [*totals] + ([third] if third is not None else [])
    assert decision["mark"] == {"sum": mark[0], "of": mark[1]}
    assert decision["rule"] == rule + "/1" == house.one("SELECT rule FROM result.part2 WHERE packet_id = %s", packet)
    assert decision["policy"] == {"pass_percent": 80, "near_line_points": 2, "level_tolerance": 1}
    assert (decision["cells"], decision["cells_apart"]) == (10, cells_apart(*totals))
    assert "on this" not in str(decision) and "overall" not in str(decision), "remarks go another way"


def test_a_review_that_was_exchanged_after_it_was_locked_decides_nothing(house, reviewers):
    exam = Exam(house)
    exam.add("Ada Moreno", "ada8@x.example").sit2({1: "The first writer.", 2: "Two."})
    exam.add("Ben Okafor", "ben8@x.example").sit2({1: "The second writer.", 2: "Two."})
    assert exam.do("intake") == ""
    exam.approve_all()
    assert exam.do("packets") == ""
    broken, fine = exam.packet_with("The first writer."), exam.packet_with("The second writer.")
    exam.lock(exam.seat(broken, reviewers[0], 1), 40)
    exam.lock(exam.seat(broken, reviewers[1], 2), 40, commit=False)
    time.sleep(1)
    exam.review(fine, reviewers, (40, 40))
    assert f"event=not_decided packet={broken}" in house.stop()
    house.start()
    wait_for(lambda: exam.state(fine) == "decided")
    assert exam.state(broken) == "in_review"
    house.db.execute("UPDATE review.allocation SET state = 'ended', revision = 0, sealed = NULL, commitment = NULL, "
                     "locked_at = NULL WHERE packet_id = %s AND seat = 2", (broken,))
    house.stop()
    house.start()


# -- release -------------------------------------------------------------------------------------------------------------------

def test_a_release_says_what_two_people_saw(house, reviewers):
    exam = Exam(house, request_by_weeks=8)
    good = exam.add("Ada Moreno", "ada9@x.example").sit1(48).sit2({1: "One.", 2: "Two."})
    bad = exam.add("Ben Okafor", "ben9@x.example").sit1(47, started="2026-03-14 04:30+00").sit2({1: "One.", 2: "Two."})
    exam.add("Cy Lund", "cy9@x.example")
    house.db.execute("UPDATE work.administration SET opens_at = '2026-03-13', closes_at = '2026-03-16' WHERE id = %s", (exam.id,))
    assert exam.do("preview") == "unscored"
    ready_for_release(exam, house, reviewers, (good, (32, 33)), (bad, (10, 12)))
    assert exam.do("release") == "not_confirmed"
    assert exam.do("preview") == "" and exam.do("preview") == ""
    assert exam.releases() == [(1, "prepared")]
    assert house.one("SELECT letters FROM result.release WHERE administration_id = %s", exam.id) == 3
    exam.confirm()
    assert exam.do("preview") == "confirmed"
    assert exam.do("release") == ""
    assert exam.releases() == [(1, "released")]
    assert good.letter(1) == {
        "category": "specialist", "track": "imh",
        "part1": {"sat": True, "score": 48, "max": 60, "passed": True, "date": "2026-03-14"},
        "part2": {"sat": True, "passed": True, "date": "2026-03-14", "remarks": []}, "endorsable": True, "retake": None,
        "corrected": False}
    # 04:30 UTC is the evening before in the association's zone; the later of the two failed sessions counts.
    assert bad.letter(1) == {
        "category": "specialist", "track": "imh",
        "part1": {"sat": True, "score": 47, "max": 60, "passed": False, "date": "2026-03-13"},
        "part2": {"sat": True, "passed": False, "date": "2026-03-14",
                  "remarks": [{"vignette": "The monitor and the baby", "criterion": "Use of one's own response", "overall": False,
                               "text": "Weigh a second meaning."}, {"overall": True, "text": "Read again."}]},
        "endorsable": False, "retake": {"parts": [1, 2], "earliest": "2027-03-14", "request_by": "2027-01-17"}, "corrected": False}
    assert exam.do("release") == "" and exam.do("preview") == "nothing_new"


def shown_before(house, exam):
    """What coordinators are given to read of a prepared release."""
    return [house.open("result", "result.preview.sealed", ident, 0, sealed) for ident, sealed in house.rows(
        "SELECT p.id, p.sealed FROM result.preview p JOIN result.release r ON r.id = p.release_id "
        "WHERE r.administration_id = %s AND r.state = 'prepared'", exam.id)]


def test_a_candidate_who_took_one_part_only_is_not_known_by_it(house, reviewers):
    """Who sits Part 2 again stands in the roster: a letter with nothing for Part 1 would have their name."""
    exam = Exam(house)
    both = [exam.add(f"Person {n}", f"both{n}{secrets.token_hex(3)}@x.example").sit1(48 + n).sit2({1: "One.", 2: "Two."})
            for n in range(3)]
    again = exam.add("Ada Moreno", f"again{secrets.token_hex(3)}@x.example", parts=(2,)).sit2({1: "One.", 2: "Two."})
    absent = exam.add("Ben Okafor", f"absent{secrets.token_hex(3)}@x.example")
    house.db.execute("UPDATE work.administration SET opens_at = '2026-03-13', closes_at = '2026-03-16' WHERE id = %s", (exam.id,))
    ready_for_release(exam, house, reviewers, *[(one, (32, 33)) for one in both], (again, (10, 12)))
    assert exam.do("preview") == ""
    shown = shown_before(house, exam)
    assert all(len(piece) == 1 for piece in shown), "nothing says which parts belong together"
    first = sorted(piece["part1"]["score"] for piece in shown if "part1" in piece)
    second = sorted(piece["part2"]["passed"] for piece in shown if "part2" in piece)
    assert (first, second) == ([48, 49, 50], [False, True, True, True])
    assert all(piece.get("part2", {}).get("passed", True) or piece["part2"]["remarks"] for piece in shown), "remarks are read"
    assert not {"endorsable", "retake", "date"} & {name for piece in shown for part in piece.values() for name in part}
    assert house.one("SELECT letters FROM result.release WHERE administration_id = %s", exam.id) == 5
    assert exam.confirm() == 1 and exam.do("release") == ""
    assert again.letter(1)["part1"] == {"sat": False} and not again.letter(1)["part2"]["passed"]
    assert absent.letter(1)["part2"] == {"sat": False}


def test_how_the_only_one_who_took_a_part_did_is_not_shown(house, reviewers):
    exam = Exam(house)
    both = exam.add("Ada Moreno", f"one{secrets.token_hex(3)}@x.example").sit1(48).sit2({1: "One.", 2: "Two."})
    for n in range(2):
        exam.add(f"Person {n}", f"first{n}{secrets.token_hex(3)}@x.example", parts=(1,)).sit1(40 + n)
    ready_for_release(exam, house, reviewers, (both, (32, 33)))
    assert exam.do("preview") == ""
    shown = shown_before(house, exam)
    assert [piece for piece in shown if "part2" in piece] == [{"part2": {"sat": True}}]
    assert sorted(piece["part1"]["score"] for piece in shown if "part1" in piece) == [40, 41, 48]


def test_one_among_five_of_another_kind_stands_out_and_the_same_kind_does_not(house, reviewers):
    exam = Exam(house)
    one = exam.add("Ada Moreno", f"whole{secrets.token_hex(3)}@x.example").sit1(48).sit2({1: "One.", 2: "Two."})
    exam.add("Ben Okafor", f"gone{secrets.token_hex(3)}@x.example")
    house.db.execute("UPDATE work.administration SET opens_at = '2026-03-13', closes_at = '2026-03-16' WHERE id = %s", (exam.id,))
    for n in range(5):
        exam.add(f"Person {n}", f"some{n}{secrets.token_hex(3)}@x.example", parts=(1,)).sit1(40 + n)
    ready_for_release(exam, house, reviewers, (one, (32, 33)))
    assert exam.do("preview") == "" and all(len(piece) == 1 for piece in shown_before(house, exam)), "one has both parts, five one"
    other = Exam(house)
    pair = [other.add(f"Person {n}", f"pair{n}{secrets.token_hex(3)}@x.example", parts=(1,)).sit1(47 + n) for n in range(2)]
    other.add("Ben Okafor", f"left{secrets.token_hex(3)}@x.example")
    house.db.execute("UPDATE work.administration SET opens_at = '2026-03-13', closes_at = '2026-03-16' WHERE id = %s", (other.id,))
    ready_for_release(other, house, reviewers)
    assert other.do("preview") == "" and len(shown_before(house, other)) == 3 and len(pair) == 2
    assert all("part1" in letter and "retake" in letter for letter in shown_before(house, other))


def test_a_correction_is_marked_and_stays_marked(house, reviewers):
    exam = Exam(house)
    ada = exam.add("Ada Moreno", "ada10@x.example").sit1(48).sit2({1: "One.", 2: "Two."})
    ben = exam.add("Ben Okafor", "ben10@x.example").sit1(48).sit2({1: "One.", 2: "Two."})
    ready_for_release(exam, house, reviewers, (ada, (40, 40)), (ben, (40, 40)))
    assert exam.do("preview") == "" and exam.confirm() == 1 and exam.do("release") == ""

    def change_a_score(candidate, score):
        document = {"score": score, "max": 60, "passed": score > 47}
        sealed = house.seal("result", "result.part1.sealed", candidate.sessions[1], 1, document)
        house.db.execute("UPDATE result.part1 SET sealed = %s WHERE session_id = %s", (sealed, candidate.sessions[1]))

    change_a_score(ada, 50)
    assert exam.do("preview") == ""
    change_a_score(ada, 51)
    exam.confirm()
    # What was confirmed is not what is there now: nothing is published, and it can be prepared and confirmed again.
    assert exam.do("release") == "changed"
    assert exam.do("preview") == "" and exam.confirm() == 3 and exam.do("release") == ""
    assert ada.letter(3)["corrected"] and ada.letter(3)["part1"]["score"] == 51
    assert not ben.letter(3)["corrected"]
    assert exam.do("preview") == "nothing_new"
    change_a_score(ben, 49)
    assert exam.do("preview") == "" and exam.confirm() == 4 and exam.do("release") == ""
    assert ada.letter(4)["corrected"] and ben.letter(4)["corrected"]
    assert exam.releases() == [(1, "released"), (2, "dropped"), (3, "released"), (4, "released")]
    assert house.one("SELECT count(*) FROM result.preview p JOIN result.release r ON r.id = p.release_id "
                     "WHERE r.administration_id = %s", exam.id) == 0


def test_what_gets_in_the_way_of_a_confirmed_release_drops_it(house, reviewers):
    exam = Exam(house)
    ada = exam.add("Ada Moreno", "ada11@x.example").sit1(48).sit2({1: "One.", 2: "Two."})
    ready_for_release(exam, house, reviewers, (ada, (40, 40)))
    assert exam.do("preview") == "" and exam.confirm() == 1
    late = ada.save(1, "item.1", {"choice": "A"}, late=True)
    assert exam.do("release") == "late_saves"
    assert exam.releases() == [(1, "dropped")]
    house.db.execute("INSERT INTO work.late_decision VALUES (%s, %s, %s, %s, false, 'after the end', %s, now())",
                     (house.association, ada.sessions[1], *late, uuid.uuid4()))
    assert exam.do("preview") == "" and exam.confirm() == 2 and exam.do("release") == ""


def test_a_part_passed_before_counts_for_the_same_track_and_category_only(house, reviewers):
    first = Exam(house)
    people = {name: first.add(name, f"{name}12@x.example", category=category).sit1(48).sit2({1: "One.", 2: "Two."})
              for name, category in (("same", "specialist"), ("track", "specialist"), ("due", "specialist"))}
    ready_for_release(first, house, reviewers, *((p, (0, 1)) for p in people.values()))
    assert first.do("preview") == "" and first.confirm() == 1 and first.do("release") == ""
    assert {p.letter(1)["endorsable"] for p in people.values()} == {False}

    again = Exam(house, started="2027-04-01 15:00+00", opens_at="2027-04-01", closes_at="2027-04-02")
    same = again.add("same", "", parts=(2,), person=people["same"].person).sit2({1: "One.", 2: "Two."})
    track = again.add("track", "", parts=(2,), track="ecmh", person=people["track"].person).sit2({1: "One.", 2: "Two."})
    due = again.add("due", "", person=people["due"].person).sit1(3).sit2({1: "One.", 2: "Two."})
    house.db.execute("UPDATE work.administration SET opens_at = '2026-04-01', closes_at = '2026-04-02' WHERE id = %s", (again.id,))
    ready_for_release(again, house, reviewers, (same, (40, 40)), (track, (40, 40)), (due, (40, 40)))
    assert again.do("preview") == "" and again.confirm() == 1 and again.do("release") == ""
    assert [p.letter(1)["endorsable"] for p in (same, track, due)] == [True, False, False]
    assert same.letter(1)["part1"] == {"sat": False} and same.letter(1)["retake"] is None


# -- killed, and two of them -----------------------------------------------------------------------------------------------------

def test_killed_anywhere_it_goes_on_and_does_everything_once(cluster, tmp_path):
    house = House(cluster, tmp_path)
    exam = Exam(house)
    people = [exam.add(f"Person {n}", f"p{n}@x.example").sit1(n % 61).sit2({1: f"Person {n} wrote this.", 2: "Two."})
              for n in range(30)]
    kills = 0

    def until_done(kind, finished):
        nonlocal kills
        duty = exam.ask(kind)
        while house.one("SELECT state FROM work.duty WHERE id = %s", duty) != "done":
            house.start()
            time.sleep(0.15 + 0.07 * (kills % 7) * (1 + kills // 21))   # longer on a machine that is slow to start it
            house.stop(signal.SIGKILL)
            kills += 1
            assert kills < 200
        assert finished()

    until_done("score", lambda: house.one("SELECT count(*) FROM result.part1") == 30)
    until_done("intake", lambda: house.one("SELECT count(*) FROM intake.response") == 30)
    exam.approve_all()
    until_done("packets", lambda: house.one("SELECT count(*) FROM review.packet") == 30)
    assert kills >= 3
    assert [p.score()["score"] for p in people] == [n % 61 for n in range(30)]
    assert house.one("SELECT count(*) FROM work.sheet") == 60 and house.one("SELECT count(*) FROM bridge.packet_link") == 30
    once = "SELECT count(*), count(DISTINCT subject_id) FROM audit.event WHERE action = %s"
    assert house.one("SELECT sum((detail->>'sheets')::int) FROM audit.event WHERE action = 'part1.scored'") == 30
    for action in ("session.folded", "intake.taken", "packet.made"):
        events, subjects = house.row(once, action)
        assert events == subjects == (60 if action == "session.folded" else 30), action
    house.close()


def test_of_two_registrars_one_works_and_the_other_takes_over(cluster, tmp_path):
    house = House(cluster, tmp_path).start()
    exam = Exam(house)
    time.sleep(1)
    second = house.registrar()
    exam.add("Ada Moreno", "ada13@x.example").sit1(48)
    assert exam.do("score") == ""
    first_pid, = house.row("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 20260 AND granted "
                           "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
    house.stop(signal.SIGKILL)
    exam.add("Ben Okafor", "ben13@x.example").sit1(48)
    assert exam.do("score") == ""
    now_pid, = house.row("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 20260 AND granted "
                         "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
    assert now_pid != first_pid
    second.terminate()
    assert second.wait(timeout=20) == 0
    house.close()


# -- conflicts -----------------------------------------------------------------------------------------------------------------

def test_who_reviewed_once_is_barred_like_who_still_does(house, reviewers):
    """Their right is gone, what they locked still stands: when it turns out whom they know, it counts no more."""
    exam = Exam(house)
    ada = exam.add("Ada Moreno", f"former{secrets.token_hex(3)}@x.example").sit1(48).sit2({1: "One.", 2: "Two."})
    assert exam.do("score") == "" and exam.do("intake") == ""
    exam.approve_all()
    assert exam.do("packets") == ""
    packet = house.one("SELECT packet_id FROM bridge.packet_link WHERE attempt_id = %s", ada.attempt)
    exam.review(packet, reviewers, (36, 35))
    wait_for(lambda: exam.state(packet) == "decided")
    former = reviewers[1]
    house.db.execute("UPDATE staff.appointment SET rights = 0, held_before = 4 WHERE account_id = %s", (former,))
    conflict = uuid.uuid4()
    house.db.execute("INSERT INTO staff.conflict VALUES (%s, %s, %s, %s, %s, now())", (
        house.association, conflict, former, house.seal("identity", "staff.conflict.sealed", conflict, 0, {"name": "Ada Moreno"}),
        former))
    house.db.execute("INSERT INTO staff.conflict_news (association_id) VALUES (%s)", (house.association,))
    wait_for(lambda: house.one("SELECT seat FROM review.allocation WHERE packet_id = %s AND reviewer_id = %s", packet, former) == 0)
    assert house.one("SELECT barred FROM review.packet WHERE id = %s", packet) == [former]
    assert exam.state(packet) == "in_review" and exam.do("preview") != ""


def test_what_is_damaged_is_named_and_keeps_nobody_else_from_being_barred(cluster, tmp_path):
    """One writer of two does not open, then one entry of two about a reviewer. Nothing is given out until both are whole again."""
    house = House(cluster, tmp_path).start()
    one, other = house.appoint("one"), house.appoint("other")
    exam = Exam(house)
    people = {name: exam.add(name, f"{name[:3].lower()}@x.example").sit1(48).sit2({1: "One.", 2: "Two."})
              for name in ("Ada Moreno", "Ben Okafor")}
    assert exam.do("score") == "" and exam.do("intake") == ""
    exam.approve_all()
    assert exam.do("packets") == ""
    packets = {name: house.one("SELECT packet_id FROM bridge.packet_link WHERE attempt_id = %s", who.attempt)
               for name, who in people.items()}
    sealed = {name: house.one("SELECT sealed FROM identity.person WHERE id = %s", who.person) for name, who in people.items()}

    def spoil(name):
        house.db.execute("UPDATE identity.person SET sealed = '\\x00' WHERE id = %s", (people[name].person,))

    def knows(account, name):
        conflict = uuid.uuid4()
        house.db.execute("INSERT INTO staff.conflict VALUES (%s, %s, %s, %s, %s, now())", (
            house.association, conflict, account,
            house.seal("identity", "staff.conflict.sealed", conflict, 0, {"name": name}), one))
        house.db.execute("INSERT INTO staff.conflict_news (association_id) VALUES (%s)", (house.association,))
        return conflict

    def barred(name):
        return house.one("SELECT barred FROM review.packet WHERE id = %s", packets[name])

    def news():
        return house.one("SELECT count(*) FROM staff.conflict_news")

    # Whichever comes first: the other one is done.
    for damaged, whole, account in (("Ada Moreno", "Ben Okafor", one), ("Ben Okafor", "Ada Moreno", other)):
        spoil(damaged)
        knows(account, whole)
        wait_for(lambda: barred(whole) == [account])
        assert news() > 0
        house.db.execute("UPDATE identity.person SET sealed = %s WHERE id = %s", (sealed[damaged], people[damaged].person))
        wait_for(lambda: news() == 0, 30)
    bad = knows(one, "Cy Lund")
    wait_for(lambda: news() == 0)
    house.db.execute("UPDATE staff.conflict SET sealed = '\\x00' WHERE id = %s", (bad,))
    knows(other, "Ben Okafor")
    wait_for(lambda: set(barred("Ben Okafor")) == {one, other})
    assert news() == 1 and barred("Ada Moreno") == [other]
    house.db.execute("DELETE FROM staff.conflict WHERE id = %s", (bad,))
    wait_for(lambda: news() == 0, 30)
    said = house.stop()
    assert all(f"event=not_barred packet={packet}" in said for packet in packets.values()), said
    assert f"event=conflict_unreadable kind=known row={bad}" in said
    house.close()
