"""Non-interference (BLD-03): 500 pairs of worlds that differ only in identity, ESL, order, times and number of tries, and every
byte that the review desk sends over a whole review in both."""
import json
import os
from datetime import timedelta

import pytest

from figures import campaign, figure
from house import wait_for
from walk import Walk, first_difference
from worlds import Plan, Worlds

PAIRS = int(os.environ.get("BM_PAIRS", campaign(500)))
APART = timedelta(days=123, hours=4, minutes=56, seconds=7)


def bring_to_review(sides, plans):
    for side in sides:
        side.write(plans)
        side.ask(plans, "intake")
    for side in sides:
        side.wait_for(plans, "intake")
        side.mask_all(plans)
        side.ask(plans, "packets")
    for side in sides:
        side.wait_for(plans, "packets")


@pytest.fixture(scope="module")
def worlds():
    """Sat, masked, made packets and allocated on both sides; the registrars rest."""
    running = Worlds([Plan(number, calibrates=number % 4 == 1) for number in range(PAIRS)]).split(APART)
    try:
        running.run()
        for side in running.sides:
            side.sign_everybody_in(running.plans)
        # Before each duty the registrar looks whether anything in the database is still to be folded: so not all at once.
        for begin in range(0, PAIRS, 100):
            bring_to_review(running.sides, running.plans[begin:begin + 100])
        running.seats = [[side.allocate(plan) for plan in running.plans] for side in running.sides]
        for side in running.sides:
            wait_for(lambda side=side: side.calibration_is("given"), 600)
        # Who is called as a third depends on what is locked at that moment: here it is all of the first two.
        running.stop("registrar", "registrar2")
        yield running
    finally:
        running.destroy()


def packets(worlds, side):
    """The responses in every packet, by world."""
    with side.connect() as db:
        rows = db.execute("SELECT association_id, id, version, sealed FROM review.packet").fetchall()
    found = {}
    for association, ident, version, sealed in rows:
        packet = worlds.seals.open("packet", "review.packet.sealed", ident, version, sealed)
        found.setdefault(association, set()).update(p["response"] for page in packet["pages"] for p in page["prompts"])
    return found


def test_masked_responses_are_the_same_in_both_worlds(worlds):
    """Whatever the writers are called: so what comes after can be the same byte by byte."""
    north, south = (packets(worlds, side) for side in worlds.sides)
    assert north.keys() == south.keys() and len(north) == PAIRS
    wrong = [pair for a in north for pair in zip(sorted(north[a] - south[a]), sorted(south[a] - north[a]))]
    assert not wrong, "\n".join(first_difference(one, other) for one, other in wrong[:20]) + f"\n{len(wrong)} differ"


def read(side, query):
    with side.connect() as db:
        return db.execute(query).fetchall()


def test_the_worlds_do_differ(worlds):
    """The control: in the databases no candidate of one side is one of the other, nor their times, nor what they wrote."""
    for column in ("identity.person.id", "work.session.started_at", "work.session.closed_at", "work.attempt.opened_at"):
        table, name = column.rsplit(".", 1)
        north, south = ({row[0] for row in read(side, f"SELECT {name} FROM {table}")} for side in worlds.sides)
        assert north and not north & south, column
    kinds = [read(side, "SELECT count(*) FILTER (WHERE kind = 'esl'), count(*) FROM work.accommodation") for side in worlds.sides]
    assert kinds[0] != kinds[1]
    sheets = [{json.dumps(side.sheet(plan, writer)) for plan in worlds.plans for writer in plan.writers(side.name)}
              for side in worlds.sides]
    assert len(sheets[0] & sheets[1]) < len(sheets[0]) / 5


def registrars_work(worlds, until):
    """Both of them, until it is so on both sides; they rest again while the desks are read."""
    worlds.start("registrar", "registrar2")
    for side in worlds.sides:
        wait_for(lambda side=side: until(side), 600)
    worlds.stop("registrar", "registrar2")


