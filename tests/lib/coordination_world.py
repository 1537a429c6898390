"""A running coordination desk over a database with the sample bank, and people who can sign in there.

Everything coordinators, proctors, maskers and approvers do goes through the desk's own door. What candidates, reviewers and
the registrar would write is written as superuser and sealed with libsodium. Each JSON reply of a page is held against its
allow-list schema as it comes.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import time
import uuid

import httpx
import jsonschema

from ports import free_ports
from registrar_world import World
from review_world import LETTERS, PASSWORD, Browser, one_time_code
from tree import ROOT, daemon

COORDINATE, PROCTOR, REVIEW, MASK, APPROVE = 1, 2, 4, 8, 16
HELD_HERE = ("identity", "intake", "result", "staff_lookup", "candidate_lookup")
REPLIES = ROOT / "server" / "coordination" / "replies"
CATEGORIES = ("specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty")


def schema(name):
    return json.loads((REPLIES / f"{name}.schema.json").read_text())


def without_reader(outcome):
    """A letter as the registrar's preview shows it: nothing in it tells whose it is."""
    known = {"category", "track", "date", "earliest", "request_by"}
    if isinstance(outcome, dict):
        return {name: without_reader(value) for name, value in outcome.items() if name not in known}
    return outcome


class Colleague(Browser):
    """One person at the coordination desk."""

    def read(self, path, name):
        """The document of a page, checked against its schema; the page itself must be there too."""
        answer = self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        jsonschema.validate(answer.json(), schema(name))
        page = self.page(path)
        assert page.status_code == 200 and page.text.startswith("<!doctype html>"), page.text
        return answer.json()

    def form(self, path, /, status=303, **fields):
        answer = self.send(path, **fields)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text}"
        return answer

    def make(self, path, reply, /, **body):
        answer = self.post(path, **body)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        jsonschema.validate(answer.json(), schema(reply))
        return answer.json()


