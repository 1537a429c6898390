"""What a candidate can find out about who reviewed, at any time of a whole exam: nothing, not even how many they were."""
import re

import pytest

from search import Search
from story import CANDIDATES

# No page says that there was a third, or how many; "reviewers" as such may be spoken of.
COUNTED = re.compile(rb"\b(third|two|three|first|second)\s+(blind\s+)?(review|reviewer|opinion)|\badjudicat", re.I)


@pytest.fixture(scope="module")
def sent(story):
    exchanges = [e for e in story.house.recording.exchanges if e.desk == "candidate"]
    assert {"/results", "/letter"} <= {e.route for e in exchanges if e.status == 200}
    return exchanges


@pytest.fixture(scope="module")
def reviewers_words(story):
    """Names, addresses and all ids and codes of those who review, and of what they have."""
    words = [word for office in (story.office, story.second) for person in office.reviewers
             for word in (*person.name.split(), person.email)]
    with story.house.admin() as db:
        for query in ("SELECT account_id::text FROM staff.appointment WHERE rights & 4 = 4", "SELECT id::text FROM review.packet",
                      "SELECT code FROM review.allocation", "SELECT id::text FROM review.allocation",
                      "SELECT code FROM intake.response", "SELECT id::text FROM intake.response",
                      "SELECT encode(commitment, 'hex') FROM review.allocation WHERE commitment IS NOT NULL"):
            found = [word for (word,) in db.execute(query).fetchall()]
            assert found, query
            words += found
    return words


def test_no_reply_to_a_candidate_says_who_reviewed(sent, reviewers_words):
    search = Search(reviewers_words)
    found = {(e.url, word) for e in sent for word in search.found(e.url.encode() + e.headers + e.body)}
    assert found == set()


def test_no_reply_to_a_candidate_says_how_many_reviewed(sent):
    assert {(e.url, COUNTED.search(e.body).group()) for e in sent if COUNTED.search(e.body)} == set()


def test_the_search_would_see_them(story, reviewers_words):
    """The control: at the review desk and with the coordinators they are found."""
    replies = b"".join(e.body for e in story.house.recording.exchanges if e.desk in ("review", "coordination"))
    found = Search(reviewers_words).found(replies)
    assert {person.email for person in story.office.reviewers} <= set(found) and len(found) > 2 * len(CANDIDATES)
