"""The rules of practice and control packets that live in SQL: who lacks what, what is held back, and what is handed over when."""

import re
import secrets
import uuid

import pytest

import review_seals
from registrar_world import World
from tree import SCHEMA

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Bench(World):
    """An association with the sample bank; exams, reviewers and live packets are made as rows."""

    def __init__(self, cluster, folder):
        super().__init__(cluster, folder)
        assert self.import_bank().returncode == 0
        self.form = self.one("SELECT id FROM bank.form WHERE code = 'p2-specialist-a'")

    def reviewer(self):
        return uuid.uuid4()

    def exam(self, practice=1, control=1):
        exam = uuid.uuid4()
        self.db.execute("INSERT INTO work.administration (association_id, id, title, opens_at, closes_at, created_by, created_at, "
                        "practice_packets, control_packets) "
                        "VALUES (%s, %s, 'Exam', now() - interval '2 days', now(), %s, now(), %s, %s)",
                        (self.association, exam, uuid.uuid4(), practice, control))
        self.db.execute("INSERT INTO work.administration_form (association_id, administration_id, part, track, category, form_id) "
                        "VALUES (%s, %s, 2, 'imh', 'specialist', %s)", (self.association, exam, self.form))
        return exam

    def live(self, exam, reviewer):
        """One packet of a candidate's, given to the reviewer: its allocation."""
        packet, allocation = uuid.uuid4(), uuid.uuid4()
        self.db.execute("INSERT INTO review.packet (association_id, id, administration_id, category, pages, criteria, top_level, "
                        "state, sealed, vignettes) VALUES (%s, %s, %s, 'specialist', 3, 5, 4, 'in_review', '\\x00', ARRAY("
                        "SELECT vignette_id FROM bank.form_vignette WHERE form_id = %s ORDER BY position))",
                        (self.association, packet, exam, self.form))
        self.db.execute("INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, state, "
                        "held) VALUES (%s, %s, %s, %s, 1, %s, %s, 'open', 'new')",
                        (self.association, allocation, packet, reviewer, code(), secrets.token_bytes(16)))
        return allocation

    def wanted(self, reviewer):
        return dict(self.rows("SELECT purpose, wanted FROM registrar_api.calibration_wanted(NULL) WHERE reviewer_id = %s",
                              reviewer))

    def choice(self, exam, reviewer, purpose):
        return [row[0] for row in self.rows(
            "SELECT c.code FROM registrar_api.calibration_choice(%s, %s, %s, 'specialist', %s) o "
            "JOIN bank.calibration c ON c.id = o.calibration_id ORDER BY 1", self.association, exam, reviewer, purpose)]

    def give(self, exam, reviewer, name):
        """(outcome, allocation) of giving this packet of the bank."""
        allocation = uuid.uuid4()
        outcome = self.one("SELECT registrar_api.put_calibration(%s, %s, %s, (SELECT id FROM bank.calibration WHERE code = %s), "
                           "%s, '\\x00', %s, %s, %s, %s)", self.association, exam, reviewer, name, uuid.uuid4(), allocation, code(),
                           secrets.token_bytes(16), secrets.token_bytes(32))
        return outcome, allocation

    def compare(self, allocation, revision=1, commitment=None, outside=False):
        held = self.one("SELECT commitment FROM review.allocation WHERE id = %s", allocation)
        return self.one("SELECT registrar_api.put_comparison(%s, %s, %s, %s, 3, 1, %s, '\\x01')", self.association, allocation,
                        revision, commitment or held or b"\x00" * 32, outside)

    def held(self, allocation):
        self.db.execute("SELECT registrar_api.renew_held()")
        return self.one("SELECT held FROM review.allocation WHERE id = %s", allocation)

    def lock(self, allocation):
        review_seals.lock(self, allocation, {"levels": {}, "total": 4})


def code():
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


@pytest.fixture(scope="module")
def bench(cluster, tmp_path_factory):
    made = Bench(cluster, tmp_path_factory.mktemp("calibration"))
    yield made
    made.close()


