"""A locked review at the review desk: it changes only by a revision with a reason, which is signed and follows what was locked;
and not at all once it is closed."""

import re
import threading

import pytest

import review_seals
from review_world import ReviewWorld
from test_reviewing import levels, score_all

REQUEST = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")   # a random number that each page carries in its foot
REASON = "I misread the second prompt of the first page."


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = ReviewWorld(cluster, tmp_path_factory.mktemp("revising")).start()
    yield running
    running.close()


serial = iter(range(1000))


class Locked:
    """A review of 30 of 40 points that its reviewer has locked."""

    def __init__(self, world, packet=None, seat=1):
        self.world, self.packet = world, packet or world.add_packet()
        account, self.browser = world.reviewer(f"rina{next(serial)}@example.org")
        self.path = "/packets/" + world.allocate(self.packet, account, seat)
        self.id = world.one("SELECT id FROM review.allocation WHERE code = %s", self.path[-8:])
        self.version = score_all(self.browser, self.path, 3, recommendation="pass", overall="Careful work.")
        self.lock()

    def lock(self, status=200):
        answer = self.browser.post(self.path + "/lock", version=self.version, confirm=True)
        assert answer.status_code == status, answer.text
        return answer

    def revise(self, reason=REASON, status=200, **more):
        answer = self.browser.post(self.path + "/revise", **{"version": self.version, "reason": reason} | more)
        assert answer.status_code == status, answer.text
        if status == 200:
            self.version = answer.json()["version"]
        return answer

    def change(self, level=1, **end):
        self.version = score_all(self.browser, self.path, level, recommendation="pass", overall="Careful work.", **end)

    def seals(self):
        return self.world.rows("SELECT revision, sealed, commitment, previous, reason, signature FROM review.seal "
                               "WHERE allocation_id = %s ORDER BY revision", self.id)

    def counts(self):
        """(state, revision, the review that counts)."""
        state, revision, sealed = self.world.row("SELECT state, revision, sealed FROM review.allocation WHERE id = %s", self.id)
        return state, revision, self.world.open("review", "review.allocation.sealed", self.id, revision, sealed)

    def close(self):
        self.world.db.execute("UPDATE review.allocation SET released = true WHERE id = %s", (self.id,))


@pytest.fixture
def rina(world):
    return Locked(world)


def test_a_revision_goes_on_from_what_is_locked_and_follows_it_in_a_signed_chain(world, rina):
    check = rina.browser.get(rina.path + "/check").json()
    assert check["revision"] == {"number": 1, "is_draft": False, "is_later": False, "may_begin": True, "reason": ""}
    assert "Revise this review" in rina.browser.page(rina.path).text
    asked = rina.browser.page(rina.path + "/revise").text
    assert "Revise this review?" in asked and "30 of 40 points" in asked
    answer = rina.browser.send(rina.path + "/revise", version=rina.version, reason=f"  {REASON}\r\n")
    assert (answer.status_code, answer.headers["location"]) == (303, rina.path + "?page=1")
    page = rina.browser.get(rina.path + "?page=2").json()
    assert not page["locked"] and page["overall"] == "Careful work." and all(c["is_scored"] for c in page["criteria"])
    assert page["revision"] == {"number": 1, "is_draft": True, "is_later": False, "may_begin": False, "reason": REASON}
    for path in (rina.path, rina.path + "/check", rina.path + "/lock"):
        assert "You are revising a locked review" in rina.browser.page(path).text and REASON in rina.browser.page(path).text
    rina.change(level=1)
    assert "Lock this revision?" in rina.browser.page(rina.path + "/lock").text
    assert rina.counts()[1:] == (1, rina.counts()[2]) and rina.counts()[2]["total"] == 30, "no limbo: the first counts"
    assert rina.browser.send(rina.path + "/lock", version=rina.version, confirm="yes").headers["location"] == "/queue?notice=locked"
    state, revision, review = rina.counts()
    assert (state, revision, review["total"], review["reason"]) == ("locked", 2, 10, REASON)
    assert f"This is revision 2. Your reason: {REASON}" in rina.browser.page(rina.path + "/check").text

    (_, sealed, commitment, *_), (_, later, second, previous, reason, signature) = rina.seals()
    first = world.open("review", "review.allocation.sealed", rina.id, 1, sealed)
    assert first["total"] == 30 and "reason" not in first and first["key"] != review["key"], "the one before stays readable"
    assert world.open("review", "review.allocation.sealed", rina.id, 2, later) == review
    assert review_seals.blake(review_seals.plain_of(review)) == second and previous == commitment
    assert review_seals.blake((review["key"] + REASON).encode()) == reason
    public = review_seals.public_key(world.keys["review_sign"])
    assert review_seals.is_good(public, signature, rina.id, 2, second, previous, reason)
    assert not review_seals.is_good(public, signature, rina.id, 3, second, previous, reason)
    assert world.rows("SELECT action, detail FROM audit.event WHERE subject_id = %s ORDER BY number", rina.id) == [
        ("review.locked", {"revision": 1, "commitment": commitment.hex()}),
        ("review.revised", {"revision": 2, "commitment": second.hex()})]


