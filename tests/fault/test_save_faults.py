"""A few trials of each kind of fault, and every planted defect. The thousands are `./test fault --full`'s."""

import random

import pytest

from campaign import GOALS, PLANTED_TRIES
from disk_rigs import EioRig, FullRig, PowerRig
from figures import figure, tell
from rigs import CrowdRig, CutRig, DatabaseRig, DeskRig, Unable

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
