"""Requests that are sent at instants of CLOCK_BOOTTIME, and when each was sent and answered on the same clock."""

import json
import subprocess
import time
from dataclasses import dataclass

from tree import BUILD

PROGRAM = BUILD / "tests" / "fault" / "volley"


def boot_us():
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000


@dataclass
class Reply:
    """sent_us was read before the first byte was sent, received_us after the last one had come."""
    sent_us: int
    received_us: int
    status: int
    document: dict


def post(url, path, token, document):
    """The bytes of a request as a page of the candidate desk sends it."""
    body = json.dumps(document).encode()
    head = [f"POST {path} HTTP/1.1", "Host: " + url.removeprefix("http://"), "Origin: " + url, "Sec-Fetch-Site: same-origin",
            "Accept: application/json", "Content-Type: application/json", f"Content-Length: {len(body)}",
            f"Cookie: bm_candidate={token}", "", ""]
    return "\r\n".join(head).encode() + body


def fire(port, shots, connections):
    """shots: (instant in microseconds, bytes of a request). Returns a Reply for each, in the same order."""
    order = sorted(range(len(shots)), key=lambda number: shots[number][0])
    plan = b"".join(b"%d %d\n%s" % (shots[number][0], len(shots[number][1]), shots[number][1]) for number in order)
    most = max(0, shots[order[-1]][0] - boot_us()) // 1000000 + 120
    done = subprocess.run([PROGRAM, str(port), str(connections)], input=plan, capture_output=True, timeout=most)
    assert done.returncode == 0, done.stderr.decode()
    replies = [None] * len(shots)
    for line in done.stdout.splitlines():
        place, sent, received, status, document = line.split(b" ", 4)
        replies[order[int(place)]] = Reply(int(sent), int(received), int(status), json.loads(document))
    return replies