class CoordinationWorld(World):
    def __init__(self, cluster, folder):
        super().__init__(cluster, folder, zone="America/Detroit")
        self.desk_password = cluster.login_as("blindmark_coordination")
        self.port = free_ports()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"{self.database}-coordination.log"
        self.process = None
        first = self.one("SELECT id FROM staff.account")
        self.db.execute("UPDATE staff.account SET sealed = %s", (self.identity("staff.account.sealed", first, "First Person"),))
        done = self.import_bank()
        assert done.returncode == 0, done.stderr

    def identity(self, column, row, name, email="somebody@example.org"):
        return self.seal("identity", column, row, 0, {"name": name, "email": email})

    def share(self):
        share = self.folder / f"{self.database}-coordination-share"
        shutil.copytree(ROOT / "client", share / "client")
        shutil.copytree(REPLIES, share / "replies" / "coordination")
        return share

    def start(self):
        keys = self.folder / f"{self.database}-coordination.keys"
        config = self.folder / f"{self.database}-coordination.conf"
        conninfo = self.cluster.conninfo(self.database, "blindmark_coordination", self.desk_password)
        lines = {keys: [f"{kind} {self.keys[kind].hex()}" for kind in HELD_HERE],
                 config: ["conninfo = " + conninfo.replace(" ", "\n  "), f"keys = {keys}", f"share = {self.share()}",
                          f"public_url = {self.url}", f"port = {self.port}", "workers = 4", "hash_workers = 2",
                          "candidate_url = https://exam.example.org", "review_url = https://review.example.org"]}
        for path, text in lines.items():
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write("\n".join(text) + "\n")
        self.process = subprocess.Popen([daemon("coordination"), "--config", config], stdout=subprocess.DEVNULL,
                                        stderr=self.log.open("ab"), stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while True:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(self.url + "/healthz", timeout=5)
                return self
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(self.log.read_text())
            time.sleep(0.05)

    def close(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=30)
        super().close()

    # -- people --------------------------------------------------------------------------------------------------------

    def add_account(self, email, rights, association=None, categories=CATEGORIES, capacity=20):
        account, (code, code_hash) = uuid.uuid4(), one_time_code()
        name = email.split("@")[0].capitalize()
        self.db.execute("INSERT INTO staff.account VALUES (%s, %s, %s, NULL, now())",
                        (account, self.identity("staff.account.sealed", account, name, email), self.lookup("staff_lookup", email)))
        self.db.execute("INSERT INTO staff.appointment VALUES (%s, %s, %s, %s, %s)",
                        (association or self.association, account, rights, list(categories), capacity))
        self.db.execute("INSERT INTO staff.one_time_code VALUES (%s, %s, now(), now() + interval '1 day', NULL)",
                        (code_hash, account))
        return account, code

    def browser(self):
        return Colleague(self.url)

    def colleague(self, rights, association=None):
        """Somebody new with these rights, signed in."""
        _, code = self.add_account(f"p{secrets.token_hex(4)}@example.org", rights, association)
        browser = self.browser()
        browser.form("/welcome", code=code, password=PASSWORD, again=PASSWORD)
        return browser

    # -- what others would write ---------------------------------------------------------------------------------------

    def close_sessions(self, administration):
        """Everybody has sat every part they owe: attempts and sessions of two hours ago, closed."""
        self.db.execute("UPDATE work.administration SET opens_at = now() - interval '8 hours', "
                        "closes_at = now() - interval '1 hour' WHERE id = %s", (administration,))
        self.db.execute("INSERT INTO work.attempt SELECT association_id, gen_random_uuid(), id, now() - interval '7 hours' "
                        "FROM work.registration WHERE administration_id = %s", (administration,))
        with self.db.transaction():
            self.db.execute(
                "INSERT INTO work.session (association_id, id, attempt_id, part, form_id, order_seed, state, entitled_s, grace_s, "
                "opened_at, delivered_at, started_at, deadline, handed_in_at, closed_at) "
                "SELECT r.association_id, gen_random_uuid(), t.id, p.part, f.form_id, "
                "'\\x00112233445566778899aabbccddeeff', 'closed', "
                "5400, 10, now() - interval '7 hours', now() - interval '7 hours', now() - interval '7 hours', "
                "now() - interval '5.5 hours', now() - interval '6 hours', now() - interval '6 hours' "
                "FROM work.registration r JOIN work.attempt t ON t.registration_id = r.id "
                "CROSS JOIN LATERAL unnest(r.parts) p (part) "
                "JOIN work.administration_form f ON f.administration_id = r.administration_id AND f.part = p.part "
                "AND f.track = r.track AND f.category = r.category WHERE r.administration_id = %s", (administration,))
            self.db.execute(
                "INSERT INTO work.entitlement SELECT s.association_id, s.id, 1, 'base', 5400, 'base', NULL, now() "
                "FROM work.session s "
                "JOIN work.attempt t ON t.id = s.attempt_id JOIN work.registration r ON r.id = t.registration_id "
                "WHERE r.administration_id = %s", (administration,))

    def finish_duty(self, administration, kind, state="done", note=""):
        done = self.db.execute("UPDATE work.duty SET state = %s, note = %s, finished_at = now() "
                               "WHERE administration_id = %s AND kind = %s AND state IN ('asked', 'running')",
                               (state, note, administration, kind))
        assert done.rowcount == 1

    def add_response(self, administration, text, masks=(), category="specialist"):
        """A response that waits for a masker: its third code."""
        response, code = uuid.uuid4(), "".join(secrets.choice(LETTERS) for _ in range(8))
        plain = {"pages": [{"position": 1, "title": "A home visit",
                            "responses": [{"prompt": "a", "text": text,
                                           "masks": [{"from": f, "to": t, "why": "name"} for f, t in masks]}]}]}
        self.db.execute("INSERT INTO intake.response (association_id, id, administration_id, category, code, state, sealed) "
                        "VALUES (%s, %s, %s, %s, %s, 'proposed', %s)",
                        (self.association, response, administration, category, code,
                         self.seal("intake", "intake.response.sealed", response, 1, plain)))
        return code

    def response(self, code):
        row = self.row("SELECT id, version, state, sealed FROM intake.response WHERE code = %s", code)
        return row[2], self.open("intake", "intake.response.sealed", row[0], row[1], row[3])["pages"][0]["responses"][0]

    def add_packet(self, administration, category="specialist", barred=(), state="waiting"):
        packet = uuid.uuid4()
        self.db.execute("INSERT INTO review.packet (association_id, id, administration_id, category, pages, criteria, "
                        "top_level, barred, state, sealed) VALUES (%s, %s, %s, %s, 2, 5, 4, %s, %s, '\\x00')",
                        (self.association, packet, administration, category, list(barred), state))
        return packet

    def lock_all(self, administration):
        self.db.execute("UPDATE review.allocation SET state = 'locked', revision = 1, sealed = '\\x00', commitment = sha256('x'), "
                        "locked_at = now() "
                        "WHERE packet_id IN (SELECT id FROM review.packet WHERE administration_id = %s)", (administration,))
        self.db.execute("UPDATE review.packet SET state = 'decided' WHERE administration_id = %s", (administration,))
        for _ in range(self.one("SELECT count(*) FROM review.packet WHERE administration_id = %s", administration)
                       - self.one("SELECT count(*) FROM result.feedback WHERE administration_id = %s", administration)):
            self.add_feedback(administration, state="approved")

    def add_feedback(self, administration, *texts, state="proposed", note=None):
        """What the registrar leaves of the remarks on a decided packet; the last text is the overall remarks. Returns the code."""
        feedback, code = uuid.uuid4(), "".join(secrets.choice(LETTERS) for _ in range(8))
        remarks = [{"place": place, "overall": place + 1 == len(texts), "text": text, "dropped": False}
                   for place, text in enumerate(texts)]
        self.db.execute("INSERT INTO result.feedback VALUES (%s, %s, %s, %s, 1, %s)",
                        (self.association, feedback, administration, code, state))
        self.db.execute("INSERT INTO result.feedback_text VALUES (%s, %s, 1, %s)",
                        (self.association, feedback,
                         self.seal("result", "result.feedback_text.sealed", feedback, 1,
                                   {"remarks": remarks} | ({"note": note} if note else {}))))
        return code

    def prepare_release(self, administration, account, outcomes, number=1):
        """What the registrar's preview duty leaves: a prepared release with a letter for each outcome."""
        release, digest = uuid.uuid4(), hashlib.sha256(secrets.token_bytes(8)).digest()
        self.db.execute("INSERT INTO result.release (association_id, id, administration_id, number, state, digest, letters, "
                        "prepared_by, prepared_at) VALUES (%s, %s, %s, %s, 'prepared', %s, %s, %s, now())",
                        (self.association, release, administration, number, digest, len(outcomes), account))
        for outcome in map(without_reader, outcomes):
            letter = uuid.uuid4()
            self.db.execute("INSERT INTO result.preview VALUES (%s, %s, %s, %s)",
                            (self.association, release, letter, self.seal("result", "result.preview.sealed", letter, 0, outcome)))
        return release, digest.hex()

    def publish(self, release, outcomes):
        """What the registrar's release duty leaves. outcomes: by registration."""
        for registration, outcome in outcomes.items():
            self.db.execute("INSERT INTO result.outcome VALUES (%s, %s, %s, %s)",
                            (self.association, registration, release,
                             self.seal("result", "result.outcome.sealed", registration, 1, outcome)))
        self.db.execute("UPDATE result.release SET state = 'released', released_at = now() WHERE id = %s", (release,))
