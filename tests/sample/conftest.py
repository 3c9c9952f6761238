"""The sample, loaded on a Friday morning in Tokyo."""

from datetime import UTC, datetime

import pytest

from itpo.sample import loading

AT = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


@pytest.fixture
def loaded(db: None) -> loading.Loaded:
    return loading.load(at=AT)
