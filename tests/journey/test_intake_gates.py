"""When responses may become packets: what must be over before they are taken in, and groups that are too small to hide in. Rows as
the desks leave them; the registrar does its duties."""
import signal
import uuid

import pytest

from registrar_exam import Exam, wait_for
from registrar_world import World


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    made = World(cluster, tmp_path_factory.mktemp("gates"))
    assert made.import_bank().returncode == 0
    process = made.registrar()
    yield made
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 0
    made.close()


def blocker(world, exam, of="intake"):
    return world.one(f"SELECT note FROM registrar_api.{of}_blocker(%s, %s)", world.association, exam.id)


def open_until(world, span):
    """The policy of an administration whose window ends so long from now."""
    return {"opens_at": "2026-01-01", "closes_at": str(world.one("SELECT now() + %s::interval", span))}


def ask_for(world, candidate, kind, **granted):
    """An accommodation as a granted decision leaves it."""
    columns = {"documents": "seen", "part1_minutes": 0, "part2_minutes": 0} | granted
    world.db.execute(
        "INSERT INTO work.accommodation (association_id, id, registration_id, kind, state, received_on, filed_by, filed_at, "
        f"{', '.join(columns)}) VALUES (%s, %s, %s, %s, 'granted', current_date, 'roster', now(), "
        f"{', '.join(['%s'] * len(columns))})",
        (world.association, uuid.uuid4(), candidate.registration, kind, *columns.values()))


def response(exam, name, category="specialist", words="One."):
    return exam.add(name, f"{uuid.uuid4()}@x.example", category=category).sit2({1: words, 2: "Two."})


# -- the gates ----------------------------------------------------------------------------------------------------

def test_a_paused_session_is_not_over_whatever_its_deadline_was(world):
    exam = Exam(world)
    ada = exam.add("Ada Moreno", "ada1@x.example")
    with world.db.transaction():   # its deadline is long past: the registrar would close it on the way
        ada.open(2, "running")
        world.db.execute("UPDATE work.session SET paused_at = deadline - interval '1 minute', paused_by = 'staff' WHERE id = %s",
                         (ada.sessions[2],))
    assert blocker(world, exam) == "sessions_open" and exam.do("intake") == "sessions_open"
    assert world.one("SELECT state FROM work.session WHERE id = %s", ada.sessions[2]) == "running"
    assert exam.responses() == []


@pytest.mark.parametrize("closed_since, minutes, expected", [
    ("-1 minutes", 0, "window_open"), ("-89 minutes", 0, "window_open"), ("-91 minutes", 0, ""),
    ("-91 minutes", 60, "window_open"), ("-149 minutes", 60, "window_open"), ("-151 minutes", 60, ""),
])
def test_who_may_still_begin_has_all_the_time_that_is_owed_and_the_grace(world, closed_since, minutes, expected):
    exam = Exam(world, **open_until(world, closed_since))
    never = exam.add("Never There", f"{uuid.uuid4()}@x.example")
    if minutes:
        ask_for(world, never, "esl", part2_minutes=minutes)
    response(exam, "Ada Moreno")
    assert exam.do("intake") == expected


def test_a_window_of_ones_own_is_a_window(world):
    exam = Exam(world)
    later = exam.add("Later Date", f"{uuid.uuid4()}@x.example")
    response(exam, "Ada Moreno")
    ask_for(world, later, "date", opens_at=str(world.one("SELECT now() - interval '1 hour'")),
            closes_at=str(world.one("SELECT now() + interval '2 days'")))
    assert exam.do("intake") == "window_open" and exam.responses() == []
    world.db.execute("UPDATE work.accommodation SET opens_at = opens_at - interval '9 days', "
                     "closes_at = closes_at - interval '9 days' WHERE registration_id = %s", (later.registration,))
    assert exam.do("intake") == "" and len(exam.responses()) == 1


def test_an_emergency_file_is_waited_for_from_the_moment_it_is_there(world):
    exam = Exam(world)
    ada = response(exam, "Ada Moreno")
    wait_for(lambda: ada.sheet(2))
    assert blocker(world, exam) == ""
    with world.db.transaction(force_rollback=True):   # the registrar would open it at once
        world.db.execute("INSERT INTO work.rescue (association_id, id, session_id, public_key, nonce, sealed, digest, uploaded_by, "
                         "uploaded_at, reason) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, now(), 'the device came')",
                         (world.association, uuid.uuid4(), ada.sessions[2], bytes(32), bytes(12), bytes(16), bytes(32),
                          uuid.uuid4()))
        assert blocker(world, exam) == blocker(world, exam, "packets") == "rescues_waiting"
    assert blocker(world, exam) == ""


