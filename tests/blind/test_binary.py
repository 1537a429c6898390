"""What lies in the review desk's executable. A name of a foreign schema in it would be a statement that has no business there."""
import re
import subprocess

import pytest

from house import BUILD

FOREIGN = re.compile(r"\b(identity|staff|bank|bank_key|work|intake|result|bridge|candidate_api|coordination_api|registrar_api)"
                     r"\.[a-z_]+")
PLANTED = 'const char *const planted = "SELECT sealed FROM identity.person";\nint main (void) { return planted[0] == 0; }\n'


def names_in(executable):
    text = subprocess.run(["strings", "-a", executable], capture_output=True, text=True, check=True).stdout
    return sorted({found.group() for found in FOREIGN.finditer(text)})


def test_the_review_desk_s_executable_names_no_foreign_table_or_function():
    executable = BUILD / "server/app/blindmark-review"
    assert executable.is_file()
    assert names_in(executable) == []


def test_a_planted_statement_would_be_seen(tmp_path):
    source = tmp_path / "planted.c"
    source.write_text(PLANTED)
    subprocess.run(["cc", "-O2", "-o", tmp_path / "planted", source], check=True)
    assert names_in(tmp_path / "planted") == ["identity.person"]


SEED = "BM_DRAW_SEED"


@pytest.mark.parametrize("process", ["candidate", "review", "coordination", "registrar"])
def test_no_executable_of_the_product_draws_of_a_seed(process):
    """What test_worlds.py puts in chance's place is in no file that is installed, and is seen where it is."""
    def holds(path):
        return SEED in subprocess.run(["strings", "-a", path], capture_output=True, text=True, check=True).stdout

    assert not holds(BUILD / f"server/app/blindmark-{process}") and not holds(BUILD / "server/tools/blindmark")
    assert process == "candidate" or holds(BUILD / f"tests/blind/blindmark-{process}-seeded")


@pytest.mark.parametrize("desk, foreign", [
    ("candidate", ("review_api.", "coordination_api.", "registrar_api.", "bank_key.", "bridge.")),
    ("coordination", ("review_api.", "candidate_api.", "registrar_api.", "bank_key.", "bridge.")),
    ("registrar", ("review_api.", "candidate_api.", "coordination_api."))])
def test_no_process_holds_statements_of_another_s_schema(desk, foreign):
    text = subprocess.run(["strings", "-a", BUILD / f"server/app/blindmark-{desk}"], capture_output=True, text=True, check=True)
    held = {found for line in text.stdout.splitlines() for found in foreign if re.search(rf"\b{re.escape(found)}[a-z_]+", line)}
    assert held == set()
