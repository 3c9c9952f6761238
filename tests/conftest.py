"""The cast of the tests: officer, colleague, manager, auditor, stranger; and their browsers."""

import gc
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from itpo.celery import app as queue_app
from itpo.office.models import Office, User
from tests.factories import AuditorFactory, ManagerFactory, OfficeFactory, UserFactory


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: spare the collector looking at it."""
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session", autouse=True)
def queue_of_its_own() -> None:
    """Where the queue is a folder, keep clear of the one a desk on this machine works from."""
    if queue_app.conf.broker_url.startswith("filesystem"):
        queue_app.conf.broker_url = "memory://"


@pytest.fixture(autouse=True)
def settings_for_tests(settings, tmp_path: Path) -> None:
    """Fast passwords, plain static files, and nothing written outside the test's own folder."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Rows of another test may have had the same numbers."""
    cache.clear()


@pytest.fixture
def office(db: None) -> Office:
    return OfficeFactory()


@pytest.fixture
def officer(office: Office) -> User:
    return UserFactory(office=office, email="sato@example.org", family_name="Sato")


@pytest.fixture
def colleague(office: Office) -> User:
    return UserFactory(office=office, email="mori@example.org", family_name="Mori")


@pytest.fixture
def manager(office: Office) -> User:
    return ManagerFactory(office=office, email="kimura@example.org", family_name="Kimura")


@pytest.fixture
def auditor(office: Office) -> User:
    return AuditorFactory(office=office, email="audit@example.org", family_name="Audit")


@pytest.fixture
def stranger(db: None) -> User:
    """An officer of another office."""
    return UserFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere"), email="rossi@example.org")


@pytest.fixture
def desk(officer: User) -> Client:
    return logged_in(officer)


@pytest.fixture
def managers_desk(manager: User) -> Client:
    return logged_in(manager)


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
