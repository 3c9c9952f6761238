"""The list of delegates, and a delegate's page."""

import pytest
from django.urls import reverse

from tests.factories import HostCountryFactory, PostingFactory

pytestmark = pytest.mark.django_db


def test_delegates_are_found_by_name_country_and_agency(desk):
    wanted = PostingFactory(delegate__family_name="Exemple", agency__name="Agence fictive")
    PostingFactory(delegate__country=HostCountryFactory(code="KE", name="Kenya"))

    for words in ("exem", "moroc fictive", "Karim exemple"):
        rows = desk.get(reverse("delegates:delegates"), {"q": words}).context["list"].rows
        assert rows == [wanted.delegate]
