"""Who gets which packet: what a coordinator's one press does, over packets and reviewers written as rows."""

import random
import secrets
import threading
import uuid

import pytest

from coordination_world import COORDINATE, REVIEW, CoordinationWorld
from test_coordinating import administration

PEOPLE = 7


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CoordinationWorld(cluster, tmp_path_factory.mktemp("allocating")).start()
    yield running
    running.close()


@pytest.fixture(scope="module")
def cora(world):
    return world.colleague(COORDINATE)


@pytest.fixture
def exam(cora):
    return administration(cora)


@pytest.fixture
def reviewers(world):
    world.db.execute("UPDATE staff.appointment SET capacity = 0 WHERE rights = 4")
    return [world.add_account(f"r{secrets.token_hex(5)}@example.org", REVIEW)[0] for _ in range(PEOPLE)]


def allocate(cora, exam):
    return cora.make(f"/administrations/{exam}/reviewers", "allocated")["seats"]


def page(cora, exam):
    return cora.read(f"/administrations/{exam}/reviewers", "reviewers")


def seats(world, exam):
    """{packet: {seat: reviewer}} of what goes on."""
    out = {}
    for packet, seat, reviewer in world.rows(
            "SELECT l.packet_id, l.seat, l.reviewer_id FROM review.allocation l JOIN review.packet k ON k.id = l.packet_id "
            "WHERE k.administration_id = %s AND l.state <> 'ended'", exam):
        out.setdefault(packet, {})[seat] = reviewer
    return out


def lock(world, packet):
    world.db.execute("UPDATE review.allocation SET state = 'locked', revision = 1, sealed = '\\x00', commitment = sha256('x'), "
                     "locked_at = now() WHERE packet_id = %s", (packet,))


def stop(cora, exam, account, **entries):
    return cora.post(f"/administrations/{exam}/reviewers/{account}/stop", **({"reason": "Ill"} | entries))


def test_thirty_packets_of_which_many_are_barred(world, cora, exam, reviewers):
    dice = random.Random(5)
    barred = {world.add_packet(exam, barred=b): set(b) for b in (dice.sample(reviewers, dice.randrange(4)) for _ in range(30))}
    assert allocate(cora, exam) == 60
    held = seats(world, exam)
    assert set(held) == set(barred)
    for packet, who in held.items():
        assert set(who) == {1, 2} and who[1] != who[2] and not set(who.values()) & barred[packet]
    loads = [sum(r in one.values() for one in held.values()) for r in reviewers]
    assert sum(loads) == 60 and max(loads) - min(loads) <= 1


def test_only_the_empty_seat_is_filled_and_by_somebody_new(world, cora, exam, reviewers):
    packet = world.add_packet(exam)
    allocate(cora, exam)
    first, second = (seats(world, exam)[packet][n] for n in (1, 2))
    world.db.execute("UPDATE review.allocation SET state = 'ended' WHERE packet_id = %s AND seat = 2", (packet,))
    shown = page(cora, exam)
    assert (shown["to_allocate"], shown["categories"][0]["waiting"]) == (1, 1)
    assert cora.read(f"/administrations/{exam}", "administration")["progress"]["waiting"] == 1
    assert allocate(cora, exam) == 1
    now = seats(world, exam)[packet]
    assert now[1] == first and now[2] not in (first, second)


def test_a_packet_that_is_masked_again_and_practice_get_nobody(world, cora, exam, reviewers):
    again, practice, control = (world.add_packet(exam) for _ in range(3))
    world.db.execute("UPDATE review.packet SET remasking = true WHERE id = %s", (again,))
    for packet, purpose in ((practice, "practice"), (control, "control")):
        world.db.execute("UPDATE review.packet SET purpose = %s WHERE id = %s", (purpose, packet))
    assert page(cora, exam)["to_allocate"] == 0 and allocate(cora, exam) == 0
    progress = cora.read(f"/administrations/{exam}", "administration")["progress"]
    assert (progress["packets"], progress["waiting"], progress["remasking"]) == (1, 0, 1), "as the page counts"
    blockers = [b["why"] for b in cora.post(f"/administrations/{exam}/preview").json()["blockers"]]
    assert "unmasked" in blockers and "unallocated" not in blockers
    world.db.execute("UPDATE review.packet SET remasking = false WHERE id = %s", (again,))
    assert allocate(cora, exam) == 2 and set(seats(world, exam)) == {again}


