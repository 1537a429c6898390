#!/usr/bin/python3
"""Clients of a candidate desk in a process of their own: each saves answers, keeps a journal, and goes on until it knows what
became of each. Told on standard input, a line of JSON at a time:

    {"do": "begin", "seed", "port", "folder", "sittings": [{"session", "token", "epoch", "part", "refs", "choices"}], "habits",
     "flows"}                                  saves go out; "flows" is said when so many have been acknowledged
    {"do": "settle", "patience_s"}             no new save; what is not known is asked for and sent again, and sums are said

Habits, chances from 0 to 1 and times in seconds: connections (of each client), think_s, repeat, delay, delay_s, truncate,
shuffle (so many saves are made at a time and go out in any order), ask (of what is not known: it is asked for before it is
sent again).
"""

import collections
import heapq
import itertools
import json
import os
import random
import select
import socket
import sys
import time
import uuid

from journal import Journal, digest

PATIENCE_S = 10.0    # with one reply
RETRY_S = (0.02, 0.12)
WORDS = "because she noticed how the child turned away again and waited for him with open hands".split()
ACKNOWLEDGED = ("saved", "late", "stored")


class Save:
    def __init__(self, client, sequence):
        chance = client.crew.chance
        self.client, self.sequence = client, sequence
        self.id = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        self.ref = chance.choice(client.refs)
        self.answer = self._answer(chance)
        self.known = False
        self.under_way = 0

    def _answer(self, chance):
        if self.ref == "choice":
            return {"vignettes": [str(place) for place in sorted(chance.sample(self.client.choices, 2))]}
        if self.ref.startswith("prompt"):
            return {"text": " ".join(chance.choices(WORDS, k=chance.randint(1, 40)))}
        return {"choice": chance.choice("ABCD-")}


class Client:
    """One candidate's page."""

    def __init__(self, crew, sitting):
        self.crew = crew
        self.session, self.token, self.epoch, self.part = (sitting[name] for name in ("session", "token", "epoch", "part"))
        self.refs, self.choices = sitting["refs"], sitting["choices"]
        self.journal = Journal(os.path.join(crew.folder, self.session + ".journal"))
        self.sequences = itertools.count(1)
        self.todo = []          # (due, number, save, how)
        self.unknown = set()
        self.lines = [Line(self) for _ in range(crew.habits.get("connections", 1))]
        self.next_due = 0.0

    def plan(self, save, due, how="send"):
        heapq.heappush(self.todo, (due, next(self.crew.numbers), save, how))

    def plan_again(self, save):
        chance, habits = self.crew.chance, self.crew.habits
        how = "ask" if chance.random() < habits.get("ask", 0.3) else "send"
        self.plan(save, time.monotonic() + chance.uniform(*RETRY_S), how)

    def make(self, now):
        """New saves, as many as go out in any order."""
        chance, habits = self.crew.chance, self.crew.habits
        fresh = [Save(self, next(self.sequences)) for _ in range(habits.get("shuffle", 1))]
        chance.shuffle(fresh)
        self.unknown.update(fresh)
        self.crew.sent += len(fresh)
        for save in fresh:
            due = now + (chance.uniform(0, habits["delay_s"]) if chance.random() < habits.get("delay", 0) else 0)
            for _ in range(2 if chance.random() < habits.get("repeat", 0) else 1):
                self.plan(save, due, "cut" if chance.random() < habits.get("truncate", 0) else "send")
        self.next_due = now + chance.uniform(0, 2 * habits.get("think_s", 0))

    def step(self, now):
        """Gives work to lines that have none."""
        for line in self.lines:
            if line.work is not None or now < line.not_before:
                continue
            if not self.todo and not self.crew.settling and now >= self.next_due and len(self.unknown) < 8:
                self.make(now)
            while self.todo and self.todo[0][0] <= now:
                _, _, save, how = heapq.heappop(self.todo)
                if save.known and not (how == "send" and self.crew.habits.get("repeat")):
                    continue    # a repetition of what is known goes out too
                line.begin(save, how, now)
                break

    def know(self, save):
        save.known = True
        self.unknown.discard(save)

    def unsure(self, save):
        """Nothing is known of it yet: again, once no other copy of it is on its way."""
        if not save.known and save.under_way == 0 and not any(save is other for _, _, other, _ in self.todo):
            self.plan_again(save)

    def told(self, save, status, document):
        outcome = document.get("outcome") if status == 200 else None
        if outcome in ("saved", "late", "closed", "stale", "taken", "stored", "absent"):
            receipt = document.get("receipt")
            self.journal.told(save.id, outcome, document.get("revision") or 0, receipt and json.dumps(receipt))
        if outcome in ACKNOWLEDGED:
            if not save.known:
                self.crew.acknowledge()
            self.know(save)
        elif outcome == "closed":
            self.crew.wrong["closed"] += 1    # nobody hands in here
            self.know(save)
        elif outcome == "stale" and not save.known:
            self.sequences = itertools.count(max(document["revision"] + 1, next(self.sequences)))
            save.sequence = next(self.sequences)
        elif outcome == "taken" and not save.known:
            self.crew.wrong["taken"] += 1
            self.know(save)
        elif outcome is None and status != 503:
            self.crew.wrong[f"{status} {document.get('type', '')}"] += 1
            self.know(save)
        self.unsure(save)


