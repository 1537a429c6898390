"""The count at the end of ./test: nothing that failed, crashed, hung or never ran may look like a pass."""
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

TALLY = Path(__file__).resolve().parents[1] / "tally.py"
GOOD = "[==========] Running 3 test(s).\n[  PASSED  ] 3 test(s).\n"
BAD = "[==========] Running 3 test(s).\n[  PASSED  ] 2 test(s).\n[  FAILED  ] 1 test(s), listed below:\n[  FAILED  ] one\n"


def count(folder):
    done = subprocess.run([sys.executable, TALLY, "unit", folder, "4"], capture_output=True, text=True, check=True)
    passed, failed, _ = done.stdout.split("\t")
    return int(passed), int(failed)


def ctest(folder, *cases):
    rows = "".join(f'<testcase name="t" status="{status}">{"<failure/>" if status == "fail" else ""}'
                   f"<system-out>{escape(output)}</system-out></testcase>" for status, output in cases)
    (folder / "ctest.xml").write_text(f"<testsuite>{rows}</testsuite>")


@pytest.mark.parametrize("cases, counted", [
    ([("run", GOOD)], (3, 0)),
    ([("run", GOOD), ("fail", BAD)], (5, 1)),
    ([("fail", "[==========] Running 3 test(s).\nSegmentation fault")], (0, 1)),
    ([("fail", GOOD)], (3, 1)),
    ([("run", "a program without cmocka")], (1, 0))])
def test_programs_are_counted_by_their_tests_and_a_crash_as_a_failure(cases, counted, tmp_path):
    ctest(tmp_path, *cases)
    assert count(tmp_path) == counted


def test_python_tests_that_failed_or_broke_are_failures_and_skipped_ones_are_nothing(tmp_path):
    (tmp_path / "pytest.xml").write_text("<testsuites><testsuite><testcase/><testcase><failure/></testcase><testcase><error/>"
                                         "</testcase><testcase><skipped/></testcase></testsuite></testsuites>")
    assert count(tmp_path) == (1, 2)


def test_a_part_that_died_counts_even_when_its_report_is_missing_or_good(tmp_path):
    (tmp_path / "pytest.failed").touch()
    assert count(tmp_path) == (0, 1)
    ctest(tmp_path, ("run", GOOD))
    (tmp_path / "ctest.failed").touch()
    assert count(tmp_path) == (3, 2)


def test_a_run_that_failed_is_counted_by_its_own_report(tmp_path):
    (tmp_path / "unit.xml").write_text("<testsuites><testsuite><testcase/><testcase><failure/></testcase></testsuite></testsuites>")
    (tmp_path / "run.failed").touch()
    assert count(tmp_path) == (1, 1)
    (tmp_path / "unit.xml").write_text("<testsuites><testsuite><testcase/></testsuite></testsuites>")
    assert count(tmp_path) == (1, 1)


def test_a_suite_that_ran_nothing_is_a_failure(tmp_path):
    assert count(tmp_path) == (0, 1)


def test_figures_of_programs_are_passed_on(tmp_path):
    ctest(tmp_path, ("run", "figure saves_per_second 900\n" + GOOD))
    count(tmp_path)
    assert (tmp_path / "figures").read_text() == "figure saves_per_second 900\n"
