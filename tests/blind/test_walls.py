"""Every relation and column, every function, tried as each login role with its own password: PostgreSQL must say 42501
(insufficient privilege) each time. The lists come from the catalog."""
import psycopg
import pytest
from psycopg import sql

from catalog import API, LOGINS, functions, relations

DENIED = "42501"


def state_of(connection, statement):
    """The SQLSTATE of a statement that is undone again, 00000 when it went through."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement)
    except psycopg.Error as error:
        return error.sqlstate or "no state"
    return "00000"


def name_of(schema, name):
    return sql.Identifier(schema, name)


def statements_about(schema, name, kind, columns):
    """(what, statement) of every way to read or change a relation."""
    table = name_of(schema, name)
    if kind == "S":
        yield "SELECT", sql.SQL("SELECT last_value FROM {}").format(table)
        yield "nextval", sql.SQL("SELECT pg_catalog.nextval({})").format(sql.Literal(f"{schema}.{name}"))
        return
    for column in columns:
        yield f"SELECT {column}", sql.SQL("SELECT {} FROM {}").format(sql.Identifier(column), table)
        yield f"UPDATE {column}", sql.SQL("UPDATE {} SET {} = NULL").format(table, sql.Identifier(column))
    yield "SELECT count(*)", sql.SQL("SELECT count(*) FROM {}").format(table)
    yield "INSERT", sql.SQL("INSERT INTO {} DEFAULT VALUES").format(table)
    yield "DELETE", sql.SQL("DELETE FROM {}").format(table)
    yield "TRUNCATE", sql.SQL("TRUNCATE {}").format(table)
    yield "LOCK", sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(table)
    yield "COPY TO", sql.SQL("COPY {} TO STDOUT").format(table)
    yield "COPY FROM", sql.SQL("COPY {} FROM STDIN").format(table)
    yield "TABLESAMPLE", sql.SQL("SELECT 1 FROM {} TABLESAMPLE SYSTEM (100)").format(table)
    yield "CREATE INDEX", sql.SQL("CREATE INDEX ON {} ({})").format(table, sql.Identifier(columns[0]))


@pytest.mark.parametrize("role", LOGINS)
def test_no_relation_and_no_column_of_any_schema_opens(role, logins, admin):
    connection, opened, tried = logins[role], [], 0
    for schema, name, kind, columns in relations(admin):
        for what, statement in statements_about(schema, name, kind, columns):
            tried += 1
            if (state := state_of(connection, statement)) != DENIED:
                opened.append(f"{what} {schema}.{name}: {state}")
    assert opened == []
    assert tried > 300


@pytest.mark.parametrize("role", LOGINS)
def test_no_function_of_another_desk_or_of_the_data_schemas_can_be_called(role, logins, admin):
    connection, opened, tried = logins[role], [], 0
    for schema, name, types in functions(admin):
        if schema == API[role]:
            continue
        tried += 1
        arguments = sql.SQL(", ").join(sql.SQL("NULL::" + t) for t in types)
        if (state := state_of(connection, sql.SQL("SELECT {}({})").format(name_of(schema, name), arguments))) != DENIED:
            opened.append(f"{schema}.{name}: {state}")
    assert opened == []
    assert tried > 20


@pytest.mark.parametrize("role", LOGINS)
def test_a_login_role_makes_nothing_and_becomes_nobody(role, logins, admin):
    connection, opened = logins[role], []
    schemas = [row[0] for row in admin.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_t'").fetchall()]
    attempts = [f"CREATE TABLE {schema}.mine (a int)" for schema in schemas]
    attempts += [f"CREATE FUNCTION {schema}.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'" for schema in schemas]
    attempts += [f"ALTER SCHEMA {schema} OWNER TO {role}" for schema in schemas]
    others = [row[0] for row in admin.execute("SELECT rolname FROM pg_roles WHERE rolname <> %s", [role]).fetchall()]
    attempts += [f"SET ROLE {other}" for other in others] + [f"SET SESSION AUTHORIZATION {other}" for other in others]
    attempts += [f"GRANT {other} TO {role}" for other in others]
    attempts += [
        "CREATE SCHEMA mine", "CREATE TEMP TABLE mine (a int)", "CREATE ROLE mine", "CREATE DATABASE mine",
        "CREATE EXTENSION dblink SCHEMA pg_catalog", "CREATE EXTENSION file_fdw SCHEMA pg_catalog",
        "CREATE LANGUAGE plpython3u", "ALTER SYSTEM SET fsync = off",
        "COPY (SELECT 1) TO PROGRAM 'true'", "COPY (SELECT 1) TO '/tmp/mine'", "SELECT pg_read_file('/etc/hostname')",
        "SELECT pg_read_binary_file('PG_VERSION')", "SELECT pg_ls_dir('.')", "SELECT pg_stat_file('PG_VERSION')",
        "SELECT lo_import('/etc/hostname')", "SELECT lo_export(1, '/tmp/mine')", "SELECT * FROM pg_authid",
        "SELECT * FROM pg_statistic", "SELECT * FROM pg_hba_file_rules", "SELECT pg_ls_logdir()", "SELECT pg_reload_conf()",
        "SELECT pg_switch_wal()", "CREATE PUBLICATION mine FOR ALL TABLES", "SET session_replication_role = replica",
    ]
    allowed = {f"SET SESSION AUTHORIZATION {role}"}
    for statement in attempts:
        # 42704: a module that is not installed cannot be created by anybody; 0A000 the same for a language.
        if (state := state_of(connection, statement)) not in (DENIED, "0A000", "25001") and statement not in allowed:
            opened.append(f"{statement}: {state}")
    assert opened == []


@pytest.mark.parametrize("role", LOGINS)
def test_what_the_system_views_show_is_one_s_own(role, logins, admin):
    """No column statistics of our tables, and no text of what other roles run."""
    connection = logins[role]
    assert connection.execute("SELECT count(*) FROM pg_stats WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
                              ).fetchone() == (0,)
    admin.execute("SELECT 'something private'")
    seen = connection.execute("SELECT query FROM pg_stat_activity WHERE usename <> %s", [role]).fetchall()
    assert all(query in ("<insufficient privilege>", None, "") for query, in seen)


@pytest.mark.parametrize("owner, schema", [
    ("review_owner", s) for s in ("identity", "work", "bridge", "intake", "bank", "bank_key", "result")] + [
    ("candidate_owner", s) for s in ("review", "bridge", "intake", "bank_key")] + [
    ("coordination_owner", s) for s in ("bridge", "bank_key")])
def test_the_owner_of_a_desk_s_functions_has_no_right_at_all_on_a_foreign_schema(owner, schema, admin):
    """The second wall: even a wrong function of the desk cannot reach there."""
    opened = []
    mine = [row for row in relations(admin) if row[0] == schema]
    assert mine
    with admin.transaction(force_rollback=True):
        admin.execute(f"SET LOCAL ROLE {owner}")
        for _, name, kind, columns in mine:
            opened += [f"{what} {schema}.{name}" for what, statement in statements_about(schema, name, kind, columns)
                       if state_of(admin, statement) != DENIED]
    assert opened == []


def test_a_review_function_that_reads_identity_cannot_be_made(admin):
    """Planted: the same body, as the owner of the review desk's functions and as the owner of identity."""
    body = ("CREATE FUNCTION {}.leak() RETURNS SETOF bytea LANGUAGE sql SECURITY DEFINER "
            "SET search_path = pg_catalog, pg_temp AS $$ SELECT p.sealed FROM identity.person p $$")
    with admin.transaction(force_rollback=True):
        admin.execute("SET LOCAL ROLE review_owner")
        assert state_of(admin, body.format("review_api")) == DENIED
        admin.execute("SET LOCAL ROLE identity_data")
        assert state_of(admin, body.format("identity")) == "00000"


