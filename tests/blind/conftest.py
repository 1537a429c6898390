"""A database as `blindmark migrate` makes it, seen by the superuser and by each login role with a password of its own."""
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from catalog import LOGINS  # noqa: E402
from house import House, migrate  # noqa: E402
from story import Story  # noqa: E402


@pytest.fixture(scope="session")
def walls(cluster):
    migrate(cluster, "walls")
    return "walls"


@pytest.fixture(scope="session")
def admin(cluster, walls):
    with cluster.connect(walls) as connection:
        yield connection


@pytest.fixture(scope="session")
def logins(cluster, walls):
    connections = {role: cluster.connect(walls, role, cluster.login_as(role)) for role in LOGINS}
    yield connections
    for connection in connections.values():
        connection.close()


@pytest.fixture(scope="session")
def house():
    """One house for the whole suite, fed with the real bank and served by all four processes."""
    with House() as running:
        yield running


@pytest.fixture(scope="session")
def story(house):
    """The exam with canaries in it, from the roster to the release, with everything recorded (story.py)."""
    return Story(house).play()
