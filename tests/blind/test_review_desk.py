"""What the review desk sends tells nothing about who wrote, when, in which order, how often, or who else reads."""

import json
import re
import threading

import jsonschema
import pytest

from review_world import PASSWORD, ReviewWorld
from tree import ROOT

REPLIES = ROOT / "server" / "review" / "replies"
REQUEST_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TELLING = re.compile(r"time|date|_at$|started|ended|serial|order|attempt|esl|minutes|count|length|words|administration|seat"
                     r"|reviewer|candidate|name|email", re.I)


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = ReviewWorld(cluster, tmp_path_factory.mktemp("review-desk")).start()
    yield running
    running.close()


def bytes_of(answer):
    """Status, headers but Date, and body, with the random number of the request blanked."""
    headers = sorted((k, v) for k, v in answer.headers.multi_items() if k != "date")
    return REQUEST_ID.sub(b"-", json.dumps([answer.status_code, headers]).encode() + answer.content)


def everything(browser, code):
    paths = ["/", "/queue", f"/packets/{code}", f"/packets/{code}?page=1", f"/packets/{code}?page=2", f"/packets/{code}/check",
             f"/packets/{code}/lock"]
    return [bytes_of(ask(path)) for path in paths for ask in (browser.page, browser.get)]


def lock(browser, code, level="3"):
    all_levels, path = {f"c{n}": level for n in range(1, 6)}, f"/packets/{code}"
    version = browser.get(path).json()["version"]
    for page in (1, 2):
        saved = browser.post(path + "/draft", version=version, page=page, level=all_levels, recommendation="pass")
        version = saved.json()["version"]
    assert browser.post(path + "/lock", version=version, confirm=True).status_code == 200


def test_what_another_reviewer_does_changes_no_byte(world):
    one, rita = world.reviewer("rita@example.org")
    two, saul = world.reviewer("saul@example.org")
    packet = world.add_packet()
    mine, theirs = world.allocate(packet, one, 1), world.allocate(packet, two, 2)
    assert mine != theirs
    before = everything(rita, mine)
    lock(saul, theirs)
    assert everything(rita, mine) == before
    lock(rita, mine)
    before = everything(rita, mine)
    world.db.execute("UPDATE review.packet SET state = 'third_needed' WHERE id = %s", (packet,))
    three, _ = world.reviewer("tess@example.org")
    world.allocate(packet, three, 3)
    world.db.execute("UPDATE review.packet SET state = 'decided' WHERE id = %s", (packet,))
    assert everything(rita, mine) == before


def test_administration_seat_bars_and_times_change_no_byte(world):
    account, browser = world.reviewer("uma@example.org")
    packet = world.add_packet()
    code = world.allocate(packet, account)
    before = everything(browser, code)
    world.db.execute("UPDATE review.packet SET administration_id = gen_random_uuid(), barred = ARRAY[gen_random_uuid()] "
                     "WHERE id = %s", (packet,))
    world.db.execute("UPDATE review.allocation SET seat = 3 WHERE code = %s", (code,))
    assert everything(browser, code) == before


def test_a_packet_that_is_not_mine_is_the_same_as_one_that_never_was(world):
    one, rita = world.reviewer("vera@example.org")
    two, _ = world.reviewer("will@example.org")
    packet = world.add_packet()
    theirs, ended = world.allocate(packet, two), world.allocate(world.add_packet(), one)
    world.db.execute("UPDATE review.allocation SET state = 'ended' WHERE code = %s", (ended,))
    for suffix in ("", "?page=1", "/check", "/lock"):
        for ask in (rita.page, rita.get):
            answers = {bytes_of(ask(f"/packets/{code}{suffix}")) for code in (theirs, ended, "00000000")}
            assert len(answers) == 1 and b"404" in answers.pop()
    for path, body in (("draft", {"version": 0, "page": 1}), ("lock", {"version": 0, "confirm": True})):
        answers = {bytes_of(rita.post(f"/packets/{code}/{path}", **body)) for code in (theirs, ended, "00000000")}
        assert len(answers) == 1 and b"404" in answers.pop()


def test_a_reviewer_whose_appointment_ended_sees_nothing_more(world):
    account, browser = world.reviewer("xena@example.org")
    code = world.allocate(world.add_packet(), account)
    assert browser.get(f"/packets/{code}").status_code == 200
    world.db.execute("UPDATE staff.appointment SET rights = 0 WHERE account_id = %s", (account,))
    assert browser.get(f"/packets/{code}").status_code == 401
    assert browser.get("/queue").status_code == 401


