"""The pages about practice, control packets and pauses, with as much on them as a hard case leaves."""

import pytest

import review_seals
from chrome import WIDE
from coordination_world import COORDINATE, REVIEW, CoordinationWorld
from look import Gallery
from review_world import PASSWORD, ReviewWorld
from test_review_desk import sign_in

WHY = "Names the wish to cover the monitor, links it to what the father says, and leaves a question for supervision open."


@pytest.fixture(scope="module")
def review(cluster, tmp_path_factory):
    running = ReviewWorld(cluster, tmp_path_factory.mktemp("practice-pages")).start()
    yield running
    running.close()


@pytest.fixture(scope="module")
def office(cluster, tmp_path_factory):
    running = CoordinationWorld(cluster, tmp_path_factory.mktemp("pause-pages")).start()
    yield running
    running.close()


def levels(given):
    return {f"{page}.c{c}": given for page in (1, 2) for c in range(1, 6)}


def compare(desk, allocation, agreed, outside):
    """What the registrar hands over after the lock."""
    content = {"agreed": {cell: {"level": agreed, "why": WHY} for cell in levels(0)}, "total": 10 * agreed, "outside": outside,
               "points": 10 * abs(agreed - 2), "levels": abs(agreed - 2), "tolerance": {"points": 4, "levels": 1}}
    desk.db.execute("INSERT INTO review.comparison SELECT association_id, id, revision, %s FROM review.allocation WHERE id = %s",
                    (desk.seal("review", "review.comparison.sealed", allocation, 1, content), allocation))


def test_a_reviewer_practises_waits_pauses_and_goes_on(review, chrome, axe):
    gallery, email = Gallery(axe), "practise@staff.example"
    account, _ = review.reviewer(email)
    codes = [review.allocate(review.add_packet(), account) for _ in range(3)]
    ids = [review.one("SELECT id FROM review.allocation WHERE code = %s", code) for code in codes]
    review.db.execute("UPDATE review.allocation SET practice = true WHERE code = ANY (%s)", (codes[:2],))
    review.db.execute("UPDATE review.allocation SET held = 'practice' WHERE code = %s", (codes[2],))
    gallery.look(sign_in(chrome, review, email).says("First, practice"))
    assert codes[2] not in chrome.text
    gallery.look(chrome.go(f"{review.url}/packets/{codes[2]}").says("Before this opens, score your practice packets"))
    gallery.look(chrome.go(f"{review.url}/packets/{codes[0]}").says("This packet was written for practice"))
    gallery.look(chrome.go(f"{review.url}/packets/{codes[0]}/practice").says("Lock your review of this packet first"))
    for ident in ids[:2]:
        review_seals.lock(review, ident, {"levels": levels(2), "remarks": {}, "overall": "", "recommendation": "pass", "note": "",
                                          "marks": [], "total": 20})
    gallery.look(chrome.go(f"{review.url}/packets/{codes[0]}/practice").says("is being compared"))
    compare(review, ids[0], 2, False)
    compare(review, ids[1], 4, True)
    gallery.look(chrome.go(f"{review.url}/packets/{codes[0]}/practice").says("Close enough"))
    gallery.look(chrome.press("I have looked at this").at("Your packets").says("See how far off you were"))
    gallery.look(chrome.go(f"{review.url}/packets/{codes[0]}").says("See how far off you were"))
    gallery.look(chrome.go(f"{review.url}/packets/{codes[1]}/practice").says("Further off than was set"))
    gallery.look(chrome.press("I have looked at this").at("Your packets").says("Your packets are being opened"))
    review.db.execute("UPDATE review.allocation SET held = 'paused' WHERE code = %s", (codes[2],))
    gallery.look(chrome.press("Look again").at("Your packets").says("Your reviewing is paused"))
    gallery.look(chrome.go(f"{review.url}/packets/{codes[2]}").says("Your reviewing is paused; your coordinator has been told"))
    review.db.execute("UPDATE review.allocation SET held = '' WHERE code = %s", (codes[2],))
    # The pause comes while the packet is on the screen: with scripts, and without.
    chrome.go(f"{review.url}/packets/{codes[2]}?page=1")
    review.db.execute("UPDATE review.allocation SET held = 'paused' WHERE code = %s", (codes[2],))
    gallery.look(chrome.tick("3. ").says("Not saved: this packet is not open now"))
    review.db.execute("UPDATE review.allocation SET held = '' WHERE code = %s", (codes[2],))
    chrome.press("Try now", leaves=False).says("All changes are saved")
    review.db.execute("UPDATE review.allocation SET draft = NULL, version = 0, scored = '{}' WHERE code = %s", (codes[2],))
    chrome.allow_scripts(False)
    chrome.resize(WIDE)
    chrome.go(f"{review.url}/packets/{codes[2]}?page=1")
    review.db.execute("UPDATE review.allocation SET held = 'paused' WHERE code = %s", (codes[2],))
    chrome.tick("2. ").press("Save and go to page 2").at("This packet is not open now, your text is kept here").allow_scripts(True)
    gallery.look(chrome.says("your coordinator has been told"))
    review.db.execute("UPDATE review.allocation SET held = '' WHERE code = %s", (codes[2],))
    gallery.look(chrome.go(f"{review.url}/queue").says("1 to review").says("It is done, and counts for nobody"))
    assert gallery.findings() == {}


