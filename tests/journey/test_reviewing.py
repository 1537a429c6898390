"""A reviewer's work at the review desk, from the one-time code to a locked review."""

import hashlib
import json
import re
import threading

import pytest

import review_seals
from review_world import COORDINATE, PASSWORD, ReviewWorld


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = ReviewWorld(cluster, tmp_path_factory.mktemp("reviewing")).start()
    yield running
    running.close()


serial = iter(range(1000))


@pytest.fixture
def rita(world):
    """A reviewer, signed in, with one packet of two pages and five criteria: (browser, its path)."""
    account, browser = world.reviewer(f"rita{next(serial)}@example.org")
    return browser, "/packets/" + world.allocate(world.add_packet(), account)


def levels(level, without=()):
    return {f"c{n}": str(level) for n in range(1, 6) if f"c{n}" not in without}


def score_all(browser, path, level=3, **end):
    """Both pages at one level; the version after it."""
    version = browser.get(path).json()["version"]
    first = browser.post(path + "/draft", version=version, page=1, level=levels(level))
    assert first.status_code == 200, first.text
    last = browser.post(path + "/draft", version=first.json()["version"], page=2, level=levels(level), **end)
    assert last.status_code == 200, last.text
    return last.json()["version"]


# ---- coming in -------------------------------------------------------------------------------------------------------

def test_a_one_time_code_sets_a_password_once(world):
    _, code = world.add_account("once@example.org")
    browser = world.browser()
    short = browser.send("/welcome", code=code, password="too short", again="too short")
    assert short.status_code == 422 and "at least 15 characters" in short.text
    differs = browser.send("/welcome", code=code, password=PASSWORD, again=PASSWORD + "x")
    assert differs.status_code == 422
    assert browser.send("/welcome", code=code.lower().replace("-", " "), password=PASSWORD, again=PASSWORD).status_code == 303
    again = browser.send("/welcome", code=code, password=PASSWORD + "2", again=PASSWORD + "2")
    assert again.status_code == 422 and "not valid here" in again.text
    browser.sign_in("Once@Example.org ")


def test_a_misread_code_is_told_from_a_wrong_one(world):
    _, code = world.add_account("misread@example.org")
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert "misread" in world.browser().send("/welcome", code=wrong, password=PASSWORD, again=PASSWORD).text


def test_who_only_coordinates_has_no_way_in(world):
    _, code = world.add_account("cora@example.org", rights=COORDINATE)
    assert world.browser().send("/welcome", code=code, password=PASSWORD, again=PASSWORD).status_code == 422


def test_a_login_ends_after_an_hour_without_use_and_after_twelve_in_all(world, rita):
    browser, _ = rita
    world.db.execute("UPDATE staff.login SET seen_at = now() - interval '59 minutes' WHERE ended_at IS NULL")
    assert browser.get("/queue").status_code == 200
    assert world.one("SELECT max(now() - seen_at) < interval '1 minute' FROM staff.login WHERE account_id = "
                     "(SELECT account_id FROM staff.login ORDER BY made_at DESC LIMIT 1)")
    world.db.execute("UPDATE staff.login SET seen_at = now() - interval '61 minutes' WHERE ended_at IS NULL")
    assert browser.get("/queue").status_code == 401
    world.db.execute("UPDATE staff.login SET seen_at = now(), made_at = now() - interval '721 minutes' WHERE ended_at IS NULL")
    assert browser.get("/queue").status_code == 401


def test_signing_out_ends_the_login(rita):
    browser, _ = rita
    assert browser.send("/sign-out").status_code == 303
    assert browser.get("/queue").status_code == 401


# ---- the queue -------------------------------------------------------------------------------------------------------

def test_the_queue_counts_by_association_and_category_and_keeps_its_order(world):
    other = world.add_association("A Second Association")
    account, browser = world.reviewer("two@example.org", world.association, other)
    assert browser.get("/queue").json()["is_empty"]
    for category, association in (("specialist", world.association), ("mentor-policy", other), ("specialist", world.association),
                                  ("mentor-clinical", world.association)):
        world.allocate(world.add_packet(category, association), account)
    queue = browser.get("/queue").json()
    assert [group["association"] for group in queue["groups"]] == ["A Second Association", "Sample Association"]
    assert [(row["category"], row["to_review"]) for row in queue["groups"][1]["categories"]] == [
        ("specialist", 2), ("mentor-clinical", 1)]
    assert all(browser.get("/queue").json() == queue for _ in range(3))
    stored = [code for (code,) in world.rows(
        "SELECT code FROM review.allocation a JOIN review.packet p ON p.id = a.packet_id WHERE reviewer_id = %s "
        "AND category = 'specialist' ORDER BY order_key", account)]
    assert [packet["code"] for packet in queue["groups"][1]["open"] if packet["category"] == "specialist"] == stored
    path = "/packets/" + stored[1]
    browser.post(path + "/draft", version=0, page=1, level={"c1": "2"})
    queue = browser.get("/queue").json()
    assert queue["next"]["code"] == stored[1] and queue["next"]["state"] == "draft"
    assert "Go on with the packet you began" in browser.page("/queue").text