class Line:
    """One connection of a client, opened when it is needed."""

    def __init__(self, client):
        self.client, self.crew = client, client.crew
        self.socket = None
        self.work = None
        self.began = self.not_before = 0.0
        self.reply = b""

    def close(self):
        if self.socket is not None:
            del self.crew.lines[self.socket.fileno()]
            self.socket.close()
            self.socket = None

    def open(self):
        self.socket = socket.socket()
        self.crew.lines[self.socket.fileno()] = self
        self.socket.settimeout(2)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.connect(("127.0.0.1", self.crew.port))
        self.socket.setblocking(False)
        self.crew.epoll.register(self.socket.fileno(), select.EPOLLIN)

    def request(self, save, how):
        client, crew = self.client, self.crew
        head = [f"Host: 127.0.0.1:{crew.port}", "Accept: application/json", f"Cookie: bm_candidate={client.token}"]
        if how == "ask":
            return "\r\n".join([f"GET /parts/{client.part}/saves/{save.id} HTTP/1.1", *head, "", ""]).encode()
        body = json.dumps({"session": client.session, "epoch": client.epoch, "ref": save.ref, "save_id": save.id,
                           "sequence": save.sequence, **save.answer})
        return "\r\n".join([f"POST /parts/{client.part}/saves HTTP/1.1", *head, f"Origin: http://127.0.0.1:{crew.port}",
                            "Sec-Fetch-Site: same-origin", "Content-Type: application/json", f"Content-Length: {len(body)}", "",
                            body]).encode()

    def begin(self, save, how, now):
        client = self.client
        self.work, self.began, self.reply = (save, how), now, b""
        save.under_way += 1
        request = self.request(save, how)
        if how != "ask":
            client.journal.sent(save.id, client.session, save.ref, client.epoch, save.sequence, digest(save.id, save.answer))
        try:
            if self.socket is None:
                self.open()
            if how == "cut":
                self.socket.send(request[:self.crew.chance.randrange(1, len(request))])
                self.fail()
            elif self.socket.send(request) != len(request):
                self.fail()
        except OSError:
            self.fail()

    def fail(self):
        """The connection is gone; what it carried is not known."""
        work, self.work = self.work, None
        self.close()
        self.not_before = time.monotonic() + self.crew.chance.uniform(*RETRY_S)
        if work is not None:
            work[0].under_way -= 1
            self.client.unsure(work[0])

    def receive(self):
        try:
            got = self.socket.recv(65536)
        except OSError:
            got = b""
        if not got:
            self.fail()
            return
        self.reply += got
        head, end, body = self.reply.partition(b"\r\n\r\n")
        if not end:
            return
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        if len(body) < int(fields[b"content-length"]) or self.work is None:
            return
        (save, _), self.work, self.reply = self.work, None, b""
        save.under_way -= 1
        if fields.get(b"connection") == b"close":
            self.close()
        self.client.told(save, int(head[9:12]), json.loads(body))


class Crew:
    def __init__(self, order):
        self.chance = random.Random(order["seed"])
        self.port, self.folder, self.habits, self.flows = order["port"], order["folder"], order["habits"], order["flows"]
        self.epoll = select.epoll()
        self.lines = {}
        self.numbers = itertools.count()
        self.sent = self.acknowledged = 0
        self.wrong = collections.Counter()
        self.settling = False
        self.until = None
        self.clients = [Client(self, sitting) for sitting in order["sittings"]]

    def acknowledge(self):
        self.acknowledged += 1
        if self.acknowledged == self.flows:
            say({"flows": self.acknowledged})

    def turn(self):
        now = time.monotonic()
        for client in self.clients:
            client.step(now)
        for file, _ in self.epoll.poll(0.002):
            if file in self.lines:
                self.lines[file].receive()
        for line in list(self.lines.values()):
            if line.work is not None and now - line.began > PATIENCE_S:
                line.fail()

    def settled(self):
        return self.settling and (time.monotonic() > self.until or not any(client.unknown for client in self.clients))

    def end(self):
        unknown = sum(len(client.unknown) for client in self.clients)
        for client in self.clients:
            for line in client.lines:
                line.close()
            client.journal.close()
        self.epoll.close()
        say({"sent": self.sent, "acknowledged": self.acknowledged, "unknown": unknown, "wrong": dict(self.wrong)})


def say(document):
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


def orders(wait):
    """The orders that have come; None: whoever gave them is gone."""
    if not wait and not select.select([sys.stdin], [], [], 0)[0]:
        return ()
    line = sys.stdin.buffer.raw.readline()
    return [json.loads(line)] if line else None


def main():
    crew = None
    while (given := orders(wait=crew is None)) is not None:
        for order in given:
            if order["do"] == "begin":
                crew = Crew(order)
            else:
                crew.settling, crew.until = True, time.monotonic() + order["patience_s"]
        if crew is not None:
            crew.turn()
            if crew.settled():
                crew.end()
                crew = None


if __name__ == "__main__":
    main()