def test_the_same_review_never_commits_to_the_same_bytes(world):
    packet = world.add_packet()
    one, other = Locked(world, packet), Locked(world, packet, seat=2)
    assert one.seals()[0][2] != other.seals()[0][2], "each holds a random key: equal scores do not show"
    assert len(one.counts()[2]["key"]) == 64 != other.counts()[2]["key"]


@pytest.mark.parametrize("reason", ["", "  ", "no", "y" * 401])
def test_a_revision_says_why(rina, reason):
    refused = rina.revise(reason, status=422)
    assert (refused.json()["field"], refused.json()["reason"]) == ("reason", "reason_length")
    page = rina.browser.send(rina.path + "/revise", version=rina.version, reason=reason)
    assert page.status_code == 422 and 'href="#reason"' in page.text and reason.strip() in page.text
    assert rina.browser.get(rina.path).json()["locked"]
    rina.revise("y" * 400)


def test_only_a_locked_review_of_one_s_own_is_revised(world, rina):
    account, browser = world.reviewer(f"open{next(serial)}@example.org")
    path = "/packets/" + world.allocate(world.add_packet(), account)
    assert browser.post(path + "/revise", version=0, reason=REASON).status_code == 409
    assert browser.post(path + "/revise/drop", version=0).status_code == 409
    assert "nothing to revise yet" in browser.page(path + "/revise").text
    for method in (lambda p: browser.get(p), lambda p: browser.post(p, version=rina.version, reason=REASON)):
        assert method(rina.path + "/revise").status_code == 404
    assert browser.post(rina.path + "/revise/drop", version=rina.version).status_code == 404
    assert rina.revise(version=rina.version - 1, status=409).json()["type"] == "/problems/stale"
    assert len(rina.seals()) == 1


def test_a_revision_is_locked_only_when_it_is_whole(rina):
    rina.revise()
    reply = rina.browser.post(rina.path + "/draft", version=rina.version, page=1, level=levels(4, without=("c4",)))
    rina.version = reply.json()["version"]
    assert rina.lock(status=422).json()["type"] == "/problems/incomplete"
    assert rina.counts()[2]["total"] == 30 and len(rina.seals()) == 1


def test_a_revision_that_is_given_up_leaves_the_review_as_it_was(rina):
    rina.revise()
    rina.change(level=0)
    assert rina.browser.get("/queue").json()["counts"] == {"to_review": 0, "in_progress": 1, "locked": 0}
    assert "Keep the review as it was?" in rina.browser.page(rina.path + "/revise").text
    assert rina.browser.send(rina.path + "/revise/drop", version=rina.version - 1).status_code == 409
    answer = rina.browser.send(rina.path + "/revise/drop", version=rina.version)
    assert (answer.status_code, answer.headers["location"]) == (303, rina.path + "/check")
    check = rina.browser.get(rina.path + "/check").json()
    assert check["locked"] and check["progress"]["total"] == 30 and check["revision"]["number"] == 1
    assert rina.browser.get("/queue").json()["all_locked"]
    # What an older window still sends belongs to nothing: it neither counts nor comes up in the next revision.
    late = rina.browser.post(rina.path + "/draft", version=rina.version, page=1, level=levels(0))
    assert (late.status_code, late.json()["type"]) == (409, "/problems/locked")
    rina.lock(status=409)
    rina.version = check["version"]
    rina.revise("Now for another reason.")
    assert rina.browser.get(rina.path + "/check").json()["progress"]["total"] == 30


