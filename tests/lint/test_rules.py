"""Each rule is shown a small sound tree, and the same tree with one defect that it must find."""
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
for module in sorted(HERE.glob("rules_*.py")):
    __import__(module.stem)

from checkout import RULES, Tree, c_code, sql_code  # noqa: E402

PAGE = """<!doctype html>
<html lang="{{language}}">
<head><title>Welcome - Blindmark</title>
{{> meta}}
</head>
<body><main id="main"><h1>Welcome</h1>{{#name}}<p>{{name}}</p>{{/name}}</main></body>
</html>
"""
FUNCTION = """-- Says who is signed in. outcome: found | unknown.
CREATE OR REPLACE FUNCTION candidate_api.who(in_token_hash bytea) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT 'found'; $$;
"""
ROUTES = """const struct http_route candidate_routes[] = {
  { .method = HTTP_GET, .path = "/", .page = "home", .reply_schema = "home" },
};
"""
SOUND = {
    "server/base/errors.def": 'X (ERROR_BUSY, "busy", 503)\n',
    "server/base/text.c": '#include "text.h"\n\nint\ntext_length (void)\n{\n  return 1; /* gets (nothing) */\n}\n',
    "server/base/text.h": "int text_length (void);\n",
    "server/candidate/routes.c": ROUTES,
    "server/candidate/get_home.c": "int get_home;\n",
    "server/candidate/replies/home.schema.json": '{"type": "object", "additionalProperties": false}\n',
    "server/candidate/store/candidate_store.h": "int candidate_store;\n",
    "server/candidate/store/sql/who.sql": "SELECT outcome FROM candidate_api.who($1)\n",
    "schema/functions/candidate/who.sql": FUNCTION,
    "schema/migrations/0001-service.sql": "CREATE SCHEMA service;\n",
    "client/shared/blindmark.css": "body { color: black }\n",
    "client/shared/en/meta.mustache": '<meta charset="utf-8">\n',
    "client/shared/en/errors.json": '{"titles": {"busy": "Please wait"}, "reasons": {"absent": "is missing"}}\n',
    "client/candidate/en/home.mustache": PAGE,
    "client/candidate/candidate.js": "export const begun = true;\n",
    "run": "#!/bin/bash\necho ready\n",
    ".packages-run": "postgresql\n",
}
BUSY_FUNCTION = "int\nbusy (int a)\n{\n" + "  if (a) a++;\n" * 15 + "  return a;\n}\n"