def test_nothing_is_given_out_while_conflicts_are_being_worked_out(world, cora, exam, reviewers):
    world.add_packet(exam)
    cora.form(f"/staff/{reviewers[0]}/conflicts", name="Ana López")
    assert page(cora, exam)["checking"]
    answer = cora.post(f"/administrations/{exam}/reviewers")
    assert answer.status_code == 409 and answer.json()["reason"] == "reviewers_checked"
    told = cora.form(f"/administrations/{exam}/reviewers", status=409).text
    assert "is being worked out again" in told and "still needs places" not in told
    assert seats(world, exam) == {}
    world.db.execute("DELETE FROM staff.conflict_news")
    assert allocate(cora, exam) == 2


def test_a_third_in_reserve_is_missed_by_category_and_count(world, cora, exam, reviewers):
    world.db.execute("UPDATE staff.appointment SET capacity = 0 WHERE account_id = ANY (%s)", (reviewers[3:],))
    for barred in ([], reviewers[:1], []):
        world.add_packet(exam, barred=barred)
    world.add_packet(exam, "mentor-policy")
    before = page(cora, exam)["categories"]
    assert [(c["category"], c["reserve"]) for c in before] == [("mentor-policy", None), ("specialist", 1)]
    assert allocate(cora, exam) == 8
    after = {c["category"]: c["reserve"] for c in page(cora, exam)["categories"]}
    assert after == {"mentor-policy": None, "specialist": 1}
    text = cora.page(f"/administrations/{exam}/reviewers").text
    assert "no third reviewer could be called, should two reviews disagree: 1." in text


def test_what_came_of_packets_is_counted_only_where_there_are_five(world, cora, exam, reviewers):
    """With one packet of a category, "third: 1" says that its two reviewers disagree, and "decided: 1" when they stopped."""
    few, many = [world.add_packet(exam, "mentor-policy") for _ in range(4)], [world.add_packet(exam) for _ in range(5)]
    allocate(cora, exam)

    def told():
        shown = page(cora, exam)
        return shown["to_allocate"], [(c["category"], c["few"], c["third"], c["decided"]) for c in shown["categories"]]

    before = told()
    assert before == (0, [("mentor-policy", True, None, None), ("specialist", False, 0, 0)])
    text = cora.page(f"/administrations/{exam}/reviewers").text
    lock(world, few[0])
    lock(world, few[1])
    world.db.execute("UPDATE review.packet SET state = 'third_needed' WHERE id = %s", (few[0],))
    world.db.execute("UPDATE review.packet SET state = 'decided' WHERE id = %s", (few[1],))
    assert told() == before and "Not told: fewer than five" in text
    for state, packet in (("third_needed", many[0]), ("decided", many[1])):
        lock(world, packet)
        world.db.execute("UPDATE review.packet SET state = %s WHERE id = %s", (state, packet))
    assert told() == (1, [before[1][0], ("specialist", False, 1, 1)])


