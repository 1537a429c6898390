"""A running review desk over a database whose packets were made by hand: sealed with libsodium, allocated by rows.

What the registrar and the coordinators do is not needed here, so a failing test points at the review desk. The rows that
they would write are written as superuser; everything a reviewer does goes through the desk's own door.
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

from cluster import _end_with_parent
from desk import prompt_transport
from ports import free_ports
from registrar_world import BANK, World
from tree import ROOT, daemon

REVIEW, COORDINATE = 4, 1
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PASSWORD = "four unrelated words here"
HELD = ("packet", "review", "staff_lookup", "review_sign")


def one_time_code():
    """(code, its hash) as token.h says: 19 random symbols and the check symbol of GF(32)."""
    def times_x(element):
        return (element << 1 ^ (0x25 if element & 16 else 0)) & 31

    symbols, weight = [secrets.randbelow(32) for _ in range(19)], 0
    for symbol in symbols:
        weight = times_x(weight) ^ symbol
    text = "".join(LETTERS[s] for s in symbols + [times_x(weight)])
    return "-".join(text[i:i + 4] for i in range(0, 20, 4)), hashlib.blake2b(text.encode(), digest_size=32).digest()


class Browser:
    """One person at the desk: plain forms as a browser sends them, or JSON."""

    def __init__(self, url):
        self.client = httpx.Client(base_url=url, timeout=20, transport=prompt_transport())
        self.client.headers.update({"Origin": url, "Sec-Fetch-Site": "same-origin"})

    def page(self, path):
        return self.client.get(path, headers={"Accept": "text/html"})

    def send(self, path, **fields):
        """A form; dots in names are written __."""
        data = {name.replace("__", "."): value for name, value in fields.items()}
        return self.client.post(path, data=self._of_its_packet(path) | data, headers={"Accept": "text/html"})

    def get(self, path):
        return self.client.get(path, headers={"Accept": "application/json"})

    def post(self, path, **body):
        return self.client.post(path, json=self._of_its_packet(path) | body, headers={"Accept": "application/json"})

    @staticmethod
    def _of_its_packet(path):
        """The form of a draft carries its packet's code."""
        return {"packet": path.split("/")[2]} if path.endswith("/draft") else {}

    def sign_in(self, email, password=PASSWORD):
        answer = self.send("/sign-in", email=email, password=password)
        assert answer.status_code == 303, answer.text
        return self


class ReviewWorld(World):
    def __init__(self, cluster, folder):
        super().__init__(cluster, folder)
        self.review_password = cluster.login_as("blindmark_review")
        self.port = free_ports()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"{self.database}.log"
        self.process = None
        self.serial = 0

    # -- the process ---------------------------------------------------------------------------------------------------

    def share(self):
        """The files of the desk as an installation lays them out."""
        share = self.folder / f"{self.database}-share"
        shutil.copytree(ROOT / "client", share / "client")
        shutil.copytree(ROOT / "server" / "review" / "replies", share / "replies" / "review")
        return share

    def start(self):
        self.write_config()
        return self.run()

    def write_config(self):
        keys = self.folder / f"{self.database}-review.keys"
        config = self.folder / f"{self.database}-review.conf"
        conninfo = self.cluster.conninfo(self.database, "blindmark_review", self.review_password)
        lines = {keys: [f"{kind} {self.keys[kind].hex()}" for kind in HELD],
                 config: ["conninfo = " + conninfo.replace(" ", "\n  "), f"keys = {keys}", f"share = {self.share()}",
                          f"public_url = {self.url}", f"port = {self.port}", "workers = 4", "hash_workers = 2"]}
        for path, text in lines.items():
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write("\n".join(text) + "\n")

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def run(self):
        """Also again after kill(): the same desk at the same address."""
        config = self.folder / f"{self.database}-review.conf"
        self.process = subprocess.Popen([daemon("review"), "--config", config], stdout=subprocess.DEVNULL,
                                        stderr=self.log.open("ab"), stdin=subprocess.DEVNULL,
                                        preexec_fn=_end_with_parent)
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

    def browser(self):
        return Browser(self.url)

    # -- people and packets --------------------------------------------------------------------------------------------

    def add_association(self, name):
        self.serial += 1
        association = uuid.uuid4()
        self.db.execute("INSERT INTO staff.association VALUES (%s, %s, %s, 'UTC', 21, now())",
                        (association, f"other-{self.serial}", name))
        return association

    def add_account(self, email, *associations, rights=REVIEW):
        """An account that has not set its password yet: (id, one-time code)."""
        account, (code, code_hash) = uuid.uuid4(), one_time_code()
        self.db.execute("INSERT INTO staff.account VALUES (%s, '\\x01', %s, NULL, now())",
                        (account, self.lookup("staff_lookup", email)))
        for association in associations or (self.association,):
            self.db.execute("INSERT INTO staff.appointment (association_id, account_id, rights) VALUES (%s, %s, %s)",
                            (association, account, rights))
        self.db.execute("INSERT INTO staff.one_time_code VALUES (%s, %s, now(), now() + interval '1 day', NULL)",
                        (code_hash, account))
        return account, code

    def reviewer(self, email, *associations):
        """An account that has set its password at the desk and is signed in: (id, browser)."""
        account, code = self.add_account(email, *associations)
        browser = self.browser()
        answer = browser.send("/welcome", code=code, password=PASSWORD, again=PASSWORD)
        assert answer.status_code == 303, answer.text
        return account, browser.sign_in(email)

    def add_packet(self, category="specialist", association=None, pages=2, responses="I would begin by listening.", first=0):
        """A packet over the sample bank's vignettes (from this one on) and rubric: id."""
        packet, association = uuid.uuid4(), association or self.association
        rubric = json.loads((BANK / "rubrics" / f"{category}.json").read_text())["criteria"]
        vignettes = json.loads((BANK / "vignettes" / f"{category}.json").read_text())["vignettes"][first:first + pages]
        plain = {"rubric": {"criteria": rubric},
                 "pages": [{"position": number, "title": v["title"], "paragraphs": v["paragraphs"],
                            "prompts": [dict(p, response=responses) for p in v["prompts"]]}
                           for number, v in enumerate(vignettes, 1)]}
        self.db.execute("INSERT INTO review.packet (association_id, id, administration_id, category, pages, criteria, top_level, "
                        "state, sealed, vignettes, places) VALUES (%s, %s, %s, %s, %s, %s, %s, 'in_review', %s, %s, %s)",
                        (association, packet, uuid.uuid4(), category, pages, len(rubric), len(rubric[0]["levels"]) - 1,
                         self.seal("packet", "review.packet.sealed", packet, 0, plain),
                         [uuid.uuid5(uuid.NAMESPACE_URL, v["title"]) for v in vignettes],
                         list(range(first + 1, first + 1 + pages))))
        return packet

    def allocate(self, packet, account, seat=1):
        """Hands the packet to a reviewer: the reviewer's own code."""
        code = "".join(secrets.choice(LETTERS) for _ in range(8))
        self.db.execute("INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, state) "
                        "SELECT association_id, %s, id, %s, %s, %s, %s, 'open' FROM review.packet WHERE id = %s",
                        (uuid.uuid4(), account, seat, code, secrets.token_bytes(16), packet))
        return code
