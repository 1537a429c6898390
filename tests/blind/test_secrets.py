"""What the review desk was given, tried on everybody else's doors: its system user on the others' files, its database secret
on the others' roles. A thief who holds the whole review process holds no more than this."""
import os
import stat
import subprocess

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from house import PROCESSES

OTHERS = tuple(name for name in PROCESSES if name != "review")
SECRET_FILES = [f"keys/{name}.keys" for name in (*OTHERS, "all")] + [f"etc/{name}.conf" for name in OTHERS]
KINDS = {
    "candidate": {"identity", "bank", "answers", "result", "candidate_lookup", "receipt", "rescue_public"},
    "review": {"packet", "review", "staff_lookup", "review_sign"},
    "coordination": {"identity", "intake", "result", "candidate_lookup", "staff_lookup"},
}


def as_desk(house, process, *command):
    """A program run as that process's system user."""
    owner = (house.etc / f"{process}.conf").stat()
    return subprocess.run(command, user=owner.st_uid, group=owner.st_gid, extra_groups=[], capture_output=True, text=True,
                          check=False, cwd="/")


def kinds_in(path):
    return {line.split()[0] for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")}


def password_in(house, process):
    return psycopg.conninfo.conninfo_to_dict(house.conninfo_of(process))["password"]


def public_half(house, process, kind):
    """By OpenSSL, not by the library that the product uses."""
    lines = (house.keys / f"{process}.keys").read_text().splitlines()
    seed = next(line.split()[1] for line in lines if line.startswith(kind + " "))
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def refused(house, user, password):
    with pytest.raises(psycopg.OperationalError) as problem:
        psycopg.connect(house.cluster.conninfo(house.database, user, password))
    return "authentication failed" in str(problem.value)


def test_each_process_is_given_only_its_kinds_of_key(house):
    assert {name: kinds_in(house.keys / f"{name}.keys") for name in KINDS} == KINDS


def test_no_two_kinds_share_a_key(house):
    keys = [line.split()[1] for line in (house.keys / "all.keys").read_text().splitlines()
            if line.strip() and not line.startswith("#")]
    assert len(keys) == len(set(keys)) >= 10


def test_secret_files_are_for_their_owner_alone(house):
    public = {house.keys / "receipt.pub": ("candidate", "receipt"), house.keys / "review.pub": ("review", "review_sign")}
    for path, whose in public.items():
        lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
        assert lines == [public_half(house, *whose)], "a file for everybody holds the public half and nothing else"
    for path in {*house.keys.iterdir(), *house.etc.iterdir()} - public.keys():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    if os.geteuid() == 0:
        owners = [(house.etc / f"{name}.conf").stat().st_uid for name in PROCESSES]
        assert len(set(owners)) == len(PROCESSES) and 0 not in owners


@pytest.mark.skipif(os.geteuid() != 0, reason="started as an ordinary user all processes are that user")
@pytest.mark.parametrize("name", SECRET_FILES)
def test_the_review_desk_s_user_reads_nobody_else_s_file(name, house):
    tried = as_desk(house, "review", "cat", house.folder / name)
    assert tried.returncode != 0 and "Permission denied" in tried.stderr and tried.stdout == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="started as an ordinary user all processes are that user")
def test_the_review_desk_s_user_reads_its_own_files_and_may_not_enter_the_database_s_folder(house):
    """The first half is the control: the user works, so the refusals above come from the files."""
    assert "packet" in as_desk(house, "review", "cat", house.keys / "review.keys").stdout
    assert "Permission denied" in as_desk(house, "review", "ls", house.cluster.data).stderr
    assert "Permission denied" in as_desk(house, "review", "ls", house.keys).stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="started as an ordinary user all processes are that user")
def test_the_review_desk_s_user_cannot_look_into_another_process(house):
    for name in OTHERS:
        pid = house.running[name].pid
        for what in ("environ", "mem", "maps", "fd"):
            tried = as_desk(house, "review", "ls" if what == "fd" else "head", f"/proc/{pid}/{what}")
            assert tried.returncode != 0 and "denied" in tried.stderr, (name, what)


def test_no_process_can_be_dumped_and_its_keys_are_locked_in_memory(house):
    for name in PROCESSES:
        status = open(f"/proc/{house.running[name].pid}/status", encoding="utf-8").read()
        assert "VmLck:\t       0 kB" not in status, name
        # A process that forbids dumps belongs to root in /proc.
        if os.geteuid() == 0:
            assert os.stat(f"/proc/{house.running[name].pid}/mem").st_uid == 0, name


@pytest.mark.parametrize("role", ["postgres", *(f"blindmark_{name}" for name in OTHERS),
                                  "candidate_owner", "coordination_owner", "registrar_owner", "identity_data", "bridge_data"])
def test_the_review_desk_s_database_secret_opens_no_other_role(role, house):
    assert refused(house, role, password_in(house, "review"))


def test_the_review_desk_s_database_secret_opens_its_own_role(house):
    """The control."""
    with psycopg.connect(house.conninfo_of("review")) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("blindmark_review",)


def test_nobody_comes_in_without_a_password(house):
    for role in ("postgres", *(f"blindmark_{name}" for name in PROCESSES)):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(house.cluster.conninfo(house.database, role, ""))


def test_every_role_s_secret_is_its_own(house):
    assert len({password_in(house, name) for name in PROCESSES}) == len(PROCESSES)


def test_passwords_are_kept_as_scram_verifiers_only(house):
    with house.admin() as admin:
        kept = admin.execute("SELECT rolname, rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL").fetchall()
    assert len(kept) >= 5 and all(verifier.startswith("SCRAM-SHA-256$") for _, verifier in kept)


def test_the_review_desk_refuses_to_start_when_its_role_could_see_more(house):
    """The guard, tried on the real process: one grant too many and it says so and stops."""
    house.stop("review")
    with house.admin() as admin:
        admin.execute("GRANT USAGE ON SCHEMA identity TO blindmark_review")
        try:
            with pytest.raises(AssertionError, match="identity"):
                house.start("review")
        finally:
            admin.execute("REVOKE USAGE ON SCHEMA identity FROM blindmark_review")
            house.running.pop("review", None)
    house.start("review")