@pytest.mark.parametrize("part", [1, 2])
def test_an_emergency_file_of_either_part_keeps_results_from_being_prepared_and_published(world, part):
    """It may hold answers of Part 1 that are not scored, or a response that nobody read."""
    exam = Exam(world)
    ada = response(exam, "Ada Moreno")
    ada.sit1(48)
    wait_for(lambda: ada.sheet(1) and ada.sheet(2))
    assert blocker(world, exam, "release") == "unscored"
    with world.db.transaction(force_rollback=True):   # the registrar would open it at once
        world.db.execute("INSERT INTO work.rescue (association_id, id, session_id, public_key, nonce, sealed, digest, uploaded_by, "
                         "uploaded_at, reason) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, now(), 'the device came')",
                         (world.association, uuid.uuid4(), ada.sessions[part], bytes(32), bytes(12), bytes(16), bytes(32),
                          uuid.uuid4()))
        assert blocker(world, exam, "release") == "rescues_waiting"
    assert blocker(world, exam, "release") == "unscored"


def test_a_late_answer_that_nobody_decided_keeps_packets_waiting_too(world):
    exam = Exam(world)
    ada = response(exam, "Ada Moreno")
    assert exam.do("intake") == ""
    exam.approve_all()
    late = ada.save(2, "prompt.1.p1", {"text": "Too late."}, late=True)
    assert exam.do("packets") == "late_saves" and exam.packets() == []
    world.db.execute("INSERT INTO work.late_decision VALUES (%s, %s, %s, %s, false, 'after the end', %s, now())",
                     (world.association, ada.sessions[2], *late, uuid.uuid4()))
    assert exam.do("packets") == "" and len(exam.packets()) == 1


# -- small groups -------------------------------------------------------------------------------------------------

def groups(world, exam):
    return {category: (responses, together, waits) for category, responses, together, waits in
            world.rows("SELECT * FROM work.groups(%s, %s)", world.association, exam.id)}


def test_fewer_than_five_wait_for_a_word_and_five_do_not(world):
    exam = Exam(world)
    for n in range(5):
        response(exam, f"Person {n}", "mentor-policy")
    few = response(exam, "Ada Moreno", "mentor-clinical")
    assert exam.do("intake") == ""
    exam.approve_all()
    assert groups(world, exam) == {"mentor-policy": (5, 5, ""), "mentor-clinical": (1, 1, "decision")}
    assert exam.do("packets", small=False) == "small_group" and exam.packets() == []
    exam.go_on()
    assert groups(world, exam)["mentor-clinical"] == (1, 1, "")
    assert exam.do("packets", small=False) == "" and len(exam.packets()) == 6
    assert world.one("SELECT count(*) FROM bridge.packet_link WHERE attempt_id = %s", few.attempt) == 1


def test_a_group_that_is_held_joins_the_next_ones_and_nothing_is_published_meanwhile(world):
    held = "mentor-research-faculty"
    first = Exam(world, small_group="hold", started="2026-03-14 15:00+00")
    for n in range(3):
        response(first, f"Held {n}", held)
    for n in range(5):
        response(first, f"Person {n}", "mentor-policy")
    assert first.do("score") == "" and first.do("intake") == ""
    first.approve_all()
    assert first.do("packets", small=False) == "" and len(first.packets()) == 5
    assert groups(world, first)[held] == (3, 3, "next")
    assert first.do("preview") == "unpacked" and first.releases() == []

    second = Exam(world, small_group="hold", opens_at="2026-04-14 12:00+00", closes_at="2026-04-15 12:00+00")
    response(second, "Fourth", held)
    assert second.do("intake") == ""
    second.approve_all()
    assert groups(world, first)[held] == (3, 4, "next") and groups(world, second)[held] == (1, 4, "next")
    assert second.do("packets", small=False) == "" and second.packets() == []

    third = Exam(world, small_group="hold", opens_at="2026-05-14 12:00+00", closes_at="2026-05-15 12:00+00")
    response(third, "Fifth", held)
    assert third.do("intake") == ""
    third.approve_all()
    assert {groups(world, exam)[held] for exam in (first, second, third)} == {(3, 5, ""), (1, 5, "")}
    for exam, packets in ((first, 8), (second, 1), (third, 1)):
        assert exam.do("packets", small=False) == "" and len(exam.packets()) == packets