def test_who_holds_live_packets_lacks_what_the_policy_says(bench):
    exam, none = bench.exam(2, 1), bench.exam(0, 0)
    reviewer, stopped, other = (bench.reviewer() for _ in range(3))
    assert bench.wanted(reviewer) == {}
    for who in (reviewer, stopped):
        bench.live(exam, who)
    bench.live(none, other)
    assert bench.wanted(reviewer) == {"practice": 2, "control": 1} and bench.wanted(other) == {}
    bench.db.execute("INSERT INTO review.stop VALUES (%s, %s, %s, 'Ill again', %s, now())",
                     (bench.association, exam, stopped, uuid.uuid4()))
    assert bench.wanted(stopped) == {}
    assert bench.give(exam, reviewer, "cal-spc-a-1")[0] == "given"
    assert bench.wanted(reviewer) == {"practice": 1, "control": 1}
    assert bench.give(exam, stopped, "cal-spc-a-1")[0] == "not_wanted"


def test_nobody_gets_more_than_is_wanted_nor_the_same_again(bench):
    exam, reviewer = bench.exam(1, 1), bench.reviewer()
    bench.live(exam, reviewer)
    assert bench.choice(exam, reviewer, "practice") == ["cal-spc-a-1", "cal-spc-a-2"]
    _, allocation = bench.give(exam, reviewer, "cal-spc-a-2")
    assert bench.choice(exam, reviewer, "practice") == ["cal-spc-a-1"]
    assert bench.give(exam, reviewer, "cal-spc-a-1")[0] == "not_wanted"
    assert bench.row("SELECT k.purpose, l.practice, l.held, k.places, cardinality(k.vignettes) FROM review.allocation l "
                     "JOIN review.packet k ON k.id = l.packet_id WHERE l.id = %s", allocation) == ("practice", True, "", [2, 3], 2)
    outcome, control = bench.give(exam, reviewer, "cal-spc-a-3")
    assert outcome == "given" and bench.wanted(reviewer) == {}
    assert bench.row("SELECT k.purpose, l.practice, l.held FROM review.allocation l JOIN review.packet k ON k.id = l.packet_id "
                     "WHERE l.id = %s", control) == ("control", False, "new"), "it opens with the others, not before them"


def never_twice(bench):
    """Are control packets that somebody was once given kept from them for ever?"""
    first, second, reviewer = bench.exam(1, 1), bench.exam(1, 1), bench.reviewer()
    for exam in (first, second):
        bench.live(exam, reviewer)
    assert bench.give(first, reviewer, "cal-spc-a-3")[0] == "given"
    return bench.choice(second, reviewer, "control") == []


def test_a_control_packet_is_never_given_twice_to_anybody(bench):
    """Planted: the rule for practice, under which it could come again in another exam, and would be known again."""
    assert never_twice(bench)
    text = (SCHEMA / "functions/registrar/a_calibration_choice.sql").read_text()
    planted = text.replace("(in_purpose = 'control'\n", "(false\n")
    assert planted != text
    bench.db.execute(planted)
    assert not never_twice(bench)
    bench.db.execute(text)
    # Where there is none left, nobody waits for one.
    exam, reviewer = bench.exam(0, 1), bench.reviewer()
    bench.live(exam, reviewer)
    bench.give(exam, reviewer, "cal-spc-a-3")
    another = bench.exam(0, 1)
    live = bench.live(another, reviewer)
    assert bench.wanted(reviewer) == {} and bench.held(live) == ""


