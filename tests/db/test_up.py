"""`blindmark up`: one data folder, one private PostgreSQL, four processes. Started, stopped, killed, and refused."""

import os
import pwd
import re
import shutil
import signal
import socket
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest

from cluster import system_user
from ports import free_ports
from up import Up, install, open_folder, until

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: system users, mounts")
PROCESSES = ("candidate", "review", "coordination", "registrar")


@pytest.fixture(scope="module")
def app():
    """BLINDMARK_APP names a copy that is installed already."""
    if "BLINDMARK_APP" in os.environ:
        yield Path(os.environ["BLINDMARK_APP"])
        return
    folder = open_folder()
    yield install(folder / "app")
    shutil.rmtree(folder)


@pytest.fixture
def place():
    folder = open_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def running(app):
    folder = open_folder()
    with Up(app, folder / "data") as up:
        yield up
    shutil.rmtree(folder)


def query(up, sql):
    with psycopg.connect(up.card["conninfo"], autocommit=True) as connection:
        return connection.execute(sql).fetchall()


def command(up, sql):
    with psycopg.connect(up.card["conninfo"], autocommit=True) as connection:
        connection.execute(sql)


def test_the_card_names_addresses_and_whom_to_sign_in_as(running):
    card = running.card
    assert stat.S_IMODE((running.data / "demo.json").stat().st_mode) == 0o600
    assert set(card) == {"candidate_url", "review_url", "coordination_url", "conninfo", "people"}
    person, = card["people"]
    assert (person["role"], person["email"]) == ("coordinator", "coordinator@example.org")
    assert re.fullmatch(r"([0-9A-Z]{4}-){4}[0-9A-Z]{4}", person["code"])
    for said in (card["candidate_url"], card["review_url"], card["coordination_url"], person["code"]):
        assert said in running.output
    for desk in ("candidate", "review", "coordination"):
        assert running.healthy(desk)


def test_the_cluster_is_durable_and_private(running):
    settings = dict(query(running, "SELECT name, setting FROM pg_settings"))
    wanted = {"data_checksums": "on", "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
              "listen_addresses": "", "log_parameter_max_length": "0", "log_error_verbosity": "terse",
              "log_min_error_statement": "panic", "password_encryption": "scram-sha-256"}
    assert {name: settings[name] for name in wanted} == wanted
    assert query(running, "SELECT type, database, user_name, auth_method FROM pg_hba_file_rules") == [
        ("local", ["all"], ["all"], "scram-sha-256")]
    for login in ("postgres", "blindmark_review"):
        with pytest.raises(psycopg.OperationalError, match="no password supplied|password authentication failed"):
            psycopg.connect(f"host={running.data}/socket user={login} dbname=blindmark passfile=/dev/null")
    tcp = Path("/proc/net/tcp").read_text()
    assert f":{5432:04X} " not in tcp or "0A" not in tcp.split(f":{5432:04X} ", 1)[1][:20]


@ROOT_ONLY
def test_each_runs_as_its_own_user_with_no_way_up(running):
    children = running.children()
    assert set(children) == {"postgres", *(f"blindmark-{name}" for name in PROCESSES)}
    for program, pid in children.items():
        user = pwd.getpwnam("blindmark-db" if program == "postgres" else program)
        status = Path(f"/proc/{pid}/status").read_text()
        assert re.search(r"^Uid:\t(.*)$", status, re.M)[1].split() == [str(user.pw_uid)] * 4
        assert re.search(r"^Gid:\t(.*)$", status, re.M)[1].split() == [str(user.pw_gid)] * 4
        assert set(re.search(r"^Groups:(.*)$", status, re.M)[1].split()) <= {str(user.pw_gid)}
        assert "NoNewPrivs:\t1" in status


@ROOT_ONLY
def test_each_reads_its_own_keys_and_secret_only(running):
    for name in PROCESSES:
        account = pwd.getpwnam(f"blindmark-{name}")
        files = [running.data / f"{kind}/{other}.{kind.replace('etc', 'conf')}" for kind in ("keys", "etc") for other in PROCESSES]
        files += [running.data / "keys/all.keys", running.data / "superuser", running.data / "demo.json",
                  running.data / "log/candidate.log", running.data / "db/data/PG_VERSION"]
        readable = {path.name for path in files if subprocess.run(
            ["cat", path], user=account.pw_uid, group=account.pw_gid, extra_groups=[], capture_output=True).returncode == 0}
        assert readable == {f"{name}.keys", f"{name}.conf"}


