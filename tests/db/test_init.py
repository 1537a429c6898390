"""`blindmark init`: an installation on a server that is there, made once, completed when something is missing."""

import configparser
import os
import re
import stat
import subprocess

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from blindmark import blindmark
from tree import ROOT, daemon

KINDS = {
    "candidate": {"identity", "bank", "answers", "result", "candidate_lookup", "receipt", "rescue_public"},
    "review": {"packet", "review", "staff_lookup", "review_sign"},
    "coordination": {"identity", "intake", "result", "candidate_lookup", "staff_lookup"},
    "registrar": {"identity", "bank", "bank_key", "answers", "intake", "packet", "review", "result", "candidate_lookup",
                  "staff_lookup", "rescue", "rescue_public", "review_public"},
}
COUNTS = "SELECT (SELECT count(*) FROM staff.one_time_code), (SELECT count(*) FROM audit.event)"
CODE = re.compile(r"^    ((?:[0-9A-Z]{4}-){4}[0-9A-Z]{4})$", re.M)


@pytest.fixture
def conninfo(cluster):
    cluster.dropdb("office")
    yield cluster.createdb("office")
    cluster.dropdb("office")


@pytest.fixture
def folder(tmp_path):
    """Where system users of this machine could reach it too, if they exist."""
    tmp_path.chmod(0o711)
    return tmp_path


def init(conninfo, folder, *more):
    return blindmark("init", "--conninfo", conninfo, "--share", ROOT, "--keys", folder / "keys",
                     "--association-code", "ak", "--association-name", "Alaska Example", "--zone", "America/Anchorage",
                     "--coordinator-name", "Canaryname Coordinator", "--coordinator-email", "First@Example.org",
                     "--review-url", "https://review.example.org", *more)


def kinds(path):
    return {line.split()[0] for line in path.read_text().splitlines() if line and not line.startswith("#")}


def settings(path):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string("[all]\n" + path.read_text())
    return {key: value.replace("\n", " ") for key, value in parser["all"].items()}


def files(folder):
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*")) if path.is_file()}


