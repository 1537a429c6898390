"""Two worlds that differ in the scores of one packet and in nothing else, down to every id and the clock: before the release no
page, document or file of the coordination desk differs, whoever looks."""
import json
import re
from types import SimpleNamespace

import pytest

from house import wait_for
from story import paths_of
from walk import ASIDE, Walk, first_difference
from worlds import DRAWING, Plan, Worlds

# Ids of what came after the split, and commitments, which are keyed at random: drawn, not scored.
NUMBER = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|commitment [0-9a-f]{64}")
COLLEAGUES = ("coordinator", "approver", "proctor", "masker")
# What a review of the changed packet takes away from full marks, by how many of its reviewers: the levels of one criterion, or all.
CASES = {
    0: ("one level less, and it passes as before", 1, 1),
    1: ("both fail it, and it fails instead of passing", 2, 99),
}
# Where it shows that somebody has work left, or whose remarks can be read already.
WORK = {"/audit", "/audit?administration={id}", "/administrations/{id}"} | {f"/administrations/{{id}}/{page}" for page in (
    "confirm", "release", "remarks", "remarks/{code}", "reviewers", "reviewers/{account}/stop")}
DISAGREE = 2   # one fails what the other passes: a third is called


class Scoring(Walk):
    """Reviews on one side. takes_off: from the levels of whichever reviewers have the changed packet, in their order."""

    def __init__(self, worlds, plan, side, reviewers, takes_off):
        super().__init__(SimpleNamespace(sides=[side], urls=worlds.urls), plan)
        self.thorough, self.side, self.left, self.takes_off = False, side, reviewers, takes_off
        with side.connect() as db:
            self.changed = {code for (code,) in db.execute(
                "SELECT code FROM review.allocation WHERE packet_id = (SELECT id FROM review.packet WHERE association_id = %s "
                "ORDER BY id LIMIT 1)", [plan.association])}

    def packet(self, code, reviewer):
        self.less = 0
        if code in self.changed and self.left:
            self.left, self.less = self.left - 1, self.takes_off
        super().packet(code, reviewer)

    def levels(self, code, number, page, generous):
        chosen = {f"level.{c['id']}": page["top_level"] for c in page["criteria"]}
        for name in list(chosen)[:1 if self.less == 1 else None]:
            chosen[name] = max(0, chosen[name] - self.less)
        return chosen


@pytest.fixture(scope="module")
def worlds():
    running = Worlds([Plan(number) for number in (0, 1, DISAGREE)])
    try:
        running.run()
        side = running.sides[0]
        side.write(running.plans)
        side.sign_everybody_in(running.plans)
        side.ask(running.plans, "intake")
        side.wait_for(running.plans, "intake")
        side.mask_all(running.plans)
        side.ask(running.plans, "packets")
        side.wait_for(running.plans, "packets")
        for plan in running.plans:
            side.allocate(plan)
        running.rest()
        with running.admin() as db:   # from here on it is the same moment everywhere
            moment = db.execute("SELECT service.now_utc()::text").fetchone()[0]
            db.execute("CREATE OR REPLACE FUNCTION service.now_utc() RETURNS timestamptz LANGUAGE sql STABLE "
                       f"AS $$ SELECT '{moment}'::timestamptz $$")
        running.split()
        for place in ("", "2"):
            for process in DRAWING[:2]:
                running.start(process + place)
        yield running
    finally:
        running.destroy()


@pytest.fixture(scope="module")
def reviewed(worlds):
    """Locked by everybody and decided by the registrar. On the first side everything gets full marks."""
    for plan in worlds.plans:
        _, reviewers, takes_off = CASES.get(plan.number, ("", 1, 99))
        for place, side in enumerate(worlds.sides):
            scoring = Scoring(worlds, plan, side, reviewers if place else 0, takes_off)
            for reviewer in range(3):
                scoring.sign_in(reviewer)
                scoring.review(reviewer)
            assert scoring.left == 0
    worlds.start("registrar", "registrar2")
    for side in worlds.sides:
        wait_for(side.thirds_are_called, 120)
    worlds.stop("registrar", "registrar2")
    return worlds


