"""Each kind of fault: a rig sets up its world once and then does one trial after the other. A trial is told by its kind and
its seed; what came of it is judged by blindmark check.

A rig may be given a planted defect (see PLANTS of each); then a trial must find something.
"""

import contextlib
import random
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from cluster import Cluster
from save_world import WITHOUT_SAVE_IDS, SaveWorld, kill_cluster
from up import open_folder

CLIENTS = 12


class Unable(Exception):
    """This machine or this user cannot do such a trial; the text says what is missing."""


@dataclass
class Trial:
    kind: str
    seed: int
    sums: dict
    findings: list
    seconds: float


class Rig:
    """KINDS: what it can do. PLANTS: {defect: the kind that must find it}."""
    KINDS = ()
    PLANTS = {}
    FRESH_AFTER = 50   # trials: what one world holds grows

    def __init__(self, plant=None):
        assert plant is None or plant in self.PLANTS
        self.plant = plant
        self.folder = open_folder()
        self.undo = contextlib.ExitStack()
        self.undo.callback(shutil.rmtree, self.folder)
        try:
            self.world = self.set_up()
        except BaseException:
            self.undo.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.undo.close()

    def cluster(self, settings=None, parent="/tmp", env=None, log=None):
        made = Cluster(settings, parent, env, log)
        self.undo.callback(made.destroy)
        return made.start()

    def desk(self, cluster, **options):
        world = SaveWorld(cluster, self.folder, **options)
        self.undo.callback(self.end_desk, world)
        return world

    @staticmethod
    def end_desk(world):
        if world.process is not None:
            world.process.kill()
            world.process.wait()
            world.process = None
        world.crew.close()
        world.db.close()

    def set_up(self):
        return self.desk(self.cluster()).start()

    def run(self, kind, seed):
        began = time.monotonic()
        chance = random.Random(f"{kind} {seed}")
        sums, findings = self.trial(kind, chance)
        return Trial(kind, seed, sums, findings, time.monotonic() - began)

    def begin(self, chance, clients=CLIENTS, **habits):
        return self.world.begin(chance.getrandbits(62), clients, chance.randint(20, 80), **habits)

    def trial(self, kind, chance):
        """(sums, findings) of blindmark check"""
        raise NotImplementedError


# ---- the desk --------------------------------------------------------------------------------------------------------------

