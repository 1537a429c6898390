"""A desk, a registrar and a PostgreSQL whose wall clocks a test moves, each its own; and what a sitting was granted meanwhile.

All that is measured is measured by the test, on CLOCK_BOOTTIME: a request is somewhere between the instant before it was sent
and the instant after its reply came, so what follows from it is a bound, and only what is certain is held against Blindmark.
"""

import shutil
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from clocks import CLOSE_US, Clock, wall_over_boot_us
from cluster import Cluster
from fault_world import MICROSECONDS, FaultWorld
from registrar_exam import wait_for
from up import open_folder
from volley import boot_us

ZONE = "America/New_York"
PROCESSES = ("desk", "registrar", "database")
OWED_S, GRACE_S = 4, 1
SECOND = 1000000
# Seconds from the end of the grace: so often is a sitting looked at. The last ones find who is given more than a second.
LOOKS = (-3.9, -3.4, -2.9, -2.4, -1.9, -1.4, -1.1, -0.8, -0.5, *(step * 0.03 for step in range(-10, 11)), 0.5, 0.8, 1.1, 1.4)


@dataclass
class Asked:
    """One question or request: asked and answered on CLOCK_BOOTTIME, and what came."""
    before_us: int
    after_us: int
    came: object


def ask(question):
    before = boot_us()
    came = question()
    return Asked(before, boot_us(), came)


def wait_until(at_us):
    assert at_us < boot_us() + 60 * SECOND, "an instant that far away is a mistake"
    while (left := at_us - boot_us()) > 0:
        time.sleep(left / SECOND)


@dataclass
class Sitting:
    """Somebody at Part 1, and all that was seen of it."""
    registration: uuid.UUID
    candidate: object
    begun: Asked = None
    told: list = field(default_factory=list)    # seconds left, by the desk's clock
    saved: list = field(default_factory=list)   # (outcome, save_id)
    states: list = field(default_factory=list)  # of the session's row

    def look(self, world, told):
        if told:
            self.told.append(ask(lambda: self.candidate.see("/parts/1/clock")["seconds_left"]))
        save = uuid.uuid4()
        self.saved.append(ask(lambda: (self.candidate.save(1, "item.7", save, choice="B")["outcome"], save)))
        self.states.append(ask(lambda: world.one("SELECT s.state FROM work.session s JOIN work.attempt t ON t.id = s.attempt_id "
                                                 "WHERE t.registration_id = %s", self.registration)))

    def ends_us(self):
        """The last instant at which the grace may still run."""
        return self.begun.after_us + (OWED_S + GRACE_S) * SECOND

    # Bounds of what was granted less what was owed, in seconds: by what the page was told, by saves, by the registrar. -------

    def _from_begin(self, until_us, grace_s=GRACE_S, latest=True):
        begun = self.begun.before_us if latest else self.begun.after_us
        return (until_us - begun) / SECOND - grace_s - OWED_S

    def granted_at_most(self):
        """What was told has lost less than a second to rounding; a save was late, a session closed, by then."""
        told = [self._from_begin(one.after_us, 0) + one.came + 1 for one in self.told]
        late = [self._from_begin(one.after_us) for one in self.saved if one.came[0] != "saved"]
        closed = [self._from_begin(one.after_us) for one in self.states if one.came == "closed"]
        return min(told + late + closed)

    def granted_at_least(self):
        """A clock that tells nothing left says no more. When the registrar comes to it gives nobody any time: saves are judged
        by their arrival before and after."""
        told = [self._from_begin(one.before_us, 0, latest=False) + one.came for one in self.told if one.came > 0]
        taken = [self._from_begin(one.before_us, latest=False) for one in self.saved if one.came[0] == "saved"]
        return max(told + taken, default=-OWED_S)