def test_two_presses_at_once_give_each_seat_once(world, cora, exam, reviewers):
    packets = [world.add_packet(exam) for _ in range(12)]
    others = [cora, world.colleague(COORDINATE), world.colleague(COORDINATE)]
    answers = []

    def press(who):
        answers.append(who.post(f"/administrations/{exam}/reviewers"))

    threads = [threading.Thread(target=press, args=(who,)) for who in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    given = [a.json()["seats"] for a in answers if a.status_code == 200]
    assert sum(given) == 24 and {a.status_code for a in answers} <= {200, 409}
    held = seats(world, exam)
    assert set(held) == set(packets) and all(set(who) == {1, 2} and who[1] != who[2] for who in held.values())


def test_an_allocation_that_is_out_of_date_is_refused_whole(world, cora, exam, reviewers):
    """The rules again, in the database: somebody barred, stopped, full, of another category, twice, or half a packet."""
    other = world.add_packet(exam, "mentor-policy")
    packet = world.add_packet(exam, barred=reviewers[:1])
    world.db.execute("UPDATE staff.appointment SET categories = '{specialist}' WHERE account_id = %s", (reviewers[1],))
    world.db.execute("UPDATE staff.appointment SET capacity = 1 WHERE account_id = %s", (reviewers[2],))
    assert stop(cora, exam, reviewers[3]).status_code == 200
    token = world.one("SELECT token_hash FROM staff.login WHERE desk = 'coordination' ORDER BY seen_at DESC LIMIT 1")
    a, b, c = reviewers[4:7]

    def outcome(*wanted):
        ids, packets, people, numbers = zip(*((uuid.uuid4(), p, r, s) for p, r, s in wanted))
        return world.one("SELECT outcome FROM coordination_api.allocate(%s, %s, %s, %s, %s, %s, %s, %s, %s)", token, exam,
                         list(ids), list(packets), list(people), list(numbers),
                         ["".join(secrets.choice("23456789ABCDEFGH") for _ in range(8)) for _ in wanted],
                         [secrets.token_bytes(16) for _ in wanted], [secrets.token_bytes(32) for _ in wanted])

    for bad in ([(packet, reviewers[0], 1), (packet, a, 2)], [(other, reviewers[1], 1), (other, a, 2)],
                [(packet, reviewers[2], 1), (packet, a, 2), (other, reviewers[2], 1), (other, a, 2)],
                [(packet, reviewers[3], 1), (packet, a, 2)], [(packet, a, 1), (packet, a, 2)], [(packet, a, 1)],
                [(packet, a, 1), (packet, b, 3)], [(packet, a, 1), (packet, b, 2), (packet, c, 3)], [(uuid.uuid4(), a, 1)]):
        assert outcome(*bad) == "stale", bad
    assert seats(world, exam) == {}
    assert outcome((packet, a, 1), (packet, b, 2)) == "ok"
    assert outcome((packet, b, 1), (packet, c, 2)) == "stale"


def test_who_stops_gets_nothing_any_more_not_even_a_third_seat(world, cora, exam, reviewers):
    world.db.execute("UPDATE staff.appointment SET capacity = 0 WHERE account_id = ANY (%s)", (reviewers[3:],))
    packet = world.add_packet(exam)
    allocate(cora, exam)
    held = seats(world, exam)[packet]
    spare = next(r for r in reviewers[:3] if r not in held.values())
    assert stop(cora, exam, spare).status_code == 200
    lock(world, packet)

    def third():
        return world.one("SELECT outcome FROM registrar_api.call_third(%s, %s, %s, %s, %s, %s)", world.association, packet,
                         uuid.uuid4(), "".join(secrets.choice("23456789ABCDEFGH") for _ in range(8)), secrets.token_bytes(16),
                         secrets.token_bytes(32))

    assert third() == "shortage" and cora.post(f"/administrations/{exam}/reviewers").status_code == 409
    world.db.execute("UPDATE staff.appointment SET capacity = 9 WHERE account_id = %s", (reviewers[3],))
    world.db.execute("INSERT INTO staff.conflict_news (association_id) VALUES (%s)", (world.association,))
    assert third() == "shortage", "not while conflicts are being worked out"
    world.db.execute("DELETE FROM staff.conflict_news")
    world.db.execute("UPDATE review.packet SET remasking = true WHERE id = %s", (packet,))
    assert third() == "shortage", "not while it is masked again"
    world.db.execute("UPDATE review.packet SET remasking = false WHERE id = %s", (packet,))
    assert third() == "allocated" and seats(world, exam)[packet][3] == reviewers[3]
    assert third() == "already"


def bar(world, packet, *accounts):
    return world.one("SELECT outcome FROM registrar_api.set_barred(%s, %s, %s)", world.association, packet, list(accounts))


def test_a_third_moves_up_when_one_of_the_pair_turns_out_to_be_barred(world, cora, exam, reviewers):
    packet = world.add_packet(exam)
    allocate(cora, exam)
    lock(world, packet)
    world.db.execute("UPDATE review.packet SET state = 'third_needed' WHERE id = %s", (packet,))
    allocate(cora, exam)
    held = seats(world, exam)[packet]
    assert set(held) == {1, 2, 3}
    assert bar(world, packet, held[1]) == "stored"
    assert seats(world, exam)[packet] == {0: held[1], 1: held[3], 2: held[2]}
    assert world.one("SELECT state FROM review.packet WHERE id = %s", packet) == "in_review"
    assert bar(world, packet, held[1]) == "same"
    assert bar(world, packet, held[1], held[3]) == "stored"
    assert world.rows("SELECT seat, reviewer_id FROM review.allocation WHERE packet_id = %s AND seat > 0", packet) == [(2, held[2])]
    progress = cora.read(f"/administrations/{exam}", "administration")["progress"]
    assert (progress["seats"], progress["locked"], progress["waiting"]) == (1, 1, 1)
    assert allocate(cora, exam) == 1
    now = seats(world, exam)[packet]
    world.db.execute("UPDATE review.packet SET state = 'decided' WHERE id = %s", (packet,))
    assert bar(world, packet, held[1], held[3], now[1]) == "stored", "a decision that it counted in is made anew"
    assert world.one("SELECT state FROM review.packet WHERE id = %s", packet) == "in_review" and allocate(cora, exam) == 1
    world.db.execute("UPDATE review.packet SET state = 'decided' WHERE id = %s", (packet,))
    world.db.execute("UPDATE review.allocation SET released = true WHERE packet_id = %s", (packet,))
    assert bar(world, packet, *reviewers) == "published"
    assert world.one("SELECT cardinality(barred) FROM review.packet WHERE id = %s", packet) == 3


def test_idle_is_told_in_whole_days_after_the_policy_and_not_by_packet(world, cora, exam, reviewers):
    for _ in range(7):
        world.add_packet(exam)
    allocate(cora, exam)
    world.db.execute("UPDATE work.administration SET idle_days = 3 WHERE id = %s", (exam,))
    age = "UPDATE review.allocation SET touched_at = now() - interval '{}' WHERE reviewer_id = %s"
    world.db.execute(age.format("3 days 23 hours"), (reviewers[0],))
    world.db.execute(age.format("2 days 23 hours"), (reviewers[1],))
    world.db.execute(age.format("9 days"), (reviewers[2],))
    world.db.execute("UPDATE review.allocation SET touched_at = now() WHERE id = (SELECT id FROM review.allocation "
                     "WHERE reviewer_id = %s LIMIT 1)", (reviewers[2],))
    idle = {p["account"]: p["idle_days"] for p in page(cora, exam)["people"]}
    assert [idle[str(r)] for r in reviewers[:4]] == [3, None, None, None]
    assert stop(cora, exam, reviewers[1], what="take_back").json()["reason"] == "reviewer_not_idle"
    assert stop(cora, exam, reviewers[0], what="take_back").status_code == 200
    assert stop(cora, exam, reviewers[0], what="sell").status_code == 422
    assert stop(cora, exam, uuid.uuid4()).status_code == 404
    assert page(cora, exam)["to_allocate"] > 0
    events = cora.read(f"/audit?administration={exam}", "audit")["events"]
    assert "reviewer.taken_back" in [e["action"] for e in events]


def test_employer_and_known_conflicts_are_kept_and_shown_to_coordinators(world, cora):
    account, _ = world.add_account(f"k{secrets.token_hex(5)}@example.org", REVIEW)
    path = f"/staff/{account}"
    assert "employer" not in cora.read(path, "staff_member")["entered"], "a row from before has none"
    cora.form(path, review="yes", employer=" Early Hands ")
    assert cora.read(path, "staff_member")["entered"]["employer"] == "Early Hands"
    assert cora.get(path).json()["name"].startswith("K")
    assert "employer" not in next(p for p in cora.read("/staff", "staff")["people"] if p["account"] == str(account))
    cora.form(path, review="yes", employer="")
    assert "employer" not in cora.read(path, "staff_member")["entered"]
    assert cora.post(path + "/conflicts").json()["reason"] == "conflict_empty"
    assert 'Enter a name' in cora.form(path + "/conflicts", status=422, name=" ").text
    cora.form(path + "/conflicts", name="Bo Chen", employer="Hope House")
    entry, = cora.read(path, "staff_member")["conflicts"]
    assert entry["of"] == {"name": "Bo Chen", "employer": "Hope House"}
    assert b"Chen" not in b"".join(bytes(row[0]) for row in world.rows("SELECT sealed FROM staff.conflict"))
    page_text = cora.page(path).text
    assert "Bo Chen" in page_text and "everybody at Hope House" in page_text
    cora.form(path + "/conflicts/withdraw", conflict=entry["id"])
    assert cora.read(path, "staff_member")["conflicts"] == []
    assert cora.post(path + "/conflicts/withdraw", conflict=entry["id"]).status_code == 404
    assert cora.post(f"/staff/{uuid.uuid4()}/conflicts", name="X").status_code == 404
