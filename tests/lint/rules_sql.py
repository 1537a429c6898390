"""Rules about SQL: functions that cannot be led astray, statements that are one statement."""
import re
from pathlib import Path

from checkout import rule, sql_code

API = ("candidate", "review", "coordination", "registrar")
PATH = "SET search_path = pg_catalog, pg_temp"


def function_files(tree):
    return tree.matching(r"schema/functions/[^/]+/[^/]+\.sql")


@rule
def functions_are_security_definer_with_a_fixed_search_path(tree):
    for path in function_files(tree):
        head = re.split(r"\bAS\s+\$", sql_code(tree.text(path)), maxsplit=1)[0]
        if "SECURITY DEFINER" not in head:
            yield path, 0, "no SECURITY DEFINER"
        if PATH not in re.sub(r"\s+", " ", head):
            yield path, 0, f"no {PATH}"


@rule
def one_function_a_file_under_its_own_name(tree):
    for path in function_files(tree):
        folder, name = path.split("/")[2], Path(path).stem
        schema = folder + "_api" if folder in API else folder
        create = r"\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE)\s+([\w.]+)"
        made = re.findall(create, sql_code(tree.text(path)))
        names = sorted(set(made))
        if len(names) != 1 or not re.fullmatch(rf"{schema}\.(?:{name}|{re.sub('^[a-z]_', '', name)})", names[0]):
            yield path, 0, f"must make {schema}.{name} and nothing else, makes {', '.join(names) or 'nothing'}"


@rule
def statements_are_one_statement(tree):
    for path in tree.matching(r"server/[^/]+/(store/)?sql/[^/]+\.sql"):
        code = sql_code(tree.text(path)).strip()
        if not code:
            yield path, 0, "no statement"
        elif ";" in code.rstrip(";"):
            yield path, 0, "more than one statement"


@rule
def stores_only_call_functions_of_their_desk(tree):
    """A statement that names a table would need a right that no login role has."""
    for path in tree.matching(r"server/[^/]+/store/sql/[^/]+\.sql"):
        desk = path.split("/")[1]
        for schema in re.findall(r"\b(?:FROM|JOIN|INTO|UPDATE|SELECT)\s+([a-z_]+)\.[a-z_]+", sql_code(tree.text(path))):
            if schema != f"{desk}_api":
                yield path, 0, f"reaches into {schema}; a store calls functions of {desk}_api"


@rule
def sql_is_ascii(tree):
    for path in tree.matching(r".*\.sql"):
        for number, line in tree.lines(path):
            odd = [c for c in line if ord(c) > 126]
            # A comment of a column may use the typographer's ellipsis or quotes; what runs may not.
            if odd and re.match(r"\s*(--|'|COMMENT ON)", line) is None:
                yield path, number, f"not ASCII: {odd[0]}"


@rule
def functions_reach_outside_by_full_names(tree):
    """With search_path on pg_catalog a bare table name fails, but only when that branch runs: find it before."""
    bare = re.compile(r"\b(?:INSERT INTO|DELETE FROM|UPDATE)\s+([a-z_]+)\b(?!\.)(?!\s*\()")
    for path in function_files(tree):
        for number, line in enumerate(sql_code(tree.text(path)).splitlines(), 1):
            for name in bare.findall(line):
                if name not in ("set", "of", "skip"):
                    yield path, number, f"{name} without its schema"


@rule
def migrations_are_numbered_once(tree):
    seen = {}
    for path in tree.matching(r"schema/migrations/.*"):
        match = re.fullmatch(r"(\d{4})-[a-z0-9-]+\.sql", Path(path).name)
        if match is None:
            yield path, 0, "must be NNNN-subject.sql"
        elif match.group(1) in seen:
            yield path, 0, f"number {match.group(1)} is also {seen[match.group(1)]}"
        else:
            seen[match.group(1)] = path