def test_a_process_that_dies_is_started_again(running):
    before = running.children()["blindmark-candidate"]
    os.kill(before, signal.SIGKILL)
    assert until(lambda: running.children().get("blindmark-candidate", before) != before and running.healthy("candidate"))
    os.kill(running.children()["postgres"], signal.SIGKILL)
    assert until(lambda: "postgres" in running.children())

    def answers():
        try:
            return query(running, "SELECT 1") == [(1,)]
        except psycopg.OperationalError:
            return False
    assert until(answers)


def test_a_second_one_keeps_off_the_same_folder(running, app):
    status, said = Up(app, running.data, port=free_ports(3)).refused()
    assert status == 1
    assert said == f"blindmark: Another Blindmark is running on {running.data}.\n"
    assert running.healthy("review")


def test_a_second_start_goes_on_and_a_reset_begins_anew(app, place):
    port = free_ports(3)
    with Up(app, place / "data", port=port) as up:
        first = up.card
        command(up, "CREATE TABLE public.kept ()")
        children = list(up.children().values())
        assert up.stop() == 0
        assert up.output.endswith("Stopping\n")
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    # Other ports, and the coordinator's code is still the same.
    with Up(app, place / "data", port=free_ports(3)) as up:
        assert query(up, "SELECT to_regclass('public.kept') IS NOT NULL") == [(True,)]
        assert up.card["people"] == first["people"]
        assert up.card["candidate_url"] != first["candidate_url"] and up.healthy("candidate")
    with Up(app, place / "data", "--reset") as up:
        assert query(up, "SELECT to_regclass('public.kept') IS NOT NULL") == [(False,)]
        assert up.card["people"][0]["code"] != first["people"][0]["code"]


def test_killed_outright_it_takes_its_children_along_and_starts_again(app, place):
    up = Up(app, place / "data").start()
    children = list(up.children().values())
    assert len(children) == 5
    up.stop(signal.SIGKILL)
    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))
    with Up(app, place / "data", port=up.port) as again:
        assert again.healthy("coordination")
        assert again.card["people"] == up.card["people"]


@pytest.mark.parametrize("after", [0.1, 0.6, 1.2, 1.8])
def test_stopped_while_it_starts_it_leaves_something_to_go_on_with(app, place, after):
    up = Up(app, place / "data")
    process = up._popen()
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    with Up(app, place / "data") as again:
        assert again.healthy("candidate")


def test_it_goes_on_when_nobody_listens_any_more(app, place):
    up = Up(app, place / "data").start()
    up.process.stdout.close()
    before = up.children()["blindmark-review"]
    os.kill(before, signal.SIGKILL)
    assert until(lambda: up.children().get("blindmark-review", before) != before and up.healthy("review"))
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(timeout=60) == 0


def test_what_dies_again_and_again_ends_the_whole(app, place):
    up = Up(app, place / "data").start()

    def kill_again():
        pid = up.children().get("blindmark-review")
        if pid:
            os.kill(pid, signal.SIGKILL)
        return up.process.poll() is not None
    assert until(kill_again, 60)
    said = up.process.stdout.read()
    assert up.process.returncode == 1
    assert "the review process was started again" in said
    assert "ended 6 times in a minute" in said.splitlines()[-1]


def test_a_busy_port_is_told_before_anything_is_made(app, place):
    port = free_ports(3)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + 1))
        other.listen()
        status, said = Up(app, place / "data", port=port).refused()
    assert status == 1
    assert said == (f"blindmark: Port {port + 1} is in use; choose others with --port N (N, N+1 and N+2 are needed).\n")
    assert not (place / "data").exists()


@ROOT_ONLY
def test_a_port_or_a_place_that_we_may_not_use_is_told(app, place):
    """As ./run asks before it installs anything."""
    user = system_user("blindmark-db")
    (place / "file").write_text("mine")
    first_port = int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())
    told = [Up(app, place / "data", "--check", port=free_ports(3), user=user).refused(),
            Up(app, place / "file", "--check").refused(), Up(app, place / "file/data", "--check").refused()]
    assert told == [(1, f"blindmark: {place} cannot be used: Permission denied.\n"),
                    *[(1, f"blindmark: {place}/{path} cannot be used: Not a directory.\n") for path in ("file", "file/data")]]
    if first_port > 80:
        status, said = Up(app, place / "data", port=80, user=user).refused()
        assert (status, said) == (1, "blindmark: Port 80 cannot be used: Permission denied; choose others with --port N.\n")
    assert [path.name for path in place.iterdir()] == ["file"]


@pytest.mark.parametrize("words", [("up", "--other"), ("init", "--other"), ("migrate", "--other"), ("import", "--other"),
                                   ("render", "--other"), ("other",)], ids=" ".join)
