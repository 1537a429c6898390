"""The main job from end to end, on the real bank and a roster file, through the doors of the desks.

steps/cast.py says who comes, what they do and what must come out, worked out by hand; steps/story.py tells how it goes on.
Each fixture here takes the story one step further, and the tests after it look at what can be seen then.
"""
import csv
import io
import re

import pytest

from forms import Browser
from house import House, tool
from people import Reviewing, keys_by_stem
from steps.cast import EMAILS, NAMES, OWN, PASSED_ALL, PLAN, ROSTER, SHEET, TABLE, TIMES
from steps.story import Story


@pytest.fixture(scope="module")
def house():
    with House() as running:
        yield running


@pytest.fixture(scope="module")
def story(house):
    return Story(house)


@pytest.fixture(scope="module")
def admitted(story):
    story.set_up()
    return story


@pytest.fixture(scope="module")
def sat(admitted):
    admitted.sit()
    return admitted


@pytest.fixture(scope="module")
def in_review(sat):
    sat.take_in()
    return sat


@pytest.fixture(scope="module")
def reviewed(in_review):
    in_review.everybody_reviews()
    return in_review


@pytest.fixture(scope="module")
def read(reviewed):
    reviewed.read()
    return reviewed


@pytest.fixture(scope="module")
def prepared(read):
    read.prepare()
    return read


@pytest.fixture(scope="module")
def published(prepared):
    prepared.publish()
    return prepared


def own_pages(story, who):
    """The candidate's browser, come back with the same slip."""
    browser = Browser(story.house.visitor("candidate", html=True))
    browser.go("/")
    browser.press("Sign in", code=story.slips[EMAILS[who]])
    return browser


# ---- the exam --------------------------------------------------------------------------------------------------------

def test_the_roster_brings_six_people_of_all_categories_and_both_tracks(admitted):
    people = admitted.exam.desk.read(admitted.exam.path + "/candidates")["people"]
    assert {p["name"]: p["email"] for p in people} == {NAMES[who]: EMAILS[who] for who in PLAN}
    assert {p["category"] for p in people} == {"specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty"}
    assert {p["track"] for p in people} == {"imh", "ecmh"}
    assert len(set(admitted.slips.values())) == 6


def test_each_candidate_is_told_the_time_that_is_owed(sat):
    assert "Your time: 150 min (90 + 60 ESL)" in sat.times["amara"]
    assert {who: line for who, line in sat.times.items() if who != "amara"} == {w: t for w, t in TIMES.items() if w != "amara"}


def test_results_before_the_release_are_the_same_for_everybody(sat):
    shown = {sat.visitor_of(who).get("/results").content for who in PLAN}
    assert shown == {b'{"published":false}'}


def test_what_was_never_handed_in_is_closed_with_what_was_saved(in_review):
    """Farid went home twice without a word; the registrar closed his parts, and his answers count all the same."""
    people = in_review.exam.desk.read(in_review.exam.path + "/board")["people"]
    ends = {p["email"]: [[state for state, so in part["is"].items() if so] for part in p["parts"]] for p in people}
    assert ends.pop(EMAILS["farid"]) == [["closed"], ["closed"]]
    assert all(parts == [["handed_in"], ["handed_in"]] for parts in ends.values())


# ---- the reviews -----------------------------------------------------------------------------------------------------

def test_each_packet_gets_two_sealed_reviews_and_one_a_third(reviewed):
    assert reviewed.seats == 12
    assert {who: sum(w == who for w, _, _ in reviewed.reviewed) for who in PLAN} == {
        "amara": 2, "bruno": 2, "chiara": 2, "dmitri": 3, "esther": 2, "farid": 2}
    assert len({(who, person) for who, person, _ in reviewed.reviewed}) == 13, "nobody reviews the same response twice"


def test_no_reviewer_read_a_name_or_an_address(reviewed):
    for who, _, text in reviewed.reviewed:
        assert PLAN[who].mark in text
        for word in (*NAMES[who].split(), EMAILS[who]):
            assert word.lower() not in text.lower()


def test_what_counts_is_what_was_chosen(reviewed):
    """Dmitri answered three vignettes and marked the second and the third."""
    text = next(text for who, _, text in reviewed.reviewed if who == "dmitri")
    assert [title in text for title in reviewed.titles] == [False, True, True]


# ---- the remarks -----------------------------------------------------------------------------------------------------

