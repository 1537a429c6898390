"""A person at a desk over HTTP, as a browser (pages and forms) or as a program (JSON); and the record of all that was said."""
import re
import socket
import threading
from dataclasses import dataclass, field

import httpx
import jsonschema
from httpcore.backends.sync import SyncBackend

DESKS = ("candidate", "review", "coordination")


@dataclass
class Exchange:
    """One request and its reply, with every byte of the reply that means something."""
    desk: str
    method: str
    url: str
    who: str
    status: int
    headers: bytes
    body: bytes
    sent: bytes
    route: str = ""


@dataclass
class Recording:
    """Everything that visitors of one house sent and got, and the routes that each desk says it has."""
    exchanges: list = field(default_factory=list)
    documents: dict = field(default_factory=dict)
    validators: dict = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def document(self, desk, url):
        if desk not in self.documents:
            self.documents[desk] = httpx.get(url + "/openapi.json", timeout=10).json()
        return self.documents[desk]

    def routes(self, desk):
        """[("GET", "/parts/{part}/open"), …] of a desk that somebody has visited."""
        return [(method.upper(), path) for path, methods in self.documents[desk]["paths"].items() for method in methods]

    def find_route(self, desk, method, path):
        """The template of a path; literal parts win over parameters, as in the server."""
        method = "GET" if method == "HEAD" else method
        candidates = []
        for known, template in self.routes(desk):
            pattern = re.sub(r"\\\{[^/]*?\\\}", "[^/]+", re.escape(template))
            if known == method and re.fullmatch(pattern, path):
                candidates.append(template)
        return min(candidates, key=lambda t: t.count("{"), default="")

    def add(self, desk, url, reply, who):
        request = reply.request
        self.document(desk, url)
        exchange = Exchange(desk, request.method, str(request.url), who, reply.status_code,
                            b"\n".join(name + b": " + value for name, value in reply.headers.raw), reply.content,
                            request.content, self.find_route(desk, request.method, request.url.path))
        with self.lock:
            self.exchanges.append(exchange)
        return exchange

    def judge(self, exchange, reply):
        """A JSON reply must be what its route promised, a problem what RFC 9457 says; anything more or less fails here."""
        kind = reply.headers.get("content-type", "").split(";")[0]
        if kind == "application/problem+json":
            problem = reply.json()
            assert {"type", "title", "status"} <= set(problem), problem
            assert problem["status"] == reply.status_code >= 400, problem
        elif kind == "application/json" and exchange.route and exchange.method != "HEAD":
            operation = self.documents[exchange.desk]["paths"][exchange.route][exchange.method.lower()]
            content = operation["responses"].get("200", {}).get("content")
            if content is None:
                assert set(reply.json()) <= {"next"}, f"{exchange.route} promises no document, sent {reply.text[:200]}"
                return
            place = (exchange.desk, exchange.route, exchange.method)
            if place not in self.validators:
                self.validators[place] = jsonschema.Draft202012Validator(content["application/json"]["schema"])
            problem = jsonschema.exceptions.best_match(self.validators[place].iter_errors(reply.json()))
            if problem is not None:
                raise AssertionError(f"{exchange.method} {exchange.route}: {problem.json_path}: {problem.message}")

    def hit(self, desk):
        """Routes that did their work at least once: a page that came, a change that was made."""
        good = {"GET": (200,), "POST": (200, 303)}
        return {(e.method, e.route) for e in self.exchanges if e.desk == desk and e.status in good.get(e.method, ())}


class _Prompt(SyncBackend):
    """Sends at once: httpcore sends a head and its body apart, and without this the body waits 40 ms for a delayed ACK."""

    def connect_tcp(self, *arguments, **options):
        stream = super().connect_tcp(*arguments, **options)
        stream.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return stream


def prompt_transport():
    transport = httpx.HTTPTransport(verify=False)   # desks speak plain HTTP; reading the machine's certificates takes 60 ms
    transport._pool._network_backend = _Prompt()
    return transport


class Visitor:
    def __init__(self, desk, url, recording, html=False, who="stranger"):
        self.desk, self.url, self.recording, self.html, self.who = desk, url, recording, html, who
        self.client = httpx.Client(base_url=url, timeout=30, transport=prompt_transport(), headers={
            "Accept": "text/html,application/xhtml+xml" if html else "application/json", "User-Agent": "house-test"})

    def close(self):
        self.client.close()

    def request(self, method, path, **options):
        reply = self.client.request(method, path, **options)
        self.recording.judge(self.recording.add(self.desk, self.url, reply, self.who), reply)
        return reply

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, fields=None, headers=None, **options):
        """A state change as our own pages make it: exact Origin, same-origin. A browser sends a form, a program JSON."""
        own = {"Origin": self.url, "Sec-Fetch-Site": "same-origin", **(headers or {})}
        if fields is not None:
            options["data" if self.html else "json"] = fields
        return self.request("POST", path, headers=own, **options)

    def read(self, path):
        """The document at a path; anything but 200 fails."""
        reply = self.get(path)
        assert reply.status_code == 200, f"GET {path}: {reply.status_code} {reply.text[:300]}"
        return reply.text if self.html else reply.json()

    def do(self, path, fields=None, **options):
        """A state change that must succeed: the document, or for a browser the page it is sent to."""
        reply = self.post(path, fields, **options)
        assert reply.status_code in (200, 303), f"POST {path}: {reply.status_code} {reply.text[:300]}"
        return reply.headers.get("location") if self.html else reply.json()
