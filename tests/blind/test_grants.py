"""The whole state of rights, compared with what was read and agreed to (grants.expected)."""
import difflib

import grants
from catalog import API, LOGINS, OURS


def test_every_right_is_one_that_was_agreed_to(admin):
    expected, found = grants.GOLDEN.read_text().splitlines(), grants.text(admin).splitlines()
    difference = [line for line in difflib.unified_diff(expected, found, "agreed", "found", n=1, lineterm="")]
    assert not difference, "\n".join(difference + [grants.__doc__])


def test_a_right_that_nobody_agreed_to_shows_as_a_difference(admin):
    """Planted: one column, given to one owner."""
    with admin.transaction(force_rollback=True):
        admin.execute("GRANT SELECT (email_hash) ON identity.person TO review_owner")
        assert "  review_owner: SELECT (email_hash)" in grants.text(admin).splitlines()
    assert "  review_owner: SELECT (email_hash)" not in grants.text(admin).splitlines()


def test_how_long_a_reviewer_reads_and_how_far_one_is_no_other_desk_can_see(admin):
    """Nor the phrases a reviewer keeps."""
    owners = [schema.replace("_api", "_owner") for schema in API.values()]
    for table, column in (("allocation", "seconds"), ("allocation", "scored"), ("phrase", "sealed")):
        can = [owner for owner in owners if admin.execute(
            "SELECT has_column_privilege(%s, %s, %s, 'SELECT')", [owner, f"review.{table}", column]).fetchone()[0]]
        assert can == ["review_owner"], column


def test_nobody_is_a_member_of_anybody(admin):
    """Not of each other, and not of PostgreSQL's own roles (pg_read_all_data, pg_execute_server_program, …)."""
    ours = "m.member <> 10 AND m.member::regrole::text !~ '^pg_'"
    assert admin.execute(f"SELECT m.member::regrole, m.roleid::regrole FROM pg_auth_members m WHERE {ours}").fetchall() == []


def test_login_roles_own_nothing(admin):
    for role in LOGINS:
        owned = admin.execute("SELECT count(*) FROM pg_shdepend WHERE refobjid = %s::regrole AND deptype = 'o'", [role])
        assert owned.fetchone() == (0,), role


def test_login_roles_read_no_table_and_call_only_their_own_functions(admin):
    tables = admin.execute(f"""
        SELECT r.rolname, n.nspname, c.relname FROM pg_roles r CROSS JOIN pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.rolname = ANY (%s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND {OURS}
          AND (has_table_privilege(r.oid, c.oid, 'SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER')
               OR has_any_column_privilege(r.oid, c.oid, 'SELECT,INSERT,UPDATE,REFERENCES'))""", [list(LOGINS)]).fetchall()
    assert tables == []
    calls = admin.execute(f"""
        SELECT r.rolname, n.nspname FROM pg_roles r CROSS JOIN pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE r.rolname = ANY (%s) AND {OURS} AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
        GROUP BY 1, 2""", [list(LOGINS)]).fetchall()
    assert sorted(calls) == sorted((role, schema) for role, schema in API.items())


def test_each_function_is_its_folder_s_owner_s(admin):
    """A function of review_api that belonged to somebody else would run with somebody else's rights."""
    wrong = admin.execute(f"""
        SELECT p.oid::regprocedure, p.proowner::regrole FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE {OURS} AND p.proowner::regrole::text <> CASE WHEN n.nspname LIKE '%\\_api' THEN replace(n.nspname, '_api', '_owner')
                                                           ELSE n.nspname || '_data' END""").fetchall()
    assert wrong == []
