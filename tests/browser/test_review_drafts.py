"""What a reviewer types is never lost: not with the desk, not with the page, not with the login; and whoever uses the same browser
next neither sees nor sends it."""
import time

import pytest

from review_world import PASSWORD, ReviewWorld

TYPED = "Attends to the grandmother before the baby; say why."
MORE = " And asks who else lives there."


@pytest.fixture(scope="module")
def desk(cluster, tmp_path_factory):
    running = ReviewWorld(cluster, tmp_path_factory.mktemp("drafts")).start()
    yield running
    running.close()


class Reviewer:
    def __init__(self, desk, chrome):
        self.desk, self.chrome = desk, chrome
        desk.serial += 1
        self.email = f"reviewer{desk.serial}@staff.example"
        self.account, _ = desk.reviewer(self.email)
        self.code = None

    def gets(self, packet, seat=1):
        self.code = self.desk.allocate(packet, self.account, seat)
        return self

    def signs_in(self):
        chrome = self.chrome.forget().go(self.desk.url).fill("E-mail address", self.email).fill("Password", PASSWORD)
        chrome.press("Sign in").at("Your packets")
        return self

    def opens(self, page=2):
        self.chrome.go(f"{self.desk.url}/packets/{self.code}?page={page}").says(f"Page {page} of 2")
        return self

    def types(self, text):
        self.chrome.labelled("Overall remarks").send_keys(text)
        return self

    @property
    def overall(self):
        return self.chrome.labelled("Overall remarks").get_attribute("value")

    def stored(self):
        """The draft that the desk has."""
        ident, version, sealed = self.desk.row("SELECT id, version, draft FROM review.allocation WHERE code = %s", self.code)
        if sealed is None:
            return {"overall": "", "levels": {}}
        return self.desk.open("review", "review.allocation.draft", ident, version, sealed)

    def has_stored(self, text):
        self.chrome.wait(lambda: self.stored()["overall"] == text, f"“{text}” to be stored")
        return self

    def login_ends(self):
        self.desk.db.execute("UPDATE staff.login SET ended_at = now() WHERE account_id = %s", (self.account,))
        return self

    def signs_in_again_here(self, email=None):
        self.chrome.fill("E-mail address", email or self.email).fill("Password", PASSWORD)
        return self.chrome.press("Sign in and save", leaves=email is not None)


@pytest.fixture
def reviewer(desk, chrome):
    return Reviewer(desk, chrome).gets(desk.add_packet()).signs_in()


@pytest.fixture(autouse=True)
def running(desk, chrome):
    """Whatever a test did to the desk, the next one finds it; and what Chromium says of a dead desk is no complaint."""
    yield
    if desk.process is None:
        desk.run()
    chrome.drop_logs()


def in_the_browser(chrome, code):
    """What the review desk's pages keep: [the places of this packet, the bytes of all packets as text]."""
    return chrome.driver.execute_async_script("""
      const [code, done] = arguments;
      const request = indexedDB.open('blindmark-review', 1);
      request.onsuccess = () => {
        const drafts = request.result.transaction('drafts').objectStore('drafts');
        const keys = drafts.getAllKeys(), values = drafts.getAll();
        values.onsuccess = () => {
          const text = values.result.map((kept) => new TextDecoder('latin1').decode(kept.sealed)).join('');
          request.result.close();
          done([keys.result.filter((key) => key.startsWith(code)), text]);
        };
      };""", code)


def test_the_desk_is_killed_while_a_reviewer_types_and_nothing_is_lost(desk, reviewer):
    chrome = reviewer.opens().chrome
    reviewer.types(TYPED).has_stored(TYPED)
    chrome.says("All changes are saved")
    desk.kill()
    reviewer.types(MORE)
    chrome.tick("Do not pass").says("Kept in this browser, waiting for the connection")
    chrome.driver.refresh()   # the browser's own page: the desk is dead
    desk.run()
    reviewer.opens()          # and nothing is touched
    reviewer.has_stored(TYPED + MORE)
    assert reviewer.stored()["recommendation"] == "fail"
    chrome.says("All changes are saved")
    assert reviewer.overall == TYPED + MORE
    chrome.wait(lambda: in_the_browser(chrome, reviewer.code)[0] == [], "the browser to forget what is stored")


def test_the_desk_comes_back_while_the_page_is_open(desk, reviewer):
    reviewer.opens()
    desk.kill()
    reviewer.types(TYPED).chrome.says("Kept in this browser")
    desk.run()
    reviewer.has_stored(TYPED).chrome.says("All changes are saved")


def test_it_is_saved_every_five_seconds_while_typing_goes_on(reviewer):
    reviewer.opens()
    began, seen = time.monotonic(), ""
    while time.monotonic() - began < 9 and not seen:
        reviewer.types("a b ")   # never a second without a key
        seen = reviewer.stored()["overall"]
        time.sleep(0.3)
    assert seen and len(seen) < len(reviewer.overall)


def test_a_page_that_is_left_in_the_middle_of_a_word_sends_it(desk, reviewer):
    reviewer.opens().types(TYPED)
    reviewer.chrome.go(f"{desk.url}/queue")
    reviewer.has_stored(TYPED)


# Entered when the page is there and its scripts have not begun.
EARLY = f"""
document.addEventListener('readystatechange', () => {{
  const remarks = document.readyState === 'interactive' && document.querySelector('textarea[name=overall]');
  if (remarks) remarks.value = {TYPED!r};
}});
"""


