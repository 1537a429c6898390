"""Revising a locked review at the browser: the pages, and what is typed on them, as for any other draft."""

import pytest

from review_world import ReviewWorld
from test_review_drafts import Reviewer

REASON = "I had overlooked the grandmother on the first page."


@pytest.fixture(scope="module")
def desk(cluster, tmp_path_factory):
    running = ReviewWorld(cluster, tmp_path_factory.mktemp("revising")).start()
    yield running
    running.close()


class Reviser(Reviewer):
    """Has locked a review, by requests."""

    def __init__(self, desk, chrome):
        super().__init__(desk, chrome)
        self.gets(desk.add_packet()).signs_in()
        self.path = f"{desk.url}/packets/{self.code}"
        browser = desk.browser().sign_in(self.email)
        version = 0
        for page in (1, 2):
            end = {"overall": "Careful work.", "recommendation": "pass"} if page == 2 else {}
            reply = browser.post(f"/packets/{self.code}/draft", version=version, page=page,
                                 level={f"c{n}": "3" for n in range(1, 6)}, **end)
            version = reply.json()["version"]
        assert browser.post(f"/packets/{self.code}/lock", version=version, confirm=True).status_code == 200

    def begins(self):
        self.chrome.go(self.path + "/revise").at("Revise this review?").fill("Why does this review have to change?", REASON)
        self.chrome.press("Begin the revision").says("You are revising a locked review")
        return self

    def sealed(self):
        ident, revision, sealed = self.desk.row("SELECT id, revision, sealed FROM review.allocation WHERE code = %s", self.code)
        return self.desk.open("review", "review.allocation.sealed", ident, revision, sealed)


@pytest.fixture
def reviser(desk, chrome):
    yield Reviser(desk, chrome)
    chrome.drop_logs()


def test_every_page_of_a_revision(reviser, chrome, gallery, desk):
    def see(heading):
        gallery.look(chrome.at(heading))
        return chrome

    chrome.go(reviser.path)
    see("Your locked review" if "Your locked review" in chrome.text else chrome.heading).press("See all levels on one page")
    see("Your locked review").press("Revise this review")
    see("Revise this review?").fill("Why does this review have to change?", "x")
    chrome.ask("document.querySelector('main form').noValidate = true")
    chrome.press("Begin the revision").says("Say why in 3 to 400 characters")
    see("Revise this review?").fill("Why does this review have to change?", REASON).press("Begin the revision")
    chrome.says("You are revising a locked review")
    gallery.look(chrome)
    chrome.press("Keep it as it was")
    see("Keep the review as it was?").press("Give up the revision")
    see("Your locked review")
    reviser.begins()
    chrome.go(reviser.path + "/check")
    see("Check your review").press("Go on to lock it")
    see("Lock this revision?").press("Lock this revision")
    see("Your packets")
    chrome.go(reviser.path + "/check")
    see("Your locked review").says(f"This is revision 2. Your reason: {REASON}")
    desk.db.execute("UPDATE review.allocation SET released = true WHERE code = %s", (reviser.code,))
    chrome.go(reviser.path + "/check")
    assert "Revise this review" not in see("Your locked review").text
    chrome.go(reviser.path + "/revise")
    see("This review is closed")
    assert gallery.findings() == {}


def test_what_is_typed_in_a_revision_saves_itself_and_counts_only_when_it_is_locked(reviser, chrome):
    reviser.begins().opens(2).types(" And warm.").has_stored("Careful work. And warm.")
    assert reviser.stored()["reason"] == REASON and reviser.sealed()["overall"] == "Careful work."
    chrome.go(reviser.path + "/lock").press("Lock this revision").at("Your packets")
    assert reviser.sealed()["overall"] == "Careful work. And warm." and reviser.sealed()["reason"] == REASON


def test_a_window_that_still_shows_a_revision_given_up_saves_nothing_over_the_locked_review(reviser, chrome, desk):
    reviser.begins().opens(2)
    elsewhere = desk.browser().sign_in(reviser.email)
    version = elsewhere.get(f"/packets/{reviser.code}").json()["version"]
    assert elsewhere.post(f"/packets/{reviser.code}/revise/drop", version=version).status_code == 200
    reviser.types(" Too late.")
    chrome.says("this packet was locked or taken back meanwhile")
    assert elsewhere.get(f"/packets/{reviser.code}?page=2").json()["overall"] == "Careful work."
    assert reviser.sealed()["overall"] == "Careful work."
