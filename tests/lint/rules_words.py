"""Rules about words: nothing left undone, nothing of one machine."""
import re

from checkout import rule

# One letter of each word stands in brackets, so that this file does not find itself.
UNDONE = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X|HAC[K]|[Ss][t]ub(?:bed)?|[Nn]ot [i]mplemented|[Pp]laceholder [f]or)\b")
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
