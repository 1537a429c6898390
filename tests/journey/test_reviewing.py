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


def print_of(text):
    """By which the desk knows again the text that a draft was written on."""
    return hashlib.blake2b(text.encode(), digest_size=32).hexdigest()[:16]


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
    assert [p["state"] for p in queue["groups"][1]["open"] if p["category"] == "specialist"] == ["new", "draft"]
    assert queue["next"]["category"] == "mentor-policy" and queue["next"]["part"] == 1
    assert "Read the next response" in browser.page("/queue").text


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
        "levels": {"1.c2": 1}, "remarks": {}, "overall": "", "recommendation": None, "note": "", "marks": [],
        "texts": {f"1.{n}": print_of("I would begin by listening.") for n in (1, 2, 3)}}


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
    sent = {"packet": path[-8:], "version": 0, "page": 1} | fields
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


def test_a_form_that_was_made_for_another_packet_is_refused(world):
    account, browser = world.reviewer("stale@example.org")
    one, other = ("/packets/" + world.allocate(world.add_packet(), account) for _ in range(2))
    answer = browser.post(one + "/draft", packet=other[-8:], version=0, page=1, level=levels(4))
    assert (answer.status_code, answer.json()["type"], answer.json()["field"]) == (409, "/problems/stale", "packet")
    assert "made for another packet" in browser.send(one + "/draft", packet=other[-8:], version=0, page=1, level__c1=4).text
    bare = browser.client.post(one + "/draft", json={"version": 0, "page": 1}, headers={"Accept": "application/json"})
    assert (bare.status_code, bare.json()["field"]) == (422, "packet")
    assert [browser.get(path).json()["version"] for path in (one, other)] == [0, 0]


# ---- vignette by vignette ----------------------------------------------------------------------------------------------

@pytest.fixture
def pile(world):
    """A reviewer with six packets of one category, four of vignettes 1 and 2, two of 2 and 3: (account, browser, {code: first})"""
    account, browser = world.reviewer(f"pile{next(serial)}@example.org")
    first = {world.allocate(world.add_packet(first=int(n >= 4)), account): int(n >= 4) for n in range(6)}
    return account, browser, first


def page_of(browser, where):
    return browser.get(f"/packets/{where['code']}?page={where['page']}").json()


def walk(browser):
    """[(vignette's title, code)] in the order in which a reviewer comes to the responses who always goes on."""
    where, seen = browser.get("/queue").json()["next"]["response"], []
    while where is not None:
        page = page_of(browser, where)
        path = f"/packets/{where['code']}"
        seen.append((page["vignette"]["title"], where["code"]))
        answer = browser.send(path + "/draft", version=page["version"], page=page["at"], go="onward",
                              **{f"level__c{n}": 3 for n in range(1, 6)})
        assert answer.status_code == 303
        onward = page["around"].get("onward")
        assert answer.headers["location"] == (f"/packets/{onward['code']}?page={onward['page']}" if onward else "/queue")
        where = onward
    return seen


def test_all_responses_to_one_vignette_come_together_in_form_order(pile):
    _, browser, first = pile
    (category,) = browser.get("/queue").json()["groups"][0]["categories"]
    assert [(v["part"], v["responses"], v["scored"]) for v in category["vignettes"]] == [(1, 4, 0), (2, 6, 0), (3, 2, 0)]
    titles = [v["title"] for v in category["vignettes"]]
    seen = walk(browser)
    assert [title for title, _ in seen] == [titles[0]] * 4 + [titles[1]] * 6 + [titles[2]] * 2
    assert {code for title, code in seen if title == titles[0]} == {code for code, n in first.items() if n == 0}
    assert {code for title, code in seen if title == titles[2]} == {code for code, n in first.items() if n == 1}
    queue = browser.get("/queue").json()
    assert "next" not in queue and [v["scored"] for v in queue["groups"][0]["categories"][0]["vignettes"]] == [4, 6, 2]
    assert all(p["is_scored"] for p in queue["groups"][0]["open"]) and queue["to_lock"]["code"] in first
    html = browser.page("/queue").text
    assert "Every response is scored" in html and "Check and lock the next packet" in html and "All 6 scored" in html


