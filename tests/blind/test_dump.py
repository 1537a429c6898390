"""A stolen copy of the database: a dump of the whole house holds no name, address, response, question, key or remark in clear,
hex, base64 or escaped."""
import json
import subprocess

import pytest

from cluster import bindir
from people import PASSWORD, SAMPLE_STAFF, keys_by_stem
from search import Search
from story import ASKED, CANDIDATES, DECIDED, PLAIN, REMARK, SECOND_CANDIDATE, SECOND_COORDINATOR
from tree import ROOT


def dump(house):
    done = subprocess.run([bindir() / "pg_dump", "--dbname", house.cluster.conninfo(house.database)], capture_output=True,
                          check=True)
    return done.stdout


def bank_words():
    """A piece of every stem, rationale, vignette and rubric level: the same text may not stand anywhere else."""
    words = [stem[:48] for stem in keys_by_stem()]
    for path in (ROOT / "question-bank/items").glob("*.json"):
        words += [item["rationale"][:48] for item in json.loads(path.read_text())["items"]]
    for path in (ROOT / "question-bank/vignettes").glob("*.json"):
        words += [v["paragraphs"][0][:48] for v in json.loads(path.read_text())["vignettes"]]
    for path in (ROOT / "question-bank/rubrics").glob("*.json"):
        words += [lv["descriptor"][:48] for c in json.loads(path.read_text())["criteria"] for lv in c["levels"]]
    return words


@pytest.fixture(scope="module")
def people_words(story):
    words = [PLAIN, REMARK, ASKED, DECIDED, PASSWORD, story.house.code, story.second_code, story.other_slip, *story.slips.values()]
    for person in [*CANDIDATES, SECOND_CANDIDATE, SECOND_COORDINATOR, *SAMPLE_STAFF.values()]:
        words += [*(part for part in person["name"].split() if len(part) > 4), person["email"]]
        words += [person[key] for key in ("employer", "supervisor") if key in person]
    return words


def test_a_dump_holds_no_word_of_a_person_and_no_secret(story, people_words):
    text = dump(story.house)
    assert len(text) > 500_000
    assert Search(people_words).found(text) == []


def test_a_dump_holds_no_question_no_key_and_no_rubric(story):
    words = bank_words()
    assert len(words) > 300
    assert Search(words).found(dump(story.house)) == []


def test_a_row_that_was_stored_unsealed_is_found(story, people_words):
    """Planted: what the database would hold if sealing were off."""
    with story.house.admin() as db:
        planted = json.dumps({"name": CANDIDATES[0]["name"], "email": CANDIDATES[0]["email"]}).encode()
        db.execute("INSERT INTO identity.person SELECT association_id, gen_random_uuid(), %s, sha256('planted'), created_at "
                   "FROM identity.person LIMIT 1", [planted])
        try:
            found = Search(people_words).found(dump(story.house))
        finally:
            db.execute("DELETE FROM identity.person WHERE email_hash = sha256('planted')")
    assert "Quillfeather" in found and CANDIDATES[0]["email"] in found


def test_equal_texts_are_not_seen_to_be_equal(story):
    """The same response sealed twice gives two ciphertexts: nobody can count or match them."""
    with story.house.admin() as db:
        total, distinct = db.execute("SELECT count(*), count(DISTINCT sealed) FROM work.save").fetchone()
    assert total == distinct > 100
