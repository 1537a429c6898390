"""Where things are: the source tree and the build that is under test (BLINDMARK_BUILD, by default build/)."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("BLINDMARK_BUILD", ROOT / "build")).resolve()
BLINDMARK = BUILD / "server" / "tools" / "blindmark"
SCHEMA = ROOT / "schema"


def daemon(process):
    """The executable of one of the four processes: candidate, review, coordination, registrar."""
    return BUILD / "server" / "app" / f"blindmark-{process}"
