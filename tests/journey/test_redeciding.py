"""What rests on a review that was revised: decided again before the release, never after it; and nothing is decided, prepared or
published from a review that is not as its reviewer sealed it."""

import json
import secrets
import uuid

import pytest

import review_seals
from house import tool
from registrar_exam import Exam, wait_for
from test_registrar import House, ready_for_release

REASON = "I had read the levels of another criterion."


@pytest.fixture(scope="module")
def house(cluster, tmp_path_factory):
    running = House(cluster, tmp_path_factory.mktemp("redeciding")).start()
    yield running
    running.close()


@pytest.fixture
def reviewers(house):
    house.end_all_appointments()
    return [house.appoint(f"r{secrets.token_hex(4)}") for _ in range(2)]


class Decided(Exam):
    """One candidate whose packet is decided from these totals."""

    def __init__(self, house, reviewers, *totals):
        super().__init__(house)
        self.ada = self.add("Ada Moreno", f"ada{secrets.token_hex(4)}@x.example").sit1(48).sit2({1: "One.", 2: "Two."})
        ready_for_release(self, house, reviewers, (self.ada, totals))
        (self.packet, _), = self.packets()

    def seat_of(self, seat):
        return self.world.one("SELECT id FROM review.allocation WHERE packet_id = %s AND seat = %s", self.packet, seat)

    def revise(self, seat, total, **words):
        self.lock(self.seat_of(seat), total, reason=REASON, **words)

    def decisions(self):
        rows = self.world.rows("SELECT number, sealed FROM result.part2 WHERE packet_id = %s ORDER BY number", self.packet)
        return [self.world.open("result", "result.part2.sealed", self.packet, number - 1, sealed) for number, sealed in rows]

    def settles(self, number):
        """The packet is decided for the so manieth time, from the reviews that are locked now."""
        wait_for(lambda: self.state(self.packet) == "decided" and len(self.decisions()) == number)
        made_from, now = self.world.row(
            "SELECT (SELECT made_from FROM result.part2 WHERE packet_id = k.id ORDER BY number DESC LIMIT 1), "
            "ARRAY(SELECT commitment FROM review.allocation WHERE packet_id = k.id AND state = 'locked' ORDER BY seat) "
            "FROM review.packet k WHERE k.id = %s",
            self.packet)
        assert made_from == now and len(now) >= 2
        self.approve_remarks()
        return self.decisions()[-1]


def test_a_revision_before_the_release_changes_the_outcome(house, reviewers):
    exam = Decided(house, reviewers, 36, 36)
    exam.revise(1, 20, remark="Not yet.", overall="Read again, please.")
    wait_for(lambda: exam.state(exam.packet) != "decided")
    exam.revise(2, 21, overall="I agree with nobody.")
    decision = exam.settles(2)
    assert not decision["passed"] and decision["totals"] == [20, 21]
    assert "Not yet." in json.dumps(exam.feedback(exam.packet)[3])
    assert exam.decisions()[0]["passed"], "what was decided before stays stored"
    assert exam.do("preview") == "" and exam.confirm() == 1 and exam.do("release") == ""
    assert exam.ada.letter(1)["part2"]["passed"] is False
    assert house.one("SELECT count(*) FROM audit.event WHERE action = 'packet.reopened' AND subject_id = %s", exam.packet) == 1


def test_a_third_review_that_is_there_stays_and_counts(house, reviewers):
    exam = Exam(house)
    ada = exam.add("Ada Moreno", f"ada{secrets.token_hex(4)}@x.example").sit1(48).sit2({1: "One.", 2: "Two."})
    assert exam.do("score") == "" and exam.do("intake") == ""
    exam.approve_all()
    assert exam.do("packets") == ""
    (packet, _), = exam.packets()
    exam.review(packet, reviewers, (40, 10))
    house.appoint(f"third{secrets.token_hex(4)}")
    third = wait_for(lambda: house.row("SELECT id FROM review.allocation WHERE packet_id = %s AND seat = 3", packet))[0]
    exam.lock(third, 33)
    wait_for(lambda: exam.state(packet) == "decided")
    assert exam.decision(packet)["passed"]
    exam.lock(third, 12, reason=REASON)
    wait_for(lambda: exam.state(packet) == "decided" and not exam.decision(packet)["passed"])
    assert sorted(exam.decision(packet)["totals"]) == [10, 12, 40]
    exam.lock(house.one("SELECT id FROM review.allocation WHERE packet_id = %s AND seat = 1", packet), 11, reason=REASON)
    wait_for(lambda: sorted(exam.decision(packet)["totals"]) == [10, 11, 12])
    assert house.one("SELECT count(*) FROM review.allocation WHERE packet_id = %s", packet) == 3
    assert ada.attempt == house.one("SELECT attempt_id FROM bridge.packet_link WHERE packet_id = %s", packet)


