"""Ports for what a test starts. Below those that the system hands out itself: else a connection that somebody opens may take one
between the look and the start."""
import secrets
import socket

FIRST, LAST = 20000, 32000


def _are_free(ports):
    taken = []
    try:
        for port in ports:
            taken.append(socket.socket())
            taken[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken[-1].bind(("127.0.0.1", port))
        return True
    except OSError:
        return False
    finally:
        for probe in taken:
            probe.close()


def free_ports(count=1):
    """The first of so many neighbouring ports that nobody listens on."""
    for _ in range(200):
        first = FIRST + secrets.randbelow(LAST - FIRST - count)
        if _are_free(range(first, first + count)):
            return first
    raise RuntimeError("no free ports")
