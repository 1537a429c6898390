"""`blindmark migrate`: the same end whatever happened before: run twice, by two at once, killed, or on a stray right."""

import shutil
import subprocess

import psycopg
import pytest

from blindmark import migrate
from tree import BLINDMARK, BUILD, ROOT

# Everything a migration makes, as text that can be compared.
def acl(column):
    """Rights in one order: the server keeps them in that of their granting."""
    return f"coalesce((SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest({column}) a), '')"


OURS = r"nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'"
SHAPE = f"""
SELECT pg_describe_object(classid, objid, 0) FROM (
  SELECT 'pg_class'::regclass AS classid, c.oid AS objid FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE {OURS}
  UNION ALL SELECT 'pg_constraint'::regclass, c.oid FROM pg_constraint c JOIN pg_namespace n ON n.oid = connamespace
    WHERE {OURS}) AS objects
UNION ALL SELECT concat_ws(' ', p.oid::regprocedure, pg_get_function_result(p.oid), p.proowner::regrole, {acl('p.proacl')})
  FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE {OURS}
UNION ALL SELECT concat_ws(' ', nspname, {acl('nspacl')}) FROM pg_namespace n WHERE {OURS}
UNION ALL SELECT concat_ws(' ', c.oid::regclass, {acl('relacl')})
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE {OURS}
UNION ALL SELECT number || name || digest::text FROM service.migration
ORDER BY 1"""


def shape(cluster, name):
    with cluster.connect(name) as connection:
        return [row[0] for row in connection.execute(SHAPE)]


@pytest.fixture
def empty(cluster):
    cluster.dropdb("fresh")
    yield cluster.createdb("fresh")
    cluster.dropdb("fresh")


@pytest.fixture
def share(tmp_path):
    shutil.copytree(ROOT / "schema", tmp_path / "schema")
    return tmp_path


@pytest.mark.parametrize("desk", ["candidate", "review", "coordination", "registrar"])
def test_the_guard_lets_each_login_start(cluster, database, desk):
    role = f"blindmark_{desk}"
    conninfo = cluster.conninfo(database, role, cluster.login_as(role))
    done = subprocess.run([BUILD / "tests/db/pg_probe", "guard", conninfo, role, f"{desk}_api"], capture_output=True,
                          text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_second_run_changes_nothing(cluster, empty):
    assert migrate(empty).returncode == 0
    first = shape(cluster, "fresh")
    assert len(first) > 100
    again = migrate(empty)
    assert again.returncode == 0
    assert "applied" not in again.stdout
    assert shape(cluster, "fresh") == first


def test_a_stray_right_is_taken_back(cluster, empty):
    assert migrate(empty).returncode == 0
    first = shape(cluster, "fresh")
    with cluster.connect("fresh") as connection:
        connection.execute("GRANT SELECT ON identity.person TO review_owner; GRANT USAGE ON SCHEMA identity TO review_owner")
    assert shape(cluster, "fresh") != first
    assert migrate(empty).returncode == 0
    assert shape(cluster, "fresh") == first


def test_a_changed_migration_is_refused_by_name(empty, share):
    assert migrate(empty, share).returncode == 0
    path = share / "schema/migrations/0003-staff.sql"
    path.write_text(path.read_text() + "-- a late idea\n")
    done = migrate(empty, share)
    assert done.returncode == 1
    assert "0003-staff.sql was changed" in done.stderr


def test_a_later_database_is_refused(empty, share):
    (share / "schema/migrations/0999-later.sql").write_text("SELECT 1;\n")
    assert migrate(empty, share).returncode == 0
    done = migrate(empty)
    assert done.returncode == 1
    assert "later version" in done.stderr


def test_a_failed_migration_leaves_nothing_and_is_named(cluster, empty, share):
    path = share / "schema/migrations/0998-broken.sql"
    path.write_text("CREATE TABLE service.half (id int);\nINSERT INTO service.half VALUES ('x');\n")
    done = migrate(empty, share)
    assert done.returncode == 1
    assert "0998-broken.sql" in done.stderr
    with cluster.connect("fresh") as connection:
        assert connection.execute("SELECT to_regclass('service.half')").fetchone() == (None,)
    path.write_text("CREATE TABLE service.half (id int);\n")
    assert migrate(empty, share).returncode == 0


def test_a_function_that_is_gone_is_dropped_and_one_may_change_its_result(cluster, empty, share):
    folder = share / "schema/functions/candidate"
    text = "CREATE OR REPLACE FUNCTION candidate_api.{}() RETURNS {} LANGUAGE sql AS $$SELECT {}$$;\n"
    (folder / "zz_old.sql").write_text(text.format("zz_old", "int", 1))
    (folder / "zz_two.sql").write_text(text.format("zz_two", "int", 1))
    assert migrate(empty, share).returncode == 0
    (folder / "zz_old.sql").unlink()
    (folder / "zz_two.sql").write_text(text.format("zz_two", "text", "'1'"))
    done = migrate(empty, share)
    assert done.returncode == 0, done.stderr
    with cluster.connect("fresh") as connection:
        found = connection.execute("SELECT p.oid::regprocedure::text, pg_get_function_result(p.oid) FROM pg_proc p "
                                   "WHERE proname LIKE 'zz%'").fetchall()
    assert found == [("candidate_api.zz_two()", "text")]


def test_a_function_that_reaches_too_far_cannot_be_created(empty, share):
    (share / "schema/functions/review/zz_peep.sql").write_text(
        "CREATE FUNCTION review_api.zz_peep() RETURNS bigint LANGUAGE sql SECURITY DEFINER\n"
        "AS 'SELECT count(*) FROM identity.person';\n")
    done = migrate(empty, share)
    assert done.returncode == 1
    assert "zz_peep.sql" in done.stderr and "permission denied for schema identity" in done.stderr


def test_two_at_once_take_turns(cluster, empty):
    both = [subprocess.Popen([BLINDMARK, "migrate", "--conninfo", empty, "--share", ROOT], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ends = [one.communicate(timeout=60) for one in both]
    assert [one.returncode for one in both] == [0, 0], ends
    assert sorted("0001" in out for out, _ in ends) == [False, True]


def test_killed_anywhere_the_next_run_ends_the_work(cluster, empty, template):
    """Killed after 20, 40, ... ms until one run gets through; the end is that of a run that nobody disturbed."""
    kills = 0
    for after in range(1, 100):
        one = subprocess.Popen([BLINDMARK, "migrate", "--conninfo", empty, "--share", ROOT], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
        try:
            assert one.wait(timeout=after * 0.02) == 0
            break
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()
            kills += 1
    assert kills > 0
    assert migrate(empty).returncode == 0
    assert shape(cluster, "fresh") == shape(cluster, template)


def test_a_login_role_reads_no_table(cluster, database):
    password = cluster.login_as("blindmark_review")
    with cluster.connect(database, "blindmark_review", password) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT FROM review.packet")