def test_nor_by_another_association_with_the_same_text(bench):
    exam, reviewer, code_there = bench.exam(0, 1), bench.reviewer(), "elsewhere"
    bench.live(exam, reviewer)
    other, form, rubric, packet = (uuid.uuid4() for _ in range(4))
    theirs, allocation = uuid.uuid4(), uuid.uuid4()
    with bench.db.transaction(force_rollback=True):
        bench.db.execute("SET session_replication_role = replica")   # of the other association only what is looked at
        bench.db.execute("INSERT INTO bank.calibration (association_id, id, code, revision, form_id, purpose, places, digest, "
                         "imported_at) SELECT %s, %s, %s, 1, form_id, purpose, places, digest, now() FROM bank.calibration "
                         "WHERE code = 'cal-spc-a-3'",
                         (other, theirs, code_there))
        bench.db.execute("INSERT INTO review.calibration (association_id, allocation_id, administration_id, reviewer_id, category, "
                         "purpose, calibration_id) VALUES (%s, %s, %s, %s, 'specialist', 'control', %s)",
                         (other, allocation, uuid.uuid4(), reviewer, theirs))
        bench.db.execute("SET session_replication_role = origin")
        assert bench.choice(exam, reviewer, "control") == []
    assert bench.choice(exam, reviewer, "control") == ["cal-spc-a-3"]


def test_a_control_is_of_the_vignettes_that_its_reviewer_reads(bench):
    exam, reviewer = bench.exam(0, 1), bench.reviewer()
    live = bench.live(exam, reviewer)
    assert bench.choice(exam, reviewer, "control") == ["cal-spc-a-3"]
    bench.db.execute("UPDATE review.packet SET vignettes = vignettes[2:2] WHERE id = (SELECT packet_id FROM review.allocation "
                     "WHERE id = %s)", (live,))
    assert bench.choice(exam, reviewer, "control") == [] and bench.wanted(reviewer) == {} and bench.held(live) == ""


def test_a_control_that_cannot_be_made_is_not_waited_for(bench):
    exam, reviewer = bench.exam(0, 1), bench.reviewer()
    live = bench.live(exam, reviewer)
    def let_go():
        return bench.one("SELECT registrar_api.let_control_go(%s, %s, %s, 'specialist')", bench.association, exam, reviewer)
    assert bench.held(live) == "new"
    assert (let_go(), let_go()) == ("let_go", "not_wanted")
    assert bench.wanted(reviewer) == {} and bench.held(live) == ""


def test_what_a_reviewer_has_practised_on_before_is_known_as_such(bench):
    first, second, reviewer = bench.exam(1, 0), bench.exam(2, 0), bench.reviewer()
    bench.live(first, reviewer)
    assert bench.give(first, reviewer, "cal-spc-a-1")[0] == "given"
    bench.live(second, reviewer)
    def work():
        return dict(bench.rows("SELECT c.code, w.seen FROM registrar_api.calibration_work() w JOIN bank.calibration c "
                               "ON c.id = w.calibration_id WHERE w.reviewer_id = %s", reviewer))
    bench.db.execute("DELETE FROM review.allocation WHERE state = 'open' AND NOT practice AND reviewer_id <> %s AND id NOT IN "
                     "(SELECT allocation_id FROM review.calibration)", (reviewer,))   # fifty of many come, by chance
    assert work() == {"cal-spc-a-1": True, "cal-spc-a-2": False}


def pause(bench, exam, reviewer):
    bench.db.execute("INSERT INTO review.pause (association_id, administration_id, reviewer_id, category, purpose, points, levels, "
                     "paused_at) VALUES (%s, %s, %s, 'specialist', 'control', 9, 3, now())", (bench.association, exam, reviewer))


