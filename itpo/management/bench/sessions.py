"""Being logged in without logging in: a session written into the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from itpo.office.models import User


@contextmanager
def logged_in(users: dict[str, User]) -> Iterator[dict[str, str]]:
    """The cookie of each of them; their sessions are gone afterwards."""
    stores = {role: _session(user) for role, user in users.items()}
    try:
        yield {
            role: f"{settings.SESSION_COOKIE_NAME}={store.session_key}"
            for role, store in stores.items()
        }
    finally:
        for store in stores.values():
            store.delete()


def _session(user: User) -> SessionStore:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store
