"""Every statement that a process prepares is planned as its own role, so that a missing right or a wrong name shows here
and not at three in the afternoon of an exam."""
from pathlib import Path

import psycopg
import pytest

SERVER = Path(__file__).resolve().parents[2] / "server"
STATEMENTS = sorted(SERVER.glob("*/store/sql/*.sql"))


def explain(connection, text):
    """Prepares as the server does, then asks for the plan with a NULL in each place."""
    with connection.transaction(force_rollback=True):
        connection.execute("DEALLOCATE ALL")
        connection.execute("PREPARE tried AS " + text)
        count = connection.execute("SELECT cardinality(parameter_types) FROM pg_prepared_statements").fetchone()[0]
        arguments = f"({', '.join(['NULL'] * count)})" if count else ""
        return connection.execute("EXPLAIN EXECUTE tried" + arguments).fetchall()


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda p: f"{p.parts[-4]}-{p.stem}")
def test_a_statement_of_a_desk_can_be_planned_by_its_role(path, logins):
    assert explain(logins["blindmark_" + path.parts[-4]], path.read_text())


def test_every_desk_has_statements():
    assert {p.parts[-4] for p in STATEMENTS} == {"candidate", "review", "coordination", "registrar"}


@pytest.mark.parametrize("desk", ["candidate", "review", "coordination"])
def test_no_statement_of_a_desk_can_be_planned_by_another_s_role(desk, logins):
    """The control: the same texts fail for everybody else, so the plans above say something."""
    other = {"candidate": "review", "review": "candidate", "coordination": "review"}[desk]
    texts = [p for p in STATEMENTS if p.parts[-4] == desk]
    for path in texts:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            explain(logins["blindmark_" + other], path.read_text())


def test_every_function_of_a_desk_is_used(admin):
    """A function that no statement calls is a door that nobody watches."""
    texts = {desk: " ".join(p.read_text() for p in STATEMENTS if p.parts[-4] == desk)
             for desk in ("candidate", "review", "coordination", "registrar")}
    api = admin.execute("SELECT DISTINCT n.nspname, p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
                        "WHERE n.nspname LIKE '%\\_api'").fetchall()
    bodies = " ".join(p.read_text() for p in SERVER.parent.glob("schema/functions/*/*.sql"))
    tools = " ".join(p.read_text() for p in SERVER.glob("tools/**/*.sql"))
    unused = [f"{schema}.{name}" for schema, name in api
              if f"{schema}.{name}" not in texts[schema.removesuffix("_api")] and bodies.count(f"{schema}.{name}") < 2
              and f"{schema}.{name}" not in tools]
    assert unused == []