# ---- drafts ----------------------------------------------------------------------------------------------------------

def test_a_page_is_saved_whole_and_comes_back(world, rita):
    browser, path = rita
    answer = browser.send(path + "/draft", version=0, page=1, go="next", level__c1=4, level__c5=0,
                          remark__c2="Line one\r\nline two <b>")
    assert (answer.status_code, answer.headers["location"]) == (303, path + "?page=2")
    page = browser.get(path + "?page=1").json()
    chosen = {c["id"]: [lv["level"] for lv in c["levels"] if lv["is_chosen"]] for c in page["criteria"]}
    assert chosen == {"c1": [4], "c2": [], "c3": [], "c4": [], "c5": [0]}
    assert page["criteria"][1]["remark"] == "Line one\nline two <b>"
    assert (page["version"], page["progress"]["scored"], page["progress"]["missing"]) == (1, 2, 8)
    html = browser.page(path + "?page=1").text
    assert "line two &lt;b&gt;" in html and "<b>" not in html
    browser.send(path + "/draft", version=1, page=1, go="stay", level__c2=1)
    assert [c["is_scored"] for c in browser.get(path + "?page=1").json()["criteria"]] == [False, True, False, False, False]
    stored = world.one("SELECT draft FROM review.allocation WHERE code = %s", path[-8:])
    allocation = world.one("SELECT id FROM review.allocation WHERE code = %s", path[-8:])
    assert world.open("review", "review.allocation.draft", allocation, 2, stored) == {
        "levels": {"1.c2": 1}, "remarks": {}, "overall": "", "recommendation": None}


def test_the_packet_opens_where_something_is_missing(rita):
    browser, path = rita
    assert browser.get(path).json()["at"] == 1
    browser.post(path + "/draft", version=0, page=1, level=levels(1))
    assert browser.get(path).json()["at"] == 2


def test_a_stale_draft_is_refused_and_both_are_on_the_page(rita):
    browser, path = rita
    browser.send(path + "/draft", version=0, page=1, level__c1=1, remark__c1="stored in the other window")
    answer = browser.send(path + "/draft", version=0, page=1, level__c1=4, remark__c1="typed in this window")
    assert answer.status_code == 409
    assert "stored in the other window" in answer.text and "typed in this window" in answer.text
    assert re.search(r"Stored now:</strong>\s+1\. ", answer.text)
    assert re.search(r'id="level\.c1\.4"[^>]* checked', answer.text)
    assert '<input type="hidden" name="version" value="1">' in answer.text
    assert browser.get(path).json()["version"] == 1
    assert browser.send(path + "/draft", version=1, page=1, level__c1=4, remark__c1="typed in this window").status_code == 303


def test_the_same_sent_twice_is_saved_once(rita):
    browser, path = rita
    for _ in range(3):
        answer = browser.post(path + "/draft", version=0, page=1, level={"c1": "2"})
        assert (answer.status_code, answer.json()["version"]) == (200, 1)


@pytest.mark.parametrize("fields, field", [
    ({"level__c1": 5}, "level.c1"), ({"level__c1": -1}, "level.c1"), ({"level__c1": "2.0"}, "level.c1"),
    ({"level__c9": 2}, "level.c9"), ({"remark__c9": "x"}, "remark.c9"), ({"page": 3}, "page"), ({"page": 0}, "page"),
    ({"recommendation": "maybe"}, "recommendation"), ({"total": 40}, "total"), ({"go": "21"}, "go"), ({"version": "x"}, "version")])
def test_what_the_rubric_does_not_have_is_refused_by_name(rita, fields, field):
    browser, path = rita
    sent = {"version": 0, "page": 1} | fields
    answer = browser.client.post(path + "/draft", data={n.replace("__", "."): v for n, v in sent.items()},
                                 headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert browser.get(path).json()["version"] == 0


def test_a_remark_that_is_too_long_is_not_lost(rita):
    browser, path = rita
    answer = browser.send(path + "/draft", version=0, page=1, remark__c3="y" * 1501)
    assert answer.status_code == 422 and "y" * 1501 in answer.text and 'href="#remark.c3"' in answer.text
    assert browser.send(path + "/draft", version=0, page=1, remark__c3="y" * 1500).status_code == 303


def test_what_was_typed_survives_a_login_that_ran_out(world, rita):
    browser, path = rita
    world.db.execute("UPDATE staff.login SET ended_at = now() WHERE ended_at IS NULL")
    answer = browser.send(path + "/draft", version=0, page=1, go="next", level__c2=3, remark__c2='a "long" thought')
    assert answer.status_code == 401
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text))
    assert fields["level.c2"] == "3" and fields["remark.c2"] == "a &quot;long&quot; thought" and fields["go"] == "next"
    assert browser.post(path + "/draft", version=0, page=1).status_code == 401