def test_the_order_is_each_reviewer_s_own_another_for_each_vignette_and_stays(world, pile):
    account, browser, first = pile
    key = dict(world.rows("SELECT code, order_key FROM review.allocation WHERE reviewer_id = %s", account))
    vignettes = {code: dict(zip((1, 2), row)) for code, row in world.rows(
        "SELECT a.code, p.vignettes FROM review.allocation a JOIN review.packet p ON p.id = a.packet_id "
        "WHERE a.reviewer_id = %s", account)}
    def lot(code, page):
        return hashlib.sha256(key[code] + vignettes[code][page].bytes).digest()
    where, seen = browser.get("/queue").json()["next"]["response"], []
    while where is not None:
        seen.append((where["code"], where["page"]))
        assert page_of(browser, where) == page_of(browser, where)
        where = page_of(browser, where)["around"].get("after")
    assert seen == sorted(((c, 1) for c, n in first.items() if n == 0), key=lambda at: lot(*at)) and len(seen) == 4
    orders = set()
    for _ in range(6):   # the same packets, handed to somebody else
        other, theirs = world.reviewer(f"pile{next(serial)}@example.org")
        for (packet,) in world.rows("SELECT packet_id FROM review.allocation WHERE reviewer_id = %s", account):
            world.allocate(packet, other, seat=2)
        packet = dict(world.rows("SELECT code, packet_id FROM review.allocation WHERE reviewer_id = %s", other))
        where, order = theirs.get("/queue").json()["next"]["response"], []
        while where is not None:
            order.append(packet[where["code"]])
            where = page_of(theirs, where)["around"].get("after")
        orders.add(tuple(order))
        world.db.execute("UPDATE review.allocation SET state = 'ended' WHERE reviewer_id = %s", (other,))
    assert len(orders) > 1


def test_one_may_go_back_skip_and_go_on_with_what_is_left(pile):
    _, browser, first = pile
    start = browser.get("/queue").json()["next"]["response"]
    around = page_of(browser, start)["around"]
    assert (around["part"], around["parts"], around["number"], around["responses"], around["scored"]) == (1, 3, 1, 4, 0)
    assert "before" not in around and around["onward"] == around["after"] and around["stays"]
    second = around["after"]
    def save(where, go, **given):
        page = page_of(browser, where)
        answer = browser.send(f"/packets/{where['code']}/draft", version=page["version"], page=where["page"], go=go, **given)
        assert answer.status_code == 303
        return answer.headers["location"]
    assert save(second, "before") == f"/packets/{start['code']}?page={start['page']}"
    assert save(start, "after") == f"/packets/{second['code']}?page={second['page']}"
    full = {f"level__c{n}": 2 for n in range(1, 6)}
    third = page_of(browser, second)["around"]["after"]
    save(third, "stay", **full)
    assert page_of(browser, second)["around"]["onward"] == page_of(browser, third)["around"]["after"], "what is scored is left out"
    last = page_of(browser, third)["around"]["after"]
    assert page_of(browser, last)["around"]["onward"] == start, "and from the last one comes back to what was skipped"
    for where in (start, second):
        save(where, "stay", **full)
    onward = page_of(browser, last)["around"]
    assert not onward["stays"] and page_of(browser, onward["onward"])["around"]["part"] == 2
    assert "Save and go to the next vignette" in browser.page(f"/packets/{last['code']}?page=1").text


def test_packets_from_before_vignettes_were_noted_are_read_by_their_pages(world):
    account, browser = world.reviewer("older@example.org")
    codes = [world.allocate(world.add_packet(), account) for _ in range(3)]
    world.db.execute("UPDATE review.packet SET vignettes = '{}', places = '{}' "
                     "WHERE id IN (SELECT packet_id FROM review.allocation WHERE reviewer_id = %s)", (account,))
    seen = walk(browser)
    assert len(seen) == 6 and len({title for title, _ in seen[:3]}) == 1 and {code for _, code in seen[3:]} == set(codes)


# ---- marks, notes, time ------------------------------------------------------------------------------------------------

WORDS = "I would wait. Then I\u2019d ask: \U0001f476 sleeps?\nAnd listen."


