"""What the review desk sent, in a whole exam with every route hit: not one byte of who wrote a response."""
import re

import pytest

from desk import DESKS
from house import PROCESSES
from search import Search
from story import ASKED, CANDIDATES, DECIDED, GIVEN_BACK, PLAIN, REMARK, secret_words

ESL = re.compile(rb"\b(esl|accommodation|extra time|extra minutes|second language)\b", re.I)
MOMENT = re.compile(rb"20[2-9]\d-[01]\d-[0-3]\d|\b\d\d:\d\d(:\d\d)?\b|\b(January|February|March|April|June|July|August|September"
                    rb"|October|November|December) \d")


def sent_by(story, desk):
    return [e for e in story.house.recording.exchanges if e.desk == desk]


def bytes_of(exchange):
    return exchange.url.encode() + b"\n" + exchange.headers + b"\n" + exchange.body


@pytest.fixture(scope="module")
def search(story):
    return Search(secret_words(story.house) + list(story.slips.values()))


@pytest.mark.parametrize("desk", DESKS)
def test_every_route_did_its_work_in_the_story(desk, story):
    recording = story.house.recording
    assert sorted(set(recording.routes(desk)) - recording.hit(desk)) == []


def test_no_canary_in_any_byte_that_the_review_desk_sent(story, search):
    found = {(e.method, e.url, word) for e in sent_by(story, "review") for word in search.found(bytes_of(e))}
    assert found == set()


def test_the_search_looks_in_the_right_place(story):
    """The controls: reviewers did get the responses, and the same search finds the names where they belong."""
    reviewed = b"".join(e.body for e in sent_by(story, "review"))
    assert Search([PLAIN]).found(reviewed) == [PLAIN]
    names = [person["name"].split()[0] for person in CANDIDATES]
    assert Search(names).found(b"".join(e.body for e in sent_by(story, "coordination"))) == sorted(names)


def test_requests_and_decisions_are_seen_by_candidates_and_coordinators_alone(story):
    """And what is published says nothing of them: no result, no release, no letter of results."""
    for desk in ("candidate", "coordination"):
        found = {e.route for e in sent_by(story, desk) if len(Search([ASKED, DECIDED]).found(bytes_of(e))) == 2}
        assert found and all("accommodations" in route for route in found), found
    published = [e for e in story.house.recording.exchanges if e.status == 200 and e.route in (
        "/results", "/letter", "/registrations/{id}/letter", "/administrations/{id}/results", "/administrations/{id}/results.csv",
        "/administrations/{id}/release", "/administrations/{id}/confirm")]
    assert {e.desk for e in published} == {"candidate", "coordination"}
    for exchange in published:
        assert not ESL.search(exchange.body), exchange.url
        assert Search([ASKED, DECIDED]).found(bytes_of(exchange)) == [], exchange.url


def test_why_a_packet_was_given_back_is_read_by_the_masker_alone_and_not_from_whom(story):
    masker, exchanges = story.office["masker"].email, story.house.recording.exchanges
    assert {e.who for e in exchanges if Search([GIVEN_BACK]).found(bytes_of(e))} == {masker}
    names = [word for person in story.office.reviewers for word in (*person.name.split(), person.email)]
    assert [e.url for e in exchanges if e.who == masker and Search(names).found(bytes_of(e))] == []


def test_reviewers_see_the_mark_where_something_was_taken_out(story):
    assert any("[***]" in e.body.decode() for e in sent_by(story, "review") if e.route == "/packets/{code}")


def test_no_mark_of_esl_or_of_time_in_any_page_or_document(story):
    bodies = [e for e in sent_by(story, "review") if e.route]
    assert bodies
    for exchange in bodies:
        assert not ESL.search(exchange.body), exchange.url
        assert not MOMENT.search(exchange.body), (exchange.url, MOMENT.search(exchange.body))


@pytest.mark.parametrize("process", PROCESSES)
def test_no_log_holds_a_canary(process, story, search):
    """Names, addresses, ids of candidates, slip codes; and no response text."""
    log = story.house.log(process).read_bytes()
    assert log
    words = search.found(log) if process == "review" else Search(
        [w for p in CANDIDATES for w in (p["name"].split()[-1], p["email"], p["employer"])]
        + list(story.slips.values())).found(log)
    assert words == []
    assert Search([PLAIN, REMARK, ASKED, DECIDED]).found(log) == []


def test_the_database_s_log_holds_no_canary(story, search):
    assert search.found(story.house.cluster.log.read_bytes()) == []


def test_a_reviewer_sees_the_same_bytes_before_and_after_another_has_locked(story):
    assert len(story.seen) >= 2
    for before, after in story.seen:
        assert before == after


def test_no_two_reviewers_have_the_same_code_of_a_packet(story):
    with story.house.admin() as db:
        codes = db.execute("SELECT packet_id, array_agg(code), array_agg(DISTINCT order_key) FROM review.allocation l "
                           "JOIN review.packet k ON k.id = l.packet_id WHERE k.purpose = 'live' GROUP BY packet_id").fetchall()
    assert len(codes) == len(CANDIDATES)
    every = [code for _, group, _ in codes for code in group]
    assert len(every) == len(set(every)) >= 2 * len(CANDIDATES)
    assert all(len(group) == len(keys) for _, group, keys in codes)


def test_replies_of_all_desks_may_not_be_cached_and_carry_the_strict_headers(story):
    for exchange in story.house.recording.exchanges:
        headers = exchange.headers.decode().lower()
        assert "cache-control: no-store" in headers or "/static/" in exchange.url, exchange.url
        assert "x-content-type-options: nosniff" in headers, exchange.url
        assert "content-security-policy: default-src 'none'" in headers, exchange.url
        if "text/html" in headers:
            assert "referrer-policy:" in headers, exchange.url
            policy = re.search(r"content-security-policy: (.*)", headers).group(1)
            assert "unsafe-" not in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
            assert "require-trusted-types-for 'script'" in policy