def test_a_body_that_is_only_read_when_it_runs_fails_when_it_runs(admin, logins):
    """plpgsql looks at names late: such a function can be made, and gives nothing."""
    admin.execute("""CREATE FUNCTION review_api.late_leak() RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER
                     SET search_path = pg_catalog, pg_temp
                     AS $$ BEGIN RETURN (SELECT p.sealed FROM identity.person p LIMIT 1); END $$;
                     ALTER FUNCTION review_api.late_leak() OWNER TO review_owner;
                     GRANT EXECUTE ON FUNCTION review_api.late_leak() TO blindmark_review""")
    try:
        assert state_of(logins["blindmark_review"], "SELECT review_api.late_leak()") == DENIED
    finally:
        admin.execute("DROP FUNCTION review_api.late_leak()")


def test_every_function_is_security_definer_with_a_fixed_search_path(admin):
    """What else one sets for itself is how its plan is chosen, which reaches nothing. The rule of the deadline alone is written
    into the plans of its callers, with the rights of whoever calls: its body was bound when it was made."""
    wrong = admin.execute(r"""
        SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND p.prorettype <> 'trigger'::regtype
          AND NOT (p.prosecdef AND 'search_path=pg_catalog, pg_temp' = ANY (p.proconfig)
                   AND NOT EXISTS (SELECT FROM unnest(p.proconfig) c
                                   WHERE c !~ '^(search_path|plan_cache_mode|enable_\w+|jit)='))
          AND NOT (p.proname = 'in_time' AND p.prosqlbody IS NOT NULL AND NOT p.prosecdef)""").fetchall()
    assert wrong == []


def test_no_function_is_public_and_no_new_one_would_be(admin):
    public = admin.execute("""
        SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
             aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND x.grantee = 0""").fetchall()
    assert public == []
    owners = [row[0] for row in admin.execute(
        "SELECT rolname FROM pg_roles WHERE rolname ~ '^(?!pg_).*_(owner|data)$'").fetchall()]
    assert len(owners) >= 15
    for owner in owners:
        with admin.transaction(force_rollback=True):
            schema = owner.replace("_owner", "_api").replace("_data", "")
            admin.execute(f"SET LOCAL ROLE {owner}")
            admin.execute(f"CREATE FUNCTION {schema}.fresh() RETURNS int LANGUAGE sql AS 'SELECT 1'")
            held = admin.execute("SELECT has_function_privilege('blindmark_review', %s, 'EXECUTE')", [f"{schema}.fresh()"])
            assert held.fetchone() == (False,), owner
