"""The sample, loaded on a Friday morning in Tokyo."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from itpo.sample import loading

AT = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded_once(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[loading.Loaded]:
    """Loaded for all tests of a module, as it takes seconds; what each test does is undone."""
    quickly = override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
    )
    with django_db_blocker.unblock(), quickly, transaction.atomic():
        yield loading.load(at=AT)
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once: loading.Loaded, db: None) -> loading.Loaded:
    return loaded_once
