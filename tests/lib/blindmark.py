"""The operator's tool as a function."""

import subprocess

from tree import BLINDMARK, ROOT


def blindmark(*arguments, **options):
    return subprocess.run([BLINDMARK, *arguments], capture_output=True, text=True, timeout=120, **options)


def migrate(conninfo, share=ROOT):
    return blindmark("migrate", "--conninfo", conninfo, "--share", share)
