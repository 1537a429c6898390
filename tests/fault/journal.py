"""The journal of one client, as server/tools/check/journal.h says: a line before each sending, a line after each reply."""

import hashlib
import os
import uuid


def digest(save_id, answer):
    """Of an answer as it goes over the wire: {"choice"}, {"text"} or {"vignettes"}."""
    if "choice" in answer:
        told = "c:" + answer["choice"].replace("-", "")
    elif "text" in answer:
        told = "t:" + answer["text"]
    else:
        told = "v:" + ",".join(map(str, answer["vignettes"]))
    return hashlib.sha256(b"blindmark answer 1\0" + uuid.UUID(save_id).bytes + told.encode()).hexdigest()


class Journal:
    """Every line is in the file before the next step is taken: what happens to this process takes nothing back."""

    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        if os.fstat(self.file).st_size == 0:
            os.write(self.file, b"blindmark journal 1\n")

    def _line(self, *fields):
        os.write(self.file, ("\t".join(map(str, fields)) + "\n").encode())

    def sent(self, save_id, session, ref, epoch, sequence, hashed):
        self._line("sent", save_id, session, ref, epoch, sequence, hashed)

    def told(self, save_id, outcome, revision, receipt):
        self._line("told", save_id, outcome, revision, receipt or "-")

    def close(self):
        os.close(self.file)


def without(text, line):
    """The lines of a journal but one of them."""
    return "".join(one for one in text.splitlines(keepends=True) if one != line)


def before_the_cut(text, told_by):
    """What a journal says to a database that stopped at an instant: all that was sent, and what had been told within its first
    told_by bytes."""
    kept, place = [], 0
    for line in text.splitlines(keepends=True):
        place += len(line.encode())
        if not line.startswith("told") or place <= told_by:
            kept.append(line)
    return "".join(kept)
