"""What the bench measures in: a private PostgreSQL with durable settings and a small office's memory, tens of thousands of
candidates written straight into the tables, and candidate desks as the installation starts them.

Candidate n has two logins: the newer one is the load client's, the older one, whose token hash is sha256 of the digits of n,
belongs to pgbench, which has no other way to know it; the id of its session follows from n likewise. The first `running`
candidates sit Part 1 for hours; the `fresh` ones after them have signed in and read everything, and have not begun.
"""
import base64
import contextlib
import ctypes
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import time
import uuid

import httpx

import candidate_world
from candidate_world import CandidateWorld
from cluster import _end_with_parent
from ports import free_ports
from registrar_world import _sodium
from tree import ROOT, daemon

SETTINGS = {"shared_buffers": "1GB", "max_wal_size": "8GB", "wal_buffers": "64MB", "max_connections": "200", "jit": "off",
            "wal_sync_method": "fdatasync"}
RUNNING_S = 36000
FIRST_SEQUENCE, SEQUENCES_A_RUN = 1_000_000_000, 10_000_000  # far below those of peer.sql
NOBODY = uuid.UUID(int=0)


class Desk:
    """One candidate desk, of one or more processes on one port."""

    def __init__(self, url, processes, log):
        self.url, self.processes, self.log = url, processes, log

    def pids(self):
        return [process.pid for process in self.processes]

    def complaints(self):
        """The last things that went wrong here, in its own words."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if "level=error" in line or "level=warning" in line or "status=5" in line][-5:]

    def stop(self):
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            process.wait(timeout=60)


class BenchWorld(CandidateWorld):
    def __init__(self, cluster, folder, running, fresh=0):
        super().__init__(cluster, folder)
        self.running, self.fresh = running, fresh
        self.sessions = folder / "sessions"
        self.runs = 0
        self.desks = []
        self.tokens = [base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=") for _ in range(running + fresh)]
        self.seed()
        self.write_sessions()

    # -- candidates ----------------------------------------------------------------------------------------------------

    def seed(self):
        self.db.execute("""
            CREATE TEMP TABLE seed (n int, person uuid, sealed bytea, email_hash bytea, token_hash bytea,
              registration uuid DEFAULT gen_random_uuid(), attempt uuid DEFAULT gen_random_uuid(),
              session uuid)""")
        with self.db.cursor().copy("COPY seed (n, person, sealed, email_hash, token_hash) FROM STDIN") as copy:
            for number, token in enumerate(self.tokens):
                person = uuid.uuid4()
                about = {"name": f"Candidate {number}", "email": f"{number}@example.org"}
                copy.write_row((number, person, self.seal("identity", "identity.person.sealed", person, 0, about),
                                secrets.token_bytes(32), hashlib.blake2b(token.encode(), digest_size=32).digest()))
        self.db.execute("UPDATE seed SET session = md5('session ' || n)::uuid")
        self.db.execute("SET session_replication_role = replica")  # in bulk; what the rules hold is written so
        self.seed_people()
        self.begin_sessions()
        self.db.execute("SET session_replication_role = DEFAULT")
        self.db.execute("VACUUM (ANALYZE)")

    def seed_people(self):
        owner = {"association": self.association, "administration": self.administration, "text": self.one(
            "SELECT max(version) FROM staff.confidentiality_text WHERE association_id = %s", self.association)}
        for statement in ("""
            INSERT INTO identity.person (association_id, id, sealed, email_hash, created_at)
            SELECT %(association)s, person, sealed, email_hash, now() FROM seed""", """
            INSERT INTO work.registration (association_id, id, administration_id, person_id, category, track, parts, created_at)
            SELECT %(association)s, registration, %(administration)s, person, 'specialist', 'imh', '{1}', now() FROM seed""", """
            INSERT INTO work.login (token_hash, association_id, registration_id, epoch, made_at)
            SELECT sha256(convert_to(n::text, 'UTF8')), %(association)s, registration, 1, now() FROM seed""", """
            INSERT INTO work.login (token_hash, association_id, registration_id, epoch, made_at)
            SELECT token_hash, %(association)s, registration, 2, now() FROM seed""", """
            INSERT INTO work.acceptance (association_id, registration_id, text_version, accepted_at)
            SELECT %(association)s, registration, %(text)s, now() FROM seed"""):
            self.db.execute(statement, owner)

    def begin_sessions(self):
        form = self.one("SELECT form_id FROM work.administration_form WHERE administration_id = %s AND part = 1 "
                        "AND track = 'imh' AND category = 'specialist'", self.administration)
        assert self.one("SELECT count(*) FROM bank.form_item WHERE form_id = %s", form) == 60
        given = {"association": self.association, "form": form, "running": self.running, "seconds": RUNNING_S}
        for statement in ("""
            INSERT INTO work.attempt (association_id, id, registration_id, opened_at)
            SELECT %(association)s, attempt, registration, now() FROM seed WHERE n < %(running)s""", """
            INSERT INTO work.session (association_id, id, attempt_id, registration_id, part, form_id, questions, order_seed, state,
              entitled_s, grace_s, opened_at, started_at, going_since, deadline)
            SELECT %(association)s, session, attempt, registration, 1, %(form)s, 60,
              substr(sha256(session::text::bytea), 1, 16), 'running',
              %(seconds)s, 10, now(), now(), now(), now() + make_interval(secs => %(seconds)s)
            FROM seed WHERE n < %(running)s""", """
            INSERT INTO work.entitlement (association_id, session_id, number, kind, seconds, reason, at)
            SELECT %(association)s, session, 1, 'base', %(seconds)s, 'administration', now() FROM seed WHERE n < %(running)s"""):
            self.db.execute(statement, given)

    def write_sessions(self):
        known = dict(self.rows("SELECT n, session FROM seed WHERE n < %s", self.running))
        with self.sessions.open("w") as file:
            for number, token in enumerate(self.tokens):
                file.write(f"{token} {known.get(number, NOBODY)} 2\n")

    def forget_starts(self):
        """The fresh candidates have not begun again."""
        with self.db.transaction():
            self.db.execute("SET LOCAL session_replication_role = replica")
            self.db.execute("CREATE TEMP TABLE begun ON COMMIT DROP AS SELECT s.id, s.attempt_id FROM work.session s "
                            "JOIN work.attempt t ON t.id = s.attempt_id JOIN seed ON seed.registration = t.registration_id "
                            "WHERE seed.n >= %s", (self.running,))
            self.db.execute("DELETE FROM work.item_mark m USING begun b WHERE m.session_id = b.id")
            self.db.execute("DELETE FROM work.entitlement e USING begun b WHERE e.session_id = b.id")
            self.db.execute("DELETE FROM work.session s USING begun b WHERE s.id = b.id")
            self.db.execute("DELETE FROM work.attempt t USING begun b WHERE t.id = b.attempt_id")

    def forget_saves(self):
        """An empty history, so that every round begins alike."""
        with self.db.transaction():
            self.db.execute("SET LOCAL session_replication_role = replica")
            self.db.execute("TRUNCATE work.save, work.batch CASCADE")

    def next_sequence(self):
        """The first sequence number of the next run: no two runs share one."""
        self.runs += 1
        return FIRST_SEQUENCE + self.runs * SEQUENCES_A_RUN

    def stored(self, sequence):
        """(how many saves of that run are in the history, their digests together as the load client sums them)."""
        return self.row("SELECT count(*), coalesce(bit_xor(('x' || encode(substr(digest, 1, 8), 'hex'))::bit(64)), "
                        "0::bit(64))::text FROM work.save WHERE sequence >= %s AND sequence < %s",
                        sequence, sequence + SEQUENCES_A_RUN)

    # -- desks ---------------------------------------------------------------------------------------------------------

    def public_key(self):
        """The file that `blindmark init` would leave beside the keys."""
        public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
        _sodium.crypto_sign_seed_keypair(public, secret, self.keys["receipt"])
        path = self.folder / "receipt.pub"
        path.write_text(f"{public.raw.hex()}\n")
        return path

    def desk(self, name, processes=1, **settings):
        """Starts a desk on a port of its own; settings are keys of its configuration."""
        port = free_ports()
        url = f"http://127.0.0.1:{port}"
        keys, config, log = (self.folder / f"{name}.{kind}" for kind in ("keys", "conf", "log"))
        share = self.folder / "share"
        if not share.exists():
            shutil.copytree(ROOT / "client", share / "client")
            shutil.copytree(candidate_world.REPLIES, share / "replies" / "candidate")
        conninfo = self.cluster.conninfo(self.database, "blindmark_candidate", self.desk_password)
        settings = {"workers": 4, "hash_workers": 1} | ({"share_port": "yes"} if processes > 1 else {}) | settings
        lines = {keys: [f"{kind} {self.keys[kind].hex()}" for kind in candidate_world.HELD],
                 config: ["conninfo = " + conninfo.replace(" ", "\n  "), f"keys = {keys}", f"share = {share}",
                          f"public_url = {url}", f"port = {port}", *(f"{key} = {value}" for key, value in settings.items())]}
        for path, text in lines.items():
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write("\n".join(text) + "\n")
        started = [subprocess.Popen([daemon("candidate"), "--config", config], stdin=subprocess.DEVNULL,
                                    stdout=subprocess.DEVNULL, stderr=log.open("ab"), preexec_fn=_end_with_parent)
                   for _ in range(processes)]
        desk = Desk(url, started, log)
        self.desks.append(desk)
        self.wait_for(desk)
        return desk

    @staticmethod
    def wait_for(desk):
        deadline = time.monotonic() + 60
        while desk.log.read_text().count(" event=started ") < len(desk.processes):
            if any(process.poll() is not None for process in desk.processes) or time.monotonic() > deadline:
                raise RuntimeError(desk.log.read_text()[-2000:])
            time.sleep(0.05)
        with contextlib.suppress(httpx.TransportError):
            httpx.get(desk.url + "/healthz", timeout=10)

    def close(self):
        for desk in self.desks:
            with contextlib.suppress(ProcessLookupError):
                desk.stop()
        super().close()