def test_a_word_that_is_not_known_is_told_in_one_sentence(app, words):
    done = subprocess.run([app / "bin/blindmark", *words], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("blindmark: ") and len(done.stderr.splitlines()) == 1


def test_a_folder_of_somebody_else_is_left_alone(app, place):
    (place / "data").mkdir()
    (place / "data/thesis.txt").write_text("mine")
    for options in ((), ("--reset",)):
        status, said = Up(app, place / "data", *options).refused()
        assert status == 1
        assert "not a data folder of Blindmark" in said and len(said.splitlines()) == 1
        assert {path.name for path in (place / "data").iterdir()} <= {"thesis.txt", "lock"}


@pytest.mark.parametrize("damage, told", [
    (lambda data: (data / "version").write_text("blindmark data 9\n"), "another version of Blindmark"),
    (lambda data: (data / "superuser").unlink(), "superuser is missing"),
    (lambda data: (data / "db/data/PG_VERSION").write_text("14\n"), "made by PostgreSQL 14"),
    (lambda data: (data / "db/data/global/pg_control").unlink(), "database in db/ is not whole"),
    (lambda data: (data / "db/data/global/pg_control").write_bytes(b"x" * 8192), "The database does not start: "),
    (lambda data: (data / "keys/all.keys").unlink(), "put it back from your backup"),
    (lambda data: (data / "demo.begun").touch(), "start with --reset"),
], ids=["version", "superuser", "PG_VERSION", "pg_control", "pg_control's bytes", "keys", "demo"])
def test_a_damaged_folder_is_told_in_one_sentence(app, damaged, damage, told):
    damage(damaged)
    status, said = Up(app, damaged).refused()
    assert status == 1
    assert told in said and len(said.splitlines()) == 1


@pytest.fixture(scope="module")
def stopped(app):
    """A data folder that was used once."""
    folder = open_folder()
    with Up(app, folder / "data"):
        pass
    yield folder / "data"
    shutil.rmtree(folder)


@pytest.fixture
def damaged(stopped, place):
    subprocess.run(["cp", "-a", stopped, place / "data"], check=True)
    return place / "data"


def test_a_long_path_moves_the_socket_to_a_short_one(app, place):
    deep = place / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    with Up(app, deep / "data") as up:
        socket_folder = Path(re.search(r"host='([^']+)'", up.card["conninfo"])[1])
        assert len(str(socket_folder)) < 40 and socket_folder.parent in (Path("/run"), Path("/tmp"))
        assert stat.S_IMODE(socket_folder.stat().st_mode) in (0o700, 0o711)
        assert query(up, "SELECT 1") == [(1,)]
        assert up.healthy("candidate")
    assert not socket_folder.exists()


def test_the_callers_surroundings_do_not_matter(app, place):
    with Up(app, place / "data", env={"PGHOST": "elsewhere.example", "PGOPTIONS": "-c fsync=off", "PGUSER": "x",
                                      "PGSERVICE": "nowhere", "LC_ALL": "xx_XX"}) as up:
        assert up.healthy("review")


@ROOT_ONLY
def test_an_ordinary_user_runs_all_of_it_with_a_secret_for_each(app, place):
    user = system_user("blindmark-db")
    os.chown(place, user.pw_uid, user.pw_gid)
    with Up(app, place / "data", user=user) as up:
        assert {Path(f"/proc/{pid}").stat().st_uid for pid in up.children().values()} <= {user.pw_uid, 0}
        for pid in up.children().values():
            assert re.search(r"^Uid:\t(\d+)", Path(f"/proc/{pid}/status").read_text(), re.M)[1] == str(user.pw_uid)
        secrets = {re.search(r"password='([^']+)'", (place / f"data/etc/{name}.conf").read_text())[1] for name in PROCESSES}
        assert len(secrets) == 4
        assert stat.S_IMODE((place / "data").stat().st_mode) == 0o700


@ROOT_ONLY
def test_a_folder_that_only_root_can_enter_is_told(app, place):
    (place / "closed").mkdir(mode=0o700)
    status, said = Up(app, place / "closed/data").refused()
    assert status == 1
    assert f"Only root can enter {place}/closed" in said
    assert not (place / "closed/data").exists()


@ROOT_ONLY
def test_too_little_space_is_told_and_nothing_stays(app, place):
    disk = place / "disk"
    disk.mkdir(mode=0o755)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=50m,mode=755", "tmpfs", disk], check=True)
    try:
        status, said = Up(app, disk / "data").refused()
        assert status == 1
        assert "too little space" in said and len(said.splitlines()) == 1
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", disk], check=True)
