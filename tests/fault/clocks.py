"""Wall clocks that a test moves while processes run, each process with a clock of its own: by libfaketime, and PostgreSQL's by
wall_clock.c, which says why."""

import os
import shutil
import struct
import sysconfig
import time
from pathlib import Path

from tree import BUILD
from volley import boot_us

WITNESS = BUILD / "tests" / "fault" / "libclock_witness.so"
WALL_CLOCK = BUILD / "tests" / "fault" / "libwall_clock.so"
CLOSE_US = 200000  # two readings a moment apart, and nothing near the smallest jump of a second


def libfaketime():
    path = Path("/usr/lib", sysconfig.get_config_var("MULTIARCH"), "faketime", "libfaketime.so.1")
    assert path.exists(), f"{path} is missing"
    return path


def wall_over_boot_us():
    """What the machine's wall clock is ahead of its boot clock."""
    return time.time_ns() // 1000 - boot_us()


class Clock:
    """The wall clock of one process and its children: the machine's, moved by so many seconds. The boot clock is the machine's
    own, unless fake_boot asks for a process that lives by a clock that jumps."""

    def __init__(self, folder, name, zone, fake_boot=False):
        self.file, self.witness = Path(folder) / f"{name}.offset", Path(folder) / f"{name}.seen"
        self.ahead_s = 0
        self.env = {"FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1", "TZ": zone,
                    "FAKETIME_DONT_FAKE_MONOTONIC": "0" if fake_boot else "1"}
        self.set(0)

    def of_a_daemon(self):
        """The environment of one of ours, with a witness."""
        return os.environ | self.env | {"LD_PRELOAD": f"{libfaketime()} {WITNESS}", "CLOCK_WITNESS": str(self.witness)}

    def of_postgresql(self, folder):
        """No witness: it would be a thread, and PostgreSQL has none. SQL tells what time it is. The clone may lie where only root
        can enter, so what is loaded is a copy in a folder that its user can."""
        return os.environ | self.env | {"LD_PRELOAD": shutil.copy(WALL_CLOCK, folder)}

    def set(self, ahead_s):
        """In one step: a reader finds the old offset or the new one."""
        self.ahead_s = ahead_s
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{ahead_s:+d}\n")
        fresh.chmod(0o644)
        fresh.rename(self.file)

    def holds(self):
        """Does the process itself read the boot clock of the machine, and the wall clock that was set?"""
        boot, wall = self._seen_from_now_on()
        return abs(wall - boot - wall_over_boot_us() - self.ahead_s * 1000000) < CLOSE_US

    def _seen_from_now_on(self):
        """(boot clock, wall clock) in microseconds, as the witness wrote them again after this moment and a whole period of it."""
        now, until = time.time(), boot_us() + 20000000
        while not self.witness.exists() or self.witness.stat().st_mtime < now + 0.05:
            assert boot_us() < until, f"{self.file.stem}: no witness of the clock"
            time.sleep(0.02)
        return struct.unpack("qq", self.witness.read_bytes())