def test_marks_are_kept_shown_and_go_with_the_page(world):
    account, browser = world.reviewer("marks@example.org")
    path = "/packets/" + world.allocate(world.add_packet(responses=WORDS), account)
    baby = WORDS.index("\U0001f476")
    answer = browser.client.post(path + "/draft", data={"packet": path[-8:], "version": 0, "page": 1, "mark": [
        f"1.{baby}.{baby + 8}.c2", "1.0.13", "1.0.13", "2.2.7.c1", f"1.5.{baby + 1}"]}, headers={"Accept": "text/html"})
    assert answer.status_code == 303
    ident, sealed = world.row("SELECT id, draft FROM review.allocation WHERE code = %s", path[-8:])
    assert world.open("review", "review.allocation.draft", ident, 1, sealed)["marks"] == [
        {"page": 1, "prompt": 1, "from": 0, "to": 13, "criterion": None},
        {"page": 1, "prompt": 1, "from": 5, "to": baby + 1, "criterion": None},
        {"page": 1, "prompt": 1, "from": baby, "to": baby + 8, "criterion": "c2"},
        {"page": 1, "prompt": 2, "from": 2, "to": 7, "criterion": "c1"}]
    page = browser.get(path + "?page=1").json()
    first = page["vignette"]["prompts"][0]
    assert "".join(s["text"] for s in first["segments"]) == first["response"] == WORDS
    assert [s["text"] for s in first["segments"] if not s["is_marked"]] == ["?\nAnd listen."]
    assert [(p["quote"], p.get("criterion", {}).get("number")) for p in first["passages"]] == [
        ("I would wait.", None), (WORDS[5:baby + 1], None), (WORDS[baby:baby + 8], 2)]
    html = browser.page(path + "?page=1").text
    assert "<mark>I wou</mark><mark>ld wait.</mark>" in html and '<input type="hidden" name="mark" value="2.2.7.c1">' in html
    # Another page leaves them alone; this page without them takes them away.
    assert browser.post(path + "/draft", version=1, page=2, level={"c1": "1"}, mark=["1.0.1"]).json()["version"] == 2
    assert browser.get(path + "?page=1").json()["marks"] == page["marks"]
    browser.post(path + "/draft", version=2, page=1, mark=["2.2.7.c1"])
    assert browser.get(path + "?page=1").json()["marks"] == ["2.2.7.c1"]


@pytest.mark.parametrize("mark", ["", "1", "1.2", "1.3.3", "1.4.3", "0.1.2", "1.-1.2", "1.1.2.c9", "1.1.2.c1.x", "1.01.2", "x.1.2"])
def test_what_is_no_mark_is_refused(rita, mark):
    browser, path = rita
    answer = browser.post(path + "/draft", version=0, page=1, mark=[mark])
    assert (answer.status_code, answer.json()["field"]) == (422, "mark")


def test_there_is_an_end_to_marks(rita):
    browser, path = rita
    assert browser.post(path + "/draft", version=0, page=1, mark=["1.0.1"] * 101).status_code == 422


def mask_anew(world, packet, text):
    """The response to the first prompt of the first page becomes another, as the registrar leaves it."""
    ident, version, sealed = world.row("SELECT id, version, sealed FROM review.packet WHERE id = %s", packet)
    plain = world.open("packet", "review.packet.sealed", ident, version, sealed)
    plain["pages"][0]["prompts"][0]["response"] = text
    world.db.execute("UPDATE review.packet SET sealed = %s, version = version + 1 WHERE id = %s",
                     (world.seal("packet", "review.packet.sealed", packet, version + 1, plain), packet))


def changed(page):
    return [prompt["changed"] for prompt in page["vignette"]["prompts"]]


