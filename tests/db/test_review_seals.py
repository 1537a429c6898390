"""review.seal is append-only for everybody, and no coordinator's role reaches it or what was committed to."""

import secrets
import uuid

import psycopg
import pytest

import review_seals
from house import migrate
from registrar_world import World
from tree import SCHEMA

ROLES = ("blindmark_candidate", "blindmark_review", "blindmark_coordination", "blindmark_registrar", "candidate_owner",
         "review_owner", "coordination_owner", "registrar_owner")
CHANGES = ("UPDATE review.seal SET at = at", "UPDATE review.seal SET signature = NULL WHERE false", "DELETE FROM review.seal",
           "TRUNCATE review.seal CASCADE")
PACKET = ("INSERT INTO review.packet (association_id, id, administration_id, category, pages, criteria, top_level, state, sealed) "
          "VALUES (%s, %s, %s, 'specialist', 1, 1, 4, '{}', '\\x00')")
MAY = {"review_owner": {"INSERT"}, "registrar_owner": set()}   # on the whole table; the registrar reads some of its columns


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    made = World(cluster, tmp_path_factory.mktemp("seals"))
    packet, allocation = uuid.uuid4(), uuid.uuid4()
    made.db.execute(PACKET.format("in_review"), (made.association, packet, uuid.uuid4()))
    made.db.execute("INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, state) "
                    "VALUES (%s, %s, %s, %s, 1, 'ABCD2345', %s, 'open')",
                    (made.association, allocation, packet, uuid.uuid4(), secrets.token_bytes(16)))
    review_seals.lock(made, allocation, {"levels": {}, "total": 4})
    made.allocation = allocation
    yield made
    made.close()


@pytest.mark.parametrize("role", ROLES)
def test_rights(world, role):
    rights = {right for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
              if world.one("SELECT has_table_privilege(%s, 'review.seal', %s)", role, right)}
    assert rights == MAY.get(role, set())
    for right in ("UPDATE", "SELECT") if role != "registrar_owner" else ("UPDATE",):
        assert not world.one("SELECT has_any_column_privilege(%s, 'review.seal', %s)", role, right), right


def test_the_registrar_reads_no_moment_and_no_review_of_before(world):
    columns = {row[0] for row in world.rows(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'review.seal'::regclass AND attnum > 0 "
        "AND has_column_privilege('registrar_owner', 'review.seal', attname, 'SELECT')")}
    assert columns == {"association_id", "allocation_id", "revision", "commitment", "previous", "reason", "signature", "place"}


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize("role", ["review_data", None])
def test_not_even_its_owner_changes_it(world, role, statement):
    """None: a superuser. Who turns the trigger off first is told by `blindmark verify seals` (tests/journey/test_redeciding.py)."""
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"), world.db.transaction():
        if role is not None:
            world.db.execute(f"SET LOCAL ROLE {role}")
        world.db.execute(statement)
    assert world.one("SELECT count(*) FROM review.seal WHERE signature IS NOT NULL") == 1


def test_no_coordinator_s_role_reads_a_score_a_remark_or_what_was_committed_to(world):
    for role in ("coordination_owner", "blindmark_coordination"):
        for column in ("draft", "sealed", "commitment", "revision", "released", "locked_at"):
            assert not world.one("SELECT has_column_privilege(%s, 'review.allocation', %s, 'SELECT')", role, column), (role, column)
        for table in ("review.seal", "result.part2"):
            assert not world.one("SELECT has_any_column_privilege(%s, %s, 'SELECT, INSERT, UPDATE')", role, table), (role, table)


def test_a_later_seal_is_signed_and_names_the_one_before(world):
    common = "INSERT INTO review.seal SELECT association_id, id, {} , '\\x00', %s, {}, now() FROM review.allocation"
    zeros, some = "decode(repeat('00', 32), 'hex')", "decode(repeat('00', 64), 'hex')"
    for revision, rest in ((2, f"{zeros}, {zeros}, NULL"), (2, f"NULL, {zeros}, {some}"), (2, f"{zeros}, NULL, {some}"),
                           (0, f"NULL, NULL, {some}")):
        with pytest.raises(psycopg.errors.CheckViolation), world.db.transaction():
            world.db.execute(common.format(revision, rest), (bytes(32),))
    with pytest.raises(psycopg.errors.UniqueViolation), world.db.transaction():
        world.db.execute(common.format(1, f"NULL, NULL, {some}"), (bytes(32),))


def test_reviews_of_before_get_a_first_seal_and_decisions_what_they_were_made_from(cluster):
    """The migration, over rows as the schema before it left them."""
    cluster.dropdb("older")
    cluster.createdb("older")
    with cluster.connect("older") as db:
        db.execute((SCHEMA / "roles.sql").read_text())
        for path in sorted((SCHEMA / "migrations").glob("*.sql")):
            if path.name < "0083":
                db.execute(path.read_text())
                db.execute("RESET ROLE")
        association, packet, administration = (uuid.uuid4() for _ in range(3))
        db.execute(PACKET.format("decided"), (association, packet, administration))
        for seat in (2, 1):
            db.execute("INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, state, "
                       "sealed, commitment, locked_at) VALUES (%s, %s, %s, %s, %s, %s, %s, 'locked', %s, %s, now())",
                       (association, uuid.uuid4(), packet, uuid.uuid4(), seat, f"ABCD234{seat}", bytes(16), bytes([seat]),
                        bytes([seat]) * 32))
        db.execute("INSERT INTO result.part2 VALUES (%s, %s, '\\x00', 'rule/1', now())", (association, packet))
        db.execute((SCHEMA / "migrations/0083-review-seal.sql").read_text())
        db.execute("RESET ROLE")
        assert db.execute("SELECT number, made_from FROM result.part2").fetchall() == [(1, [bytes([1]) * 32, bytes([2]) * 32])]
        assert db.execute("SELECT a.seat, a.revision, a.released, s.sealed = a.sealed, s.commitment = a.commitment, "
                          "s.signature IS NULL "
                          "FROM review.allocation a JOIN review.seal s ON s.allocation_id = a.id ORDER BY 1").fetchall() == [
            (1, 1, False, True, True, True), (2, 1, False, True, True, True)]
    cluster.dropdb("older")


def test_the_whole_schema_goes_in_by_the_tool(cluster):
    migrate(cluster, "whole")
    with cluster.connect("whole") as db:
        assert db.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = 'seal_is_append_only'").fetchone() == ("O",)
    cluster.dropdb("whole")