def test_who_pauses_gets_nothing_new(bench):
    exam = bench.exam(1, 0)
    others = []
    for _ in range(2):
        others.append(bench.reviewer())
        bench.db.execute("INSERT INTO staff.account VALUES (%s, '\\x01', %s, NULL, now())", (others[-1], secrets.token_bytes(32)))
        bench.db.execute("INSERT INTO staff.appointment (association_id, account_id, rights, categories, capacity) "
                         "VALUES (%s, %s, 4, '{specialist}', 9)", (bench.association, others[-1]))
    first = bench.live(exam, others[0])
    packet = bench.one("SELECT packet_id FROM review.allocation WHERE id = %s", first)
    bench.db.execute("INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, state) "
                     "VALUES (%s, %s, %s, %s, 2, %s, %s, 'open')",
                     (bench.association, uuid.uuid4(), packet, bench.reviewer(), code(), secrets.token_bytes(16)))
    def third():
        return bench.one("SELECT registrar_api.call_third(%s, %s, %s, %s, %s, %s)", bench.association, packet, uuid.uuid4(), code(),
                         secrets.token_bytes(16), secrets.token_bytes(32))
    def room():
        rows = bench.rows("SELECT account_id FROM coordination_api.room(%s, %s)", bench.association, exam)
        return [r for (r,) in rows if r in others]
    assert sorted(room()) == sorted(others)
    pause(bench, exam, others[1])
    assert room() == others[:1] and third() == "shortage"
    bench.db.execute("UPDATE review.pause SET ended = 'goes_on', reason = 'go on', ended_by = %s, ended_at = now()",
                     (uuid.uuid4(),))
    assert sorted(room()) == sorted(others) and third() == "allocated"


def test_no_practice_again_for_whom_it_would_come_before_nothing(bench):
    exam, reviewer = bench.exam(1, 0), bench.reviewer()
    live = bench.live(exam, reviewer)
    pause(bench, exam, reviewer)
    def spare():
        return bench.one("SELECT coordination_api.calibration_spare(%s, %s, %s)", bench.association, exam, reviewer)
    assert spare() is True
    bench.lock(live)
    assert spare() is False


def test_what_is_held_back_and_when_it_opens(bench):
    exam, reviewer = bench.exam(1, 1), bench.reviewer()
    live, locked = bench.live(exam, reviewer), bench.live(exam, reviewer)
    bench.lock(locked)
    assert (bench.held(live), bench.held(locked)) == ("new", ""), "its control packet is still to come"
    _, practice = bench.give(exam, reviewer, "cal-spc-a-1")
    _, control = bench.give(exam, reviewer, "cal-spc-a-3")
    assert [bench.held(a) for a in (live, control, practice)] == ["practice", "practice", ""]
    bench.lock(practice)
    assert bench.compare(practice) == "compared" and bench.held(live) == "practice", "to be looked at"
    bench.db.execute("UPDATE review.allocation SET looked = true WHERE id = %s", (practice,))
    assert [bench.held(a) for a in (live, control, practice, locked)] == [""] * 4
    bench.lock(control)
    assert bench.compare(control, outside=True) == "compared"
    assert [bench.held(a) for a in (live, control, practice, locked)] == ["paused"] * 4
    assert bench.row("SELECT purpose, points, levels, ended FROM review.pause WHERE reviewer_id = %s", reviewer) == (
        "control", 3, 1, None)
    assert bench.row("SELECT count(*) FROM review.comparison WHERE allocation_id = %s", control) == (0,)
    bench.db.execute("UPDATE review.pause SET ended = 'practice', reason = 'once more', ended_by = %s, ended_at = now() "
                     "WHERE reviewer_id = %s", (uuid.uuid4(), reviewer))
    assert bench.wanted(reviewer) == {"practice": 1} and bench.held(live) == "practice"


def ready(bench, allocation):
    return allocation in [a for (a,) in bench.rows("SELECT allocation_id FROM registrar_api.calibration_ready()")]


def rests(bench):
    """(was a control ready at its own lock, at which further lock it came to be, was it ready again when it was revised)."""
    exam, reviewer = bench.exam(0, 1), bench.reviewer()
    live = [bench.live(exam, reviewer) for _ in range(5)]
    _, control = bench.give(exam, reviewer, "cal-spc-a-3")
    bench.held(control)
    bench.lock(live[0])
    bench.lock(control)
    at_once = ready(bench, control)
    further = 0
    while not ready(bench, control):
        further += 1
        bench.lock(live[further])
    bench.compare(control)
    bench.db.execute("UPDATE review.allocation SET revision = 2 WHERE id = %s", (control,))
    return at_once, further, ready(bench, control)


