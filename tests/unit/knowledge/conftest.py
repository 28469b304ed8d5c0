"""What tests of the knowledge base share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.indexes import Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.close()
