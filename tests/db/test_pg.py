"""The pg layer against a real server: each case of pg_probe.c is a test here."""

import subprocess

import pytest

from tree import BUILD

PROBE = BUILD / "tests" / "db" / "pg_probe"
DEAF = BUILD / "tests" / "db" / "pg_probe_deaf"
HERE = __import__("pathlib").Path(__file__).parent

CASES = subprocess.run([PROBE], capture_output=True, text=True, check=True).stdout.split()


@pytest.fixture(scope="module")
def conninfos(cluster):
    cluster.createdb("probe")
    with cluster.connect("probe") as connection:
        connection.execute("CREATE ROLE probe_role LOGIN; CREATE ROLE probe_owner NOLOGIN")
        connection.execute((HERE / "probe.sql").read_text())
        connection.execute("CREATE SCHEMA probe_api; GRANT USAGE ON SCHEMA probe_api TO probe_role;"
                           "CREATE SCHEMA probe_other; CREATE TABLE probe_other.secret (word text);"
                           "CREATE SEQUENCE probe_other.numbers")
    password = cluster.login_as("probe_role")
    yield cluster.conninfo("probe"), cluster.conninfo("probe", "probe_role", password)
    cluster.dropdb("probe")


def run(program, conninfos, case):
    return subprocess.run([program, *conninfos, case], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("case", CASES)
def test_pg(conninfos, case):
    done = run(PROBE, conninfos, case)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 test(s) run" in done.stderr + done.stdout


def test_a_program_deaf_to_warnings_would_be_found(conninfos):
    done = run(DEAF, conninfos, "a_warning_means_doubt")
    assert done.returncode == 1, "the planted defect was not noticed"


def test_the_log_holds_states_and_places_but_no_value(conninfos, cluster):
    done = run(PROBE, conninfos, "refusals_have_their_names")
    assert "sqlstate=P0001" in done.stderr
    assert "PL/pgSQL function probe.refuse(text) line 3 at RAISE" in done.stderr
    assert "canary-value" not in done.stderr
    assert "constraint=note_word_check" in done.stderr
