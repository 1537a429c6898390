"""Codes and orders tell nothing of when somebody sat (BLD-04): allocated by the desk itself, in the product's own build."""
import json
import uuid

import pytest

from coordination_world import COORDINATE, REVIEW, CoordinationWorld
from figures import figure

# The rank correlation of 1,000 things in a random order is above 0.1 in one draw of 630 (its standard deviation is
# 1/sqrt(n - 1) = 0.032). A test that fails so often is no test: of 4,000 packets it is 0.016, and 0.1 is six of them, while any
# order that hangs together with the time at all shows more clearly. A reviewer has at most 500 packets in one administration.
PACKETS, EXAMS = 4000, 8
MOST = 0.1


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    place = [0] * len(values)
    for rank, index in enumerate(order):
        place[index] = rank
    return place


def correlation(a, b):
    """Spearman's, of values without ties."""
    n = len(a)
    assert n == len(b) and len(set(a)) == len(set(b)) == n
    return 1 - 6 * sum((x - y) ** 2 for x, y in zip(ranks(a), ranks(b))) / (n * (n * n - 1))


@pytest.fixture(scope="module")
def allocated(cluster, tmp_path_factory):
    """[(submission, reviewer, code, place in the reviewer's queue)] of 4,000 packets that each of two reviewers has."""
    world = CoordinationWorld(cluster, tmp_path_factory.mktemp("codes")).start()
    try:
        cora = world.colleague(COORDINATE)
        for email in ("one@example.org", "two@example.org"):
            world.add_account(email, REVIEW, capacity=500)
        exams = [uuid.uuid4() for _ in range(EXAMS)]
        submitted = [uuid.uuid4() for _ in range(PACKETS)]
        for number, exam in enumerate(exams):
            world.db.execute("INSERT INTO work.administration (association_id, id, title, opens_at, closes_at, created_by, "
                             "created_at) VALUES (%s, %s, 'An exam', now() - interval '9 days', now() - interval '8 days', %s, "
                             "now())",
                             (world.association, exam, uuid.uuid4()))
            world.db.cursor().executemany(
                "INSERT INTO review.packet (association_id, id, administration_id, category, pages, criteria, top_level, state, "
                "sealed) VALUES (%s, %s, %s, 'specialist', 2, 5, 4, 'waiting', '\\x00')",
                [(world.association, packet, exam) for packet in submitted[number * 500:][:500]])
        for exam in exams:
            answer = cora.post(f"/administrations/{exam}/reviewers")
            assert answer.status_code == 200 and answer.json()["seats"] == 1000, answer.text
        place = {packet: number for number, packet in enumerate(submitted)}
        rows = world.rows("SELECT packet_id, reviewer_id, code, "
                          "row_number() OVER (PARTITION BY reviewer_id ORDER BY order_key, code), row_number() OVER "
                          "(PARTITION BY reviewer_id ORDER BY sha256(order_key || int4send(1))), id, draft_key "
                          "FROM review.allocation")
        yield [(place[packet], *rest) for packet, *rest in rows]
    finally:
        world.close()


def by_reviewer(allocated):
    people = {}
    for row in sorted(allocated, key=lambda row: row[0]):
        people.setdefault(row[1], []).append(row)
    assert len(people) == 2 and all(len(rows) == PACKETS for rows in people.values())
    return list(people.values())


def test_no_code_is_shared_and_none_tells_of_another(allocated):
    codes = [row[2] for row in allocated]
    assert len(set(codes)) == len(codes) == 2 * PACKETS
    assert len({bytes(row[6]) for row in allocated}) == len({row[5] for row in allocated}) == 2 * PACKETS


def test_neither_codes_nor_queues_follow_the_order_in_which_candidates_sat(allocated):
    """Also not one reviewer's order another's, by which two could find out that they have the same packet (T6)."""
    first, second = by_reviewer(allocated)
    found = {}
    for name, column in (("code", 2), ("queue", 3), ("order within a vignette", 4), ("id", 5)):
        for who, rows in (("first", first), ("second", second)):
            found[f"{name} of the {who}"] = correlation([row[0] for row in rows], [row[column] for row in rows])
        found[f"{name} of both"] = correlation([row[column] for row in first], [row[column] for row in second])
    assert max(map(abs, found.values())) < MOST, found
    figure("code_order_correlation", f"{max(map(abs, found.values())):.3f}")


def test_the_measure_sees_an_order():
    """The control: codes that count, and such that half of them count."""
    numbers = list(range(1000))
    assert correlation(numbers, numbers) == 1 and correlation(numbers, numbers[::-1]) == -1
    assert correlation(numbers, [n if n % 4 else 7919 * n % 1009 + 0.5 for n in numbers]) > 0.5


def test_symbols_of_codes_are_even(allocated):
    """32 symbols at 8 places: chi-squared of each place over 8,000 codes, far beyond what chance gives (p < 1e-9: 112)."""
    for place in range(8):
        counts = {}
        for row in allocated:
            counts[row[2][place]] = counts.get(row[2][place], 0) + 1
        expected = len(allocated) / 32
        assert len(counts) == 32 and sum((c - expected) ** 2 / expected for c in counts.values()) < 112, json.dumps(counts)
