"""The bench in miniature: the same client, world and phases, small and short. Nothing here is a matter of speed: a phase fails
when something was lost, unanswered or wrong; the one ratio that is looked at is a tenth of what it is. The rest are planted
defects that the client and its harness must notice, or the big run would prove nothing."""
import dataclasses
import secrets
from types import SimpleNamespace

import phases
import pytest
from bench_world import BenchWorld
from cluster import Cluster
from crowd import Bare, drive, judge_history, load
from figures import tell
from phases import PHASES, Bench, Plan

MINIATURE = Plan(rounds=2, seconds=0.7, warm=0.3, candidates=1500, many=256, crowded=700, peer_clients=(8,),
                 stall_counts=(127, 128, 129), small_sessions=300, small_seconds=6, every=2, herd=200, herd_ramp=1, herd_rounds=2)
RUN = {"connections": 50, "seconds": 0.5, "warm": 0.1, "count": 1500}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with Cluster({"max_connections": "200"}) as cluster:
        made = BenchWorld(cluster, tmp_path_factory.mktemp("bench"), MINIATURE.candidates, MINIATURE.herd)
        yield made
        made.close()


@pytest.fixture(scope="module")
def desk(world):
    return world.desk("miniature")


def played(world, name):
    bench = Bench(world, dataclasses.replace(MINIATURE), print)
    PHASES[name](bench)
    assert bench.faults == {}
    tell("  " + ", ".join(f"{figure} {value}" for figure, value in bench.figures.items()))
    return bench.figures


def test_saves_beside_peers_and_floor(world):
    figures = played(world, "saves")
    assert figures["saves_vs_unbatched"] > 0.4


def test_no_number_of_connections_hangs(world):
    played(world, "stall")


@pytest.mark.parametrize("carries,found", [(52, 50), (90, 90), (33, 30), (9, 0)])
def test_the_most_that_go_well_are_found(monkeypatch, carries, found):
    tried = []

    def run(bench, phase, _name, sessions, _seconds):
        tried.append(sessions)
        lost = int(sessions > carries and sessions % 20 == 0)
        if lost:
            bench.faults.setdefault(phase, []).append("1 unanswered")
        return SimpleNamespace(p99_ms=20 if sessions <= carries else 9000, inexcusable=[]), lost

    monkeypatch.setattr(phases, "live_run", run)
    bench = Bench(None, Plan(live_sessions=50, most_step=10, most_limit=90), print)
    phases.most(bench)
    assert bench.figures == {"live_most": found} and bench.faults == {}
    assert len(tried) == len(set(tried))


def test_no_crowd_is_an_excuse_for_what_is_not_there(monkeypatch):
    gone = "3 acknowledged saves are not in the history"
    monkeypatch.setattr(phases, "live_run", lambda *_: (SimpleNamespace(p99_ms=9000, inexcusable=[gone]), 1))
    bench = Bench(None, Plan(live_sessions=10, most_step=10), print)
    phases.most(bench)
    assert bench.faults == {"most": [gone]}


def test_several_processes_share_a_port(world):
    shared = world.desk("shared", processes=2)
    run = drive(world, shared, "closed", **RUN)
    assert run.faults == [] and run.acked > 0
    shared.stop()


def test_every_receipt_verifies(world, desk):
    run = drive(world, desk, "closed", verify_every=1, **RUN)
    assert run.faults == [] and run.verified == run.acked > 0


def test_a_signature_of_another_key_is_noticed(world, desk, monkeypatch):
    monkeypatch.setitem(world.keys, "receipt", secrets.token_bytes(32))
    run = drive(world, desk, "closed", verify_every=10, **RUN)
    assert run.wrong_proof > 0 and f"{run.wrong_proof} wrong_proof" in run.faults
    assert run.inexcusable == [f"{run.wrong_proof} wrong_proof"]


def test_a_reply_that_is_no_receipt_is_noticed(world):
    bare = Bare(1000)
    counted = load("closed", bare.url, world.sessions, key=world.public_key(), **RUN)
    bare.stop()
    assert counted["wrong"] == counted["sent"] > 0 and counted["acked"] == 0


def test_a_request_without_an_answer_is_noticed(world):
    bare = Bare(1000, forget=20)
    counted = load("closed", bare.url, world.sessions, key=world.public_key(), bare=True, drain=1, **RUN)
    bare.stop()
    assert counted["unanswered"] > 0


def test_what_the_history_has_lost_is_noticed(world, desk):
    sequence = world.next_sequence()
    counted = load("closed", desk.url, world.sessions, sequence=sequence, key=world.public_key(), **RUN)
    assert judge_history(world, sequence, counted) == []
    some = world.one("SELECT save_id FROM work.save WHERE sequence >= %s LIMIT 1", sequence)
    with world.db.transaction():
        world.db.execute("SET LOCAL session_replication_role = replica")
        world.db.execute("UPDATE work.save SET digest = sha256(digest) WHERE save_id = %s", (some,))
    assert judge_history(world, sequence, counted) == ["the history holds other digests than were acknowledged"]
    with world.db.transaction():
        world.db.execute("SET LOCAL session_replication_role = replica")
        world.db.execute("DELETE FROM work.save WHERE save_id = %s", (some,))
    assert judge_history(world, sequence, counted) == ["1 acknowledged saves are not in the history"]