class JumpWorld(FaultWorld):
    """Owns its folder and its cluster: roles belong to a cluster, and so does a clock."""

    def __init__(self, boot_jumps=False, patience_s=20):
        """boot_jumps: what the desk takes for the boot clock jumps with its wall clock. patience_s: so long after the last look
        may the registrar take to close what is over."""
        folder = open_folder()
        self.patience_s = patience_s
        self.anchored_ahead_s = 0  # the database's clock when the anchor was made
        self.clocks = {name: Clock(folder, name, ZONE, boot_jumps and name == "desk") for name in PROCESSES}
        own = Cluster(env=self.clocks["database"].of_postgresql(folder), settings={"timezone": ZONE}).start()
        self.closing = None
        try:
            super().__init__(own, folder, zone=ZONE)
            # Arithmetic of the tests' own language goes wrong where local clocks go back.
            self.db.execute("SET timezone TO 'UTC'")
            self.db.execute("UPDATE work.administration SET opens_at = '2020-01-01', closes_at = '2040-01-01', grace_s = %s",
                            (GRACE_S,))
            self.begin()
        except BaseException:
            own.destroy()
            shutil.rmtree(folder)
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.end()
            self.db.close()
        finally:
            self.cluster.destroy()
            shutil.rmtree(self.folder)

    def begin(self):
        self.start(env=self.clocks["desk"].of_a_daemon())
        before = len(self.registrar_said())
        with (self.folder / "registrar.log").open("ab") as log:
            self.closing = self.registrar(env=self.clocks["registrar"].of_a_daemon(), stderr=log)
        wait_for(lambda: "event=started" in self.registrar_said()[before:])

    def end(self):
        if self.process is not None:
            self.stop()
        if self.closing is not None:
            self.closing.terminate()
            assert self.closing.wait(timeout=30) == 0, self.registrar_said()
            self.closing = None

    def registrar_said(self):
        log = self.folder / "registrar.log"
        return log.read_text() if log.exists() else ""

    def restart(self):
        self.end()
        self.begin()

    # -- clocks --------------------------------------------------------------------------------------------------------

    def jump(self, by):
        """by: seconds for each process. Returns the names of those whose clocks cannot be seen to stand where they should."""
        for name, seconds in by.items():
            self.clocks[name].set(self.clocks[name].ahead_s + seconds)
        return [name for name in PROCESSES if not self.shows(name)]

    def shows(self, name):
        if name != "database":
            return self.clocks[name].holds()
        now = ask(lambda: self.one("SELECT " + MICROSECONDS % "clock_timestamp()"))
        slack = now.after_us - now.before_us
        return abs(now.came - now.before_us - wall_over_boot_us() - self.clocks[name].ahead_s * SECOND) < CLOSE_US + slack

    def set_date(self, date, ahead_s):
        """Every clock comes to that date in so many seconds, and arrivals are measured from a new anchor. Returns the date's
        instant on CLOCK_BOOTTIME."""
        self.end()
        ahead = int(date.timestamp() - ahead_s - time.time())
        for clock in self.clocks.values():
            clock.set(ahead)
        self.db.execute("DELETE FROM service.clock_anchor")
        self.db.execute("DELETE FROM service.heartbeat")
        self.anchored_ahead_s = ahead
        self.begin()
        boot, utc = self.anchor()
        return round(date.timestamp() * SECOND) - utc + boot

    def parted_s(self, after_us):
        """By how much the boot clock is ahead of the database's: (as the registrar's next heartbeat says, as it must be)."""
        boot, utc = self.anchor()
        skew = wait_for(lambda: self.row(f"SELECT skew_us FROM service.heartbeat WHERE desk = 'registrar' "
                                         f"AND {MICROSECONDS % 'measured'} > %s", after_us - boot + utc))
        return skew[0] / SECOND, self.anchored_ahead_s - self.clocks["database"].ahead_s

    # -- sittings ------------------------------------------------------------------------------------------------------

    def sit_down(self):
        """Somebody whose Part 1 is open; the clock stands. No administration is as short as this one: its ledger is rewritten."""
        sitting = Sitting(*self.sits(parts=(1,)))
        first = sitting.candidate.form("/parts/1/open", {}).headers["location"]
        with self.db.transaction():
            session = self.session(sitting.registration, 1)["id"]
            self.db.execute("UPDATE work.entitlement SET seconds = %s WHERE session_id = %s", (OWED_S, session))
            self.db.execute("UPDATE work.session SET entitled_s = %s WHERE id = %s", (OWED_S, session))
        sitting.candidate.see(first)
        return sitting

    def start_clock(self, sitting):
        sitting.begun = ask(lambda: sitting.candidate.post("/parts/1/begin"))
        assert sitting.begun.came.status_code == 200, sitting.begun.came.text
        sitting.look(self, told=True)
        return sitting

    def watch(self, sittings):
        """Until their time is over and the registrar has come."""
        problems = []

        def watch_one(sitting):
            try:
                self._watch(sitting)
            except BaseException as problem:  # pylint: disable=broad-except
                problems.append(problem)

        threads = [threading.Thread(target=watch_one, args=[sitting]) for sitting in sittings]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if problems:
            raise problems[0]

    def _watch(self, sitting):
        begun = boot_us()
        for seconds in LOOKS:
            at = sitting.ends_us() + round(seconds * SECOND)
            if at >= begun:
                wait_until(at)
                sitting.look(self, told=seconds < -0.3)
        give_up = boot_us() + self.patience_s * SECOND
        while sitting.states[-1].came != "closed" and boot_us() < give_up:
            time.sleep(0.1)
            sitting.look(self, told=False)

    def misrecorded(self, sitting):
        """Arrivals that the database has not where the test saw them, and a session that does not end as its rows say."""
        boot, utc = self.anchor()
        stored = self.stored()
        session = self.session(sitting.registration, 1)
        started = round(session["started_at"].timestamp() * SECOND) - utc + boot
        found = [one for one in sitting.saved if one.came[1] not in stored
                 or not one.before_us <= stored[one.came[1]][0] <= one.after_us
                 or stored[one.came[1]][1] != (one.came[0] == "late")]
        if not sitting.begun.before_us <= started <= sitting.begun.after_us:
            found.append(("started", started, sitting.begun.before_us, sitting.begun.after_us))
        if session["deadline"] != session["started_at"] + timedelta(seconds=OWED_S):
            found.append(("deadline", session))
        if session["state"] != "closed" or session["closed_at"] != session["deadline"] + timedelta(seconds=GRACE_S):
            found.append(("closed", session))
        return found
