"""The trials that were done, a line each: they add up over time, so a line is added at the end and none is ever changed."""

import subprocess
from collections import Counter
from pathlib import Path

from tree import ROOT

LEDGER = Path(__file__).with_name("ledger.tsv")
PLANTED = Path(__file__).with_name("planted.tsv")
COLUMNS = ("kind", "seed", "build", "acknowledged", "lost", "duplicated", "late_accepted", "seconds")
PLANTED_COLUMNS = ("defect", *COLUMNS, "findings")


def build():
    """The last commit that changed what is tried, the server or the schema (not their pages); with a + when not as committed."""
    def git(*words):
        return subprocess.run(["git", "-C", ROOT, *words, "--", "server", "schema", ":(exclude)*.md"], capture_output=True,
                              text=True, check=True).stdout.strip()
    return git("log", "-1", "--format=%h", "--abbrev=10") + ("+" if git("status", "--porcelain") else "")


def row_of(trial, built):
    """Changed is lost: what was acknowledged is not there."""
    sums = trial.sums
    return {"kind": trial.kind, "seed": trial.seed, "build": built, "acknowledged": sums["acknowledged"],
            "lost": sums["lost"] + sums["changed"], "duplicated": sums["duplicated"], "late_accepted": sums["late_accepted"],
            "seconds": f"{trial.seconds:.2f}"}


def append(path, columns, row):
    with path.open("a", encoding="utf-8") as file:
        if file.tell() == 0:
            file.write("\t".join(columns) + "\n")
        file.write("\t".join(str(row[name]) for name in columns) + "\n")


def rows(path):
    if not path.exists():
        return []
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"))) for line in lines]


def done(built):
    """({kind: how many of this build}, {kind: the seed that comes next})"""
    counts, seeds = Counter(), Counter()
    for row in rows(LEDGER):
        counts[row["kind"]] += row["build"] == built
        seeds[row["kind"]] = max(seeds[row["kind"]], int(row["seed"]) + 1)
    return counts, seeds
