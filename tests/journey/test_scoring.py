"""Part 1 of many candidates at once: the registrar's scores are those of one SQL statement over the same answers in the clear, each
is written once and held by the audit, whoever scores and however often; what is damaged stops nobody else."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from registrar_exam import Exam, wait_for  # noqa: E402
from registrar_world import World  # noqa: E402
from score import Scored  # noqa: E402

MANY = 6000   # enough that a second thread helps

# Each event of a batch holds its scores: the digest is computed again from the rows that it names.
HELD = """
  SELECT e.detail->>'digest' = encode(sha256(array_send(array_agg(p.session_id ORDER BY p.session_id))
                                             || array_send(array_agg(p.sheet_version ORDER BY p.session_id))
                                             || array_send(array_agg(p.sealed ORDER BY p.session_id))), 'hex')
         AND count(*) = (e.detail->>'sheets')::int, count(*)
  FROM audit.event e
  JOIN result.part1 p ON p.association_id = e.association_id AND extract(epoch FROM p.scored_at) = (e.detail->>'scored_at')::numeric
    AND encode(p.key_digest, 'hex') = e.detail->>'keys' AND p.rule = e.detail->>'rule'
  WHERE e.action = 'part1.scored' AND e.subject_id = %s
  GROUP BY e.number, e.detail"""
CHAIN = """
  SELECT bool_and(e.digest = audit.digest_of(e.previous, e.association_id, e.number, e.at, e.actor, e.actor_id, e.action,
                                             e.subject_id, e.detail)
                  AND (e.number = 1 OR e.previous = (SELECT b.digest FROM audit.event b
                                                     WHERE b.association_id = e.association_id AND b.number = e.number - 1)))
  FROM audit.event e"""


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = World(cluster, tmp_path_factory.mktemp("scoring"))
    assert running.import_bank().returncode == 0
    yield running
    running.close()


@pytest.fixture(scope="module")
def scored(world):
    running = Scored(world, MANY)
    running.by_statement("sql")
    yield running
    running.close()


def held(world, scored):
    return world.rows(HELD, scored.administration)


def forget(world, scored):
    world.db.execute("TRUNCATE result.part1")
    world.db.execute("DELETE FROM audit.event WHERE action = 'part1.scored'")
    world.db.execute("DELETE FROM audit.head")
    world.db.execute("DELETE FROM audit.event")


def test_the_registrars_scores_are_those_of_one_statement_over_plain_rows(world, scored):
    forget(world, scored)
    scored.by_registrar()
    assert scored.differences() == []
    assert {row[0] for row in world.rows("SELECT DISTINCT passed FROM plain_score")} == {True, False}
    assert all(fits for fits, _ in held(world, scored)) and sum(count for _, count in held(world, scored)) == MANY
    assert world.one(CHAIN)
    done, total = world.row("SELECT done, total FROM work.duty WHERE id = %s", scored.duty)
    assert done == total == MANY
    # Another key is another score: the comparison would have told.
    world.db.execute("UPDATE plain_key SET letter = CASE letter WHEN 'A' THEN 'B' ELSE 'A' END WHERE position = 7")
    scored.by_statement("sql")
    assert scored.differences() != []
    world.db.execute("UPDATE plain_key SET letter = slim_letter::text")
    scored.by_statement("sql")
    assert scored.differences() == []


def test_a_score_that_is_changed_no_longer_fits_its_audit_event(world, scored):
    one, = world.row("SELECT session_id FROM result.part1 LIMIT 1")
    better = world.seal("result", "result.part1.sealed", one, 1, {"score": 60, "max": 60, "passed": True})
    with world.db.transaction(force_rollback=True):
        world.db.execute("UPDATE result.part1 SET sealed = %s WHERE session_id = %s", (better, one))
        assert sorted(fits for fits, _ in held(world, scored))[0] is False
    assert all(fits for fits, _ in held(world, scored))


def test_two_who_score_at_once_write_each_score_once(world, scored):
    forget(world, scored)
    other = scored.another()
    try:
        for program in (scored.program, other):
            program.stdin.write("score\n")
            program.stdin.flush()
        for program in (scored.program, other):
            assert len(program.stdout.readline().split()) == 3
    finally:
        other.stdin.close()
        other.wait(timeout=30)
    assert scored.differences() == []
    assert all(fits for fits, _ in held(world, scored)) and sum(count for _, count in held(world, scored)) == MANY
    assert world.one(CHAIN)


def test_what_was_scored_before_an_interruption_is_not_scored_again(world, scored):
    world.db.execute("UPDATE result.part1 SET rule = 'before' WHERE session_id < '80000000-0000-0000-0000-000000000000'")
    world.db.execute("DELETE FROM result.part1 WHERE rule <> 'before'")
    before = world.one("SELECT count(*) FROM result.part1")
    assert 0 < before < MANY
    scored.score()
    assert scored.differences() == []
    assert world.one("SELECT count(*) FROM result.part1 WHERE rule = 'before'") == before
    done, total = world.row("SELECT done, total FROM work.duty WHERE id = %s", scored.duty)
    assert done == total == MANY - before


def test_a_sheet_of_the_older_form_and_a_newer_version_are_scored(world, scored):
    session, given = world.row("SELECT session_id, string_agg(choice::text, '' ORDER BY position) FROM slim_answer GROUP BY 1 "
                               "LIMIT 1")
    columns = "association_id, session_id, made_at, saves, administration_id, part, form_id"
    insert = (f"INSERT INTO work.sheet ({columns}, version, sealed) SELECT {columns}, %s, %s FROM work.sheet "
              "WHERE session_id = %s AND version = 1")
    sealed = world.seal("answers", "work.sheet.sealed", session, 2, {"answers": given})
    world.db.execute(insert, (2, sealed, session))
    scored.score()
    first, second = [world.open("result", "result.part1.sealed", session, version, text) for version, text in world.rows(
        "SELECT sheet_version, sealed FROM result.part1 WHERE session_id = %s ORDER BY sheet_version", session)]
    assert first == second
    # A session that was opened again is not scored until it is over.
    world.db.execute(insert, (3, world.seal("answers", "work.sheet.sealed", session, 3, b"\x01" + b"-" * 60), session))
    world.db.execute("UPDATE work.session SET state = 'running', closed_at = NULL, deadline = started_at + interval '90 minutes' "
                     "WHERE id = %s", (session,))
    assert world.rows("SELECT * FROM registrar_api.score_forms(%s, %s)", world.association, scored.administration) == []
    world.db.execute("UPDATE work.session SET state = 'closed', closed_at = deadline WHERE id = %s", (session,))
    scored.score()
    newest = world.one("SELECT sealed FROM result.part1 WHERE session_id = %s AND sheet_version = 3", session)
    assert world.open("result", "result.part1.sealed", session, 3, newest) == {"score": 0, "max": 60, "passed": False}


def test_one_damaged_sheet_is_refused_by_name_and_all_others_are_scored(cluster, tmp_path):
    world = World(cluster, tmp_path)
    assert world.import_bank().returncode == 0
    exam = Exam(world)
    people = [exam.add(f"Person {n}", f"p{n}@x.example").sit1(40 + n) for n in range(12)]
    registrar = world.registrar()
    wait_for(lambda: world.one("SELECT count(*) FROM work.sheet") == 12)
    # Whole and well sealed, but another's: what a swap of two rows would be.
    world.db.execute("UPDATE work.sheet SET sealed = (SELECT sealed FROM work.sheet WHERE session_id = %s) WHERE session_id = %s",
                     (people[3].sessions[1], people[8].sessions[1]))
    assert exam.do("score") == "damaged"
    assert [p.score()["score"] for n, p in enumerate(people) if n != 8] == [40 + n for n in range(12) if n != 8]
    assert world.one("SELECT count(*) FROM result.part1") == 11
    registrar.terminate()
    _, said = registrar.communicate(timeout=20)
    assert f"event=not_scored session={people[8].sessions[1]}" in said
    world.close()