@pytest.fixture(scope="module")
def walks(worlds):
    """Every pair, reviewed by its three reviewers; then again by those who are called as a third."""
    every = [Walk(worlds, plan) for plan in worlds.plans]
    worlds.practised = sum(walk.practise() for walk in every if walk.plan.calibrates)
    registrars_work(worlds, lambda side: side.calibration_is("compared"))
    for walk in every:
        if walk.plan.calibrates:
            walk.look()
    registrars_work(worlds, lambda side: side.calibration_is("open"))
    for walk in every:
        walk.first_round()
    registrars_work(worlds, lambda side: side.thirds_are_called())
    worlds.thirds = sum(walk.second_round() for walk in every)
    return every


def test_the_review_desk_sends_the_same_bytes_in_both_worlds(worlds, walks):
    differences = [line for walk in walks for line in walk.differences]
    assert differences == [], "\n".join(differences[:5]) + f"\n{len(differences)} differences"
    assert worlds.seats[0] == worlds.seats[1] and min(worlds.seats[0]) >= 4
    assert worlds.thirds > PAIRS / 4, "disagreements belong to it"
    assert worlds.practised >= PAIRS / 4, "so does practice"
    assert min(walk.replies for walk in walks) > 30
    figure("worlds", PAIRS)


LEAKS = {
    "a timestamp": "to_char(s.closed_at, 'HH24:MI')",
    "a length of stay": "to_char(s.closed_at - s.started_at, 'HH24:MI:SS')",
    "an ESL mark": "CASE WHEN EXISTS (SELECT FROM work.entitlement e WHERE e.session_id = s.id AND e.kind = 'esl') THEN 'more' "
                   "ELSE '' END",
    "the time owed": "s.entitled_s::text",
    "a number of tries": "(SELECT count(*) FROM work.registration o WHERE o.person_id = r.person_id)::text",
    "an order of arrival": "(SELECT count(*) FROM work.session o WHERE o.association_id = s.association_id "
                           "AND o.started_at < s.started_at)::text",
}


def plant(worlds, side, plans, mark):
    """The title of each packet's first page gets it. Gives what was there before."""
    before = []
    with side.connect() as db:
        rows = db.execute(f"SELECT k.id, k.version, k.sealed, {mark} FROM review.packet k "
                          "JOIN bridge.packet_link l ON l.packet_id = k.id JOIN work.attempt t ON t.id = l.attempt_id "
                          "JOIN work.registration r ON r.id = t.registration_id JOIN work.session s ON s.attempt_id = t.id "
                          "WHERE k.association_id = ANY (%s)", [[plan.association for plan in plans]]).fetchall()
        assert len(rows) == sum(plan.count for plan in plans)
        for ident, version, sealed, text in rows:
            packet = worlds.seals.open("packet", "review.packet.sealed", ident, version, sealed)
            before.append((sealed, ident))
            packet["pages"][0]["title"] += " " + text
            db.execute("UPDATE review.packet SET sealed = %s WHERE id = %s",
                       [worlds.seals.seal("packet", "review.packet.sealed", ident, version, packet), ident])
    return before


@pytest.mark.parametrize("leak", LEAKS)
def test_one_such_mark_in_the_packets_would_be_seen(leak, worlds, walks):
    """Planted in the packets of ten worlds, and taken out again."""
    plans = worlds.plans[:10]
    before = [plant(worlds, side, plans, LEAKS[leak]) for side in worlds.sides]
    planted = [line for plan in plans for line in Walk(worlds, plan).look_again().differences]
    for side, rows in zip(worlds.sides, before):
        with side.connect() as db:
            db.cursor().executemany("UPDATE review.packet SET sealed = %s WHERE id = %s", rows)
    assert planted
    assert [line for plan in plans for line in Walk(worlds, plan).look_again().differences] == []