def test_a_coordinator_sees_who_pauses_and_decides(office, chrome, axe):
    gallery = Gallery(axe)
    account, _ = office.add_account("wilhelmina@example.org", REVIEW)
    name = "Wilhelmina Okonjo-Strand van der Heyden"
    office.db.execute("UPDATE staff.account SET sealed = %s WHERE id = %s",
                      (office.identity("staff.account.sealed", account, name), account))
    exam = office.one("INSERT INTO work.administration (association_id, id, title, opens_at, closes_at, created_by, created_at, "
                      "practice_packets, control_packets) VALUES (%s, gen_random_uuid(), 'Spring exam', "
                      "now() - interval '60 days', now() - interval '50 days', gen_random_uuid(), now(), 2, 1) RETURNING id",
                      office.association)
    for purpose, category in (("control", "mentor-research-faculty"), ("practice", "specialist")):
        office.db.execute("INSERT INTO review.pause (association_id, administration_id, reviewer_id, category, purpose, points, "
                          "levels, paused_at) VALUES (%s, %s, %s, %s, %s, 11, 3, now())",
                          (office.association, exam, account, category, purpose))
    packet = office.one("INSERT INTO review.packet (association_id, id, administration_id, category, pages, criteria, top_level, "
                        "state, sealed) VALUES (%s, gen_random_uuid(), %s, 'specialist', 2, 5, 4, 'in_review', '\\x00') "
                        "RETURNING id", office.association, exam)
    office.db.execute("INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, state, "
                      "held) VALUES (%s, gen_random_uuid(), %s, %s, 1, 'ABCDEFG1', %s, 'open', 'paused')",
                      (office.association, packet, account, bytes(16)))
    _, code = office.add_account("cora@example.org", COORDINATE)
    office.browser().form("/welcome", code=code, password=PASSWORD, again=PASSWORD)
    chrome.go(office.url).fill("E-mail address", "cora@example.org").fill("Password", PASSWORD).press("Sign in")
    gallery.look(chrome.says("Reviewers who pause: 1"))
    gallery.look(chrome.go(f"{office.url}/administrations/{exam}").says("control packets unseen: 1")
                 .press("See the reviewers and decide").says(name).says("Control packets not given: 1"))
    chrome.press(f"Decide how they go on: {name}")
    gallery.look(chrome.says("Control packet").says("The bank has no other practice packet"))
    gallery.look(chrome.tick("They go on.").fill("Reason", "x").press("Decide").says("There is a problem"))
    chrome.fill("Reason", "We spoke about both.").press("Decide").at("Reviewers")
    gallery.look(chrome.go(f"{office.url}/administrations/{exam}/reviewers/{account}/pause").says("We spoke about both."))
    assert gallery.findings() == {}
