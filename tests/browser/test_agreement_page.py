"""The page about agreement with as much on it as a busy year leaves: several categories, many reviewers, long names."""

import random

import pytest

from agreement_world import document, keep, release
from coordination_world import COORDINATE, REVIEW, CoordinationWorld
from look import Gallery
from review_world import PASSWORD

NAMES = ["Rowan Esposito", "Sunita Varma", "Wilhelmina Okonjo-Strand van der Heyden", "Bo Li", "Ines Marchetti"]
CRITERIA = ["Use of one's own response", "Making sense of what is seen", "Relationship with the family", "Next step"]
BIAS = dict(zip(NAMES, (-0.9, 0.0, 0.2, 0.7, 0.0)))


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CoordinationWorld(cluster, tmp_path_factory.mktemp("agreement")).start()
    yield running
    running.close()


def packets(dice, accounts, count):
    """Of two pages; each reviewer sees the same quality through a leniency of their own."""
    made = []
    for _ in range(count):
        quality = [dice.gauss(2.6, 1) for _ in range(2 * len(CRITERIA))]
        made.append([(accounts[name], [max(0, min(4, round(q + BIAS[name] + dice.gauss(0, 0.5)))) for q in quality])
                     for name in dice.sample(NAMES, 2)])
    return made


def test_figures_are_readable_on_every_width_in_light_and_dark(world, chrome, axe):
    dice = random.Random(1979)
    accounts = {}
    for name in NAMES:
        accounts[name], _ = world.add_account(f"{name.split()[0].lower()}@example.org", REVIEW)
        world.db.execute("UPDATE staff.account SET sealed = %s WHERE id = %s",
                         (world.identity("staff.account.sealed", accounts[name], name), accounts[name]))
    exam = world.one("INSERT INTO work.administration (association_id, id, title, opens_at, closes_at, created_by, created_at) "
                     "VALUES (%s, gen_random_uuid(), 'Spring exam', now() - interval '60 days', now() - interval '50 days', "
                     "gen_random_uuid(), now()) RETURNING id", world.association)
    _, code = world.add_account("cora@example.org", COORDINATE)
    world.browser().form("/welcome", code=code, password=PASSWORD, again=PASSWORD)
    chrome.go(world.url).fill("E-mail address", "cora@example.org").fill("Password", PASSWORD).press("Sign in")
    gallery = Gallery(axe)
    chrome.go(f"{world.url}/administrations/{exam}").at("Spring exam").press("How reviewers agreed")
    gallery.look(chrome.says("Shown after the release")).press("Spring exam").at("Spring exam")
    keep(world, release(world, exam), document(packets(dice, accounts, 60), "specialist", CRITERIA),
         document(packets(dice, accounts, 6), "mentor-clinical", CRITERIA),
         document(packets(dice, accounts, 1), "mentor-research-faculty", CRITERIA))

    gallery.look(chrome.press("How reviewers agreed").at("How reviewers agreed"))
    chrome.says("Enough packets to go by.").says("n is too small to conclude anything.").says("Stricter than the others.")
    chrome.says("Milder than the others.").says("No sign of being stricter or milder.")
    chrome.ask("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    gallery.look(chrome.says("Kappa is low when nearly all get the same level"))
    gallery.look(chrome.press("All published administrations together").says("Packets of all administrations"))
    assert gallery.findings() == {}