def test_a_group_that_was_enough_with_others_does_not_become_small_again(world):
    """Three and two are five. The three are packed; then two more come to them, who were let sit later, and are five by themselves:
    the two of the other administration are no smaller a group for it. Nor does a packed group wait when its company goes."""
    held = "mentor-clinical"
    dates = [{"opens_at": f"2026-0{n}-14 12:00+00", "closes_at": f"2026-0{n}-15 12:00+00"} for n in (7, 8)]
    first, second = (Exam(world, small_group="hold", started="2026-03-14 15:00+00", **span) for span in dates)
    world.db.execute("UPDATE work.administration SET opens_at = opens_at - interval '6 years', "
                     "closes_at = closes_at - interval '6 years' WHERE id = ANY (%s)", ([first.id, second.id],))
    # Of this world only these two: groups of other tests are decided about, or big.
    world.db.execute("INSERT INTO intake.small_group SELECT DISTINCT association_id, administration_id, category, 1, 'alone', "
                     "gen_random_uuid(), now() FROM intake.response WHERE category = %s ON CONFLICT DO NOTHING", (held,))
    world.db.execute("UPDATE intake.response SET category = 'specialist' WHERE category = %s", (held,))
    for exam, many in ((first, 3), (second, 2)):
        for n in range(many):
            response(exam, f"Joined {n}", held)
        assert exam.do("intake") == ""
        exam.approve_all()
    assert groups(world, first)[held] == (3, 5, "") and groups(world, second)[held] == (2, 5, "")
    assert first.do("packets", small=False) == "" and len(first.packets()) == 3
    for n in range(2):
        response(first, f"Later {n}", held)
    assert first.do("intake") == ""
    assert groups(world, first)[held][2] == "" and groups(world, second)[held] == (2, 7, "")
    assert second.do("packets", small=False) == "" and len(second.packets()) == 2
    third = Exam(world, small_group="hold", opens_at="2021-03-14 12:00+00", closes_at="2021-03-15 12:00+00",
                 started="2026-03-14 15:00+00")
    response(third, "Joined last", held)
    assert third.do("intake") == ""
    assert groups(world, third)[held] == (1, 8, "")
    with world.db.transaction(force_rollback=True):   # no company for somebody new once their letters are opened
        for exam in (first, second):
            world.db.execute("INSERT INTO result.release (association_id, id, administration_id, number, state, digest, "
                             "letters, prepared_by, prepared_at, confirmed_by, confirmed_at, released_at) "
                             "VALUES (%s, %s, %s, 1, 'released', %s, 2, %s, now(), %s, now(), now())",
                             (world.association, uuid.uuid4(), exam.id, bytes(32), uuid.uuid4(), uuid.uuid4()))
        assert groups(world, third)[held] == (1, 1, "next")
    world.db.execute("DELETE FROM intake.response WHERE administration_id = %s", (third.id,))
    world.db.execute("UPDATE intake.response SET state = 'proposed', returns = 1 WHERE administration_id = %s", (second.id,))
    world.db.execute("INSERT INTO intake.small_group VALUES (%s, %s, %s, 4, 'alone', gen_random_uuid(), now())",
                     (world.association, first.id, held))
    assert groups(world, second)[held] == (2, 2, "")


def test_a_held_group_goes_on_alone_when_a_coordinator_says_so(world):
    exam = Exam(world, small_group="hold", opens_at="2027-03-14 12:00+00", closes_at="2027-03-15 12:00+00",
                started="2026-03-14 15:00+00")
    world.db.execute("UPDATE work.administration SET opens_at = '2026-03-01', closes_at = '2026-03-02' WHERE id = %s", (exam.id,))
    category = "mentor-clinical"
    response(exam, "Alone", category)
    assert exam.do("intake") == ""
    exam.approve_all()
    # What an earlier administration decided to review alone is no company, nor is one that warns.
    assert groups(world, exam)[category][2] in ("next", "")
    exam.go_on()
    assert exam.do("packets", small=False) == "" and len(exam.packets()) == 1
