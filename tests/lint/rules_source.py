"""Rules about C and about the form of files: layout, banned calls, includes, switches."""
import re
from collections import defaultdict
from pathlib import Path

from checkout import c_code, rule

C = r".*\.[ch]"
BANNED = {
    "strcpy": "bounded text (base/text.h)", "strcat": "a buf", "sprintf": "snprintf or a buf", "vsprintf": "vsnprintf",
    "gets": "fgets", "strtok": "text cursors", "gmtime": "gmtime_r",
    "localtime": "gmtime_r; dates of a zone are made by SQL",
    "ctime": "strftime", "atoi": "text_to_i64", "atol": "text_to_i64", "atof": "text_to_i64", "sscanf": "text cursors",
    "system": "posix_spawn", "popen": "posix_spawn", "alloca": "an arena", "rand": "crypto_random",
}


def c_files(tree, folders="server|tests"):
    return tree.matching(rf"(?:{folders})/{C}")


@rule
def no_tabs_or_trailing_space(tree):
    for path in tree.text_files:
        if path.endswith((".svg", ".expected")):
            continue
        for number, line in tree.lines(path):
            if "\t" in line:
                yield path, number, "a tab"
            if line != line.rstrip() and not path.endswith(".md"):
                yield path, number, "space at the end of the line"


@rule
def files_end_with_one_line_end(tree):
    for path in tree.text_files:
        text = tree.text(path)
        if text and (not text.endswith("\n") or text.endswith("\n\n")):
            yield path, 0, "must end with exactly one line end"
        if "\r" in text:
            yield path, 0, "carriage returns"


@rule
def lines_of_at_most_132_columns(tree):
    """Editors wrap at 120 (.editorconfig); a table row or a sentence may run over by a word."""
    for path in tree.matching(r".*\.(c|h|py|sh)") + tree.matching(r"run|test|\.ci/run|tests/.*/run"):
        for number, line in tree.lines(path):
            if len(line) > 132:
                yield path, number, f"{len(line)} columns"


@rule
def no_banned_call(tree):
    calls = re.compile(rf"(?<![\w.>])({'|'.join(BANNED)}) ?\(")
    for path in c_files(tree, "server"):
        for number, line in enumerate(c_code(tree.text(path)).splitlines(), 1):
            for name in calls.findall(line):
                yield path, number, f"{name}: use {BANNED[name]}"


@rule
def only_pg_runs_sql_text(tree):
    """Everything else runs prepared statements by name; escaping by hand has no place anywhere."""
    text_runners = re.compile(r"\b(PQexec|PQexecParams|PQsendQuery|PQsendQueryParams) ?\(")
    allowed = ("server/pg/pg_conn.c", "server/pg/pg_link.c", "server/pg/pg_script.c", "server/pg/pg_guard.c")
    for path in c_files(tree, "server"):
        for number, line in enumerate(c_code(tree.text(path)).splitlines(), 1):
            if "PQescape" in line:
                yield path, number, "PQescape: pass a parameter"
            if path not in allowed and text_runners.search(line):
                yield path, number, "only pg_conn.c, pg_link.c, pg_script.c and pg_guard.c run SQL text"


@rule
def no_include_by_climbing(tree):
    for path in c_files(tree):
        for number, line in tree.lines(path):
            if re.match(r'\s*#\s*include\s+"[^"]*\.\./', line):
                yield path, number, "an include path that climbs goes round the layers"


@rule
def header_names_are_unique(tree):
    places = defaultdict(list)
    for path in tree.matching(r"server/.*\.h"):
        places[Path(path).name].append(path)
    for name, paths in places.items():
        for path in paths[1:]:
            yield path, 0, f"{name} is also {paths[0]}"


@rule
def no_default_branch(tree):
    """A new value of an enum must break the build, not fall into a default."""
    for path in c_files(tree, "server"):
        for number, line in enumerate(c_code(tree.text(path)).splitlines(), 1):
            if re.search(r"\bdefault\s*:", line):
                yield path, number, "a switch with a default branch"


@rule
def endpoints_do_not_know_the_database(tree):
    for path in tree.matching(rf"server/(candidate|review|coordination)/[^/]+\.[ch]|server/http/{C}"):
        for number, line in tree.lines(path):
            if re.match(r'\s*#\s*include\s+[<"](pg_|libpq)', line):
                yield path, number, "only a store includes pg_*.h"


@rule
def a_wing_does_not_include_another(tree):
    wings = "candidate|review|coordination|registrar"
    for path in tree.matching(rf"server/({wings})/{C}"):
        own = path.split("/")[1]
        for number, line in tree.lines(path):
            found = re.match(rf'\s*#\s*include\s+"({wings})_(desk|store|duties)\.h"', line)
            if found and found.group(1) != own:
                yield path, number, f"{own} includes {found.group(1)}"
