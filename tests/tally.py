"""Counts what one suite did, from its JUnit reports: one line "passed<TAB>failed<TAB>sentence".

    tally.py SUITE FOLDER SECONDS

A ctest case is a program of many cmocka tests, so its output is read: each test that it lists is counted. A part of the
suite that ended badly while its report shows no failure (a crash, a time-out) leaves PART.failed and counts as one; the
report of `run` is SUITE.xml.
Lines `figure NAME VALUE` that a C test prints are passed on.
"""
import re
import sys
import xml.etree.ElementTree as tree
from pathlib import Path


def count_program(case):
    """(passed, failed) of one ctest case."""
    output = case.findtext("system-out") or ""
    failed_case = case.get("status") == "fail" or case.find("failure") is not None
    passed = sum(map(int, re.findall(r"^\[  PASSED  \] (\d+) test", output, re.M)))
    failed = sum(map(int, re.findall(r"^\[  FAILED  \] (\d+) test", output, re.M)))
    if not passed and not failed:
        return (0, 1) if failed_case else (1, 0)
    return passed, max(failed, 1) if failed_case else failed


def count_report(path):
    passed = failed = 0
    for case in tree.parse(path).iter("testcase"):
        if path.name == "ctest.xml":
            good, bad = count_program(case)
        elif case.find("skipped") is not None:
            good, bad = 0, 0
        else:
            bad = int(case.find("failure") is not None or case.find("error") is not None)
            good = 1 - bad
        passed, failed = passed + good, failed + bad
    return passed, failed


def figures(path):
    return [line for case in tree.parse(path).iter("testcase")
            for line in (case.findtext("system-out") or "").splitlines() if line.startswith("figure ")]


def main(suite, folder, seconds):
    folder = Path(folder)
    counts = {path.stem: count_report(path) for path in sorted(folder.glob("*.xml"))}
    for part in folder.glob("*.failed"):
        name = suite if part.stem == "run" and suite in counts else part.stem
        passed, failed = counts.get(name, (0, 0))
        counts[name] = passed, max(failed, 1)
    if (folder / "ctest.xml").exists():
        with (folder / "figures").open("a") as file:
            file.writelines(line + "\n" for line in figures(folder / "ctest.xml"))
    passed, failed = (sum(c[n] for c in counts.values()) for n in (0, 1))
    if not passed and not failed:
        failed = 1  # a suite that runs nothing says nothing
    print(f"{passed}\t{failed}\t{suite} {seconds} s: {passed} passed, {failed} failed")


if __name__ == "__main__":
    main(*sys.argv[1:])
