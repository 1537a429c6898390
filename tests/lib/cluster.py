"""A private, throw-away PostgreSQL: durable settings, data checksums, SCRAM, a unix socket only.

Nobody else's cluster is touched: data and socket lie in a fresh folder under /tmp that goes away with stop(). Started as
root it runs as the system user blindmark-db (made if missing), since PostgreSQL refuses to run as root.

    with Cluster() as cluster:
        cluster.createdb("x")
        with cluster.connect("x") as connection: ...
"""

import atexit
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

SUPERUSER = "postgres"
DB_USER = "blindmark-db"

SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "password_encryption": "scram-sha-256",
    "log_parameter_max_length": "0",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "logging_collector": "off",
    "shared_buffers": "32MB",
    "max_connections": "120",
    "timezone": "UTC",
    "log_timezone": "UTC",
}

PR_SET_PDEATHSIG = 1


def bindir():
    return Path(subprocess.run(["pg_config", "--bindir"], check=True, capture_output=True, text=True).stdout.strip())


def system_user(name):
    """The passwd entry of a system user, made if it is missing (only root can)."""
    for _ in range(5):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "--user-group", name],
                           check=False, capture_output=True)
            time.sleep(0.2)
    raise RuntimeError(f"the system user {name} cannot be made")


def _end_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


class Cluster:
    _first = None   # (folder, superuser's password) of the data as initdb left them, of which all others are copies

    def __init__(self, settings=None, parent="/tmp", env=None, log=None):
        """log: where its words go, if not into its own folder under parent."""
        self.settings = SETTINGS | (settings or {})
        self.env = os.environ | (env or {})
        self.port = 5432
        self.process = None
        self._as = {}
        self.folder = Path(tempfile.mkdtemp(prefix="bm-db-", dir=parent))
        self.data = self.folder / "data"
        self.socket = self.folder / "s"
        self.log = log or self.folder / "log"
        atexit.register(self.destroy)
        self._initdb()

    def _initdb(self):
        self.folder.chmod(0o711)
        self.socket.mkdir(mode=0o755)
        self.log.touch()
        if os.geteuid() == 0:
            user = system_user(DB_USER)
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            for path in (self.folder, self.socket, self.log):
                os.chown(path, user.pw_uid, user.pw_gid)
        if Cluster._first is None:
            Cluster._first = self._first_data()
        pattern, self.password = Cluster._first
        subprocess.run(["cp", "-a", "--reflink=auto", pattern, self.data], check=True)

    def _first_data(self):
        """initdb takes longer than all else that a cluster needs, so it runs once for each process."""
        folder, password = Path(tempfile.mkdtemp(prefix="bm-initdb-", dir="/tmp")), secrets.token_urlsafe(18)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        data, secret = folder / "data", folder / "secret"
        secret.touch(mode=0o600)
        secret.write_text(password + "\n")
        if self._as:
            for path in (folder, secret):
                os.chown(path, self._as["user"], self._as["group"])
        made = subprocess.run(
            [bindir() / "initdb", "-D", data, "--data-checksums", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8",
             "--auth=scram-sha-256", f"--username={SUPERUSER}", f"--pwfile={secret}"],
            cwd="/", capture_output=True, text=True, **self._as)
        secret.unlink()
        if made.returncode != 0:
            raise RuntimeError(made.stdout + made.stderr)
        (data / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        return data, password

    def start(self):
        """Starts, or starts again after stop() or kill(); returns when connections are accepted."""
        assert self.process is None
        command = [bindir() / "postgres", "-D", self.data, "-k", self.socket, "-p", str(self.port)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        self.process = subprocess.Popen(command, cwd="/", stdin=subprocess.DEVNULL, stdout=self.log.open("ab"),
                                        stderr=subprocess.STDOUT, preexec_fn=_end_with_parent, start_new_session=True,
                                        env=self.env, **self._as)
        deadline = time.monotonic() + 60
        while True:
            try:
                self.connect().close()
                return self
            except psycopg.OperationalError as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(self.log.read_text()) from error
                time.sleep(0.05)

    def stop(self, how=signal.SIGINT):
        """SIGINT: fast; SIGTERM: smart; SIGQUIT: as if it had crashed."""
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(timeout=60)
        self.process = None

    def kill(self):
        """kill -9 of the postmaster and every backend at once: the machine's power is gone, as far as they know."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def restart(self):
        self.stop()
        return self.start()

    def destroy(self):
        atexit.unregister(self.destroy)
        try:
            self.stop()
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.destroy()

    def conninfo(self, dbname="postgres", user=SUPERUSER, password=None):
        """A libpq string; the superuser's unless a user and a password are named."""
        if password is None and user == SUPERUSER:
            password = self.password
        secret = f" password={password}" if password is not None else ""
        return f"host={self.socket} port={self.port} dbname={dbname} user={user}{secret}"

    def connect(self, dbname="postgres", user=SUPERUSER, password=None, **options):
        options.setdefault("autocommit", True)
        return psycopg.connect(self.conninfo(dbname, user, password), **options)

    def createdb(self, name, template="template1"):
        with self.connect() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name),
                                                                                sql.Identifier(template)))
        return self.conninfo(name)

    def dropdb(self, name):
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def login_as(self, role):
        """Gives an existing login role a fresh password and returns it."""
        password = secrets.token_urlsafe(18)
        with self.connect() as connection:
            connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role),
                                                                                 sql.Literal(password)))
        return password
