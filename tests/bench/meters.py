"""Where the time goes: CPU seconds and memory of processes, from /proc."""
import contextlib
import os
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PARENT, UTIME, STIME, CUTIME, CSTIME = 1, 11, 12, 13, 14  # places after the name of the program


def stat(pid):
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def cpu_of(pids):
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = stat(pid)
            total += int(fields[UTIME]) + int(fields[STIME])
    return total / TICKS


def cpu_of_cluster(postmaster):
    """The postmaster, its children, and those of them that have ended."""
    total = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            fields = stat(pid)
            if int(fields[PARENT]) == postmaster:
                total += int(fields[UTIME]) + int(fields[STIME])
            elif int(pid) == postmaster:
                total += sum(int(fields[place]) for place in (UTIME, STIME, CUTIME, CSTIME))
    return total / TICKS


def memory_kb(pids):
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1])
    return total


def cpu_of_all():
    """Everything that the machine did, and what its host took from it: all but idling and waiting for disks."""
    user, nice, system, _, _, *rest = map(int, Path("/proc/stat").read_text().splitlines()[0].split()[1:9])
    return (user + nice + system + sum(rest)) / TICKS


def sentence(took_s, others_s, **parts):
    named = ", ".join(f"{name} {seconds:.1f}" for name, seconds in parts.items())
    return f"CPU s: {named}, others {max(0, others_s):.1f} of {os.cpu_count() * took_s:.1f}"


class Meter:
    """with Meter(pids of the server, cluster) as meter: …; then meter.server_s, database_s, took_s, and all_s: strangers too."""

    def __init__(self, pids, cluster):
        self.pids, self.postmaster = list(pids), cluster.process.pid

    def __enter__(self):
        self.server_s, self.database_s = cpu_of(self.pids), cpu_of_cluster(self.postmaster)
        self.all_s, self.took_s = cpu_of_all(), time.monotonic()
        return self

    def __exit__(self, *_):
        self.server_s = cpu_of(self.pids) - self.server_s
        self.database_s = cpu_of_cluster(self.postmaster) - self.database_s
        self.all_s = cpu_of_all() - self.all_s
        self.took_s = time.monotonic() - self.took_s
