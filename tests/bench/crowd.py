"""One run of the load client against a desk, judged: what it counted, where the time went, what the history holds."""
import json
import subprocess
import threading
from dataclasses import dataclass, field

from cluster import _end_with_parent
from meters import Meter, memory_kb, sentence
from tree import BUILD

LOAD = BUILD / "tests" / "bench" / "load"
BARE = BUILD / "tests" / "bench" / "bare_http"
WATCH_S = 1


@dataclass
class Outcome:
    counted: dict
    server_s: float = 0
    database_s: float = 0
    machine_s: float = 0
    took_s: float = 0
    memory_kb: int = 0
    faults: list = field(default_factory=list)
    inexcusable: list = field(default_factory=list)    # those of the faults that no crowd is too great for

    def __getattr__(self, name):
        if name in self.__dict__.get("counted", {}):
            return self.counted[name]
        raise AttributeError(name)

    def where(self):
        """A sentence about CPU seconds."""
        return sentence(self.took_s, self.machine_s - self.server_s - self.database_s - self.cpu_s, desk=self.server_s,
                        database=self.database_s, client=self.cpu_s)


class Memory(threading.Thread):
    """The most that these processes held together."""

    def __init__(self, pids):
        super().__init__(daemon=True)
        self.pids, self.most_kb, self.over = pids, 0, threading.Event()

    def run(self):
        while not self.over.wait(WATCH_S):
            self.most_kb = max(self.most_kb, memory_kb(self.pids))


def options_of(settings):
    for name, value in settings.items():
        name = "--" + name.replace("_", "-")
        if value is True:
            yield name
        elif value not in (False, None):
            yield from (name, str(value))


def load(mode, url, sessions, **settings):
    """The client's own line, as a dictionary."""
    command = [LOAD, mode, "--url", url, "--sessions", sessions, *options_of(settings)]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=_end_with_parent)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) | {"said": done.stderr}


TOO_MUCH = ("unanswered", "overrun", "late", "wrong_status", "wrong_news")     # what a desk may do that has too much to do
FALSE = ("wrong_outcome", "wrong_receipt", "wrong_proof")


def faults_of(counted, names):
    return [f"{counted[name]} {name}" for name in names if counted[name]]


def drive(world, desk, mode, receipts=True, **settings):
    """A crowd at this desk. Faults: what was lost, unanswered or wrong, each in words."""
    sequence = world.next_sequence()
    key = world.public_key() if receipts else None
    memory = Memory(desk.pids())
    memory.start()
    with Meter(desk.pids(), world.cluster) as meter:
        counted = load(mode, desk.url, world.sessions, sequence=sequence, key=key, **settings)
    memory.over.set()
    memory.join()
    most_kb = max(memory.most_kb, memory_kb(desk.pids()))
    inexcusable = faults_of(counted, FALSE)
    if mode != "herd":
        inexcusable += judge_history(world, sequence, counted)
    outcome = Outcome(counted, meter.server_s, meter.database_s, meter.all_s, meter.took_s, most_kb,
                      faults_of(counted, TOO_MUCH) + inexcusable, inexcusable)
    if counted["said"]:
        outcome.faults.append(counted["said"].strip()[-800:])
    if mode != "herd" and receipts and counted["acked"] and not counted["verified"]:
        outcome.faults.append("no signature was verified")
    return outcome


def judge_history(world, sequence, counted):
    """Every acknowledged save is there with its digest, and nothing that was not sent."""
    stored, together = world.stored(sequence)
    if stored < counted["acked"]:
        return [f"{counted['acked'] - stored} acknowledged saves are not in the history"]
    if stored > counted["sent"]:
        return [f"{stored - counted['sent']} saves in the history were never sent"]
    if stored == counted["acked"] and int(together, 2) != int(counted["acked_xor"], 16):
        return ["the history holds other digests than were acknowledged"]
    return []


class Bare:
    """The floor, answering as many bytes as the desk does. forget: one request of so many gets no answer."""

    def __init__(self, reply_bytes, forget=0):
        self.process = subprocess.Popen([BARE, str(reply_bytes), str(forget)], stdout=subprocess.PIPE, text=True,
                                        stdin=subprocess.DEVNULL, preexec_fn=_end_with_parent)
        self.url = f"http://127.0.0.1:{self.process.stdout.readline().strip()}"

    def pids(self):
        return [self.process.pid]

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
