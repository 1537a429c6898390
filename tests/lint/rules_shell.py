"""Rules about shell scripts, and about the two lists of packages that ./run and ./test install."""
import json
import subprocess
from pathlib import Path

from checkout import rule


def scripts(tree):
    shells = ("#!/bin/bash", "#!/usr/bin/env bash", "#!/bin/sh")
    return [p for p in tree.files if Path(p).suffix in ("", ".sh") and tree.text(p).split("\n")[0] in shells]


@rule
def shell_scripts_pass_shellcheck(tree):
    paths = scripts(tree)
    if not paths:
        return
    done = subprocess.run(["shellcheck", "--format=json", *paths], cwd=tree.root, capture_output=True, text=True,
                          check=False)
    for found in json.loads(done.stdout or "[]"):
        yield found["file"], found["line"], f"SC{found['code']} {found['message']}"


@rule
def package_lists_are_sorted_names(tree):
    for path in tree.matching(r"\.packages-(build|run|test)"):
        names = [line for _, line in tree.lines(path) if not line.startswith("#")]
        if names != sorted(set(names)):
            yield path, 0, "one package a line, sorted, none twice"
