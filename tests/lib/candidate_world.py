"""A running candidate desk over the sample bank, with administrations and registrations made by hand.

What coordinators write is written as superuser and sealed with libsodium; everything a candidate does goes through the
desk's own door. Replies are checked against their allow-list schemas as they come.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import time
import uuid
from datetime import datetime, timedelta, timezone

import httpx
import jsonschema

from ports import free_ports
from registrar_world import World
from review_world import Browser, one_time_code
from tree import ROOT, daemon

HELD = ("identity", "bank", "answers", "result", "receipt", "rescue_public")
REPLIES = ROOT / "server" / "candidate" / "replies"
SCHEMAS = {path.name.removesuffix(".schema.json"): json.loads(path.read_text()) for path in REPLIES.glob("*.json")}
PAGES = (("/parts/1/items/", "item"), ("/parts/2/vignettes/", "vignette"), ("/parts/./review", "review"),
         ("/parts/./hand-in", "review"), ("/parts/./questions", "questions"), ("/parts/./clock", "clock"),
         ("/parts/./open", "open"), ("/exam", "exam"),
         ("/parts/./break", "break"), ("/instructions", "instructions"), ("/confidentiality", "confidentiality"),
         ("/tutorial/", "tutorial"), ("/results", "results"), ("/letter", "results"), ("/parts/./receipts$", "receipts"))


class Candidate(Browser):
    """One candidate at a browser. JSON replies are validated."""

    def see(self, path):
        """The document behind a page."""
        answer = self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        name = next(schema for pattern, schema in PAGES if re.match(pattern, path))
        jsonschema.validate(answer.json(), SCHEMAS[name])
        return answer.json()

    def clock(self, part):
        """What the clock of an ordinary session shows: nothing that would make it extraordinary is set."""
        clock = self.see(f"/parts/{part}/clock")
        assert not any(clock[word] for word in ("stopped", "paused", "own_break", "taken_over")), clock
        return {word: clock[word] for word in ("seconds_left", "line", "running")}

    def refused(self, path, code, reason=None):
        answer = self.get(path)
        assert (answer.json()["type"], answer.json().get("reason")) == ("/problems/" + code, reason), answer.text
        return answer

    def form(self, path, data, expect=303):
        answer = self.client.post(path, data=data, headers={"Accept": "text/html"})
        assert answer.status_code == expect, f"{path}: {answer.status_code} {answer.text}"
        return answer

    def save(self, part, ref, save_id=None, **answer):
        reply = self.post(f"/parts/{part}/saves", ref=ref, save_id=str(save_id or uuid.uuid4()), **answer)
        assert reply.status_code == 200, reply.text
        jsonschema.validate(reply.json(), SCHEMAS["save"])
        return reply.json()

    def enter(self, code):
        answer = self.form("/sign-in", {"code": code})
        assert answer.headers["location"] == "/exam"
        return self

    def accept(self):
        version = self.see("/confidentiality")["version"]
        self.form("/confidentiality", {"version": version, "accept": "yes"})
        return self

    def open(self, part):
        """Opens a part and acknowledges its first page, as a page with scripts does."""
        first = self.form(f"/parts/{part}/open", {}).headers["location"]
        self.see(first)
        begun = self.post(f"/parts/{part}/begin")
        jsonschema.validate(begun.json(), SCHEMAS["clock"])
        return first


class CandidateWorld(World):
    def __init__(self, cluster, folder, **world):
        super().__init__(cluster, folder, **world)
        done = self.import_bank()
        assert done.returncode == 0, done.stderr
        self.desk_password = cluster.login_as("blindmark_candidate")
        self.port = free_ports()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"{self.database}-candidate.log"
        self.process = None
        self.administration = self.add_administration()

    # -- the process ---------------------------------------------------------------------------------------------------

    def start(self, workers=4, env=None, program=None, conninfo=None):
        """program, conninfo: another build of the desk, another way to the database."""
        keys = self.folder / f"{self.database}-candidate.keys"
        config = self.folder / f"{self.database}-candidate.conf"
        share = self.folder / f"{self.database}-share"
        if not share.exists():
            shutil.copytree(ROOT / "client", share / "client")
            shutil.copytree(REPLIES, share / "replies" / "candidate")
        conninfo = conninfo or self.cluster.conninfo(self.database, "blindmark_candidate", self.desk_password)
        lines = {keys: [f"{kind} {self.keys[kind].hex()}" for kind in HELD],
                 config: ["conninfo = " + conninfo.replace(" ", "\n  "), f"keys = {keys}", f"share = {share}",
                          f"public_url = {self.url}", f"port = {self.port}", f"workers = {workers}", "hash_workers = 1"]}
        for path, text in lines.items():
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write("\n".join(text) + "\n")
        self.process = subprocess.Popen([program or daemon("candidate"), "--config", config], stdout=subprocess.DEVNULL,
                                        stderr=self.log.open("ab"), stdin=subprocess.DEVNULL, env=env)
        deadline = time.monotonic() + 30
        while True:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(self.url + "/healthz", timeout=5)
                return self
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(self.log.read_text())
            time.sleep(0.05)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(timeout=30)
        self.process = None

    def close(self):
        if self.process is not None:
            self.stop()
        super().close()

    # -- exams and people ----------------------------------------------------------------------------------------------

    def add_administration(self, opens=timedelta(hours=-1), closes=timedelta(days=10), form="a", association=None):
        administration, association = uuid.uuid4(), association or self.association
        now = datetime.now(timezone.utc)
        self.db.execute("INSERT INTO work.administration (association_id, id, title, opens_at, closes_at, created_by, created_at) "
                        "VALUES (%s, %s, 'Spring exam', %s, %s, %s, now())",
                        (association, administration, now + opens, now + closes, uuid.uuid4()))
        self.db.execute("""
            INSERT INTO work.administration_form (association_id, administration_id, part, track, category, form_id)
            SELECT f.association_id, %s, f.part, t.track, c.category, f.id
            FROM bank.form f, unnest(f.tracks) AS t (track),
              unnest(ARRAY['specialist', 'mentor-clinical', 'mentor-policy', 'mentor-research-faculty']) AS c (category)
            WHERE f.association_id = %s AND f.code LIKE %s AND (f.category IS NULL OR f.category = c.category)""",
                        (administration, association, f"%-{form}"))
        return administration

    def register(self, name="Ada Example", category="specialist", track="imh", parts=(1, 2), esl=0, administration=None):
        """(registration, code on the slip)"""
        person, registration, (code, code_hash) = uuid.uuid4(), uuid.uuid4(), one_time_code()
        email = f"{person.hex}@example.org"
        self.db.execute("INSERT INTO identity.person VALUES (%s, %s, %s, %s, now())",
                        (self.association, person,
                         self.seal("identity", "identity.person.sealed", person, 0, {"name": name, "email": email}),
                         self.lookup("candidate_lookup", email)))
        self.db.execute("INSERT INTO work.registration (association_id, id, administration_id, person_id, category, track, parts, "
                        "slip_hash, slip_number, created_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 1, now())",
                        (self.association, registration, administration or self.administration, person, category, track,
                         list(parts), code_hash))
        if esl:
            self.grant(registration, "esl", esl)
        return registration, code

    def grant(self, registration, kind, minutes=0, documents="not_needed", **columns):
        """An accommodation as a roster brings it in, granted for both parts."""
        columns = {"association_id": self.association, "id": uuid.uuid4(), "registration_id": registration, "kind": kind,
                   "state": "granted", "received_on": "2026-01-01", "filed_by": "roster", "filed_at": datetime.now(timezone.utc),
                   "documents": documents, "part1_minutes": minutes, "part2_minutes": minutes} | columns
        self.db.execute(f"INSERT INTO work.accommodation ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})",
                        tuple(columns.values()))
        return columns["id"]

    def new_code(self, registration):
        """The code on another slip; the one before is good no more."""
        code, code_hash = one_time_code()
        self.db.execute("UPDATE work.registration SET slip_hash = %s WHERE id = %s", (code_hash, registration))
        return code

    def browser(self):
        return Candidate(self.url)

    def sits(self, **registration):
        """A candidate who has signed in and accepted the confidentiality text: (registration, browser)."""
        made, code = self.register(**registration)
        return made, self.browser().enter(code).accept()

    # -- time, and what is stored --------------------------------------------------------------------------------------

    def shift(self, seconds):
        """Moves the clock of this database; 0 puts it right again."""
        self.db.execute("DELETE FROM service.time_shift")
        if seconds:
            self.db.execute("INSERT INTO service.time_shift (purpose, shift) VALUES ('test', make_interval(secs => %s))",
                            (seconds,))

    def session(self, registration, part):
        """The session's row as a dictionary."""
        cursor = self.db.execute("SELECT s.* FROM work.session s JOIN work.attempt t ON t.id = s.attempt_id "
                                 "WHERE t.registration_id = %s AND s.part = %s", (registration, part))
        row = cursor.fetchone()
        return row and dict(zip((column.name for column in cursor.description), row))

    def act(self, function, registration, part, *arguments, at=None):
        """What a coordinator's desk does to a session's time: work.<function>(session, ..., at); its word."""
        session = self.session(registration, part)["id"]
        given = (self.association, session, *arguments, at or self.one("SELECT service.now_utc()"))
        return self.one(f"SELECT work.{function}({', '.join(['%s'] * len(given))})", *given)

    def pause(self, registration, part, at=None):
        assert self.act("pause", registration, part, "staff", at=at) == "done"

    def resume(self, registration, part, at=None):
        return self.act("resume", registration, part, "technical", uuid.uuid4(), at=at)

    def give(self, registration, part, seconds):
        return self.act("extend", registration, part, "incident", seconds, "fire alarm", uuid.uuid4())

    def saves(self, registration, part):
        """Every save in the order it was stored: (ref, epoch, sequence, late, opened answer)."""
        rows = self.rows("SELECT v.ref, v.epoch, v.sequence, v.late, v.save_id, v.sealed FROM work.save v "
                         "JOIN work.session s ON s.id = v.session_id JOIN work.attempt t ON t.id = s.attempt_id "
                         "WHERE t.registration_id = %s AND s.part = %s ORDER BY v.epoch, v.sequence", registration, part)
        return [(ref, epoch, sequence, late, self.open("answers", "work.save.sealed", save_id, 0, sealed))
                for ref, epoch, sequence, late, save_id, sealed in rows]

    def counted(self, registration, part):
        """What counts: the newest answer of each ref that is not late."""
        return {ref: answer for ref, _, _, late, answer in self.saves(registration, part) if not late}

    def events(self, registration, action):
        return self.one("SELECT count(*) FROM audit.event WHERE actor_id = %s AND action = %s", registration, action)

    def publish(self, registration, outcome, number=1, state="released", administration=None):
        release = uuid.uuid4()
        self.db.execute("INSERT INTO result.release (association_id, id, administration_id, number, state, digest, letters, "
                        "prepared_by, prepared_at, confirmed_by, confirmed_at, released_at) "
                        "VALUES (%s, %s, %s, %s, %s, %s, 1, %s, now(), %s, now(), now())",
                        (self.association, release, administration or uuid.uuid4(), number, state, secrets.token_bytes(32),
                         uuid.uuid4(), uuid.uuid4()))
        self.db.execute("INSERT INTO result.outcome VALUES (%s, %s, %s, %s)",
                        (self.association, registration, release,
                         self.seal("result", "result.outcome.sealed", registration, number, outcome)))
