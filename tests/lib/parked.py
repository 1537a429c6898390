"""Requests that a desk keeps open until something changes, as pages with scripts send them."""
import concurrent.futures
import json
import select
import socket
import time
from urllib.parse import urlsplit

MOMENT = 5  # seconds within which a candidate sees a change
PATIENCE = 45  # seconds after which the desk answers although nothing has changed


def wait(browser, part=1, since=None):
    """The future of one page's waiting request; since: what the page knows, by default what there is now."""
    since = browser.see(f"/parts/{part}/clock")["version"] if since is None else since
    pool = concurrent.futures.ThreadPoolExecutor(1)

    def ask():
        answer = browser.client.get(f"/parts/{part}/clock", params={"since": since}, timeout=PATIENCE + 15,
                                    headers={"Accept": "application/json"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    future = pool.submit(ask)
    pool.shutdown(wait=False)
    return future


class Crowd:
    """Many pages of one login that wait at once, as bare sockets."""

    def __init__(self, browser, part, count):
        since, url = browser.see(f"/parts/{part}/clock")["version"], urlsplit(str(browser.client.base_url))
        cookie = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())
        self.sockets = []
        for _ in range(count):
            page = socket.create_connection((url.hostname, url.port))
            page.sendall(f"GET /parts/{part}/clock?since={since} HTTP/1.1\r\nHost: {url.netloc}\r\nCookie: {cookie}\r\n"
                         "Accept: application/json\r\nConnection: close\r\n\r\n".encode())
            self.sockets.append(page)

    def answered(self):
        """How many have something to read."""
        ready, _, _ = select.select(self.sockets, [], [], 0)
        return len(ready)

    def answers(self, seconds):
        """Every page's document, all read within this time."""
        deadline, documents = time.monotonic() + seconds, []
        for page in self.sockets:
            page.settimeout(max(0.1, deadline - time.monotonic()))
            reply = b""
            while piece := page.recv(65536):
                reply += piece
            head, _, body = reply.partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), reply
            documents.append(json.loads(body))
        return documents

    def close(self):
        for page in self.sockets:
            page.close()
