"""HTTP on one socket that is kept, with every byte of a reply as it came: for tests that compare bytes, or ask very often."""
import re
import select
import socket

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.I)


def request(method, path, headers=(), body=b""):
    """The bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", *headers]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class RawLine:
    def __init__(self, port):
        self.port, self.socket, self.rest = port, None, b""

    def close(self):
        if self.socket is not None:
            self.socket.close()
            self.socket, self.rest = None, b""

    def send(self, data):
        """May be several requests at once (pipelined), on a new connection when the old one was left alone for too long."""
        if self.socket is not None and select.select([self.socket], [], [], 0)[0] and not self.socket.recv(1, socket.MSG_PEEK):
            self.close()
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(data)

    def receive(self):
        """(head with the empty line, body) of the next reply."""
        while (end := self.rest.find(b"\r\n\r\n")) < 0:
            self._more()
        end += 4
        head = self.rest[:end]
        found = LENGTH.search(head)
        length = int(found.group(1)) if found else 0
        while len(self.rest) < end + length:
            self._more()
        body, self.rest = self.rest[end:end + length], self.rest[end + length:]
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return head, body

    def _more(self):
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError(f"the other side hung up, {self.rest[:200]!r} had come")
        self.rest += data
