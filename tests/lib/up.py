"""A whole Blindmark as `blindmark up` runs it, from an installed copy of the build that is under test.

    with Up(data) as up:
        up.card["candidate_url"]
"""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from ports import free_ports
from tree import BUILD

PR_SET_PDEATHSIG = 1
CLEAN = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}


def install(prefix):
    """bin/ and share/ as ./run installs them; everybody can read them."""
    done = subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], capture_output=True, text=True, umask=0o022)
    assert done.returncode == 0, done.stderr
    return Path(prefix)


def open_folder():
    """A fresh folder that system users can enter. pytest's own are for their owner only."""
    folder = Path(tempfile.mkdtemp(prefix="bm-up-", dir="/tmp"))
    folder.chmod(0o755)
    return folder


def _end_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Up:
    def __init__(self, app, data, *options, port=None, user=None, env=None, empty=True):
        self.app, self.data, self.user = Path(app), Path(data), user
        self.port = port or free_ports(3)
        self.options = [*options, *(["--empty"] if empty else [])]
        self.env = CLEAN | (env or {})
        self.process = None
        self.output = ""

    def command(self):
        return [self.app / "bin/blindmark", "up", "--data", self.data, "--port", str(self.port), *self.options]

    def _popen(self):
        account = {} if self.user is None else {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return subprocess.Popen(self.command(), cwd="/", env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, preexec_fn=_end_with_parent, **account)

    def start(self):
        self.process = self._popen()
        self.output = ""
        for line in self.process.stdout:
            self.output += line
            if "Ctrl-C" in line:
                return self
        self.process.wait()
        raise RuntimeError(self.output)

    def refused(self):
        """Starts what cannot start; returns exit status and what was said."""
        process = self._popen()
        try:
            said, _ = process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            process.terminate()
            said, _ = process.communicate()
        return process.returncode, said

    def stop(self, how=signal.SIGINT):
        """Ends it and returns its exit status; what it said last is added to output."""
        self.process.send_signal(how)
        said, _ = self.process.communicate(timeout=120)
        self.output += said
        return self.process.returncode

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        self.process.stdout.close()

    @property
    def card(self):
        return json.loads((self.data / "demo.json").read_text())

    def healthy(self, desk):
        try:
            with urllib.request.urlopen(f"{self.card[desk + '_url']}/healthz", timeout=5) as reply:
                return reply.status == 200
        except OSError:
            return False

    def children(self):
        """Process ids by program name: postgres, blindmark-candidate, ..."""
        found = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                status = Path(f"/proc/{pid}/status").read_text()
                words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            except OSError:
                continue
            if f"PPid:\t{self.process.pid}\n" in status:
                names = [Path(word).name for word in words[:2] if "blindmark-" in word or "postgres" in word]
                found[names[-1] if names else words[0]] = int(pid)
        return found

    def remove(self):
        shutil.rmtree(self.data, ignore_errors=True)


def until(condition, seconds=30):
    """Asks again until it holds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False