# ---- locking ---------------------------------------------------------------------------------------------------------

def test_the_check_page_says_what_is_missing(rita):
    browser, path = rita
    browser.post(path + "/draft", version=0, page=1, level=levels(4, without=("c4",)))
    check = browser.get(path + "/check").json()
    assert (check["progress"]["scored"], check["progress"]["missing"], check["progress"]["total"]) == (4, 6, 16)
    assert check["lacks_levels"] and check["lacks_recommendation"] and not check["complete"] and check["first_missing"] == 1
    refused = browser.post(path + "/lock", version=1, confirm=True)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/incomplete")
    assert "cannot be locked yet" in browser.page(path + "/lock").text


def test_a_recommendation_not_to_pass_needs_words_for_the_candidate(rita):
    browser, path = rita
    version = score_all(browser, path, 1, recommendation="fail")
    assert browser.get(path + "/check").json()["lacks_overall"]
    assert browser.post(path + "/lock", version=version, confirm=True).status_code == 422
    version = score_all(browser, path, 1, recommendation="fail", overall="More of the child, please.")
    assert browser.post(path + "/lock", version=version, confirm=True).status_code == 200


def test_locking_asks_back_and_seals_once_with_a_commitment(world, rita):
    browser, path = rita
    version = score_all(browser, path, 3, recommendation="pass", overall="Careful work.")
    assert "Lock this review?" in browser.page(path + "/lock").text
    assert browser.send(path + "/lock", version=version).status_code == 422
    assert browser.send(path + "/lock", version=version - 1, confirm="yes").status_code == 409
    done = browser.send(path + "/lock", version=version, confirm="yes")
    assert (done.status_code, done.headers["location"]) == (303, "/queue?notice=locked")
    row = world.row("SELECT id, state, draft, sealed, commitment, locked_at IS NOT NULL FROM review.allocation WHERE code = %s",
                    path[-8:])
    assert row[1] == "locked" and row[2] is None and row[5]
    review = world.open("review", "review.allocation.sealed", row[0], 1, row[3])
    assert review["total"] == 30 and review["recommendation"] == "pass" and review["overall"] == "Careful work."
    assert review["levels"] == {f"{page}.c{n}": 3 for page in (1, 2) for n in range(1, 6)} and len(review["key"]) == 64
    plain = json.dumps(review, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert hashlib.blake2b(plain, digest_size=32).digest() == row[4]
    assert world.rows("SELECT detail FROM audit.event WHERE action = 'review.locked' AND subject_id = %s", row[0]) == [
        ({"revision": 1, "commitment": row[4].hex()},)]
    sealed, commitment, previous, reason, signature = world.row(
        "SELECT sealed, commitment, previous, reason, signature FROM review.seal WHERE allocation_id = %s", row[0])
    assert (sealed, commitment, previous, reason) == (row[3], row[4], None, None)
    assert review_seals.is_good(review_seals.public_key(world.keys["review_sign"]), signature, row[0], 1, commitment)


def test_a_locked_review_can_be_read_and_not_changed(rita):
    browser, path = rita
    version = score_all(browser, path, 2, recommendation="pass", overall="Kept for reading.")
    browser.send(path + "/lock", version=version, confirm="yes")
    assert browser.post(path + "/draft", version=version, page=1, level={"c1": "4"}).status_code == 409
    page = browser.page(path + "?page=2").text
    assert "Kept for reading." in page and "<textarea" not in page and "Locked" in page
    assert browser.get(path + "/check").json()["progress"]["total"] == 20
    assert browser.get("/queue").json()["all_locked"]
    assert browser.send(path + "/lock", version=version, confirm="yes").status_code == 303


def test_locks_in_parallel_are_one(world, rita):
    browser, path = rita
    version = score_all(browser, path, 4, recommendation="pass")
    answers, start = [], threading.Barrier(4)

    def lock():
        start.wait()
        answers.append(browser.post(path + "/lock", version=version, confirm=True).status_code)

    threads = [threading.Thread(target=lock) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 4
    assert world.one("SELECT count(*) FROM audit.event e JOIN review.allocation a ON a.id = e.subject_id "
                     "WHERE e.action = 'review.locked' AND a.code = %s", path[-8:]) == 1
