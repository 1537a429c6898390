"""Wall clocks that a test moves while processes run, each process with a clock of its own (libfaketime)."""

import os
import struct
import sysconfig
import time
from pathlib import Path

from tree import BUILD
from volley import boot_us

WITNESS = BUILD / "tests" / "fault" / "libclock_witness.so"
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
                    "FAKETIME_DONT_FAKE_MONOTONIC": "0" if fake_boot else "1", "LD_PRELOAD": str(libfaketime())}
        self.set(0)

    def environment(self, witness=True):
        more = {"LD_PRELOAD": f"{self.env['LD_PRELOAD']} {WITNESS}", "CLOCK_WITNESS": str(self.witness)} if witness else {}
        return os.environ | self.env | more

    def set(self, ahead_s):
        """In one step: a reader finds the old offset or the new one."""
        self.ahead_s = ahead_s
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{ahead_s:+d}\n")
        fresh.chmod(0o644)
        fresh.rename(self.file)

    def seen(self):
        """(boot clock, wall clock) in microseconds as the process itself last read them; None before it did."""
        read = self.witness.read_bytes() if self.witness.exists() else b""
        return struct.unpack("qq", read) if len(read) == 16 else None

    def holds(self):
        """Has the process read the clock since it was set, and what it should read?"""
        set_us = boot_us()
        while (seen := self.seen()) is None or seen[0] <= set_us:
            assert boot_us() < set_us + 20000000, f"{self.file.stem}: no witness of the clock"
            time.sleep(0.02)
        return self.is_right(*seen)

    def is_right(self, boot, wall):
        return abs(wall - boot - wall_over_boot_us() - self.ahead_s * 1000000) < CLOSE_US