def test_a_release_waits_until_the_remarks_are_read(read):
    assert read.unread.status_code == 409
    assert [(b["why"], b["count"]) for b in read.unread.json()["blockers"]] == [("unread_remarks", 6)]
    assert read.exam.step("remarks")["state"] == "done"


def test_the_coordinator_reads_remarks_of_passes_and_fails_alike_and_no_name_or_score(read):
    assert len(read.pages_read) == 6
    pages = [page.text + "\n".join(c.value for form in page.forms for c in form.controls) for page in read.pages_read]
    for who in PLAN:
        text, = (page for page in pages if PLAN[who].mark in page)
        assert all(remark in text for remark in read.remarks[who])
        assert not any(word in text for word in (*NAMES[who].split(), EMAILS[who], "passed", "Passed", "of 40"))


# ---- the release -----------------------------------------------------------------------------------------------------

def test_the_preview_shows_every_letter_and_no_name(prepared):
    assert prepared.preview["totals"] == {"letters": 6, "passed_all": 3, "failed_part1": 2, "failed_part2": 2, "sat_nothing": 0}
    assert sorted(letter["outcome"]["part1"]["score"] for letter in prepared.preview["letters"]) == [30, 47, 48, 52, 55, 60]
    for who in PLAN:
        assert all(word not in str(prepared.preview) for word in (*NAMES[who].split(), EMAILS[who]))


def test_prepared_is_not_published(prepared):
    for who in ("amara", "bruno"):
        browser = own_pages(prepared, who)
        browser.go("/results")
        browser.says("Results are not published yet.")


def test_who_prepared_the_release_cannot_confirm_it(prepared):
    refused = prepared.exam.desk.post(prepared.exam.path + "/confirm",
                                      {"digest": prepared.preview["release"]["digest"], "sure": True})
    assert refused.status_code == 403
    assert prepared.exam.step("confirm")["state"] != "done"


def test_the_printed_table_says_what_was_worked_out_by_hand(published):
    browser = Browser(published.house.visitor("coordination", html=True))
    browser.visitor.client.cookies = published.exam.desk.client.cookies
    browser.go(published.exam.path + "/results")
    assert browser.page.tables == [TABLE]
    assert browser.page.facts == {"Letters": "6", "All parts passed": "3", "Part 1 not passed": "2", "Part 2 not passed": "2",
                                  "Did not come": "0"}
    for row in TABLE:
        print("{:16} | {:32} | {:20} | {:10} | {}".format(*row))


def test_the_spreadsheet_says_the_same(published):
    text = published.exam.desk.get(published.exam.path + "/results.csv").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == list(csv.reader(io.StringIO(SHEET)))


@pytest.mark.parametrize("who", PLAN)
def test_each_candidate_s_page_and_letter_say_the_same(published, who):
    part1, part2, again = OWN[who]
    browser = own_pages(published, who)
    browser.follow("See your results")
    for page in (browser.page, browser.follow("Letter to print")):
        assert (page.facts["Part 1"], page.facts["Part 2"]) == (part1, part2)
        page.says(again)
        assert (PASSED_ALL in page.text) == (again == PASSED_ALL)
    browser.says(NAMES[who], "Sample Association", "Spring 2028: your results", "March 6, 2028")


@pytest.mark.parametrize("who", PLAN)
def test_the_coordinator_s_letter_says_the_same(published, who):
    desk = published.exam.desk
    person = next(p for p in desk.read(published.exam.path + "/results")["people"] if p["email"] == EMAILS[who])
    browser = Browser(published.house.visitor("coordination", html=True))
    browser.visitor.client.cookies = desk.client.cookies
    page = browser.go(f"/registrations/{person['registration']}/letter")
    part1, part2, again = OWN[who]
    score, date = part1.split(", sat on ")
    verdict, points = ("Not passed", score[11:]) if score.startswith("Not") else ("Passed", score[7:])
    assert page.facts["Part 1"] == f"{verdict}, {points}, on {date}"
    assert page.facts["Part 2"] == part2.replace(" sat on ", ", on ")
    retake = next(row[4] for row in TABLE if row[0] == NAMES[who])
    assert page.facts.get("To take again", "none") == retake.replace(" from", ", from")
    page.says(f"Dear {NAMES[who]},")