def test_it_gives_each_process_its_keys_its_secret_and_no_more(conninfo, folder):
    done = init(conninfo, folder)
    assert done.returncode == 0, done.stderr
    assert kinds(folder / "keys/all.keys") == set().union(*KINDS.values())
    assert all(stat.S_IMODE((folder / "keys" / name).stat().st_mode) == 0o444 for name in ("receipt.pub", "review.pub"))
    for process, expected in KINDS.items():
        assert kinds(folder / f"keys/{process}.keys") == expected
        for path in (folder / f"keys/{process}.keys", folder / f"etc/{process}.conf"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o400
        with psycopg.connect(settings(folder / f"etc/{process}.conf")["conninfo"]) as connection:
            assert connection.execute("SELECT current_user, current_database()").fetchone() == \
                (f"blindmark_{process}", "office")
    assert settings(folder / "etc/review.conf")["public_url"] == "https://review.example.org"
    assert settings(folder / "etc/coordination.conf")["port"] == "8082"
    assert "public_url" not in settings(folder / "etc/registrar.conf")


def test_no_secret_opens_another_login(conninfo, folder):
    assert init(conninfo, folder).returncode == 0
    review = settings(folder / "etc/review.conf")["conninfo"]
    for other in ("candidate", "coordination", "registrar"):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(review.replace("blindmark_review", f"blindmark_{other}"))


def test_a_second_run_changes_nothing(cluster, conninfo, folder):
    first = init(conninfo, folder)
    assert CODE.search(first.stdout)
    before = files(folder)
    with cluster.connect("office") as connection:
        rows = connection.execute(COUNTS).fetchone()
    second = init(conninfo, folder)
    assert second.returncode == 0, second.stderr
    assert "nothing was changed" in second.stdout
    assert not CODE.search(second.stdout)
    assert files(folder) == before
    with cluster.connect("office") as connection:
        assert connection.execute(COUNTS).fetchone() == rows == (1, 1)


def test_what_is_missing_is_made_again_and_the_rest_stays(conninfo, folder):
    assert init(conninfo, folder).returncode == 0
    before = files(folder)
    (folder / "etc/review.conf").unlink()
    (folder / "keys/review.keys").unlink()
    assert init(conninfo, folder).returncode == 0
    after = files(folder)
    assert after.keys() == before.keys()
    changed = {path.name for path in after if after[path] != before[path]}
    assert changed == {"review.conf", "review.keys"}
    assert after[folder / "keys/review.keys"][0] == before[folder / "keys/review.keys"][0], "other keys open nothing"
    psycopg.connect(settings(folder / "etc/review.conf")["conninfo"]).close()


def test_new_keys_are_never_made_beside_old_ones(conninfo, folder):
    assert init(conninfo, folder).returncode == 0
    (folder / "keys/all.keys").unlink()
    done = init(conninfo, folder)
    assert done.returncode == 1
    assert "put it back from your backup" in done.stderr
    assert not (folder / "keys/all.keys").exists()


def make_older(folder, *later, ending="\n"):
    """The key files as a version left them that did not know these kinds; with the operator's own words in one."""
    for path in (folder / "keys").glob("*.keys"):
        lines = [line for line in path.read_text().splitlines() if line.split()[0] not in later]
        path.chmod(0o600)
        path.write_text("# office 3, safe\n" + "\n".join(lines) + ending)
    (folder / "keys/receipt.pub").unlink()
    (folder / "keys/review.pub").unlink()


@pytest.mark.parametrize("ending", ["\n", "", "\n\n# the end"])
def test_an_older_installation_gets_the_keys_that_came_later_and_keeps_its_own(conninfo, folder, ending):
    assert init(conninfo, folder).returncode == 0
    make_older(folder, "receipt", "rescue", "rescue_public", "review_sign", "review_public", ending=ending)
    older = files(folder / "keys")
    done = init(conninfo, folder)
    assert done.returncode == 0, done.stderr
    for path, (content, _) in older.items():
        now = path.read_bytes()
        assert now.startswith(content) and stat.S_IMODE(path.stat().st_mode) == 0o600
        assert (now == content) == (path.stem == "coordination")
        expected = set().union(*KINDS.values()) if path.stem == "all" else KINDS[path.stem]
        assert kinds(path) == expected
    told = [line for line in done.stdout.splitlines() if "has new keys" in line]
    assert len(told) == 4 and "all.keys has new keys (receipt, rescue, rescue_public, review_sign, review_public)" in told[0]
    master, candidate, review, registrar = (
        dict(line.split() for line in (folder / f"keys/{name}.keys").read_text().splitlines() if line and not line.startswith("#"))
        for name in ("all", "candidate", "review", "registrar"))
    assert all(held.items() <= master.items() for held in (candidate, review, registrar))
    public = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(master["receipt"])).public_key()
    assert public.public_bytes(Encoding.Raw, PublicFormat.Raw).hex() in (folder / "keys/receipt.pub").read_text()
    signs = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(master["review_sign"])).public_key()
    assert signs.public_bytes(Encoding.Raw, PublicFormat.Raw).hex() == master["review_public"]
    assert master["review_public"] in (folder / "keys/review.pub").read_text()
    half = X25519PrivateKey.from_private_bytes(bytes.fromhex(master["rescue"])).public_key()
    assert half.public_bytes(Encoding.Raw, PublicFormat.Raw).hex() == master["rescue_public"]
    before = files(folder)
    again = init(conninfo, folder)
    assert again.returncode == 0 and "has new keys" not in again.stdout and files(folder) == before


def test_it_was_stopped_between_the_master_and_the_others(conninfo, folder):
    """The next run gives the processes what the master has, not keys of their own."""
    assert init(conninfo, folder).returncode == 0
    master = (folder / "keys/all.keys").read_bytes()
    make_older(folder, "receipt", "rescue_public")
    (folder / "keys/all.keys").write_bytes(master)
    (folder / "keys/all.keys.new").write_text("half a fi")
    assert init(conninfo, folder).returncode == 0
    assert (folder / "keys/all.keys").read_bytes() == master
    for name in KINDS:
        lines = (folder / f"keys/{name}.keys").read_bytes().splitlines()
        assert set(lines) - {b"# office 3, safe"} <= set(master.splitlines())
        assert kinds(folder / f"keys/{name}.keys") == KINDS[name]


@pytest.mark.parametrize("spoil, told", [
    (lambda keys: (keys / "receipt.pub").write_text("d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c9778737\n"),
     "receipt.pub does not belong to the keys in all.keys"),
    (lambda keys: (keys / "review.pub").write_text("d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c9778737\n"),
     "review.pub does not belong to the keys in all.keys"),
    (lambda keys: (keys / "receipt.pub").write_text("not a key\n"), "receipt.pub does not belong"),
    (lambda keys: (keys / "candidate.keys").write_text("bank 1\n"), "candidate.keys: the key file has a key that is not"),
    (lambda keys: keep_lines(keys / "all.keys", without="rescue"), "all.keys has a public half without its secret"),
])
def test_key_files_that_do_not_fit_are_told_and_left(conninfo, folder, spoil, told):
    assert init(conninfo, folder).returncode == 0
    for path in (folder / "keys").iterdir():
        path.chmod(0o600)
    spoil(folder / "keys")
    before = files(folder / "keys")
    done = init(conninfo, folder)
    assert done.returncode == 1 and told in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr
    assert files(folder / "keys") == before


