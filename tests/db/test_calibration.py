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
                        "state, sealed) VALUES (%s, %s, %s, 'specialist', 2, 5, 4, 'in_review', '\\x00')",
                        (self.association, packet, exam))
        self.db.execute("INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, state, "
                        "held) VALUES (%s, %s, %s, %s, 1, %s, %s, 'open', 'new')",
                        (self.association, allocation, packet, reviewer, code(), secrets.token_bytes(16)))
        return allocation

    def wanted(self, reviewer):
        return dict(self.rows("SELECT purpose, wanted FROM registrar_api.calibration_wanted() WHERE reviewer_id = %s", reviewer))

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
    planted = text.replace("(in_purpose = 'control' OR g.administration_id = in_administration)",
                           "g.administration_id = in_administration")
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


def test_what_is_held_back_and_when_it_opens(bench):
    exam, reviewer = bench.exam(1, 1), bench.reviewer()
    live, locked = bench.live(exam, reviewer), bench.live(exam, reviewer)
    bench.lock(locked)
    assert (bench.held(live), bench.held(locked)) == ("practice", "")
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


def test_no_lock_and_no_giving_back_slips_through_while_a_packet_is_held(bench):
    """The desk has looked before; this is for whoever comes to pause in between."""
    exam, account, token = bench.exam(1, 0), bench.reviewer(), secrets.token_bytes(32)
    bench.db.execute("INSERT INTO staff.account VALUES (%s, '\\x01', %s, NULL, now())", (account, secrets.token_bytes(32)))
    bench.db.execute("INSERT INTO staff.appointment (association_id, account_id, rights) VALUES (%s, %s, 4)",
                     (bench.association, account))
    bench.db.execute("INSERT INTO staff.login (token_hash, desk, account_id, association_id, made_at, seen_at) "
                     "VALUES (%s, 'review', %s, %s, now(), now())", (token, account, bench.association))
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
