#!/usr/bin/python3
"""A door to PostgreSQL that shuts at the worst moments: pg_cutter.py LISTEN SERVER (paths of unix sockets).

Told on standard input, a line each: "answer N": the N-th save from now is carried out, and the connection is cut between the
server's last word on it and its client. "request N": it is cut when the client has sent it, and the server hears nothing of it.
"cut" is said on standard output when it was done.
"""

import os
import selectors
import socket
import sys


class Stream:
    """One direction: whole messages of the protocol, the first of a client's without a type."""

    def __init__(self, typed):
        self.typed, self.rest = typed, b""

    def messages(self, data):
        self.rest += data
        while True:
            head = 1 if self.typed else 0
            if len(self.rest) < head + 4:
                return
            length = head + int.from_bytes(self.rest[head:head + 4], "big")
            if len(self.rest) < length:
                return
            message, self.rest, self.typed = self.rest[:length], self.rest[length:], True
            yield message


class Pair:
    def __init__(self, door, client):
        self.door, self.client = door, client
        self.server = socket.socket(socket.AF_UNIX)
        self.server.connect(door.server_path)
        self.asked, self.told = Stream(False), Stream(True)
        self.saving = False
        self.held = []
        for end in (self.client, self.server):
            door.selector.register(end, selectors.EVENT_READ, self)

    def close(self):
        for end in (self.client, self.server):
            self.door.selector.unregister(end)
            end.close()

    def move(self, end):
        try:
            data = end.recv(65536)
            if data and end is self.client:
                return self.ask(data)
            if data:
                return self.tell(data)
        except OSError:
            pass
        return self.close()

    def ask(self, data):
        for message in self.asked.messages(data):
            if message[:1] == b"B" and message[5:].split(b"\0", 2)[1] in (b"save", b"save_batch"):
                self.saving = True
                if self.door.is_due("request"):
                    return self.close()
            self.server.sendall(message)
        return None

    def tell(self, data):
        for message in self.told.messages(data):
            if not self.saving:
                self.client.sendall(message)
                continue
            self.held.append(message)
            if message[:1] != b"Z":
                continue
            if self.door.is_due("answer"):
                return self.close()
            self.client.sendall(b"".join(self.held))
            self.saving, self.held = False, []
        return None


class Door:
    def __init__(self, listen_path, server_path):
        self.server_path = server_path
        self.how, self.left = None, 0
        self.selector = selectors.DefaultSelector()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(listen_path)
        os.chmod(listen_path, 0o777)
        self.listener.listen(64)
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.selector.register(sys.stdin, selectors.EVENT_READ)

    def is_due(self, how):
        if how != self.how:
            return False
        self.left -= 1
        if self.left != 0:
            return False
        self.how = None
        print("cut", flush=True)
        return True

    def take_order(self):
        line = sys.stdin.buffer.raw.readline().split()
        if line:
            self.how, self.left = line[0].decode(), int(line[1])
        return bool(line)

    def run(self):
        while True:
            for key, _ in self.selector.select():
                if key.fileobj is sys.stdin:
                    if not self.take_order():
                        return
                elif key.fileobj is self.listener:
                    self.admit()
                elif key.fileobj.fileno() >= 0:   # not closed with its other end a moment ago
                    key.data.move(key.fileobj)

    def admit(self):
        client, _ = self.listener.accept()
        try:
            Pair(self, client)
        except OSError:
            client.close()


if __name__ == "__main__":
    Door(*sys.argv[1:]).run()
