"""What every suite has: the helpers of tests/lib, and one private cluster for the whole run."""

import itertools
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "lib"))

from blindmark import migrate  # noqa: E402
from cluster import Cluster  # noqa: E402

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def cluster():
    with Cluster() as running:
        yield running


@pytest.fixture(scope="session")
def template(cluster):
    """A database with the whole schema, to copy from."""
    done = migrate(cluster.createdb("blindmark_template"))
    assert done.returncode == 0, done.stderr
    return "blindmark_template"


@pytest.fixture
def database(cluster, template):
    """The name of a fresh database with the whole schema and no rows."""
    name = f"blindmark_{next(NUMBERS)}"
    cluster.createdb(name, template)
    with cluster.connect(name) as connection:
        # What belongs to a database and not to its content is not copied with a template.
        connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC; GRANT CONNECT ON DATABASE {name} TO "
                           "blindmark_candidate, blindmark_review, blindmark_coordination, blindmark_registrar")
    yield name
    cluster.dropdb(name)
