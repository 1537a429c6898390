"""A whole house for tests: what `blindmark` makes in a private cluster, and the processes that serve it."""
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("BM_BUILD", ROOT / "build"))
TOOL = BUILD / "server/tools/blindmark"


def tool(*arguments, check=True, **options):
    """Runs `blindmark`; a failure shows what it said."""
    done = subprocess.run([TOOL, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120, **options)
    if check and done.returncode != 0:
        raise AssertionError(f"blindmark {arguments[0]}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def migrate(cluster, name):
    """A fresh database of that name with the whole schema. Returns the superuser's conninfo."""
    cluster.createdb(name)
    tool("migrate", "--conninfo", cluster.conninfo(name), "--share", ROOT)
    return cluster.conninfo(name)
