"""One house, one browser with scripts and one without, for the whole suite."""
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from axe import Axe  # noqa: E402
from chrome import WIDE, Chrome  # noqa: E402
from house import House  # noqa: E402
from look import Gallery  # noqa: E402


@pytest.fixture(scope="session")
def house():
    with House() as running:
        yield running


@pytest.fixture(scope="session")
def axe():
    return Axe()


@pytest.fixture(scope="module")
def gallery(axe):
    return Gallery(axe)


@pytest.fixture(scope="session")
def _browser():
    with Chrome() as chrome:
        yield chrome


@pytest.fixture(scope="session")
def _plain_browser():
    with Chrome(scripts=False) as chrome:
        yield chrome


@pytest.fixture
def chrome(_browser):
    """Nobody is signed in, and the window is wide."""
    _browser.resize(WIDE)
    return _browser.forget()


@pytest.fixture
def plain(_plain_browser):
    """The same, with JavaScript off."""
    return _plain_browser.forget()
