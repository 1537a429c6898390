"""Answers that came after the end are kept, wait for a coordinator's word, and hold up the results until it is spoken."""

import secrets
import uuid

import pytest

from coordination_world import COORDINATE, PROCTOR, CoordinationWorld
from test_coordinating import ROSTER, administration, bring_in


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CoordinationWorld(cluster, tmp_path_factory.mktemp("late")).start()
    yield running
    running.close()


@pytest.fixture(scope="module")
def cora(world):
    return world.colleague(COORDINATE)


@pytest.fixture
def exam(world, cora):
    made = administration(cora)
    assert bring_in(cora, made, ROSTER.replace("@", f"{secrets.token_hex(4)}@")).status_code == 200
    world.close_sessions(made)
    return made


def add_late(world, registration, part, count=1):
    session = world.one("SELECT s.id FROM work.session s JOIN work.attempt t ON t.id = s.attempt_id "
                        "WHERE t.registration_id = %s AND s.part = %s", registration, part)
    for number in range(count):
        world.db.execute("INSERT INTO work.save VALUES (%s, %s, 1, %s, %s, 'item.1', '\\x00', now(), true)",
                         (world.association, session, secrets.randbelow(10**9) + 1 + number, uuid.uuid4()))
    return session


def someone(cora, exam):
    return cora.read(f"/administrations/{exam}/board", "board")["people"][0]


def late(cora, exam):
    board = cora.read(f"/administrations/{exam}/board", "board")
    return board["late"], [part["late"] for part in board["people"][0]["parts"]]


def test_the_board_shows_what_waits_and_the_word_is_spoken_once(world, cora, exam):
    registration = someone(cora, exam)["registration"]
    path, page = f"/registrations/{registration}/late", f"/administrations/{exam}/board"
    assert late(cora, exam) == (None, [None, None]) and "Let them count" not in cora.page(page).text
    session = add_late(world, registration, 1, count=2)
    assert late(cora, exam) == (1, [2, None])
    assert "Let them count" in cora.page(page).text
    # Whoever only watches sees that something is late, and decides nothing.
    proctor = world.colleague(PROCTOR)
    assert "Let them count" not in proctor.page(page).text
    assert proctor.send(path, part="1", accept="yes", reason="the network was down").status_code in (403, 404)
    for fields in ({"part": "3"}, {"accept": "maybe"}, {"reason": ""}, {"reason": "x" * 401}, {"other": "1"}):
        answer = cora.send(path, **({"part": "1", "accept": "yes", "reason": "the network was down"} | fields))
        assert answer.status_code == 422, answer.text
    assert late(cora, exam) == (1, [2, None])
    answer = cora.form(path, part="1", accept="yes", reason="the network was down")
    assert answer.headers["location"].endswith(page)
    assert late(cora, exam) == (None, [None, None])
    assert world.rows("SELECT accepted, reason FROM work.late_decision WHERE session_id = %s", session) == [
        (True, "the network was down")] * 2
    assert cora.send(path, part="1", accept="no", reason="or maybe not").status_code == 404
    event = world.row("SELECT actor, detail FROM audit.event WHERE action = 'late.decided' AND subject_id = %s", session)
    assert event == ("staff", {"saves": 2, "accepted": True})


def test_once_responses_are_taken_in_late_part_2_answers_can_only_be_left_out(world, cora, exam):
    registration = someone(cora, exam)["registration"]
    add_late(world, registration, 2)
    world.add_response(exam, "A response that is on its way to review.")
    path = f"/registrations/{registration}/late"
    assert cora.send(path, part="2", accept="yes", reason="the network was down").status_code == 409
    cora.form(path, part="2", accept="no", reason="after the end")
    assert late(cora, exam) == (None, [None, None])


def test_another_association_s_late_answers_are_not_there(world, cora, exam):
    registration = someone(cora, exam)["registration"]
    session = add_late(world, registration, 1)
    world.db.execute("SELECT service.create_association('other', 'Another', 'UTC', %s, %s, '\\x01', %s, %s, 1, %s)",
                     (uuid.uuid4(), uuid.uuid4(), secrets.token_bytes(32), secrets.token_bytes(32), "A text that is long enough."))
    other = world.colleague(COORDINATE, world.one("SELECT id FROM staff.association WHERE code = 'other'"))
    assert other.send(f"/registrations/{registration}/late", part="1", accept="no", reason="not mine").status_code == 404
    assert world.one("SELECT count(*) FROM work.late_decision WHERE session_id = %s", session) == 0
