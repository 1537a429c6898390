"""Rules about size: one idea a file, one thought a function. Reasons for exceptions stand in exceptions.txt."""
import re
import subprocess
from pathlib import Path

from checkout import rule

HANDLER, SOURCE, HEADER = 250, 500, 250
FUNCTION, COMPLEXITY = 60, 15


def length(tree, path):
    return len(tree.text(path).splitlines())


def too_long(tree, paths, most):
    for path in paths:
        if length(tree, path) > most:
            yield path, 0, f"{length(tree, path)} lines, at most {most}"


def is_handler(path):
    return re.fullmatch(r"(get|post)_\w+\.c", Path(path).name) is not None


@rule
def handlers_of_at_most_250_lines(tree):
    yield from too_long(tree, filter(is_handler, tree.matching(r"server/.*\.c")), HANDLER)


@rule
def sources_of_at_most_500_lines(tree):
    yield from too_long(tree, [p for p in tree.matching(r"server/.*\.c") if not is_handler(p)], SOURCE)


@rule
def headers_of_at_most_250_lines(tree):
    yield from too_long(tree, tree.matching(r"server/.*\.h"), HEADER)


def functions(tree):
    """(path, line, name, complexity, lines) of each function as pmccabe counts: modified McCabe, first to last line."""
    paths = tree.matching(r"server/.*\.c")
    if not paths:
        return []
    done = subprocess.run(["pmccabe", *paths], cwd=tree.root, capture_output=True, text=True, check=True)
    rows = (line.split("\t") for line in done.stdout.splitlines())
    return [(where.split("(")[0], int(first), where.split(": ")[-1].strip(), int(modified), int(lines))
            for modified, _, _, first, lines, where in rows]


@rule
def functions_of_at_most_60_lines(tree):
    for path, line, name, _, lines in functions(tree):
        if lines > FUNCTION:
            yield path, line, f"{name}: {lines} lines, at most {FUNCTION}"


@rule
def functions_of_complexity_at_most_15(tree):
    for path, line, name, complexity, _ in functions(tree):
        if complexity > COMPLEXITY:
            yield path, line, f"{name}: complexity {complexity}, at most {COMPLEXITY}"
