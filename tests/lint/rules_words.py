"""Rules about words: nothing left undone, nothing of one machine."""
import re

from checkout import rule

UNDONE = re.compile(r"\b(TODO|FIXME|XXX|HACK|[Ss]tub(?:bed)?|[Nn]ot implemented|[Pp]laceholder for)\b")
MACHINE = re.compile(r"(?<![\w.{}$'/-])/(work|root|farm|home/[a-z]\w*)/"
                     r"|\b(registry|proxy|mirror)\.[a-z0-9-]+\.(internal|local|corp)\b")
OWN = ("tests/lint/",)


def prose(tree):
    return [p for p in tree.text_files if not p.startswith(OWN) and not p.startswith("question-bank/")]


@rule
def nothing_is_left_undone(tree):
    for path in prose(tree):
        for number, line in tree.lines(path):
            if found := UNDONE.search(line):
                yield path, number, f"says {found.group()!r}"


@rule
def nothing_names_a_machine(tree):
    for path in prose(tree):
        for number, line in tree.lines(path):
            if found := MACHINE.search(line):
                yield path, number, f"a path or host of one machine: {found.group()}"