def test_two_windows_begin_one_revision_and_lock_it_once(rina):
    """The second window finds the revision begun; the reason is that of the first. What it saves over is shown, not lost."""
    rina.revise()
    again = rina.browser.post(rina.path + "/revise", version=rina.version - 1, reason="From the other window.")
    assert (again.status_code, again.json()["version"]) == (200, rina.version)
    stale = rina.browser.post(rina.path + "/draft", version=rina.version - 1, page=1, level=levels(2))
    assert (stale.status_code, stale.json()["type"]) == (409, "/problems/stale")
    rina.change(level=2)
    answers, start = [], threading.Barrier(4)

    def lock():
        start.wait()
        answers.append(rina.browser.post(rina.path + "/lock", version=rina.version, confirm=True).status_code)

    threads = [threading.Thread(target=lock) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 4
    assert [seal[0] for seal in rina.seals()] == [1, 2] and rina.counts()[2]["reason"] == REASON
    late = rina.browser.post(rina.path + "/draft", version=rina.version, page=1, level=levels(4))
    assert (late.status_code, late.json()["type"]) == (409, "/problems/locked")


def test_revisions_may_follow_one_another(rina):
    for number in (2, 3, 4):
        rina.revise(f"Reason {number}.")
        rina.change(level=number)
        rina.lock()
    seals = rina.seals()
    assert [seal[0] for seal in seals] == [1, 2, 3, 4]
    assert [seal[3] for seal in seals] == [None, *(seal[2] for seal in seals[:3])]
    assert rina.counts()[1] == 4 and rina.counts()[2]["total"] == 40


def test_a_closed_review_is_read_and_not_revised(rina):
    rina.close()
    assert rina.browser.get(rina.path + "/check").json()["revision"]["may_begin"] is False
    assert "Revise this review" not in rina.browser.page(rina.path + "/check").text
    assert "This review is closed" in rina.browser.page(rina.path + "/revise").text
    assert rina.revise(status=409).json()["type"] == "/problems/closed"
    refused = rina.browser.send(rina.path + "/revise", version=rina.version, reason=REASON)
    assert refused.status_code == 409 and "no revision of it is taken any more" in refused.text
    assert len(rina.seals()) == 1


def test_a_revision_that_is_being_written_when_it_closes_counts_for_nothing(world, rina):
    rina.revise()
    rina.change(level=0)
    rina.close()
    late = rina.browser.post(rina.path + "/draft", version=rina.version, page=1, level=levels(4))
    assert (late.status_code, late.json()["type"]) == (409, "/problems/locked")
    assert rina.lock(status=409).json()["type"] == "/problems/closed"
    assert "It counts as you locked it" in rina.browser.send(rina.path + "/lock", version=rina.version, confirm="yes").text
    assert rina.browser.get(rina.path + "/check").json()["locked"]
    assert rina.browser.get("/queue").json()["all_locked"]
    assert rina.counts()[1] == 1 and rina.counts()[2]["total"] == 30 and len(rina.seals()) == 1
    # Past the pages, at the function itself: the one place that decides.
    token = world.one("SELECT token_hash FROM staff.login WHERE account_id = (SELECT reviewer_id FROM review.allocation "
                      "WHERE id = %s)", rina.id)
    assert world.one("SELECT outcome FROM review_api.lock(%s, %s, %s, 2, '\\x00', %s, %s, %s)", token, rina.path[-8:], rina.version,
                     bytes(32), bytes(32), bytes(64)) == "closed"


def test_the_other_reviewer_gets_the_same_bytes_whatever_this_one_does(world):
    """BLD-08: before the other has begun, while they write, have locked and revise; also for who has locked."""
    packet = world.add_packet()
    account, browser = world.reviewer(f"watch{next(serial)}@example.org")
    path = "/packets/" + world.allocate(packet, account, seat=2)
    paths = ["/queue", *(path + rest for rest in ("", "?page=1", "?page=2", "/check", "/lock", "/revise"))]

    def seen():
        return [(answer.status_code, REQUEST.sub("", answer.text), sorted((k, v) for k, v in answer.headers.items() if k != "date"))
                for one in paths for answer in (browser.page(one), browser.get(one))]

    def follow_another(before):
        other = Locked(world, packet, seat=1)
        assert seen() == before
        other.revise()
        other.change(level=0)
        assert seen() == before
        other.lock()
        assert seen() == before
        world.db.execute("UPDATE review.allocation SET state = 'ended', revision = 0, sealed = NULL, commitment = NULL, "
                         "locked_at = NULL WHERE id = %s", (other.id,))

    follow_another(seen())
    version = score_all(browser, path, 2, recommendation="pass")
    assert browser.post(path + "/lock", version=version, confirm=True).status_code == 200
    follow_another(seen())


def test_a_first_review_is_locked_whatever_was_released_before(world):
    account, browser = world.reviewer(f"late{next(serial)}@example.org")
    path = "/packets/" + world.allocate(world.add_packet(), account)
    world.db.execute("UPDATE review.allocation SET released = true WHERE code = %s", (path[-8:],))
    version = score_all(browser, path, 2, recommendation="pass")
    assert browser.post(path + "/lock", version=version, confirm=True).status_code == 200
    assert not browser.get(path).json()["revision"]["may_begin"]


def test_time_spent_on_a_revision_counts_and_after_it_none_does(rina):
    """A page that only reads tells its time too: it is no draft that came too late."""
    def tell(seconds):
        page = rina.browser.get(rina.path + "?page=1").json()
        content = {"level": levels(next(lv["level"] for lv in page["criteria"][0]["levels"] if lv["is_chosen"]))}
        return rina.browser.post(rina.path + "/draft", version=page["version"], page=1, seconds=seconds, **content).status_code

    def spent():
        return rina.world.one("SELECT seconds FROM review.allocation WHERE id = %s", rina.id)[:1]

    assert tell(30) == 409 and spent() == [0]
    rina.revise()
    assert tell(40) == 200 and spent() == [40]
    assert tell(20) == 200 and spent() == [40], "it never gets less"
    rina.close()
    assert tell(50) == 409 and spent() == [40]
