"""A third reviewer is not told so: whatever seat an allocation has, and however far its packet is, the review desk sends the same
bytes to the one who sits there."""
import itertools
import re

import pytest

from review_world import ReviewWorld

SEATS = (1, 2, 3)
STATES = ("waiting", "in_review", "third_needed", "decided")


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = ReviewWorld(cluster, tmp_path_factory.mktemp("third")).start()
    yield running
    running.close()


NUMBER = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def seen(browser, path):
    """Every byte of every page about it but the moment it was sent and the number of the request, which is drawn anew."""
    answers = [ask(at) for ask in (browser.page, browser.get)
               for at in ("/queue", "/home", path, *(f"{path}?page={page}" for page in (1, 2)), path + "/check", path + "/lock")]
    return [(a.status_code, [(k, NUMBER.sub(b"-", v)) for k, v in sorted(a.headers.raw) if k.lower() != b"date"],
             NUMBER.sub(b"-", a.content)) for a in answers]


def put(world, packet, account, seat, state):
    others = [s for s in SEATS if s != seat]
    with world.db.transaction():
        world.db.execute("UPDATE review.packet SET state = %s WHERE id = %s", (state, packet))
        # Out of each other's way: no two of a packet have the same seat.
        world.db.execute("UPDATE review.allocation SET state = 'ended', sealed = NULL, commitment = NULL, locked_at = NULL "
                         "WHERE packet_id = %s AND reviewer_id <> %s", (packet, account))
        world.db.execute("UPDATE review.allocation SET seat = %s WHERE packet_id = %s AND reviewer_id = %s",
                         (seat, packet, account))
        for row, other in zip(world.rows("SELECT id FROM review.allocation WHERE packet_id = %s AND reviewer_id <> %s ORDER BY id",
                                         packet, account), others):
            world.db.execute("UPDATE review.allocation SET seat = %s, state = 'open' WHERE id = %s", (other, row[0]))


def same_in_every_seat(world, packet, account, browser, path):
    first = None
    for seat, state in itertools.product(SEATS, STATES):
        put(world, packet, account, seat, state)
        now = seen(browser, path)
        assert first is None or now == first, (seat, state)
        first = now
    return first


def test_nothing_at_the_review_desk_tells_the_seat(world):
    packet = world.add_packet()
    for seat, name in ((2, "second"), (3, "other")):
        world.allocate(packet, world.reviewer(f"{name}@example.org")[0], seat)
    account, browser = world.reviewer("reader@example.org")
    path = "/packets/" + world.allocate(packet, account)
    levels = {f"c{n}": "3" for n in range(1, 6)}
    new = same_in_every_seat(world, packet, account, browser, path)
    version = browser.get(path).json()["version"]
    for page in (1, 2):
        answer = browser.post(path + "/draft", version=version, page=page, level=levels, recommendation="pass")
        assert answer.status_code == 200, answer.text
        version = answer.json()["version"]
    draft = same_in_every_seat(world, packet, account, browser, path)
    answer = browser.post(path + "/lock", version=version, confirm=True)
    assert answer.status_code == 200, answer.text
    locked = same_in_every_seat(world, packet, account, browser, path)
    # The comparison would see a difference: each stage has its own pages.
    assert new != draft != locked


def test_the_comparison_would_see_a_seat(world):
    account, browser = world.reviewer("told@example.org")
    packet = world.add_packet()
    path = "/packets/" + world.allocate(packet, account)
    before = seen(browser, path)
    world.db.execute("UPDATE review.packet SET category = 'mentor-policy' WHERE id = %s", (packet,))
    assert seen(browser, path) != before
