"""The portal's clock."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.portal.links import NOW


@pytest.fixture
def noon_in_tokyo() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield
