"""A candidate desk that dies at named points, clients of it in a process of their own, and the judge of what came of it."""

import base64
import ctypes
import hashlib
import json
import mmap
import os
import re
import secrets
import select
import signal
import socket
import struct
import subprocess
import sys
import time
import uuid
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from blindmark import blindmark
from cluster import _end_with_parent
from fault_world import FaultWorld
from tree import BUILD

HERE = Path(__file__).resolve().parent
POINTS = ("none", "before_statement", "statement_sent", "after_commit", "before_reply", "half_reply", "after_reply")
# Nothing keeps a save id from being stored twice.
WITHOUT_SAVE_IDS = """
DO $$
DECLARE
  of record;
BEGIN
  FOR of IN SELECT c.conname FROM pg_constraint c
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND a.attname = 'save_id'
            WHERE c.conrelid = 'work.save'::regclass AND c.contype = 'u' LOOP
    EXECUTE format('ALTER TABLE work.save DROP CONSTRAINT %I', of.conname);
  END LOOP;
  FOR of IN SELECT i.indexrelid::regclass AS name FROM pg_index i
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) AND a.attname = 'save_id'
            WHERE i.indrelid = 'work.save'::regclass AND i.indisunique LOOP
    EXECUTE format('DROP INDEX %s', of.name);
  END LOOP;
END $$;
"""
FRESH = """
WITH fresh AS (
  SELECT * FROM unnest(%(person)s::uuid[], %(registration)s::uuid[], %(attempt)s::uuid[], %(session)s::uuid[], %(hash)s::bytea[],
    %(part)s::int[], %(runs)s::boolean[], %(sealed)s::bytea[])
    AS f (person, registration, attempt, session, hash, part, runs, sealed)
)"""
PEOPLE = FRESH + """, people AS (
  INSERT INTO identity.person SELECT %(association)s, person, sealed, hash, now() FROM fresh
), registrations AS (
  INSERT INTO work.registration (association_id, id, administration_id, person_id, category, track, created_at)
  SELECT %(association)s, registration, %(administration)s, person, 'specialist', 'imh', now() FROM fresh
), logins AS (
  INSERT INTO work.login SELECT hash, %(association)s, registration, 1, now(), NULL FROM fresh
)
INSERT INTO work.attempt SELECT %(association)s, attempt, registration, now() FROM fresh
"""
SITTINGS = FRESH + """, sessions AS (
  INSERT INTO work.session (association_id, id, attempt_id, part, form_id, order_seed, state, entitled_s, grace_s, opened_at,
    started_at, going_since, deadline)
  SELECT %(association)s, session, attempt, x.part, f.id, %(seed)s, CASE WHEN runs THEN 'running' ELSE 'opened' END, %(entitled_s)s,
    %(grace_s)s, now(), CASE WHEN runs THEN now() END, CASE WHEN runs THEN now() END,
    CASE WHEN runs THEN now() + make_interval(secs => %(entitled_s)s) END
  FROM fresh x JOIN bank.form f ON f.code = CASE x.part WHEN 1 THEN 'p1-imh-a' ELSE 'p2-specialist-a' END
)
INSERT INTO work.entitlement (association_id, session_id, number, kind, seconds, reason, at)
SELECT %(association)s, session, 1, 'base', %(entitled_s)s, 'administration', now() - interval '1 minute' FROM fresh
"""


class Crew:
    """The clients' process, kept from one trial to the next."""

    def __init__(self):
        self.process = subprocess.Popen([sys.executable, "-B", HERE / "clients.py"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, bufsize=0, preexec_fn=_end_with_parent)

    def order(self, **order):
        self.process.stdin.write(json.dumps(order).encode() + b"\n")

    def said(self, patience_s=60):
        assert select.select([self.process.stdout], [], [], patience_s)[0], "the clients say nothing"
        line = self.process.stdout.readline()
        assert line, "the clients have ended"
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


class SaveWorld(FaultWorld):
    def __init__(self, cluster, folder, how="honest", workers=4):
        super().__init__(cluster, folder)
        self.how, self.workers = how, workers
        self.conninfo_of_desk = None
        self.entitled_s, self.grace_s = 5400, 10
        self.serial = 0
        path = folder / f"{self.database}.points"
        path.write_bytes(bytes(8))
        with path.open("r+b") as file:
            self.points = mmap.mmap(file.fileno(), 8)
        self.points_path = path
        self.vignettes = self.one("SELECT count(*) FROM bank.form_vignette v JOIN bank.form f ON f.id = v.form_id "
                                  "WHERE f.code = 'p2-specialist-a'")
        self.receipt_key = folder / f"{self.database}-receipt.pub"
        self.receipt_key.write_text(public_half_of_receipts(self.keys["receipt"]).hex() + "\n")
        self.crew = Crew()

    def close(self):
        self.crew.close()
        super().close()

    # -- the desk ------------------------------------------------------------------------------------------------------

    def program(self):
        return BUILD / "tests" / "fault" / f"blindmark-candidate-{self.how}"

    def start(self, **options):  # pylint: disable=arguments-differ
        """As the world of the library starts it, and sooner known to be there."""
        if not hasattr(self, "command"):
            super().start(workers=self.workers, program=self.program(), conninfo=self.conninfo_of_desk,
                          env=os.environ | {"BLINDMARK_POINTS": str(self.points_path)})
            self.command = self.process.args
            return self
        self.launch()
        self.wait_until_it_listens()
        return self

    def launch(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=self.log.open("ab"),
                                        stdin=subprocess.DEVNULL, preexec_fn=_end_with_parent,
                                        env=os.environ | {"BLINDMARK_POINTS": str(self.points_path)})

    def wait_until_it_listens(self):
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert self.process.poll() is None and time.monotonic() < until, self.log.read_text()[-3000:]
                time.sleep(0.005)

    def arm(self, point, times):
        """The desk will die when it passes that point for that many times from now."""
        self.points[:8] = struct.pack("=ii", POINTS.index(point), times)

    def wait_until_dead(self, patience_s=20):
        """It must have died by kill -9."""
        status = self.process.wait(timeout=patience_s)
        self.process = None
        assert status == -signal.SIGKILL, self.log.read_text()[-3000:]

    # -- clients -------------------------------------------------------------------------------------------------------

    def sittings(self, count):
        """Fresh sessions of fresh people, Parts 1 and 2, half of them with clocks that their first save starts."""
        tokens = [base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=") for _ in range(count)]
        columns = {name: [uuid.uuid4() for _ in range(count)] for name in ("person", "registration", "attempt", "session")}
        parts = [1 + number % 2 for number in range(count)]
        values = columns | {
            "association": self.association, "administration": self.administration, "part": parts,
            "sealed": [self.seal("identity", "identity.person.sealed", person, 0,
                                 {"name": "Ada Example", "email": f"{person.hex}@example.org"}) for person in columns["person"]],
            "hash": [hashlib.blake2b(token.encode(), digest_size=32).digest() for token in tokens],
            "runs": [number % 4 < 2 for number in range(count)], "seed": secrets.token_bytes(16), "entitled_s": self.entitled_s,
            "grace_s": self.grace_s}
        with self.db.transaction():
            self.db.execute(PEOPLE, values)
            self.db.execute(SITTINGS, values)
        return [{"session": str(session), "token": token, "epoch": 1, "part": part,
                 "refs": [f"item.{place}" for place in range(1, 61)] if part == 1
                 else [f"prompt.{place}.p{one}" for place in range(1, self.vignettes + 1) for one in (1, 2)] + ["choice"],
                 "choices": list(range(1, self.vignettes + 1))}
                for session, token, part in zip(columns["session"], tokens, parts)]

    def begin(self, seed, count, flows, **habits):
        """Clients begin to save; returns the folder of their journals."""
        self.serial += 1
        folder = self.folder / f"{self.database}-journals" / str(self.serial)
        folder.mkdir(parents=True)
        self.crew.order(do="begin", seed=seed, port=self.port, folder=str(folder), sittings=self.sittings(count), flows=flows,
                        habits={"think_s": 0.004} | habits)
        return folder

    def wait_for_flow(self):
        assert "flows" in self.crew.said()

    def settle(self, patience_s=30):
        """Every client knows what became of its saves; nothing may be left unknown, or be refused for what it is."""
        self.crew.order(do="settle", patience_s=patience_s)
        said = self.crew.said()
        while "sent" not in said:
            said = self.crew.said()
        assert not said["unknown"] and not said["wrong"], f"{said}\n{self.log.read_text()[-3000:]}"
        return said

    # -- the judge -----------------------------------------------------------------------------------------------------

    def check(self, folder, conninfo=None, scope="journal"):
        return check(folder, conninfo or self.cluster.conninfo(self.database), self.key_file, self.receipt_key, scope)


def public_half_of_receipts(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def check(folder, conninfo, keys, receipt_key, scope):
    """(sums, findings) of blindmark check."""
    done = blindmark("check", "--journal", folder, "--conninfo", conninfo, "--keys", keys, "--receipt-key", receipt_key,
                     "--scope", scope)
    lines = done.stdout.splitlines()
    assert lines and lines[-1].startswith("checked: "), done.stderr + done.stdout
    sums = {name: int(number) for name, number in re.findall(r"(\w+) (\d+)", lines[-1])}
    assert (done.returncode == 0) == (sums["findings"] == 0) == (len(lines) == 1), done.stdout
    return sums, lines[:-1]


# -- processes ---------------------------------------------------------------------------------------------------------------

def children_of(pid):
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(entry))
    return found


def is_there(pid):
    """And has not ended yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def kill_cluster(cluster):
    """kill -9 of the postmaster and then of every child of it: each leads a process group of its own."""
    pid = cluster.process.pid
    os.kill(pid, signal.SIGSTOP)   # it starts nothing while its children are counted
    children = children_of(pid)
    for one in (pid, *children):
        os.kill(one, signal.SIGKILL)
    cluster.process.wait()
    cluster.process = None
    while any(map(is_there, children)):
        time.sleep(0.001)
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
