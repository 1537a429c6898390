"""Figures of agreement before a release: there are none, whatever the reviewers gave, and whatever is stored."""

import re

import pytest

from agreement_world import document, keep, release
from coordination_world import APPROVE, COORDINATE, REVIEW, CoordinationWorld


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CoordinationWorld(cluster, tmp_path_factory.mktemp("agreement")).start()
    yield running
    running.close()


@pytest.fixture(scope="module")
def exam(world):
    cora = world.colleague(COORDINATE)
    slots = cora.get("/administrations/new").json()["slots"]
    return cora.make("/administrations/new", "administration_made", title="Blind", opens_date="2031-03-14", opens_time="09:00",
                     closes_date="2031-03-14", closes_time="17:00", form={s["key"]: s["options"][0]["id"] for s in slots})["id"]


def pages(person, exam):
    """The documents, and what stands between the bar and the foot of their pages."""
    paths = ("/agreement", f"/administrations/{exam}/agreement")
    shown = [re.search("<main.*</main>", person.page(path).text, re.S)[0] for path in paths]
    return shown + [person.get(path).text for path in paths]


@pytest.mark.parametrize("right", [COORDINATE, APPROVE])
def test_one_score_changes_and_no_report_moves_before_the_release(world, exam, right):
    """Even documents that were written too early, for a batch that is prepared, confirmed or dropped, show in no page."""
    person = world.colleague(right)
    first, second = (world.add_account(f"canary{n}{right}@example.org", REVIEW)[0] for n in (1, 2))
    empty = pages(person, exam)
    for number, state in enumerate(("dropped", "confirmed"), 1):
        early = release(world, exam, state, number + 10 * right)
        for levels in ((4, 3), (4, 2)):
            world.db.execute("DELETE FROM result.agreement")
            keep(world, early, document([[(first, levels), (second, (1, 1))]] * 20))
            assert pages(person, exam) == empty
    world.db.execute("UPDATE result.release SET state = 'released', released_at = now() WHERE id = %s", (early,))
    shown = pages(person, exam)
    assert all(f"Canary1{right}" in page for page in shown), "the rows were right, and waited for the release"
    world.db.execute("DELETE FROM result.agreement")
    world.db.execute("DELETE FROM result.release")