@pytest.mark.parametrize("who", PLAN)
def test_remarks_go_to_those_who_failed_part_2_and_to_nobody_else(published, who):
    browser = own_pages(published, who)
    browser.go("/results")
    given = published.visitor_of(who).read("/results")["part2"]["remarks"]
    if PLAN[who].recommendation == "fail":
        assert [remark["overall"] for remark in given] == [False, False, True]
        assert [f"page {n}" in given[n - 1]["text"] for n in (1, 2)] == [True, True] and "all:" in given[2]["text"]
        said = [sentence for remark in given for sentence in re.findall(r"Review .*?\.", remark["text"])]
        assert sorted(said) == sorted(published.remarks[who])
        titles = [f"{remark['vignette']}: {remark['criterion']}" for remark in given[:2]]
        browser.says("Remarks on Part 2", "Overall", *titles, *(remark["text"] for remark in given))
    else:
        assert given == [] and "Remarks" not in browser.page.text and PLAN[who].mark not in browser.page.text


def test_who_failed_part_1_learns_the_score_and_nothing_of_the_items(published):
    for who in ("bruno", "farid"):
        visitor = published.visitor_of(who)
        for path in ("/results", "/letter"):
            seen = visitor.get(path).text + visitor.get(path, headers={"Accept": "text/html"}).text
            assert not any(stem[:40] in seen for stem in keys_by_stem()) and "item." not in seen


def test_nobody_learns_who_reviewed_or_what_points_were_given(published):
    """On no page of a candidate, and in no document: not who, not how many, not that there was a third, not even the code under
    which the remarks were read."""
    with published.house.admin() as db:
        hidden = [str(value) for row in db.execute(
            "SELECT f.code, f.id, a.code, a.id, a.reviewer_id, a.packet_id FROM review.allocation a "
            "JOIN bridge.feedback_link l ON l.packet_id = a.packet_id JOIN result.feedback f ON f.id = l.feedback_id")
                  for value in row]
    assert len(hidden) == 6 * 13
    for who in PLAN:
        visitor = published.visitor_of(who)
        for path in ("/results", "/letter", "/exam"):
            for kind in ("text/html", "application/json"):
                seen = visitor.get(path, headers={"Accept": kind}).text
                for person in published.office.reviewers:
                    assert not any(word in seen for word in (*person.name.split(), person.email))
                assert not any(f"{total} of 40" in seen for total in PLAN[who].totals)
                assert not any(word in seen for word in hidden)
                assert not re.search(r"reviewer|adjudicat|third|totals|fired", seen, re.IGNORECASE)


def test_letters_after_two_reviews_and_after_three_have_the_same_form(published):
    """Dmitri had three: nothing is there that Amara, who had two, has not."""
    def form(value):
        if isinstance(value, dict):
            return {name: form(inner) for name, inner in value.items()}
        return [form(inner) for inner in value] if isinstance(value, list) else type(value).__name__
    dmitri, amara = (published.visitor_of(who).read("/results") for who in ("dmitri", "amara"))
    assert form(dmitri) == form(amara)


def test_the_audit_names_every_step_and_nobody_s_answers(published):
    events = published.exam.desk.read(f"/audit?administration={published.exam.id}")["events"]
    assert {"administration.created", "roster.imported", "slips.printed"} <= {event["action"] for event in events}
    assert not any(NAMES[who] in str(events) or PLAN[who].mark in str(events) for who in PLAN)


def test_a_locked_review_can_be_read_and_not_changed(published):
    reviewer = published.office["second"].sign_in()
    code = reviewer.read("/queue")["groups"][0]["locked"][0]["code"]
    packet = Reviewing(reviewer, code)
    refused = reviewer.post(packet.path + "/draft", {"packet": packet.path[-8:], "version": packet.first["version"],
                                                     "page": 1, "level": {}})
    assert refused.status_code == 409 and Reviewing(reviewer, code).first == packet.first


def test_a_second_implementation_comes_to_every_outcome_of_the_story(published):
    house = published.house
    with house.admin() as db:
        outcomes, = db.execute("SELECT (SELECT count(*) FROM result.part1) + (SELECT count(*) FROM result.part2)").fetchone()
    done = tool("rescore", "--all", "--conninfo", house.cluster.conninfo(house.database), "--keys", house.keys / "all.keys")
    assert outcomes >= 2 * len(PLAN) - 2 and done.stdout == f"{outcomes} outcomes, 0 differences\n"


def test_the_checklist_is_done(published):
    published.office.coordinator.sign_in()
    page = published.exam.desk.read(published.exam.path)
    assert page["next"] is None and {step["state"] for step in page["steps"]} == {"done"}
    assert len(ROSTER.splitlines()) == 7
