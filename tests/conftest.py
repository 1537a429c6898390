"""What every suite has: the helpers of tests/lib, and one private cluster for the whole run."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "lib"))

from cluster import Cluster  # noqa: E402


@pytest.fixture(scope="session")
def cluster():
    with Cluster() as running:
        yield running