def test_no_pause_tells_which_packet_was_a_control(bench):
    """Planted: a comparison at the lock, and one of each revision, which let a reviewer try packets out."""
    numbers = set()
    for _ in range(12):
        at_once, further, again = rests(bench)
        assert not at_once and 1 <= further <= 3 and not again
        numbers.add(further)
    assert len(numbers) > 1, "the number is drawn"
    text = (SCHEMA / "functions/registrar/calibration_ready.sql").read_text()
    for a, b, found in (("WHERE g.purpose = 'practice'", "WHERE true", 0),
                        ("AND g.revision = 0", "AND l.revision > g.revision", 2)):
        planted = text.replace(a, b)
        assert planted != text
        bench.db.execute(planted)
        assert rests(bench)[found] is True
        bench.db.execute(text)


def test_a_control_waits_no_longer_than_there_is_something_to_lock(bench):
    exam, reviewer = bench.exam(0, 1), bench.reviewer()
    live = bench.live(exam, reviewer)
    _, control = bench.give(exam, reviewer, "cal-spc-a-3")
    bench.lock(live)
    assert not ready(bench, control)
    bench.lock(control)
    assert ready(bench, control), "it was the last"
    assert bench.compare(control, outside=True) == "compared"
    bench.held(control)
    assert bench.held(live) == "paused"


def test_a_control_comes_with_new_packets_or_not_at_all(bench):
    """Given back or ended, it is not replaced; and what has opened is not held back for one."""
    exam, reviewer = bench.exam(0, 1), bench.reviewer()
    live = bench.live(exam, reviewer)
    _, control = bench.give(exam, reviewer, "cal-spc-a-3")
    assert bench.held(live) == ""
    bench.db.execute("UPDATE review.allocation SET state = 'ended' WHERE id = %s", (control,))
    bench.live(exam, reviewer)
    assert bench.wanted(reviewer) == {}
    late, other = bench.exam(0, 0), bench.reviewer()
    begun = bench.live(late, other)
    bench.db.execute("UPDATE review.allocation SET held = '' WHERE id = %s", (begun,))
    bench.db.execute("UPDATE work.administration SET control_packets = 1 WHERE id = %s", (late,))
    assert bench.wanted(other) == {} and bench.held(begun) == ""
    fresh = bench.live(late, other)
    assert bench.wanted(other) == {"control": 1}
    assert (bench.held(fresh), bench.held(begun)) == ("new", "")
    assert bench.give(late, other, "cal-spc-a-3")[0] == "given"
    assert (bench.held(fresh), bench.held(begun)) == ("", "")


def test_agreed_levels_are_handed_over_for_the_review_that_was_compared_and_no_other(bench):
    exam, reviewer = bench.exam(1, 0), bench.reviewer()
    bench.live(exam, reviewer)
    _, practice = bench.give(exam, reviewer, "cal-spc-a-1")
    assert bench.compare(practice) == "stale", "it is not locked"
    bench.lock(practice)
    assert bench.compare(practice, commitment=b"\x05" * 32) == "stale" and bench.compare(practice, revision=2) == "stale"
    assert bench.row("SELECT count(*) FROM review.comparison WHERE allocation_id = %s", practice) == (0,)
    assert bench.compare(practice) == "compared"
    assert bench.row("SELECT revision, outside FROM review.calibration WHERE allocation_id = %s", practice) == (1, False)


def test_nothing_that_the_review_desk_may_read_tells_a_control_packet(bench):
    """Column by column: where the role may read, live and control hold the same or what chance drew."""
    exam, reviewer = bench.exam(0, 1), bench.reviewer()
    live = bench.live(exam, reviewer)
    _, control = bench.give(exam, reviewer, "cal-spc-a-3")
    bench.held(live)
    drawn = {"id", "packet_id", "code", "order_key", "draft_key"}
    columns = [c for (c,) in bench.rows(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'review.allocation'::regclass AND attnum > 0 AND NOT attisdropped "
        "AND has_column_privilege('review_owner', 'review.allocation', attname, 'SELECT')")]
    assert {"practice", "held"} < set(columns) and not {"seat", "touched_at"} & set(columns)
    same = ", ".join(c for c in columns if c not in drawn)
    assert bench.row(f"SELECT {same} FROM review.allocation WHERE id = %s", live) == bench.row(
        f"SELECT {same} FROM review.allocation WHERE id = %s", control)
    for table in ("review.calibration", "review.pause", "bank.calibration", "bank_key.calibration_text"):
        assert not bench.one("SELECT has_any_column_privilege('review_owner', %s, 'SELECT')", table), table
    assert not bench.one("SELECT has_column_privilege('review_owner', 'review.packet', 'purpose', 'SELECT')")
    assert re.search("purpose", (SCHEMA / "grants/owners/review.sql").read_text()) is None


