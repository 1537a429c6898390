"""A whole house for tests: installed from the build, made by `blindmark init`, fed by `blindmark import`, served by the four
processes, each under a user of its own when the tests run as root.

    with House() as house:
        house.visitor("candidate").read("/")
        house.travel(days=400)
"""
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import httpx

from blindmark import blindmark
from cluster import Cluster, _end_with_parent, system_user
from desk import DESKS, Recording, Visitor
from ports import free_ports
from tree import BUILD, ROOT

PROCESSES = (*DESKS, "registrar")
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){4}\b")
ASSOCIATION = {"code": "sample", "name": "Sample Association", "zone": "America/Chicago"}
COORDINATOR = {"name": "Corinne Adler", "email": "corinne.adler@sample.example"}


def tool(*arguments, check=True, **options):
    """Runs `blindmark`; a failure shows what it said."""
    done = blindmark(*map(str, arguments), **options)
    if check and done.returncode != 0:
        raise AssertionError(f"blindmark {arguments[0]}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def migrate(cluster, name):
    """A fresh database of that name with the whole schema. Returns the superuser's conninfo."""
    cluster.createdb(name)
    tool("migrate", "--conninfo", cluster.conninfo(name), "--share", ROOT)
    return cluster.conninfo(name)


class House:
    """Has a cluster of its own: roles and their secrets belong to a whole cluster, so two houses in one would quarrel."""

    def __init__(self, purpose="test", bank=True, parent="/tmp"):
        """parent: where the cluster lies; in memory it is no test of durability."""
        self.cluster = Cluster(parent=parent).start()
        self.database = "blindmark"
        self.folder = Path(tempfile.mkdtemp(prefix="bm-house-", dir="/tmp"))
        self.folder.chmod(0o711)
        self.app, self.keys, self.etc = self.folder / "app", self.folder / "keys", self.folder / "etc"
        self.port = free_ports(len(DESKS))
        self.urls = {desk: f"http://127.0.0.1:{self.port + place}" for place, desk in enumerate(DESKS)}
        self.running, self.recording = {}, Recording()
        try:
            self._install()
            self.code = self.add_association(ASSOCIATION, COORDINATOR, purpose)
            if bank:
                self.import_bank(ASSOCIATION["code"])
        except BaseException:
            self.destroy()
            raise

    def _install(self):
        """The clone may lie where only root can enter, so what runs is a copy."""
        if os.geteuid() == 0:
            for process in PROCESSES:
                system_user(f"blindmark-{process}")
        subprocess.run(["cmake", "--install", BUILD, "--prefix", self.app], check=True, capture_output=True)
        self.cluster.createdb(self.database)

    # -- the operator ---------------------------------------------------------------------------------------------------

    def add_association(self, association, coordinator, purpose="test"):
        """`blindmark init`; returns the coordinator's one-time code."""
        done = tool("init", "--conninfo", self.cluster.conninfo(self.database), "--share", self.app / "share",
                    "--keys", self.keys, "--association-code", association["code"], "--association-name",
                    association["name"], "--zone", association["zone"], "--coordinator-name", coordinator["name"],
                    "--coordinator-email", coordinator["email"], "--port", self.port, "--purpose", purpose)
        return CODE.search(done.stdout).group()

    def import_bank(self, association, bank=ROOT / "question-bank"):
        return tool("import", "--conninfo", self.conninfo_of("registrar"), "--keys", self.keys / "registrar.keys",
                    "--association", association, "--bank", bank)

    def conninfo_of(self, process):
        """The connection string with the secret that stands in the configuration of this process."""
        text = (self.etc / f"{process}.conf").read_text()
        return " ".join(re.search(r"^conninfo = ((?:.+\n(?:[ \t]+.+\n)*))", text, re.M).group(1).split())

    def admin(self, **options):
        """A superuser's connection."""
        return self.cluster.connect(self.database, **options)

    # -- the processes --------------------------------------------------------------------------------------------------

    def log(self, process):
        return self.folder / f"{process}.log"

    def start(self, *names):
        for name in names or PROCESSES:
            assert name not in self.running
            config = self.etc / f"{name}.conf"
            owner = pwd.getpwuid(config.stat().st_uid)
            user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
            with self.log(name).open("ab") as log:
                self.running[name] = subprocess.Popen(
                    [self.app / "bin" / f"blindmark-{name}", "--config", config], cwd="/", stdin=subprocess.DEVNULL,
                    stdout=log, stderr=subprocess.STDOUT, preexec_fn=_end_with_parent, **user)
        for name in names or PROCESSES:
            self._wait_until_it_answers(name)
        return self

    def _wait_until_it_answers(self, name):
        deadline = time.monotonic() + 20
        while True:
            if self.running[name].poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{name} did not start:\n{self.log(name).read_text()}")
            if name not in self.urls:
                return
            try:
                if httpx.get(self.urls[name] + "/healthz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)

    def stop(self, *names):
        for name in names or list(self.running):
            process = self.running.pop(name)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0, self.log(name).read_text()

    def kill(self, *names):
        """As when the power goes: no process gets a word in."""
        for name in names:
            process = self.running.pop(name)
            process.kill()
            process.wait(timeout=30)

    def restart(self, *names):
        names = names or tuple(self.running)
        self.stop(*names)
        self.start(*names)

    def destroy(self):
        try:
            self.stop()
        finally:
            for process in self.running.values():
                process.kill()
            self.cluster.destroy()
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.destroy()

    # -- time -----------------------------------------------------------------------------------------------------------

    def travel(self, **span):
        """Moves the house's clock forward by timedelta(**span). No login role could; the desks need no restart."""
        with self.admin() as db:
            db.execute("INSERT INTO service.time_shift (purpose, shift) SELECT i.purpose, %s FROM service.installation i "
                       "ON CONFLICT (only_row) DO UPDATE SET shift = service.time_shift.shift + excluded.shift",
                       [timedelta(**span)])

    def travel_to(self, moment):
        self.travel(seconds=(moment - self.now()).total_seconds())

    def now(self):
        with self.admin() as db:
            return db.execute("SELECT service.now_utc()").fetchone()[0]

    # -- visitors -------------------------------------------------------------------------------------------------------

    def visitor(self, desk, html=False):
        """A stranger with an empty cookie jar."""
        return Visitor(desk, self.urls[desk], self.recording, html)


def wait_for(question, seconds=30):
    """Asks again until the answer is true, and returns it; a test that waits says for what."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain")
        time.sleep(0.1)
    return answer
