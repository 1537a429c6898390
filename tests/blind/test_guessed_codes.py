"""Guessing codes at the review desk: 100,000 of them, and not one byte tells whether somebody else has the code. Put aside are the
date, the number of the request and the code itself where a page repeats it."""
import base64
import random
import re

import pytest

from figures import campaign, figure
from raw_line import RawLine, request
from review_world import LETTERS, ReviewWorld

GUESSES = campaign(100_000)
LINES, DEPTH = 8, 12       # connections, and requests that wait on each of them
ASIDE = re.compile(rb"\r\nDate: [^\r]*|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
CROCKFORD = bytes.maketrans(b"0123456789ABCDEFGHIJKLMNOPQRSTUV", LETTERS.encode())


class Same:
    """Replies that are not the same, each with a code that got it. What is put aside stands at the same place in most of them, so
    that the pattern has to be looked for only where it does not."""

    def __init__(self):
        self.found, self.pieces, self.length = {}, [], -1

    def add(self, reply, code):
        if len(reply) == self.length and all(reply[begin:end] == piece for begin, end, piece in self.pieces):
            return
        self.found.setdefault(ASIDE.sub(b"", reply.replace(code.encode(), b"CODE")), code)
        if self.length < 0 and code.encode() not in reply:
            self.length, begin = len(reply), 0
            for aside in [*(m.span() for m in ASIDE.finditer(reply)), (len(reply), 0)]:
                self.pieces.append((begin, aside[0], reply[begin:aside[0]]))
                begin = aside[1]


@pytest.fixture(scope="module")
def desk(cluster, tmp_path_factory):
    """A reviewer who guesses, and codes that are another reviewer's: open, locked, ended; and of another association."""
    world = ReviewWorld(cluster, tmp_path_factory.mktemp("guesses")).start()
    try:
        guesser, browser = world.reviewer("guesser@example.org")
        other, _ = world.reviewer("other@example.org")
        elsewhere = world.add_association("Elsewhere")
        far, _ = world.reviewer("far@example.org", elsewhere)
        world.foreign = []
        for number in range(60):
            association, account = ((elsewhere, far) if number % 5 == 0 else (world.association, other))
            packet = world.add_packet(association=association)
            if number % 3 == 0 and account == other:
                world.allocate(packet, guesser, 2)
            world.foreign.append(world.allocate(packet, account))
        world.db.execute("UPDATE review.allocation SET state = 'ended' WHERE code = ANY (%s)", (world.foreign[:10],))
        world.own = {code for (code,) in world.rows("SELECT code FROM review.allocation WHERE reviewer_id = %s", guesser)}
        world.token = browser.client.cookies["bm_review"]
        yield world
    finally:
        world.close()


def codes_to_try(world, count, chance):
    """Every 20th is somebody else's; the others are nobody's."""
    for number in range(count):
        code = base64.b32hexencode(chance.randbytes(5)).translate(CROCKFORD).decode()
        yield world.foreign[number // 20 % len(world.foreign)] if number % 20 == 0 or code in world.own else code


def ask_all(world, count, form):
    """form(code): (method, path, accept, body). Gives {reply: one code that got it}."""
    head = [f"Host: {world.url[7:]}", f"Origin: {world.url}", "Sec-Fetch-Site: same-origin", f"Cookie: bm_review={world.token}"]
    lines, same = [RawLine(world.port) for _ in range(LINES)], Same()
    codes = codes_to_try(world, count, random.Random(5))
    while batch := [[c for _, c in zip(range(DEPTH), codes)] for _ in lines]:
        if not batch[0]:
            break
        for line, group in zip(lines, batch):
            line.send(b"".join(request(m, p, head + [f"Accept: {a}"] + (["Content-Type: application/json"] if b else []), b)
                               for m, p, a, b in map(form, group)))
        for line, group in zip(lines, batch):
            for code in group:
                same.add(b"".join(line.receive()), code)
    for line in lines:
        line.close()
    return same.found


WAYS = {
    "a packet, as a program reads it": (GUESSES, lambda code: ("GET", f"/packets/{code}", "application/json", b"")),
    "a packet, as a browser reads it": (2000, lambda code: ("GET", f"/packets/{code}?page=2", "text/html", b"")),
    "the check": (2000, lambda code: ("GET", f"/packets/{code}/check", "application/json", b"")),
    "the lock": (2000, lambda code: ("POST", f"/packets/{code}/lock", "application/json", b'{"version":0,"confirm":true}')),
    "a draft": (2000, lambda code: ("POST", f"/packets/{code}/draft", "application/json",
                                    b'{"packet":"%s","version":0,"page":1,"level":{}}' % code.encode())),
    "a packet to give back": (2000, lambda code: ("GET", f"/packets/{code}/give-back", "text/html", b"")),
    "a revision": (2000, lambda code: ("POST", f"/packets/{code}/revise", "application/json",
                                       b'{"version":0,"reason":"A reason."}')),
    "phrases": (2000, lambda code: ("GET", f"/packets/{code}/phrases", "text/html", b"")),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_code_that_is_somebody_else_s_is_as_one_that_nobody_has(way, desk):
    count, form = WAYS[way]
    replies = ask_all(desk, count, form)
    assert len(replies) == 1, [(code, reply[:300]) for reply, code in list(replies.items())[:3]]
    assert next(iter(replies)).startswith(b"HTTP/1.1 404 ")
    if count == GUESSES:
        figure("guessed_codes", GUESSES)


def test_a_code_of_one_s_own_is_not(desk):
    """The control: the same comparison sees it."""
    own = sorted(desk.own)[0]
    desk.foreign.append(own)
    try:
        replies = ask_all(desk, 20 * len(desk.foreign), WAYS["a packet, as a program reads it"][1])
    finally:
        desk.foreign.remove(own)
    assert len(replies) == 2