def test_marks_in_a_text_that_was_masked_anew_are_let_go_and_it_is_told(world):
    """They would lie on other words, also where the text is still long enough."""
    account, browser = world.reviewer("masked@example.org")
    packet = world.add_packet(responses="A long response about Hollowmere, and more of it.")
    path = "/packets/" + world.allocate(packet, account)
    before = browser.get(path + "?page=1").json()
    browser.post(path + "/draft", version=0, page=1, mark=["1.0.6", "1.20.40", "2.2.4"], remark={"c1": "Stays."},
                 texts=before["texts"])
    assert not any(changed(browser.get(path + "?page=1").json()))
    mask_anew(world, packet, "A long [***] response about it, and more of it.")
    page = browser.get(path + "?page=1").json()
    assert page["marks"] == ["2.2.4"] and page["criteria"][0]["remark"] == "Stays."
    assert changed(page)[:2] == [True, False] and page["texts"] != before["texts"]
    assert browser.page(path + "?page=1").text.count("This text was masked anew") == 1
    # Saved on another page, it is still told; saved on this one, from a page that shows the new text, no more.
    browser.post(path + "/draft", version=1, page=2, level={"c1": "1"})
    assert changed(browser.get(path + "?page=1").json())[0]
    browser.post(path + "/draft", version=2, page=1, mark=["1.0.6", "2.2.4"], remark={"c1": "Stays."}, texts=page["texts"])
    page = browser.get(path + "?page=1").json()
    assert not any(changed(page)) and page["marks"] == ["1.0.6", "2.2.4"]


def test_marks_of_a_window_that_still_shows_the_old_text_are_let_go(world):
    account, browser = world.reviewer("window@example.org")
    packet = world.add_packet(responses="A long response about Hollowmere, and more of it.")
    path = "/packets/" + world.allocate(packet, account)
    old = browser.get(path + "?page=1").json()["texts"]
    mask_anew(world, packet, "A long [***] response about it, and more of it.")
    entries = {"page": 1, "level": {"c1": "1"}, "mark": ["1.20.30", "2.2.4"], "texts": old}
    assert browser.post(path + "/draft", version=0, **entries).json()["version"] == 1
    assert browser.post(path + "/draft", version=0, **entries).json()["version"] == 1, "sent twice, it is saved once"
    page = browser.get(path + "?page=1").json()
    assert page["marks"] == ["2.2.4"] and changed(page)[:2] == [True, False]
    assert page["criteria"][0]["is_scored"], "what is not about places in the text is kept"
    html = browser.page(path + "?page=1").text
    assert f'<input type="hidden" name="texts" value="{page["texts"]}">' in html


def test_a_locked_review_shows_no_marks_in_a_text_that_was_masked_anew(world):
    account, browser = world.reviewer("lockedmarks@example.org")
    packet = world.add_packet(responses="A long response about Hollowmere, and more of it.")
    path = "/packets/" + world.allocate(packet, account)
    version = score_all(browser, path, overall="Thank you.", recommendation="pass")
    version = browser.post(path + "/draft", version=version, page=1, level=levels(3), mark=["1.20.30", "2.2.4"]).json()["version"]
    assert browser.post(path + "/lock", version=version, confirm=True).status_code == 200
    assert browser.get(path + "?page=1").json()["marks"] == ["1.20.30", "2.2.4"]
    mask_anew(world, packet, "A long [***] response about it, and more of it.")
    page = browser.get(path + "?page=1").json()
    assert page["locked"] and page["marks"] == ["2.2.4"] and changed(page)[0]


def test_a_note_for_the_coordinator_is_sealed_apart_from_the_remarks(world, rita):
    browser, path = rita
    version = score_all(browser, path, 3, recommendation="pass", overall="For the candidate.", note="For the coordinator.",
                        mark=["1.0.7.c3"])
    assert "Note for the coordinator only" in browser.page(path + "/check").text
    assert browser.send(path + "/draft", version=version, page=2, note="y" * 2001).status_code == 422
    browser.send(path + "/lock", version=version, confirm="yes")
    ident, sealed = world.row("SELECT id, sealed FROM review.allocation WHERE code = %s", path[-8:])
    review = world.open("review", "review.allocation.sealed", ident, 1, sealed)
    assert (review["overall"], review["note"]) == ("For the candidate.", "For the coordinator.")
    assert review["marks"] == [{"page": 2, "prompt": 1, "from": 0, "to": 7, "criterion": "c3"}]
    html = browser.page(path + "?page=2").text
    assert "<mark>I would</mark> begin by listening." in html and "For the coordinator." in html