# rule -> file -> its text once it is spoiled
PLANTED = {
    "no_tabs_or_trailing_space": {"server/base/text.h": "int\ttext_length (void);\n"},
    "files_end_with_one_line_end": {"server/base/text.h": "int text_length (void);"},
    "lines_of_at_most_132_columns": {"server/base/text.h": f"/* {'x' * 130} */\n"},
    "no_banned_call": {"server/base/text.c": "void\nf (char *a, char *b)\n{\n  strcpy (a, b);\n}\n"},
    "only_pg_runs_sql_text": {"server/candidate/store/who.c": "void\nf (void)\n{\n  PQexec (link, text);\n}\n"},
    "no_include_by_climbing": {"server/base/text.c": '#include "../pg/pg_conn.h"\n'},
    "header_names_are_unique": {"server/pg/text.h": "int other;\n"},
    "no_default_branch": {
        "server/base/text.c": "int\nf (int a)\n{\n  switch (a)\n    {\n    default:\n      return 1;\n    }\n}\n"},
    "endpoints_do_not_know_the_database": {"server/candidate/get_home.c": '#include "pg_conn.h"\n'},
    "a_wing_does_not_include_another": {"server/candidate/get_home.c": '#include "review_store.h"\n'},
    "handlers_of_at_most_250_lines": {"server/candidate/get_home.c": "int a;\n" * 251},
    "sources_of_at_most_500_lines": {"server/base/text.c": "int a;\n" * 501},
    "headers_of_at_most_250_lines": {"server/base/text.h": "int a;\n" * 251},
    "functions_of_at_most_60_lines": {"server/base/text.c": "int\nlong_one (int a)\n{\n" + "  a++;\n" * 60 + "  return a;\n}\n"},
    "functions_of_complexity_at_most_15": {"server/base/text.c": BUSY_FUNCTION},
    "functions_are_security_definer_with_a_fixed_search_path": {
        "schema/functions/candidate/who.sql": FUNCTION.replace("SECURITY DEFINER ", "")},
    "one_function_a_file_under_its_own_name": {
        "schema/functions/candidate/who.sql": FUNCTION.replace("candidate_api.who", "review_api.who")},
    "statements_are_one_statement": {
        "server/candidate/store/sql/who.sql": "SELECT 1 FROM candidate_api.who($1); SELECT 2\n"},
    "stores_only_call_functions_of_their_desk": {
        "server/candidate/store/sql/who.sql": "SELECT name FROM identity.person WHERE id = $1\n"},
    "sql_is_ascii": {"schema/functions/candidate/who.sql": FUNCTION.replace("'found'", "'f\u00f6und'")},
    "functions_reach_outside_by_full_names": {
        "schema/functions/candidate/who.sql": FUNCTION.replace("SELECT 'found'", "DELETE FROM person")},
    "migrations_are_numbered_once": {"schema/migrations/0001-audit.sql": "CREATE SCHEMA audit;\n"},
    "nothing_is_left_undone": {"server/base/text.h": "int text_length (void); /* TO" "DO: later */\n"},
    "nothing_names_a_machine": {"run": "#!/bin/bash\ncd /ro" "ot/blindmark\n"},
    "pages_load_nothing_from_elsewhere": {
        "client/candidate/en/home.mustache": PAGE.replace("<h1>", '<img src="//pictures.example/a.png"><h1>')},
    "pages_have_nothing_inline": {
        "client/candidate/en/home.mustache": PAGE.replace("<h1>", '<h1 onclick="go()">')},
    "scripts_do_not_write_markup": {"client/candidate/candidate.js": "box.innerHTML = text;\n"},
    "stylesheets_of_at_most_8_kb": {
        "client/shared/blindmark.css": "".join(f".c{hash(str(n)) & 0xffffffff:x} {{ top: {n}px }}\n" for n in range(2000))},
    "candidate_scripts_of_at_most_20_kb": {
        "client/candidate/candidate.js": "".join(f"export const c{hash(str(n)) & 0xffffffff:x} = {n};\n" for n in range(3000))},
    "pages_say_their_title_language_and_meta": {
        "client/candidate/en/home.mustache": PAGE.replace("{{> meta}}\n", "")},
    "templates_are_sound": {"client/candidate/en/home.mustache": PAGE.replace("{{/name}}", "{{/names}}")},
    "pages_named_in_c_exist": {"server/candidate/routes.c": ROUTES.replace('.page = "home"', '.page = "hime"')},
    "every_error_has_its_sentence": {"server/base/errors.def": 'X (ERROR_BUSY, "busy", 503)\nX (ERROR_LATE, "late", 409)\n'},
    "every_reason_has_its_sentence": {
        "server/candidate/get_home.c": 'f = http_reply_problem (rq, ERROR_BUSY, NULL, "too_blue");\n'},
    "reply_schemas_are_allow_lists": {"server/candidate/replies/home.schema.json": '{"type": "object"}\n'},
    "routes_and_reply_schemas_fit": {
        "server/candidate/routes.c": ROUTES.replace('.reply_schema = "home"', '.reply_schema = "hime"')},
    "shell_scripts_pass_shellcheck": {"run": "#!/bin/bash\necho $1\n"},
    "package_lists_are_sorted_names": {".packages-run": "tzdata\npostgresql\n"},
}
# Defects of a second kind for rules that look for several.
ALSO = [
    ("templates_are_sound", {"client/candidate/en/home.mustache": PAGE.replace("{{name}}", "{{{name}}}")}),
    ("templates_are_sound", {"client/candidate/en/home.mustache": PAGE.replace("{{> meta}}", "{{> meta}}{{> bar}}")}),
    ("templates_are_sound", {"client/candidate/en/home.mustache": PAGE.replace("{{/name}}", "")}),
    ("pages_have_nothing_inline", {"client/candidate/en/home.mustache": PAGE.replace("<h1>", "<style>h1{}</style><h1>")}),
    ("pages_load_nothing_from_elsewhere", {"client/shared/blindmark.css": "body { background: url(https://e.example/a) }\n"}),
    ("pages_load_nothing_from_elsewhere", {"client/candidate/candidate.js": 'import x from "https://e.example/a.js";\n'}),
    ("only_pg_runs_sql_text", {"server/pg/pg_conn.c": "void\nf (void)\n{\n  PQescapeLiteral (link, text, 3);\n}\n"}),
    ("nothing_names_a_machine", {"server/base/text.h": "/* see /home/kim/notes */\n"}),
    ("nothing_is_left_undone", {"server/base/text.h": "/* not imple" "mented */\n"}),
    ("every_error_has_its_sentence", {"server/base/errors.def": "\n"}),
    ("routes_and_reply_schemas_fit", {"server/candidate/replies/spare.schema.json": "{}\n"}),
    ("functions_are_security_definer_with_a_fixed_search_path",
     {"schema/functions/candidate/who.sql": FUNCTION.replace("pg_catalog, pg_temp", "public")}),
]