def test_a_revision_that_parts_two_who_agreed_calls_for_a_third(house, reviewers):
    exam = Decided(house, reviewers, 36, 36)
    able = house.appoint(f"able{secrets.token_hex(4)}")
    exam.revise(2, 5)
    third_seat = "SELECT id, reviewer_id FROM review.allocation WHERE packet_id = %s AND seat = 3"
    third = wait_for(lambda: house.row(third_seat, exam.packet))
    assert third[1] == able and exam.state(exam.packet) == "third_needed"
    assert exam.do("preview") == "undecided"
    exam.lock(third[0], 34)
    assert exam.settles(2)["totals"] == [36, 5, 34]
    assert exam.do("preview") == ""


def test_a_prepared_release_that_no_longer_fits_is_dropped_and_nothing_is_published(house, reviewers):
    exam = Decided(house, reviewers, 36, 36)
    assert exam.do("preview") == "" and exam.confirm() == 1
    exam.revise(1, 38)
    exam.settles(2)
    assert exam.do("release") == "changed"
    assert exam.releases() == [(1, "dropped")]
    assert house.one("SELECT count(*) FROM result.outcome WHERE registration_id = %s", exam.ada.registration) == 0
    assert exam.do("preview") == "" and exam.confirm() == 2 and exam.do("release") == ""
    assert exam.releases() == [(1, "dropped"), (2, "released")]


def test_the_act_of_publication_itself_excludes_a_revision(house, reviewers):
    """A lock that comes first makes the batch another; one that comes later finds the review closed."""
    exam = Decided(house, reviewers, 36, 36)
    assert exam.do("preview") == "" and exam.confirm() == 1
    house.stop()
    exam.revise(2, 38)
    release = house.one("SELECT id FROM result.release WHERE administration_id = %s", exam.id)
    publish = "SELECT outcome FROM registrar_api.publish(%s, %s, ARRAY[%s::uuid], ARRAY['\\x00'::bytea], '{}', '{}')"
    assert house.one(publish, house.association, release, exam.ada.registration) == "changed"
    assert house.one("SELECT bool_or(released) FROM review.allocation WHERE packet_id = %s", exam.packet) is False
    house.start()
    exam.settles(2)
    assert exam.do("release") == "changed" and exam.do("preview") == "" and exam.confirm() == 2
    house.stop()
    release = house.one("SELECT id FROM result.release WHERE administration_id = %s AND number = 2", exam.id)
    # The two at once: the lock's own row is held by the publication until it has ended.
    with house.cluster.connect(house.database) as one, house.cluster.connect(house.database) as other:
        one.autocommit = False
        assert one.execute(publish, (house.association, release, exam.ada.registration)).fetchone() == ("released",)
        other.execute("SET lock_timeout = '300ms'")
        with pytest.raises(Exception, match="lock timeout"):
            other.execute("SELECT FROM review.allocation WHERE id = %s FOR UPDATE", (exam.seat_of(1),))
        one.commit()
        assert other.execute("SELECT bool_and(released) FROM review.allocation WHERE packet_id = %s",
                             (exam.packet,)).fetchone() == (True,)
    house.start()
    assert exam.do("score") == "", "the registrar is at work again"


