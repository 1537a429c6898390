"""A candidate desk with many sessions whose clocks run out one after the other, and what one decision must look like.

The sessions and logins are rows as the desk leaves them, written as superuser: whoever wants a deadline at a known instant
cannot wait for ninety minutes. Every save goes through the desk's own door.
"""

import base64
import hashlib
import secrets
import threading
import uuid
from dataclasses import dataclass

from fault_world import FaultWorld
from volley import boot_us, post

ENTITLED_S = 600


@dataclass
class Sitting:
    session: uuid.UUID
    token: str
    grace_s: int
    deadline_us: int  # on CLOCK_BOOTTIME

    @property
    def token_hash(self):
        return hashlib.blake2b(self.token.encode(), digest_size=32).digest()

    @property
    def edges_us(self):
        return self.deadline_us, self.deadline_us + self.grace_s * 1000000


class RaceWorld(FaultWorld):
    def sitting(self, deadline_us, grace_s):
        """Somebody whose Part 1 runs, until that instant of CLOCK_BOOTTIME."""
        registration, _ = self.register()
        token = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        made = Sitting(uuid.uuid4(), token, grace_s, deadline_us)
        attempt = uuid.uuid4()
        boot, utc = self.anchor()
        with self.db.transaction():
            self.db.execute("INSERT INTO work.login VALUES (%s, %s, %s, 1, now(), NULL)",
                            (made.token_hash, self.association, registration))
            self.db.execute("INSERT INTO work.attempt VALUES (%s, %s, %s, now())", (self.association, attempt, registration))
            self.db.execute(
                "INSERT INTO work.session (association_id, id, attempt_id, part, form_id, order_seed, state, entitled_s, grace_s, "
                "opened_at, started_at, deadline) "
                "SELECT %s, %s, %s, 1, f.id, %s, 'running', %s, %s, x.ends - make_interval(secs => %s), "
                "x.ends - make_interval(secs => %s), x.ends FROM bank.form f, "
                "(SELECT timestamptz '1970-01-01 00:00+00' + %s * interval '1 microsecond' AS ends) x WHERE f.code = 'p1-imh-a'",
                (self.association, made.session, attempt, secrets.token_bytes(16), ENTITLED_S, grace_s, ENTITLED_S, ENTITLED_S,
                 deadline_us - boot + utc))
            self.db.execute("INSERT INTO work.entitlement (association_id, session_id, number, kind, seconds, reason, at) "
                            "VALUES (%s, %s, 1, 'base', %s, 'administration', now())",
                            (self.association, made.session, ENTITLED_S))
        return made


@dataclass
class Shot:
    sitting: Sitting
    save_id: uuid.UUID
    at_us: int
    ref: str

    def request(self, world):
        return post(world.url, "/parts/1/saves", self.sitting.token,
                    {"ref": self.ref, "save_id": str(self.save_id), "choice": "ABCD"[self.at_us % 4]})


def wrongs(shot, reply, row):
    """What is wrong with one decision; row: (arrival on CLOCK_BOOTTIME, late) or None when nothing was stored. A desk that is
    busy decides nothing: its client asks again."""
    if reply.status not in (200, 503) or (row is None and reply.status == 200):
        return [f"status {reply.status}, stored: {row is not None}"]
    if row is None:
        return []
    arrived, late = row
    found = []
    if late and arrived <= shot.sitting.edges_us[1]:
        found.append("refused early")
    if not late and arrived > shot.sitting.edges_us[1]:
        found.append("accepted late")
    if reply.status == 200 and reply.document["outcome"] != ("late" if late else "saved"):
        found.append(f"late is {late}, the client was told {reply.document['outcome']}")
    if not reply.sent_us <= arrived <= reply.received_us:
        found.append(f"sent {reply.sent_us}, arrived {arrived}, answered {reply.received_us}")
    return found


class Meanwhile:
    """Something that a thread does again and again until the block ends; what it raised is raised there."""

    def __init__(self, step, pause_s):
        self.step, self.pause_s, self.problem = step, pause_s, None
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self):
        try:
            while not self.over.wait(self.pause_s):
                self.step()
        except BaseException as problem:  # pylint: disable=broad-except
            self.problem = problem

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        if self.problem is not None:
            raise self.problem


class Closer(Meanwhile):
    """The registrar's rule asked hundreds of times a second, so that it meets saves at the very edge."""

    def __init__(self, world):
        self.connection = world.login("blindmark_registrar")
        self.boot, self.utc = world.anchor()
        super().__init__(self.close_overdue, 0.005)

    def close_overdue(self):
        self.connection.execute(
            "SELECT registrar_api.close_overdue(timestamptz '1970-01-01 00:00+00' + %s * interval '1 microsecond')",
            (boot_us() - self.boot + self.utc,))

    def __exit__(self, *problem):
        super().__exit__(*problem)
        self.connection.close()


class Holder(Meanwhile):
    """A slow database: holds the rows of sessions over an edge, each for its time. holds: (from, until, session)."""

    def __init__(self, world, holds):
        self.connection = world.cluster.connect(world.database)
        self.holds = sorted(holds, reverse=True)
        super().__init__(self.hold_next, 0.001)

    def hold_next(self):
        if not self.holds or self.holds[-1][0] > boot_us():
            return
        _, until, session = self.holds.pop()
        with self.connection.transaction():
            self.connection.execute("SELECT FROM work.session WHERE id = %s FOR UPDATE", (session,))
            self.over.wait(max(0, until - boot_us()) / 1000000)

    def __exit__(self, *problem):
        super().__exit__(*problem)
        self.connection.close()