def plant(root, files):
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return Tree(root)


def findings(name, tree):
    return list(next(r for r in RULES if r.__name__ == name)(tree))


def test_every_rule_has_a_planted_defect():
    assert {r.__name__ for r in RULES} == set(PLANTED)


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_sound_tree_has_no_finding(name, tmp_path):
    assert findings(name, plant(tmp_path, SOUND)) == []


@pytest.mark.parametrize("name, spoiled", [*PLANTED.items(), *ALSO])
def test_a_planted_defect_is_found(name, spoiled, tmp_path):
    found = findings(name, plant(tmp_path, SOUND | spoiled))
    assert found
    assert all((tmp_path / path).exists() for path, _, _ in found)


def test_a_word_in_a_comment_or_literal_is_no_code():
    assert "gets" not in c_code('int a; /* gets (b) */ char *t = "gets (c)"; // gets (d)')
    assert c_code('a\n/* b\n c */\nd').count("\n") == 3
    assert "DELETE" not in sql_code("SELECT 'DELETE FROM x'; -- DELETE FROM y")


def lint(root):
    without_report = {k: v for k, v in os.environ.items() if k != "BM_REPORTS"}
    done = subprocess.run([sys.executable, HERE / "run", root], capture_output=True, text=True, check=False,
                          env=without_report)
    return done.returncode, done.stdout


def test_an_exception_with_a_reason_is_honoured_and_one_without_use_is_a_finding(tmp_path):
    plant(tmp_path, SOUND | PLANTED["functions_of_complexity_at_most_15"])
    assert "busy: complexity 16" in lint(tmp_path)[1]
    rule = "functions_of_complexity_at_most_15 server/base/text.c: busy -- a table of cases, flat and read top to bottom\n"
    plant(tmp_path, {"tests/lint/exceptions.txt": rule})
    assert lint(tmp_path)[0] == 0
    plant(tmp_path, {"server/base/text.c": SOUND["server/base/text.c"]})
    status, said = lint(tmp_path)
    assert status == 1 and "no finding needs the exception" in said


def test_an_exception_without_a_reason_is_a_finding(tmp_path):
    plant(tmp_path, SOUND | {"tests/lint/exceptions.txt": "no_banned_call server/base/text.c\n"})
    assert "must be: rule path" in lint(tmp_path)[1]
