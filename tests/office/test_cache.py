"""A cache that is away has forgotten everything, and stops nothing."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from itpo.office.models import OutgoingMail
from tests.factories import OfficeFactory

NOBODY_LISTENS = {
    "default": {
        "BACKEND": "itpo.office.cache.ForgettingRedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
    }
}


@pytest.fixture
def cache_away(settings):
    settings.CACHES = NOBODY_LISTENS
    return caches["default"]


def test_what_is_asked_of_a_cache_that_is_away_is_not_there(cache_away):
    cache_away.set("key", "value")

    assert (cache_away.get("key"), cache_away.get("key", 3), cache_away.add("key", 1)) == (
        None,
        3,
        False,
    )
    with pytest.raises(ValueError, match="cannot be reached"):
        cache_away.incr("key")


@pytest.mark.django_db
def test_lost_links_are_asked_for_without_the_cache(cache_away, client):
    OfficeFactory()

    answer = client.post(reverse("portal:lost"), {"email": "somebody@example.org"})

    assert answer.status_code == 200
    assert OutgoingMail.objects.get().to == "somebody@example.org"
