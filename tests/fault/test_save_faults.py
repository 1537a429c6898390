"""A few trials of each kind of fault, and every planted defect. The thousands are `./test fault --full`'s."""

import random

import pytest

from campaign import GOALS, PLANTED_TRIES
from candidate_world import Candidate
from disk_rigs import EioRig, FullRig, PowerRig
from figures import figure, tell
from registrar_exam import wait_for
from review_world import one_time_code
from rigs import CrowdRig, CutRig, DatabaseRig, DeskRig, Rig, Unable, cluster_with, set_and_reload
from save_world import kill_cluster

SHORT = {DeskRig: 16, DatabaseRig: 5, PowerRig: 5, CutRig: 4, FullRig: 2, EioRig: 2, CrowdRig: 1}
PLANTS = [(rig, plant) for rig in GOALS for plant in rig.PLANTS]


def rig_or_skip(rig, plant=None):
    try:
        return rig(plant)
    except Unable as why:
        tell(f"{rig.__name__} was not tried: {why}")
        return pytest.skip(str(why))


@pytest.mark.parametrize("rig", SHORT, ids=lambda rig: rig.__name__)
def test_nothing_that_was_acknowledged_is_lost(rig):
    with rig_or_skip(rig) as ready:
        trials = [ready.run(rig.KINDS[number % len(rig.KINDS)], random.randrange(10**9)) for number in range(SHORT[rig])]
    figure(f"{rig.__name__.removesuffix('Rig').lower()}_acknowledged", sum(trial.sums["acknowledged"] for trial in trials))
    for trial in trials:
        assert trial.sums["acknowledged"], trial
        assert not trial.findings, f"{trial.kind}, seed {trial.seed}: {trial.findings[:10]}"


@pytest.mark.parametrize("rig, plant", PLANTS, ids=lambda one: one if isinstance(one, str) else one.__name__)
def test_a_planted_defect_is_found(rig, plant):
    with rig_or_skip(rig, plant) as ready:
        assert any(ready.run(rig.PLANTS[plant], random.randrange(10**9)).findings for _ in range(PLANTED_TRIES))


def test_a_desk_does_not_start_on_a_database_that_may_lose(cluster, tmp_path):
    """What the trials plant comes later, behind its back."""
    from save_world import SaveWorld
    world = SaveWorld(cluster, tmp_path)
    try:
        world.db.execute(f"ALTER DATABASE {world.database} SET synchronous_commit = off")
        with pytest.raises(RuntimeError, match="can lose what it has acknowledged: synchronous_commit off"):
            world.start()
    finally:
        world.process = None
        world.crew.close()
        super(SaveWorld, world).close()


class ChangingRig(Rig):
    """What makes a database durable is changed under a desk that runs."""

    def set_up(self):
        return self.desk(cluster_with(self, later=("synchronous_commit", "fsync"))).start()

    def links(self):
        """How many there are; the next use of each opens another."""
        return self.world.one("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
                              "WHERE usename = 'blindmark_candidate'")

    def is_away(self):
        reply = Candidate(self.world.url).send("/sign-in", code=one_time_code()[0])
        assert reply.status_code in (401, 503), reply.text
        return reply.status_code == 503


def test_a_desk_is_away_as_long_as_its_database_may_lose():
    with ChangingRig() as rig:
        log = rig.world.log
        assert not rig.is_away()
        set_and_reload(rig.world, "fsync = off")
        rig.links()
        assert rig.is_away()
        assert "The database can lose what it has acknowledged: fsync off." in log.read_text()
        set_and_reload(rig.world, "fsync = on")
        wait_for(lambda: not rig.is_away())


def test_a_desk_waits_for_its_commits_whatever_is_set_when_it_connects_again():
    with ChangingRig() as rig:
        rig.world.db.execute(f"ALTER DATABASE {rig.world.database} SET synchronous_commit = off")
        set_and_reload(rig.world, "synchronous_commit = off")
        findings = []
        for seed in range(3):
            rig.links()
            folder = rig.begin(random.Random(seed))
            rig.world.wait_for_flow()
            kill_cluster(rig.world.cluster)
            rig.world.cluster.start()
            rig.world.db = rig.world.cluster.connect(rig.world.database)
            rig.world.settle()
            findings += rig.world.check(folder)[1]
        assert not findings