def test_what_was_typed_before_the_page_listened_is_saved(reviewer):
    with reviewer.chrome.before_pages(EARLY):
        reviewer.opens().has_stored(TYPED).chrome.says("All changes are saved")


def test_what_was_kept_here_is_not_given_up_for_what_was_typed_before_the_page_listened(desk, reviewer):
    chrome = reviewer.opens().chrome
    desk.kill()
    reviewer.types(TYPED + MORE).chrome.says("Kept in this browser")
    chrome.go("about:blank")
    desk.run()
    with chrome.before_pages(EARLY):
        reviewer.opens().has_stored(TYPED + MORE)
    assert reviewer.overall == TYPED + MORE


def test_the_login_ends_while_a_reviewer_types_and_one_signs_in_on_the_same_page(reviewer):
    chrome = reviewer.opens().chrome
    reviewer.types(TYPED).has_stored(TYPED).login_ends().types(MORE)
    chrome.says("Not saved yet: your login has ended").says("Sign in again")
    reviewer.types(MORE)
    assert reviewer.stored()["overall"] == TYPED
    chrome.fill("E-mail address", reviewer.email).fill("Password", "not the password")
    chrome.press("Sign in and save", leaves=False).says("This did not work")
    assert reviewer.overall == TYPED + MORE + MORE
    reviewer.signs_in_again_here()
    reviewer.has_stored(TYPED + MORE + MORE)
    chrome.says("All changes are saved")
    assert reviewer.overall == TYPED + MORE + MORE and "Sign in again" not in chrome.text


def test_another_reviewer_who_signs_in_on_that_page_neither_sees_nor_sends_it(desk, reviewer):
    packet = desk.one("SELECT packet_id FROM review.allocation WHERE code = %s", reviewer.code)
    other = Reviewer(desk, reviewer.chrome).gets(packet, seat=2)
    chrome = reviewer.opens().login_ends().types(TYPED).chrome
    chrome.says("Not saved yet: your login has ended")
    reviewer.signs_in_again_here(other.email).at("Your packets")
    for page in (1, 2):
        other.opens(page)
        assert TYPED not in chrome.driver.page_source
    assert other.overall == "" and other.stored()["overall"] == "" == reviewer.stored()["overall"]
    keys, kept = in_the_browser(chrome, reviewer.code)
    assert keys == [f"{reviewer.code}.2"] and "grandmother" not in kept and len(kept) > len(TYPED)
    other.types("My own words.").has_stored("My own words.")
    reviewer.signs_in().opens().has_stored(TYPED)
    assert reviewer.overall == TYPED and other.stored()["overall"] == "My own words."
    chrome.wait(lambda: in_the_browser(chrome, reviewer.code)[0] == [], "the browser to forget what is stored")


def test_what_was_kept_is_sent_from_whatever_page_of_the_packet_comes_first(desk, reviewer):
    for page in ("?page=1", "/check", "/lock"):
        chrome = reviewer.opens().chrome
        desk.kill()
        reviewer.types(page).chrome.says("Kept in this browser")
        desk.run()
        text = reviewer.overall
        chrome.go(f"{desk.url}/packets/{reviewer.code}{page}")
        reviewer.has_stored(text)
        # The pages after the last load again by themselves, to count it; who goes on before that is brought back.
        chrome.wait(lambda: "kept in this browser and not stored yet" not in chrome.text, "the page to count what is stored")


def test_an_answer_of_the_desk_that_got_lost_is_no_conflict_and_a_real_one_is_shown(desk, reviewer):
    chrome = reviewer.opens().chrome
    # Stored by the desk, but the page never hears of it.
    chrome.ask("""const real = window.fetch; window.fetch = async (...given) => {
                    await real(...given); window.fetch = real; throw new TypeError('cut'); };""")
    reviewer.types(TYPED).has_stored(TYPED)
    chrome.says("Kept in this browser")
    reviewer.types(MORE).has_stored(TYPED + MORE)
    chrome.says("All changes are saved")
    # Another window of the same reviewer changes the other page, then this one.
    elsewhere = desk.browser().sign_in(reviewer.email)
    version = elsewhere.get(f"/packets/{reviewer.code}?page=1").json()["version"]
    first = elsewhere.get(f"/packets/{reviewer.code}?page=1").json()["criteria"][0]["id"]
    assert elsewhere.post(f"/packets/{reviewer.code}/draft", version=version, page=1, level={first: "2"}).status_code == 200
    reviewer.types("!").has_stored(TYPED + MORE + "!")
    assert list(reviewer.stored()["levels"].values()) == [2]
    version = elsewhere.get(f"/packets/{reviewer.code}?page=2").json()["version"]
    assert elsewhere.post(f"/packets/{reviewer.code}/draft", version=version, page=2, overall="Other words.").status_code == 200
    reviewer.types("?")
    chrome.says("this packet was changed in another window").press("Show both").says("Other words.")
    assert reviewer.overall == TYPED + MORE + "!?" and reviewer.stored()["overall"] == "Other words."
    chrome.press("Save and check the review").at("Check your review")
    reviewer.has_stored(TYPED + MORE + "!?")


def test_a_button_does_not_leave_a_page_that_cannot_be_saved(desk, reviewer):
    reviewer.opens()
    desk.kill()
    reviewer.types(TYPED).chrome.press("Save and check the review", leaves=False).says("Kept in this browser")
    assert reviewer.overall == TYPED
    desk.run()
    reviewer.has_stored(TYPED).chrome.press("Save and check the review").at("Check your review")
