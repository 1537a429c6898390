"""Non-interference (BLD-03): 500 pairs of worlds that differ only in identity, ESL, order, times and attempt number, and every byte
that the review desk sends over a whole review in both."""
import time

import pytest

from figures import figure
from house import wait_for
from walk import Walk
from worlds import DRAWING, Worlds

import os; PAIRS = int(os.environ.get("PAIRS", 500))
SPARE = 1      # a pair in which something is planted


@pytest.fixture(scope="module")
def worlds():
    began = time.monotonic()
    def tell(what):
        import subprocess
        print(f"{time.monotonic() - began:6.1f} s {what}", time.process_time(), subprocess.run(["ps", "-eo", "cputimes,ppid,pid,args", "--no-headers"], capture_output=True, text=True).stdout.count("postgres"), flush=True)
        for name, p in running.running.items():
            print(name, sum(map(int, open(f"/proc/{p.pid}/stat").read().rsplit(")")[1].split()[11:13])) / 100, end=" ")
        print()
    running = Worlds(PAIRS + SPARE)
    try:
        tell("founded")
        for process in DRAWING:
            running.start(process)
            running.start(process + "2")
        for side in running.sides:
            side.write(running.plans)
            side.sign_everybody_in(running.plans)
        tell("written")
        for side in running.sides:
            side.duties(running.plans, "intake")
        tell("taken in")
        for side in running.sides:
            for plan in running.plans:
                side.mask(plan)
        tell("masked")
        for side in running.sides:
            side.duties(running.plans, "packets")
        tell("packed")
        running.seats = [[side.allocate(plan) for plan in running.plans] for side in running.sides]
        tell("allocated")
        # Who is called as a third depends on what is locked at that moment: here it is all of the first two.
        running.stop("registrar", "registrar2")
        running.tell = tell
        yield running
    except BaseException:
        import subprocess
        for n in ("coordination", "registrar", "review"):
            print(subprocess.run(["tail", "-n", "5", running.log(n)], capture_output=True, text=True).stdout)
        print(subprocess.run(["tail", "-n", "8", running.cluster.log], capture_output=True, text=True).stdout)
        raise
    finally:
        running.destroy()


def packets(worlds, side):
    """The content of every packet, by world."""
    with side.connect() as db:
        rows = db.execute("SELECT association_id, id, version, sealed FROM review.packet").fetchall()
    found = {}
    for association, ident, version, sealed in rows:
        packet = worlds.seals.open("packet", "review.packet.sealed", ident, version, sealed)
        found.setdefault(association, set()).update(
            prompt["response"] for page in packet["pages"] for prompt in page["prompts"])
    return found


def test_masked_responses_are_the_same_in_both_worlds(worlds):
    """Whatever the writers are called: so what comes after can be the same byte by byte."""
    north, south = (packets(worlds, side) for side in worlds.sides)
    assert north.keys() == south.keys() and len(north) == PAIRS + SPARE
    wrong = [(sorted(north[a] - south[a])[:1], sorted(south[a] - north[a])[:1]) for a in north if north[a] != south[a]]
    assert wrong == []


def thirds_are_called(side):
    with side.connect() as db:
        return db.execute("SELECT count(*) = 0 FROM review.packet k WHERE k.state IN ('waiting', 'in_review') OR k.state = 'third_needed' "
                          "AND NOT EXISTS (SELECT FROM review.allocation l WHERE l.packet_id = k.id AND l.seat = 3)").fetchone()[0]


@pytest.fixture(scope="module")
def walks(worlds):
    """Every pair, reviewed by its three reviewers; then again by those who are called as a third."""
    all_walks = [Walk(worlds, plan) for plan in worlds.plans]
    codes = {}
    for walk in all_walks:
        for reviewer in range(3):
            walk.sign_in(reviewer, by_hand=reviewer == walk.plan.number % 3)
            codes[walk.plan.number, reviewer] = walk.review(reviewer)
        walk.foreign(codes[walk.plan.number, 0][:1] + ["00000000"])
    worlds.tell("reviewed"); print("\n".join([line for walk in all_walks for line in walk.differences][:12]))
    worlds.start("registrar", "registrar2")
    for side in worlds.sides:
        try:
            wait_for(lambda side=side: thirds_are_called(side), 40)
        except AssertionError:
            with side.connect() as db:
                for q in ("SELECT state, count(*) FROM review.packet GROUP BY 1", "SELECT state, seat, count(*) FROM review.allocation GROUP BY 1,2", "SELECT * FROM staff.conflict_news LIMIT 3"):
                    print(db.execute(q).fetchall())
            for n in ("coordination", "registrar", "review"):
                print(worlds.log(n).read_text()[-1500:])
            raise
    worlds.stop("registrar", "registrar2")
    worlds.tell("thirds called")
    worlds.thirds = 0
    for walk in all_walks:
        for reviewer in range(3):
            walk.sign_in(reviewer)
            worlds.thirds += len(walk.review(reviewer))
    worlds.tell("reviewed again")
    return all_walks


def test_the_review_desk_sends_the_same_bytes_in_both_worlds(worlds, walks):
    differences = [line for walk in walks for line in walk.differences]
    assert differences == [], "\n".join(differences[:5]) + f"\n{len(differences)} differences"
    print(sum(w.replies for w in walks), "replies", sum(w.sent for w in walks), "bytes", worlds.thirds, "thirds")
    assert worlds.seats[0] == worlds.seats[1] and min(worlds.seats[0]) >= 4
    figure("worlds", PAIRS)