def signed_in(bench):
    """A reviewer with a login at the review desk: (account, token)."""
    account, token = bench.reviewer(), secrets.token_bytes(32)
    bench.db.execute("INSERT INTO staff.account VALUES (%s, '\\x01', %s, NULL, now())", (account, secrets.token_bytes(32)))
    bench.db.execute("INSERT INTO staff.appointment (association_id, account_id, rights) VALUES (%s, %s, 4)",
                     (bench.association, account))
    bench.db.execute("INSERT INTO staff.login (token_hash, desk, account_id, association_id, made_at, seen_at) "
                     "VALUES (%s, 'review', %s, %s, now(), now())", (token, account, bench.association))
    return account, token


def test_what_was_just_given_is_not_with_the_desk(bench):
    """Nor how many it is: the time at which each came would tell the controls."""
    exam = bench.exam(0, 0)
    account, token = signed_in(bench)
    live = [bench.live(exam, account) for _ in range(2)]
    own = bench.one("SELECT code FROM review.allocation WHERE id = %s", live[0])
    assert bench.rows("SELECT code, held FROM review_api.queue(%s)", token) == [("", "new")]
    assert bench.rows("SELECT FROM review_api.a_tasks(%s)", token) == []
    assert bench.rows("SELECT FROM review_api.packet(%s, %s)", token, own) == []
    bench.db.execute("UPDATE review.allocation SET held = '' WHERE id = ANY (%s)", (live,))
    assert len(bench.rows("SELECT code FROM review_api.queue(%s) WHERE code <> '' AND held = ''", token)) == 2
    assert len(bench.rows("SELECT FROM review_api.packet(%s, %s)", token, own)) == 1
    # Who pauses and has locked all is told so all the same.
    for allocation in live:
        bench.lock(allocation)
    bench.db.execute("UPDATE review.allocation SET held = 'paused' WHERE id = ANY (%s)", (live,))
    assert ("", "paused") in bench.rows("SELECT code, held FROM review_api.queue(%s)", token)


def test_no_lock_and_no_giving_back_slips_through_while_a_packet_is_held(bench):
    """The desk has looked before; this is for whoever comes to pause in between."""
    exam = bench.exam(1, 0)
    account, token = signed_in(bench)
    live = bench.live(exam, account)
    own = bench.one("SELECT code FROM review.allocation WHERE id = %s", live)
    for held, outcome in (("new", "practice_first"), ("practice", "practice_first"), ("paused", "paused")):
        bench.db.execute("UPDATE review.allocation SET held = %s WHERE id = %s", (held, live))
        assert bench.one("SELECT review_api.lock(%s, %s, 0, 1, '\\x00', %s, NULL, %s)", token, own, secrets.token_bytes(32),
                         secrets.token_bytes(64)) == outcome
        assert bench.one("SELECT review_api.give_back(%s, %s, %s, '\\x00')", token, own, uuid.uuid4()) == outcome
        # What is on its way is stored all the same.
        version = bench.one("SELECT version FROM review.allocation WHERE id = %s", live)
        assert bench.one("SELECT review_api.save_draft(%s, %s, %s, '\\x00', '{1,0}', '{5,0}')", token, own, version) == "saved"
    assert bench.one("SELECT review_api.look(%s, %s)", token, own) == "not_found", "it is no practice"