def paths(worlds, side, plan):
    """Every page of the coordination desk, with everything of this world in its path."""
    side.desk.send(b"GET /openapi.json HTTP/1.1\r\nHost: " + worlds.urls["coordination"][7:].encode() + b"\r\n\r\n")
    document = json.loads(side.desk.receive()[1])
    with side.connect() as db:
        def ids(query):
            return [row[0] for row in db.execute(query, [plan.association])]
        values = {"id": [plan.exam], "/registrations/{id}": ids("SELECT id FROM work.registration WHERE association_id = %s"),
                  "/staff/{id}": ids("SELECT account_id FROM staff.appointment WHERE association_id = %s"),
                  "account": ids("SELECT account_id FROM staff.appointment WHERE association_id = %s AND rights = 4"),
                  "/accommodations/{id}": ids("SELECT id FROM work.accommodation WHERE association_id = %s"),
                  "/packets/{id}": ids("SELECT id FROM review.packet WHERE association_id = %s"),
                  "packet": ids("SELECT id FROM review.packet WHERE association_id = %s"),
                  "/maskings/{code}": ids("SELECT code FROM intake.response WHERE association_id = %s"),
                  "/administrations/{id}/remarks/{code}": ids("SELECT code FROM result.feedback WHERE association_id = %s"),
                  "category": ["specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty"]}
    found = [path for template, methods in document["paths"].items() if "get" in methods for path in paths_of(template, values)]
    return found + [f"/audit?administration={plan.exam}"]


def page(side, plan, who, path, accept):
    head, body = side.at_desk(plan, who, "GET", path, accept)
    return NUMBER.sub(b"NUMBER", ASIDE.sub(b"", head) + body)


def seen(worlds, side, plan):
    """{(who, path, form): everything that was sent}."""
    return {(who, path, accept): page(side, plan, who, path, accept)
            for who in COLLEAGUES for path in paths(worlds, side, plan) for accept in ("application/json", "text/html")}


def moved(worlds, plan, first, second):
    """{page: what differs}. A board says what minute it is, and two worlds are looked at some minutes apart; so what moved is
    looked at once more in both, one right after the other."""
    found = {key: [page(side, plan, *key) for side in worlds.sides] for key in first.keys() & second.keys()
             if first[key] != second[key]}
    return {key: first_difference(*pages) for key, pages in found.items() if pages[0] != pages[1]}


def outcomes(worlds, side, plan):
    with side.connect() as db:
        return sorted(json.dumps(worlds.seals.open("result", "result.part2.sealed", packet, 0, sealed), sort_keys=True)
                      for packet, sealed in db.execute("SELECT packet_id, sealed FROM result.part2 WHERE association_id = %s",
                                                       [plan.association]))


@pytest.mark.parametrize("number", CASES)
def test_nothing_a_coordinator_sees_moves_with_a_score(number, reviewed):
    plan = reviewed.plans[number]
    assert outcomes(reviewed, reviewed.sides[0], plan) != outcomes(reviewed, reviewed.sides[1], plan), "the scores do differ"
    first, second = (seen(reviewed, side, plan) for side in reviewed.sides)
    assert first.keys() == second.keys()
    differs = moved(reviewed, plan, first, second)
    assert not differs, "\n".join(f"{key}: {value}" for key, value in list(differs.items())[:8])
    assert sum(reply.startswith(b"HTTP/1.1 200") for reply in first.values()) > 40


def route(path, plan):
    path = re.sub("(?<=reviewers/)[0-9a-f-]{36}", "{account}", path.replace(str(plan.exam), "{id}"))
    return re.sub("[0-9A-Z]{8}$", "{code}", path)


def test_a_third_that_is_called_is_seen_as_work_and_nowhere_else(reviewed):
    """A disagreement makes work for somebody, which shows in how far the reviews are, and in nothing of anybody's result."""
    plan = reviewed.plans[DISAGREE]
    first, second = (seen(reviewed, side, plan) for side in reviewed.sides)
    differs = moved(reviewed, plan, first, second).keys() | (first.keys() ^ second.keys())
    routes = {route(path, plan) for _, path, _ in differs}
    assert routes and routes <= WORK, routes - WORK
