"""What a coordinator could work out from a prepared release, with the roster beside it and a computer at hand: nothing. The pages
are those that the coordinator of the story got between the preview and the confirmation."""
import hashlib
import itertools
import json

import pytest

from story import CANDIDATES


@pytest.fixture(scope="module")
def prepared(story):
    """The release page of the exam as its coordinator read it before anything was published."""
    seen = [e for e in story.house.recording.exchanges if e.status == 200 and e.url.endswith(story.exam.path + "/release")]
    page = next(p for p in (json.loads(e.body) for e in seen if e.body[:1] == b"{") if p["is"].get("prepared"))
    assert len(page["letters"]) == len(CANDIDATES)
    return page


def as_published(outcome):
    """The document that the registrar writes, without what the page adds."""
    if isinstance(outcome, dict):
        return {name: as_published(value) for name, value in outcome.items() if name != "is" and not name.endswith("_shown")}
    return outcome


def published(story):
    """{registration: outcome} after the release: what somebody would have guessed at before it."""
    rows = story.office.coordinator.sign_in().read(story.exam.path + "/results")["people"]
    return {row["registration"]: as_published(row["outcome"]) for row in rows}


def digest_of(pairs):
    """The check number if it were made of ids and letters alone."""
    text = "".join(f"{who}\n{json.dumps(letter, sort_keys=True, separators=(',', ':'), ensure_ascii=False)}\n"
                   for who, letter in sorted(pairs))
    return hashlib.blake2b(text.encode(), digest_size=32).hexdigest()


def test_the_check_number_does_not_tell_whose_letter_is_whose(story, prepared):
    """Ids and letters are known to whoever coordinates, so a digest of them alone is found by trying every order."""
    letters = published(story)
    tried = {digest_of(zip(letters, order)) for order in itertools.permutations(letters.values())}
    assert len(tried) == 6 and prepared["release"]["digest"] not in tried


@pytest.mark.parametrize("known", ["category", "track"])
def test_a_letter_without_a_name_does_not_say_what_the_roster_knows(prepared, known):
    """Of a category there is often one candidate: with it, a letter has a name."""
    assert [letter for letter in prepared["letters"] if known in letter["outcome"]] == []


def test_a_letter_without_a_name_does_not_say_when_its_writer_sat(prepared):
    text = json.dumps(prepared["letters"])
    assert "date" not in text and "earliest" not in text and "request_by" not in text
    assert all(letter["outcome"]["part1"]["score"] == 50 for letter in prepared["letters"]), "the score is there to be read"