def keep_lines(path, without):
    path.write_text("".join(line for line in path.read_text().splitlines(True) if line.split()[0] != without))


def test_a_lost_first_code_is_replaced(cluster, conninfo, folder):
    first = CODE.search(init(conninfo, folder).stdout)[1]
    again = init(conninfo, folder, "--new-code")
    assert again.returncode == 0, again.stderr
    assert CODE.search(again.stdout)[1] != first
    with cluster.connect("office") as connection:
        assert connection.execute("SELECT count(*) FROM staff.one_time_code").fetchone() == (2,)
        assert connection.execute("SELECT action FROM audit.event ORDER BY number").fetchall() == [
            ("association.created",), ("staff.code_renewed",)]


@pytest.mark.parametrize("option, value, told", [
    ("--zone", "America/Nowhere", "no time zone"),
    ("--association-code", "A B", "association's code"),
    ("--coordinator-email", "nobody", "e-mail"),
    ("--port", "65535", "port"),
])
def test_what_cannot_be_is_told_in_one_line(conninfo, folder, option, value, told):
    done = init(conninfo, folder, option, value)
    assert done.returncode == 1
    assert told in done.stderr and len(done.stderr.splitlines()) == 1


def test_nothing_of_it_stands_in_clear_anywhere(cluster, conninfo, folder):
    code = CODE.search(init(conninfo, folder).stdout)[1]
    secret = re.search(r"password='([^']+)'", settings(folder / "etc/candidate.conf")["conninfo"])[1]
    dump = subprocess.run(["pg_dump", "--inserts", conninfo], capture_output=True, text=True, check=True).stdout
    log = cluster.log.read_text()
    for canary in ("Canaryname", "First@Example.org", "first@example.org", code, code.replace("-", ""), secret):
        assert canary not in dump
        assert canary not in log
    assert "Alaska Example" in dump, "the search can find what is there"
    with cluster.connect() as connection:
        verifier, = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'blindmark_candidate'").fetchone()
    assert verifier.startswith("SCRAM-SHA-256$")


def test_a_process_shows_its_configuration_without_the_secret(conninfo, folder):
    if not daemon("review").exists():
        pytest.fail("blindmark-review was not built")
    assert init(conninfo, folder).returncode == 0
    path = folder / "etc/review.conf"
    secret = re.search(r"password='([^']+)'", settings(path)["conninfo"])[1]
    shown = subprocess.run([daemon("review"), "--config", path, "--show-config"], capture_output=True, text=True)
    assert shown.returncode == 0, shown.stderr
    assert "public_url = https://review.example.org" in shown.stdout
    assert "conninfo = (not shown)" in shown.stdout and secret not in shown.stdout


@pytest.mark.parametrize("line, told", [
    ("color = red", "review.conf:11: there is no key 'color'"),
    ("language = fr", "review.conf:11: language is given twice"),
    ("[section]\nport = 1", "review.conf:12: there are no sections"),
    ("workers = 65", "review.conf:11: workers must be a number from 1 to 64"),
    ("workers = 08", "review.conf:11: workers must be a number"),
    ("nonsense", "review.conf:11: this is not"),
    ("address = " + "a" * 190, "review.conf:11: the line is longer"),
])
def test_a_wrong_line_is_named_by_file_and_number(conninfo, folder, line, told):
    assert init(conninfo, folder).returncode == 0
    path = folder / "etc/review.conf"
    lines = path.read_text().splitlines()
    path.chmod(0o600)
    path.write_text("\n".join([text for text in lines if not text.startswith("#")][:10] + [line]) + "\n")
    done = subprocess.run([daemon("review"), "--config", path, "--show-config"], capture_output=True, text=True)
    assert done.returncode == 1
    assert told in done.stderr, (done.stderr, path.read_text())


def test_a_configuration_that_others_can_read_is_refused(conninfo, folder):
    assert init(conninfo, folder).returncode == 0
    path = folder / "etc/review.conf"
    os.chmod(path, 0o440)
    done = subprocess.run([daemon("review"), "--config", path, "--show-config"], capture_output=True, text=True)
    assert done.returncode == 1 and "others than its owner" in done.stderr