def test_a_stale_page_says_what_else_is_stored(rita):
    browser, path = rita
    browser.post(path + "/draft", version=0, page=2, mark=["1.0.3"], note="theirs")
    answer = browser.send(path + "/draft", version=0, page=2, mark="1.4.6", note="mine")
    assert answer.status_code == 409 and "other marks on the passages of this page, 1 in all" in answer.text
    assert "theirs" in answer.text and "mine" in answer.text and 'value="1.4.6"' in answer.text


def test_time_is_the_reviewer_s_own_and_never_gets_less(world, rita):
    browser, path = rita
    def spent():
        return world.one("SELECT seconds FROM review.allocation WHERE code = %s", path[-8:])
    assert "spent" not in browser.get(path).json() and "min on this packet" not in browser.page(path).text
    for version, page, seconds, stored in ((0, 1, 30, [30, 0]), (1, 1, 20, [30, 0]), (1, 2, 95, [30, 95])):
        fields = {"level": {"c1": "1"}} if page == 1 else {}
        assert browser.post(path + "/draft", version=version, page=page, seconds=seconds, **fields).status_code == 200
        assert spent() == stored
    assert browser.get(path).json()["spent"] == {"minutes": 2} and browser.get(path).json()["version"] == 1
    assert "2 min on this packet" in browser.page(path).text and "2 min" in browser.page("/queue").text
    browser.post(path + "/draft", version=1, page=1, level={"c1": "2"})   # without JavaScript
    assert spent() == [30, 95]
    for seconds in (-1, 86401):
        assert browser.post(path + "/draft", version=2, page=1, seconds=seconds).json()["field"] == "seconds"


# ---- phrases -----------------------------------------------------------------------------------------------------------

def test_phrases_are_one_s_own_for_one_association(world):
    other = world.add_association("Phrases elsewhere")
    account, browser = world.reviewer("phrases@example.org", world.association, other)
    packet = world.add_packet()
    here, there = ("/packets/" + world.allocate(p, account) for p in (packet, world.add_packet(association=other)))
    _, stranger = somebody = world.reviewer("no-phrases@example.org")
    theirs = "/packets/" + world.allocate(packet, somebody[0], seat=2)
    assert browser.get(here + "/phrases").json() == {"code": here[-8:], "phrases": [], "is_empty": True}
    for text in ("  Say why. ", "Ask the mother <first>.", "Say why."):
        assert browser.send(here + "/phrases", text=text).headers["location"] == here + "/phrases"
    assert browser.get(here + "/phrases").json()["phrases"] == ["Ask the mother <first>.", "Say why."]
    assert browser.get(here).json()["phrases"] == ["Ask the mother <first>.", "Say why."]
    assert "Ask the mother &lt;first&gt;." in browser.page(here + "/phrases").text
    assert browser.get(there + "/phrases").json()["is_empty"] and stranger.get(theirs + "/phrases").json()["is_empty"]
    assert stranger.get(here + "/phrases").status_code == 404 == stranger.post(here + "/phrases", text="x").status_code
    stored = world.rows("SELECT id, sealed FROM review.phrase WHERE reviewer_id = %s", account)
    assert len(stored) == 2 and all(b"Say why" not in bytes(sealed) for _, sealed in stored)
    assert browser.post(here + "/phrases/forget", text="Say why.").json()["phrases"] == ["Ask the mother <first>."]
    assert browser.post(here + "/phrases/forget", text="Say why.").status_code == 200


def test_a_phrase_has_a_length_and_there_is_an_end_to_them(world, rita):
    browser, path = rita
    for text in ("", "  ", "y" * 501):
        answer = browser.send(path + "/phrases", text=text)
        assert answer.status_code == 422 and "1 to 500 characters" in answer.text
    for number in range(100):
        assert browser.post(path + "/phrases", text=f"Phrase {number:02}").status_code == 200
    answer = browser.post(path + "/phrases", text="One more")
    assert (answer.status_code, answer.json()["detail"][:20]) == (409, "There are 100 phrase")
    assert browser.post(path + "/phrases", text="Phrase 00").status_code == 200


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
