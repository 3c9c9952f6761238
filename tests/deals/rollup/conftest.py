"""The lists to import."""

from pathlib import Path

import pytest

from tests.deals.importing.lists import Lists


@pytest.fixture
def lists(db: None, tmp_path: Path) -> Lists:
    return Lists(tmp_path)