def test_nothing_is_published_while_who_is_barred_is_worked_out(house, reviewers):
    """A reviewer may turn out to be barred whose review the letters rest on. In the act itself, whatever was looked at before."""
    exam = Decided(house, reviewers, 36, 36)
    assert exam.do("preview") == "" and exam.confirm() == 1
    house.stop()
    house.db.execute("INSERT INTO staff.conflict_news (association_id) VALUES (%s)", (house.association,))
    release = house.one("SELECT id FROM result.release WHERE administration_id = %s", exam.id)
    publish = "SELECT outcome FROM registrar_api.publish(%s, %s, ARRAY[%s::uuid], ARRAY['\\x00'::bytea], '{}', '{}')"
    assert house.one(publish, house.association, release, exam.ada.registration) == "changed"
    assert house.one("SELECT count(*) FROM result.outcome WHERE registration_id = %s", exam.ada.registration) == 0
    assert house.one("SELECT note FROM registrar_api.release_blocker(%s, %s)", house.association, exam.id) == "undecided"
    house.db.execute("DELETE FROM staff.conflict_news")
    assert house.one("SELECT note FROM registrar_api.release_blocker(%s, %s)", house.association, exam.id) == ""
    house.start()
    assert exam.do("release") == "" and exam.releases() == [(1, "released")]


def test_no_decision_is_stored_while_a_seat_is_open_or_for_other_reviews(house, reviewers):
    """The registrar has read the two locked reviews; before it writes, somebody gets a seat, or one of them is revised."""
    exam = Decided(house, reviewers, 36, 36)
    house.stop()
    made_from = [row[0] for row in house.rows("SELECT commitment FROM review.allocation WHERE packet_id = %s ORDER BY seat",
                                              exam.packet)]
    house.db.execute("DELETE FROM result.part2 WHERE packet_id = %s", (exam.packet,))
    house.db.execute("UPDATE review.packet SET state = 'third_needed' WHERE id = %s", (exam.packet,))
    third = exam.seat(exam.packet, uuid.uuid4(), 3)

    def put(commitments):
        return house.one("SELECT outcome FROM registrar_api.put_part2(%s, %s, 1, '\\x00', 'mean_or_third/1', %s)",
                         house.association, exam.packet, commitments)

    assert put(made_from) == "already" and exam.state(exam.packet) == "third_needed"
    house.db.execute("UPDATE review.allocation SET state = 'ended' WHERE id = %s", (third,))
    assert put(made_from[:1]) == put(made_from[::-1]) == put([bytes(32), made_from[1]]) == "already"
    assert house.one("SELECT count(*) FROM result.part2 WHERE packet_id = %s", exam.packet) == 0
    assert put(made_from) == "decided" and exam.state(exam.packet) == "decided"
    assert put(made_from) == "already"
    house.start()
    assert exam.do("score") == "", "the registrar is at work again"


def test_after_the_release_nothing_is_decided_again(house, reviewers):
    exam = Decided(house, reviewers, 36, 36)
    assert exam.do("preview") == "" and exam.confirm() == 1 and exam.do("release") == ""
    assert house.one("SELECT bool_and(released) FROM review.allocation WHERE packet_id = %s", exam.packet)
    exam.revise(1, 0)   # by rows: the desk refuses it
    assert exam.do("preview") == "undecided"
    assert exam.state(exam.packet) == "decided" and len(exam.decisions()) == 1
    assert exam.ada.letter(1)["part2"]["passed"]


# ---- what is older than signatures -------------------------------------------------------------------------------------------

def make_old(house, exam):
    """What a release from before reviews were signed and remarks were read leaves in the database."""
    as_operator(house, "UPDATE review.seal s SET signature = NULL FROM review.allocation a WHERE a.id = s.allocation_id "
                       "AND a.packet_id = %s", exam.packet)
    decision = exam.decision(exam.packet)
    old = {name: decision[name] for name in ("passed", "fired", "totals", "max")} | {"remarks": ["Weigh a second meaning."]}
    house.db.execute("UPDATE result.part2 SET rule = 'mean-or-median/1', sealed = %s WHERE packet_id = %s",
                     (house.seal("result", "result.part2.sealed", exam.packet, 0, old), exam.packet))
    proposals = [row[0] for row in house.rows("DELETE FROM bridge.feedback_link WHERE packet_id = %s RETURNING feedback_id",
                                              exam.packet)]
    house.db.execute("DELETE FROM result.feedback_text WHERE feedback_id = ANY (%s)", (proposals,))
    house.db.execute("DELETE FROM result.feedback WHERE id = ANY (%s)", (proposals,))


