"""Faults of the disk under PostgreSQL: the power goes, it fills up, it fails to keep what it was given."""

import contextlib
import copy
import os
import signal
import subprocess
import time

import psycopg

from journal import before_the_cut
from registrar_exam import wait_for
from rigs import Rig, Unable, cluster_with, set_and_reload
from tree import BUILD


def command(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        raise Unable(f"{words[0]}: {done.stderr.strip()}")


def must_be_root(what):
    if os.geteuid() != 0:
        raise Unable(f"{what} is for root")


def up_again(cluster, database):
    """A connection, when PostgreSQL has recovered; it is started when it has given up."""
    until = time.monotonic() + 60
    while True:
        try:
            return cluster.connect(database)
        except psycopg.OperationalError:
            assert time.monotonic() < until, cluster.log.read_text()[-3000:]
            if cluster.process.poll() is not None:
                cluster.process = None
                cluster.start()
            time.sleep(0.02)


def said_since(cluster, place):
    """What PostgreSQL has said since its log was so long."""
    with cluster.log.open(encoding="utf-8", errors="replace") as log:
        log.seek(place)
        return log.read()


class DiskRig(Rig):
    """PostgreSQL on a file system of its own in a file that lies on XFS, so that its state at an instant can be kept."""
    SETTINGS = {"max_wal_size": "64MB"}

    def mount(self, image, place, *options):
        place.mkdir(exist_ok=True)
        command("mount", "-o", ",".join(("loop", *options)), image, place)
        return place

    def unmount(self, place):
        subprocess.run(["umount", place], check=True)

    def image(self, path, size, *make):
        with path.open("wb") as file:
            file.truncate(size)
        command(*make, path)
        return path

    def set_up(self):
        must_be_root("mounting a disk in a file")
        lowest = self.image(self.folder / "below.img", 4 << 30, "mkfs.xfs", "-q", "-m", "reflink=1")
        below = self.mount(lowest, self.folder / "below")
        self.undo.callback(self.unmount, below)
        self.disk = self.image(below / "disk.img", 1 << 30, "mkfs.ext4", "-q", "-F")
        place = self.mount(self.disk, self.folder / "disk")
        self.undo.callback(self.unmount, place)
        place.chmod(0o711)
        deaf = {"LD_PRELOAD": str(BUILD / "tests" / "fault" / "libdeaf_sync.so")}
        env = deaf if self.plant == "a failed sync not heard" else None
        world = self.desk(cluster_with(self, self.SETTINGS, place, env)).start()
        command("sync", "-f", place)   # the tests' own initdb leaves that to the system
        return world

    def cut(self, folder):
        """The disk and the journals as they are at this instant; judged when the machine is on again."""
        told_by = {path: path.stat().st_size for path in folder.iterdir()}
        snapshot = self.disk.with_name("snapshot.img")
        command("cp", "--reflink=always", self.disk, snapshot)
        kept = folder.with_name(folder.name + "-cut")
        kept.mkdir()
        for path, size in told_by.items():
            (kept / path.name).write_text(before_the_cut(path.read_text(), size))
        return kept, snapshot

    def judge(self, kept, snapshot):
        place = self.mount(snapshot, self.folder / "snapshot")
        try:
            again = copy.copy(self.world.cluster)
            again.data = place / again.data.relative_to(self.folder / "disk")
            again.socket, again.log = place / again.socket.relative_to(self.folder / "disk"), self.folder / "again.log"
            again.process = None
            for left in (again.data / "postmaster.pid", *again.socket.iterdir()):
                left.unlink(missing_ok=True)
            again.start()
            try:
                return self.world.check(kept, again.conninfo(self.world.database))
            finally:
                again.stop(signal.SIGQUIT)
        finally:
            self.unmount(place)
            snapshot.unlink()


class PowerRig(DiskRig):
    """The power goes."""
    KINDS = ("power",)
    PLANTS = {"fsync off": "power"}
    FRESH_AFTER = 60

    def set_up(self):
        world = super().set_up()
        if self.plant:
            set_and_reload(world, "fsync = off")
        return world

    def trial(self, kind, chance):
        folder = self.begin(chance)
        self.world.wait_for_flow()
        time.sleep(chance.uniform(0, 0.4))
        cut = self.cut(folder)
        self.world.settle()
        return self.judge(*cut)


class EioRig(DiskRig):
    """A disk that fails to keep what it was given, by what strace makes of fdatasync; then the power goes."""
    KINDS = ("eio",)
    PLANTS = {"a failed sync not heard": "eio"}
    FRESH_AFTER = 40

    def backends(self):
        return [pid for pid, in self.world.rows("SELECT pid FROM pg_stat_activity WHERE usename = 'blindmark_candidate'")]

    def trial(self, kind, chance):
        folder = self.begin(chance)
        self.world.wait_for_flow()
        cluster = self.world.cluster
        before = cluster.log.stat().st_size
        with self.injecting(chance.randint(1, 30)) as failed:
            wait_for(lambda: failed() > (60 if self.plant else 0))
            if self.plant:
                cut = self.cut(folder)
        if not self.plant:
            wait_for(lambda: "could not fdatasync file" in said_since(cluster, before))
            self.world.db.close()
            self.world.db = up_again(cluster, self.world.database)
            time.sleep(chance.uniform(0, 0.3))
            cut = self.cut(folder)
        self.world.settle()
        sums, findings = self.judge(*cut)
        return (sums, findings) if findings or self.plant else self.world.check(folder)

    @contextlib.contextmanager
    def injecting(self, first):
        """Every fdatasync of each of the desk's connections fails from that one on. Gives how many have, so far."""
        told = self.folder / "strace"
        words = ["strace", "-qq", "-o", told, "-e", "trace=fdatasync", "-e", f"inject=fdatasync:error=EIO:when={first}+"]
        for pid in self.backends():
            words += ["-p", str(pid)]
        strace = subprocess.Popen(words, stdin=subprocess.DEVNULL)
        try:
            yield lambda: told.read_text().count("INJECTED") if told.exists() else 0
        finally:
            strace.terminate()
            strace.wait()
            told.unlink(missing_ok=True)


class FullRig(Rig):
    """The disk is full until somebody makes room."""
    KINDS = ("full:heap", "full:wal")
    PLANTS = {"acknowledged before commit": "full:wal"}
    FRESH_AFTER = 10

    def set_up(self):
        must_be_root("mounting a small disk")
        self.place = self.folder / "small"
        self.place.mkdir()
        command("mount", "-t", "tmpfs", "-o", "size=400m,mode=711", "blindmark-test", self.place)
        self.undo.callback(subprocess.run, ["umount", self.place], check=True)
        # Its log stands elsewhere, or there may be no room to say that there is none.
        cluster = self.cluster({"max_wal_size": "48MB", "min_wal_size": "32MB"}, self.place, log=self.folder / "full.log")
        return self.desk(cluster, how="hasty" if self.plant else "honest").start()

    def fill(self):
        """Once more each time: a checkpoint can give room back, and then the disk is not full for long."""
        filler = self.place / "filler"
        with contextlib.suppress(OSError), filler.open("ab") as file:
            while True:
                file.write(bytes(1 << 16))
        return filler

    def trial(self, kind, chance):
        world = self.world
        folder = self.begin(chance, think_s=0)
        world.wait_for_flow()
        before = world.cluster.log.stat().st_size
        filler = self.fill()
        with contextlib.suppress(psycopg.Error):
            while kind == "full:wal":
                world.db.execute("SELECT pg_switch_wal()")
        wait_for(lambda: self.fill() and "No space left" in said_since(world.cluster, before), 90)
        time.sleep(chance.uniform(0, 0.3))
        filler.unlink(missing_ok=True)
        world.db.close()
        world.db = up_again(world.cluster, world.database)
        world.settle()
        return world.check(folder)