def test_known_and_unknown_accounts_get_the_same_bytes(world):
    world.reviewer("yara@example.org")
    world.add_account("new@example.org")
    for email in ("yara@example.org", "new@example.org", "nobody@example.org"):
        assert world.browser().send("/sign-in", email=email, password="x" * 20).status_code == 401
    assert len({bytes_of(world.browser().send("/sign-in", email=email, password="x" * 20))
                for email in ("yara@example.org", "new@example.org", "nobody@example.org")}) == 1


def test_ten_wrong_passwords_close_an_account_for_a_while_known_or_not(world):
    world.reviewer("zoe@example.org")
    answers = {}
    for email in ("zoe@example.org", "ghost@example.org"):
        browser = world.browser()
        for _ in range(10):
            assert browser.send("/sign-in", email=email, password="x" * 20).status_code == 401
        answers[email] = bytes_of(browser.send("/sign-in", email=email, password=PASSWORD))
    assert len(set(answers.values())) == 1 and b"429" in answers["zoe@example.org"]
    world.db.execute("UPDATE staff.failed_try SET at = at - interval '16 minutes'")
    world.browser().sign_in("zoe@example.org")


def test_tries_at_the_same_time_count_too(world):
    statuses, start = [], threading.Barrier(16)

    def guess():
        browser = world.browser()
        start.wait()
        statuses.append(browser.send("/sign-in", email="crowd@example.org", password="x" * 20).status_code)

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(401) == 10 and len(statuses) == 16 and set(statuses) <= {401, 429, 503}


def test_replies_fit_their_allow_lists(world):
    account, browser = world.reviewer("rhea@example.org")
    code = world.allocate(world.add_packet("mentor-clinical"), account)
    world.allocate(world.add_packet(), account)
    path = f"/packets/{code}"

    def fits(name, answer):
        assert answer.status_code == 200, answer.text
        schema = json.loads((REPLIES / f"{name}.schema.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(answer.json())

    for _ in range(2):
        fits("home", browser.get("/"))
        fits("welcome", browser.get("/welcome"))
        fits("queue", browser.get("/queue"))
        fits("packet", browser.get(path))
        fits("check", browser.get(path + "/check"))
        fits("check", browser.get(path + "/lock"))
        fits("draft", browser.post(path + "/draft", version=browser.get(path).json()["version"], page=1, level={"c1": "2"}))
    criteria = [c["id"] for c in browser.get(path).json()["criteria"]]
    for page in (1, 2):
        version = browser.get(path).json()["version"]
        browser.post(path + "/draft", version=version, page=page, level={c: "2" for c in criteria}, recommendation="pass")
    fits("locked", browser.post(path + "/lock", version=browser.get(path).json()["version"], confirm=True))
    fits("packet", browser.get(path))
    fits("check", browser.get(path + "/check"))
    fits("queue", browser.get("/queue"))


def properties(schema):
    for name, inner in schema.get("properties", {}).items():
        yield name
        yield from properties(inner)
    if "items" in schema:
        yield from properties(schema["items"])


@pytest.mark.parametrize("path", sorted(REPLIES.glob("*.json")), ids=lambda p: p.name)
def test_no_reply_has_a_place_for_what_would_tell(path):
    telling = {name for name in properties(json.loads(path.read_text())) if TELLING.search(name)}
    assert telling <= {"counts", "association"}, telling


def test_titles_and_headers_hold_no_code(world):
    account, browser = world.reviewer("sol@example.org")
    code = world.allocate(world.add_packet(), account)
    for suffix in ("", "/check", "/lock"):
        answer = browser.page(f"/packets/{code}{suffix}")
        assert code not in re.search(r"<title>(.*?)</title>", answer.text).group(1)
        assert code not in str(answer.headers) and "etag" not in answer.headers and "last-modified" not in answer.headers


def test_the_log_holds_no_code_and_nothing_typed(world):
    account, browser = world.reviewer("log@example.org")
    code = world.allocate(world.add_packet(), account)
    browser.send(f"/packets/{code}/draft", version=0, page=1, remark__c1="CanaryRemark")
    browser.send(f"/packets/{code}/draft", version=7, page=1, remark__c1="CanaryRemark2")
    log = world.log.read_text()
    for canary in (code, "Canary", "log@example.org", PASSWORD):
        assert canary not in log