def test_what_was_published_before_reviews_were_signed_can_be_corrected(house, reviewers):
    exam = Decided(house, reviewers, 10, 11)
    assert exam.do("preview") == "" and exam.confirm() == 1 and exam.do("release") == ""
    house.stop()
    make_old(house, exam)
    house.start()
    exam.approve_remarks()
    assert exam.feedback(exam.packet)[2] == "approved", "remarks of then are put together as those of now"
    session, document = exam.ada.sessions[1], {"score": 50, "max": 60, "passed": True}
    house.db.execute("UPDATE result.part1 SET sealed = %s WHERE session_id = %s",
                     (house.seal("result", "result.part1.sealed", session, 1, document), session))
    assert exam.do("preview") == "" and exam.confirm() == 2 and exam.do("release") == ""
    letter = exam.ada.letter(2)
    assert letter["corrected"] and letter["part1"]["score"] == 50 and not letter["part2"]["passed"]
    assert "Weigh a second meaning." in [remark["text"] for remark in letter["part2"]["remarks"]]


def test_an_unsigned_review_that_is_not_published_still_counts_for_nothing(house, reviewers):
    """And one that is published passes only as it was locked."""
    exam = Decided(house, reviewers, 36, 36)
    as_operator(house, "UPDATE review.seal SET signature = NULL WHERE allocation_id = %s", exam.seat_of(1))
    assert exam.do("preview") == "damaged"
    house.db.execute("UPDATE review.allocation SET released = true WHERE packet_id = %s", (exam.packet,))
    assert exam.do("preview") == ""
    exchange_review(house, exam)
    assert exam.do("preview") == "damaged"


# ---- what was tampered with --------------------------------------------------------------------------------------------------

def as_operator(house, statement, *values):
    """As somebody who owns the database, and turns off what is in the way."""
    with house.db.transaction():
        house.db.execute("ALTER TABLE review.seal DISABLE TRIGGER seal_is_append_only")
        house.db.execute(statement, values)
        house.db.execute("ALTER TABLE review.seal ENABLE TRIGGER seal_is_append_only")


def exchange_review(house, exam):
    """Another review of the right form in place of the one that counts."""
    ident = exam.seat_of(1)
    review = house.open("review", "review.allocation.sealed", ident, 1,
                        house.one("SELECT sealed FROM review.allocation WHERE id = %s", ident))
    forged = house.seal("review", "review.allocation.sealed", ident, 1, review_seals.plain_of(review | {"overall": "Forged."}))
    house.db.execute("UPDATE review.allocation SET sealed = %s WHERE id = %s", (forged, ident))
    as_operator(house, "UPDATE review.seal SET sealed = %s WHERE allocation_id = %s", forged, ident)
    return "not_its_commitment"


def commit_to_another(house, exam):
    """The same, and its commitment too; who has the keys of all but the review desk cannot sign it."""
    ident = exam.seat_of(1)
    plain = json.dumps({"levels": {}, "total": 40, "key": "0" * 64}).encode()
    forged, commitment = house.seal("review", "review.allocation.sealed", ident, 1, plain), review_seals.blake(plain)
    house.db.execute("UPDATE review.allocation SET sealed = %s, commitment = %s WHERE id = %s", (forged, commitment, ident))
    as_operator(house, "UPDATE review.seal SET sealed = %s, commitment = %s WHERE allocation_id = %s", forged, commitment, ident)
    return "not_signed"


def take_signature_away(house, exam):
    as_operator(house, "UPDATE review.seal SET signature = NULL WHERE allocation_id = %s", exam.seat_of(1))
    return "unsigned"


def go_back_to_the_first(house, exam):
    """The revision is taken away, and what was locked before it put back."""
    ident = exam.seat_of(1)
    exam.revise(1, 38)
    exam.settles(2)
    house.db.execute("UPDATE review.allocation a SET revision = 1, sealed = s.sealed, commitment = s.commitment FROM review.seal s "
                     "WHERE s.allocation_id = a.id AND a.id = %s AND s.revision = 1", (ident,))
    return "not_the_newest"