class DeskRig(Rig):
    """kill -9 of the candidate desk."""
    KINDS = ("desk:before_statement", "desk:statement_sent", "desk:before_commit", "desk:after_commit", "desk:before_reply",
             "desk:half_reply", "desk:after_reply", "desk:random")
    PLANTS = {"acknowledged before commit": "desk:after_reply"}
    LOCK = 7202400   # held: saves wait before they are committed

    def set_up(self):
        world = self.desk(self.cluster(), how="hasty" if self.plant else "honest")
        world.db.execute(f"""
            CREATE FUNCTION work.wait_before_commit() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_catalog.pg_advisory_xact_lock_shared({self.LOCK}); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER wait_before_commit AFTER INSERT ON work.save DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION work.wait_before_commit()""")
        return world.start()

    def trial(self, kind, chance):
        folder = self.begin(chance)
        self.world.wait_for_flow()
        point = kind.split(":")[1]
        if point == "random":
            time.sleep(chance.uniform(0, 0.2))
            self.world.process.kill()
        elif point == "before_commit":
            self.kill_before_commit()
        else:
            self.world.arm(point, chance.randint(1, 40))
        self.world.wait_until_dead()
        self.world.start()
        self.world.settle()
        return self.world.check(folder)

    def kill_before_commit(self):
        db = self.world.db
        db.execute(f"SELECT pg_advisory_lock({self.LOCK})")
        while not self.world.one("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
            time.sleep(0.001)
        self.world.process.kill()
        self.world.process.wait()
        db.execute(f"SELECT pg_advisory_unlock({self.LOCK})")


# ---- PostgreSQL ------------------------------------------------------------------------------------------------------------

def cluster_with(rig, settings=None, parent="/tmp", env=None, later=("fsync",)):
    """A cluster whose durability can be taken from it while it runs, since a desk refuses to start without it. later: the settings
    that its command line leaves out, where they would stand."""
    made = rig.cluster(settings, parent, env)
    made.stop()
    for name in later:
        made.settings.pop(name)
    return made.start()


def set_and_reload(world, setting):
    world.db.execute(f"ALTER SYSTEM SET {setting}")
    world.db.execute("SELECT pg_reload_conf()")
    name, value = setting.split(" = ")
    while world.one(f"SHOW {name}") != value:
        time.sleep(0.01)
    time.sleep(0.2)   # the desk's own connections hear of it, too


def lose_commits(world):
    """Planted defect: no save waits for its commit. No configuration outranks what a desk sets in its session; what is set in the
    transaction itself does."""
    world.db.execute("""
        CREATE FUNCTION work.lose_commits() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_catalog.set_config('synchronous_commit', 'off', true); RETURN NULL; END $$;
        CREATE TRIGGER lose_commits AFTER INSERT ON work.save FOR EACH STATEMENT EXECUTE FUNCTION work.lose_commits()""")


class DatabaseRig(Rig):
    """kill -9 of PostgreSQL, postmaster and children."""
    KINDS = ("postgres",)
    PLANTS = {"synchronous_commit off": "postgres"}

    def set_up(self):
        world = self.desk(self.cluster()).start()
        if self.plant:
            lose_commits(world)
        return world

    def trial(self, kind, chance):
        folder = self.begin(chance)
        self.world.wait_for_flow()
        time.sleep(chance.uniform(0, 0.4))
        kill_cluster(self.world.cluster)
        self.world.cluster.start()
        self.world.db = self.world.cluster.connect(self.world.database)
        self.world.settle()
        return self.world.check(folder)


# ---- connections -----------------------------------------------------------------------------------------------------------

def forget_save_ids(world):
    """Planted defect: the same save again is another one."""
    world.plant("candidate_api.save", r"v\.save_id = in_save_id", "false")
    world.db.execute(WITHOUT_SAVE_IDS)


class CutRig(Rig):
    """The connection to the database is cut between COMMIT and its answer, or with a save on its way there."""
    KINDS = ("cut:answer", "cut:request")
    PLANTS = {"a save id forgotten": "cut:answer"}

    def set_up(self):
        cluster = self.cluster()
        world = self.desk(cluster)
        if self.plant:
            forget_save_ids(world)
        door = self.folder / "door"
        door.mkdir()
        self.door = subprocess.Popen([Path(__file__).with_name("pg_cutter.py"), door / f".s.PGSQL.{cluster.port}",
                                      cluster.socket / f".s.PGSQL.{cluster.port}"], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, bufsize=0)
        self.undo.callback(self.end_door)
        while not (door / f".s.PGSQL.{cluster.port}").exists():
            time.sleep(0.01)
        world.conninfo_of_desk = cluster.conninfo(world.database, "blindmark_candidate", world.desk_password).replace(
            str(cluster.socket), str(door))
        return world.start()

    def end_door(self):
        self.door.stdin.close()
        self.door.wait(timeout=10)
        self.door.stdout.close()

    def trial(self, kind, chance):
        folder = self.begin(chance)
        self.world.wait_for_flow()
        for _ in range(3):
            self.door.stdin.write(f"{kind.split(':')[1]} {chance.randint(1, 20)}\n".encode())
            assert self.door.stdout.readline() == b"cut\n"
        self.world.settle()
        return self.world.check(folder)


class CrowdRig(Rig):
    """200 clients that shuffle, repeat, delay and truncate what they send, until after their time is over."""
    KINDS = ("crowd",)
    PLANTS = {"the newest to arrive counts": "crowd", "nothing is late": "crowd"}
    FRESH_AFTER = 10

    def set_up(self):
        world = super().set_up()
        world.entitled_s, world.grace_s = 2, 1
        if self.plant == "the newest to arrive counts":
            world.plant("registrar_api.counted_saves", r"v\.epoch DESC, v\.sequence DESC", "v.arrived_at DESC")
        elif self.plant:
            world.plant("work.in_time", r"in_arrived <=", "in_arrived IS NOT NULL OR in_arrived <=")
        return world

    def trial(self, kind, chance):
        folder = self.begin(chance, clients=200, connections=2, shuffle=4, repeat=0.3, delay=0.3, delay_s=0.5, truncate=0.1,
                            think_s=0.2)
        self.world.wait_for_flow()
        time.sleep(3.5)
        self.world.settle()
        sums, findings = self.world.check(folder)
        assert sums["late"] or findings, "nobody was late"
        return sums, findings
