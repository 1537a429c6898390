"""Pages that show something else when few are concerned, when a text was masked anew, or when somebody is lacking: seen on every
width, in light and dark."""

import uuid

import pytest

from coordination_world import COORDINATE, REVIEW, CoordinationWorld
from look import Gallery
from review_world import PASSWORD, ReviewWorld
from test_review_drafts import Reviewer

REMARK = ("The second response names what the mother feels before it says what to do. That is the order we hope for; stay with it "
          "a sentence longer, and say how you would find out whether she sees it so.")


@pytest.fixture(scope="module")
def office(cluster, tmp_path_factory):
    running = CoordinationWorld(cluster, tmp_path_factory.mktemp("office")).start()
    yield running
    running.close()


@pytest.fixture
def exam(office, chrome):
    """An administration, and its coordinator at the browser."""
    email = f"cora{uuid.uuid4().hex[:6]}@example.org"
    _, code = office.add_account(email, COORDINATE)
    office.browser().form("/welcome", code=code, password=PASSWORD, again=PASSWORD)
    chrome.go(office.url).fill("E-mail address", email).fill("Password", PASSWORD).press("Sign in")
    return office.one("INSERT INTO work.administration (association_id, id, title, opens_at, closes_at, created_by, created_at) "
                      "VALUES (%s, gen_random_uuid(), 'Spring exam', now() - interval '60 days', now() - interval '50 days', "
                      "gen_random_uuid(), now()) RETURNING id", office.association)


def test_what_a_coordinator_sees_of_few(office, exam, chrome, axe):
    gallery = Gallery(axe)
    page = f"{office.url}/administrations/{exam}"
    for _ in range(3):
        office.add_account(f"r{uuid.uuid4().hex[:6]}@example.org", REVIEW, categories=("specialist",))
    for _ in range(5):
        office.add_packet(exam)
    office.add_packet(exam, "mentor-policy")
    office.add_response(exam, "A response.", category="mentor-clinical")
    gallery.look(chrome.go(page + "/reviewers").says("Not told: fewer than five"))
    chrome.press("Give out the packets: 6").says("Those that can have all their reviewers were given out")
    gallery.look(chrome.says("still needs places: 2"))
    gallery.look(chrome.go(page).says("remarks can let people be recognised by what they wrote about"))
    assert gallery.findings() == {}


def test_remarks_with_a_note_and_letters_part_by_part(office, exam, chrome, axe):
    gallery = Gallery(axe)
    page = f"{office.url}/administrations/{exam}"
    code = office.add_feedback(exam, REMARK, "Read again.", note="The second prompt can be read in two ways.\nPlease look at it.")
    gallery.look(chrome.go(f"{page}/remarks/{code}").says("The second prompt can be read in two ways."))
    remarks = [{"overall": False, "text": REMARK}, {"overall": True, "text": "Read the second response again."}]
    pieces = [{"part1": {"sat": True, "score": 44 + n, "max": 60, "passed": n > 3}} for n in range(6)]
    pieces += [{"part2": {"sat": True, "passed": n > 0, "remarks": [] if n else remarks}} for n in range(3)]
    release, _ = office.prepare_release(exam, uuid.uuid4(), pieces)
    gallery.look(chrome.go(page + "/release").says("Every letter, part by part"))
    gallery.look(chrome.go(page + "/confirm").says("4 of 6"))
    office.db.execute("UPDATE result.release SET state = 'dropped' WHERE id = %s", (release,))
    office.prepare_release(exam, uuid.uuid4(), [*pieces[:6], {"part2": {"sat": True}}], number=2)
    gallery.look(chrome.go(page + "/release").says("One candidate alone took it"))
    office.add_account(f"r{uuid.uuid4().hex[:6]}@example.org", REVIEW)
    assert gallery.findings() == {}


def test_a_response_that_was_masked_anew(cluster, tmp_path_factory, chrome, axe):
    """The page says so, marks of the old text are gone, and a window that still shows it takes none along."""
    desk = ReviewWorld(cluster, tmp_path_factory.mktemp("anew")).start()
    try:
        gallery = Gallery(axe)
        packet = desk.add_packet(responses="A long response about Hollowmere, and more of it.")
        reviewer = Reviewer(desk, chrome)
        reviewer.gets(packet).signs_in()
        path, browser = f"/packets/{reviewer.code}", desk.browser().sign_in(reviewer.email)
        first = browser.get(path + "?page=1").json()
        browser.post(path + "/draft", version=0, page=1, mark=["1.20.30", "2.2.6"], level={"c1": "2"}, texts=first["texts"])
        chrome.go(f"{desk.url}{path}?page=1").says("Hollowmere")
        ident, sealed = desk.row("SELECT id, sealed FROM review.packet WHERE id = %s", packet)
        plain = desk.open("packet", "review.packet.sealed", ident, 0, sealed)
        plain["pages"][0]["prompts"][0]["response"] = "A long response about [***], and more of it."
        desk.db.execute("UPDATE review.packet SET sealed = %s, version = 1 WHERE id = %s",
                        (desk.seal("packet", "review.packet.sealed", packet, 1, plain), packet))
        chrome.ask("document.getElementById('c2-3') ? document.getElementById('c2-3').click() "
                   ": document.querySelector(\"[name='level.c2'][value='3']\").click()")
        chrome.says("All changes are saved")
        page = browser.get(path + "?page=1").json()
        assert page["marks"] == ["2.2.6"] and page["criteria"][1]["is_scored"]
        gallery.look(chrome.go(f"{desk.url}{path}?page=1").says("This text was masked anew"))
        assert gallery.findings() == {}
    finally:
        chrome.drop_logs()
        desk.close()