def cut_the_chain(house, exam):
    exam.revise(1, 37)
    exam.settles(2)
    as_operator(house, "DELETE FROM review.seal WHERE allocation_id = %s AND revision = 1", exam.seat_of(1))
    return "not_a_chain"


def take_all_seals(house, exam):
    as_operator(house, "DELETE FROM review.seal WHERE allocation_id = %s", exam.seat_of(1))
    return "no_seal"


def verify(house, tmp_path, *more):
    public = tmp_path / "review.pub"
    public.write_text("# a comment\n" + house.keys["review_public"].hex() + "\n")
    return tool("verify", "seals", "--conninfo", house.cluster.conninfo(house.database), "--key", public, *more, check=False)


@pytest.mark.parametrize("tamper, told", [
    (exchange_review, "the review is not the one that was committed to"),
    (commit_to_another, "the review desk did not sign this"),
    (take_signature_away, "it was locked before reviews were signed"),
    (go_back_to_the_first, "the review that counts is not the newest that was locked"),
    (cut_the_chain, "it does not follow the seal before it"),
    (take_all_seals, "a locked review has no seal"),
])
def test_what_is_not_as_it_was_sealed_is_named_and_neither_prepared_nor_published(cluster, tmp_path, tamper, told):
    house = House(cluster, tmp_path).start()
    reviewers = [house.appoint(f"r{secrets.token_hex(4)}") for _ in range(2)]
    exam = Decided(house, reviewers, 36, 36)
    assert exam.do("preview") == "" and exam.confirm() == 1
    good = verify(house, tmp_path, "--keys", house.key_file)
    assert (good.returncode, good.stdout) == (
        0, "checked: reviews 2, seals 2, revisions 0, unsigned 0, opened 2, findings 0\n"), good.stderr
    why = tamper(house, exam)
    bad = verify(house, tmp_path, "--keys", house.key_file)
    assert bad.returncode == 1 and str(exam.seat_of(1)) in bad.stdout and told in bad.stdout, bad.stdout
    assert "findings 0" not in bad.stdout
    assert exam.do("release") == "damaged" == exam.do("preview")
    assert exam.releases() == [(1, "dropped")]
    assert house.one("SELECT count(*) FROM result.outcome") == 0
    assert f"event=review_is_not_as_sealed allocation={exam.seat_of(1)} why={why}" in house.stop()
    house.close()


def test_a_seal_that_the_audit_chain_tells_of_and_is_not_there_is_found(cluster, tmp_path):
    """A revision that was taken away whole, with what counts put back: the chain of seals alone would not show it."""
    house = House(cluster, tmp_path).start()
    exam = Decided(house, [house.appoint(f"r{n}") for n in range(2)], 36, 36)
    ident = exam.seat_of(1)
    before = house.row("SELECT sealed, commitment FROM review.allocation WHERE id = %s", ident)
    exam.revise(1, 38)
    exam.settles(2)
    as_operator(house, "DELETE FROM review.seal WHERE allocation_id = %s AND revision = 2", ident)
    house.db.execute("UPDATE review.allocation SET revision = 1, sealed = %s, commitment = %s WHERE id = %s", (*before, ident))
    bad = verify(house, tmp_path)
    assert bad.returncode == 1 and f"allocation {ident}: event" in bad.stdout and "a seal that is not there" in bad.stdout
    assert "reviews 2, seals 2, revisions 0, unsigned 0, opened 0, findings 1" in bad.stdout
    house.close()


def test_the_tool_says_what_it_needs(house, tmp_path):
    assert verify(house, tmp_path, "--keys", "/nowhere").returncode == 1
    assert tool("verify", "seals", check=False).returncode == 2
    (tmp_path / "wrong.pub").write_text("no key\n")
    wrong = tool("verify", "seals", "--conninfo", house.cluster.conninfo(house.database), "--key", tmp_path / "wrong.pub",
                 check=False)
    assert wrong.returncode == 1 and "does not hold the public key of reviews" in wrong.stderr
