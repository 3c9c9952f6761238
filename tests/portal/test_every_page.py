"""Every page behind a personal link opens with a link of its kind only. None can be forgotten."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from itpo.office import links
from tests.factories import PersonalLinkFactory
from tests.portal.links import NOW, PURPOSE
from tests.tables import all_rows

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

PATTERNS = {
    pattern.name: pattern
    for entry in get_resolver().url_patterns
    if getattr(entry, "namespace", None) == "portal"
    for pattern in entry.url_patterns
}
PUBLIC = {"lost", "register", "registered"}
# What every link has, whatever it opens.
OF_ANY_KIND = {"language", "renew"}
BEHIND_LINKS = sorted(set(PATTERNS) - PUBLIC)
OF_ONE_KIND = sorted(set(BEHIND_LINKS) - OF_ANY_KIND)


def address(name: str, link, token: str) -> str:
    """A page's address; what else stands in it is the number or name of nothing."""
    converters = PATTERNS[name].pattern.converters
    nothing = {part: 999 if kind.regex == "[0-9]+" else "none" for part, kind in converters.items()}
    return reverse(f"portal:{name}", kwargs={**nothing, "link": link.pk, "token": token})


def answers(name: str, link, token: str) -> set[int]:
    url = address(name, link, token)
    return {getattr(Client(), method)(url).status_code for method in ("get", "post")}


def each_kind(**given):
    own = (PURPOSE.APPLICATION, PURPOSE.NOMINATION, PURPOSE.POST)
    kinds = (*own, PURPOSE.CALENDAR, PURPOSE.EVENT, PURPOSE.RESULT)
    return [PersonalLinkFactory(purpose=kind, **given) for kind in kinds]


def test_the_pages_that_need_no_link_are_few():
    without = {name for name, one in PATTERNS.items() if "token" not in one.pattern.converters}

    assert without == PUBLIC


@pytest.mark.parametrize("name", BEHIND_LINKS)
def test_a_forged_address_finds_nothing(name):
    for link in each_kind():
        found = answers(name, link, "0" * 64)

        assert found <= {404, 405}, link.purpose
        assert 404 in found


@pytest.mark.parametrize("name", OF_ONE_KIND)
def test_a_link_for_something_else_opens_nothing(name):
    other = PURPOSE.POST if name == "confirm" else PURPOSE.RESULT
    link = PersonalLinkFactory(purpose=other)

    assert answers(name, link, link.token()) == {404}


@pytest.mark.parametrize("name", OF_ONE_KIND)
@pytest.mark.parametrize("state", ["expired", "replaced", "revoked"])
def test_a_link_that_no_longer_opens_is_explained_and_writes_nothing(name, state):
    found = each_kind(
        expires_at=NOW - timedelta(days=1) if state == "expired" else NOW + timedelta(days=9)
    )
    sent = {link.pk: link.token() for link in found}
    for link in found:
        if state == "replaced":
            links.renew(link=link, at=NOW)
        if state == "revoked":
            links.revoke(link=link, at=NOW)
    before = all_rows()

    told = [answers(name, link, sent[link.pk]) for link in found]

    assert sorted(told, key=sum).count({410}) >= 1
    assert all(one in ({404}, {410}) for one in told)
    assert all_rows() == before


@pytest.mark.parametrize("name", BEHIND_LINKS)
def test_nothing_is_written_from_another_site(name):
    client = Client(enforce_csrf_checks=True)

    statuses = {client.post(address(name, link, link.token())).status_code for link in each_kind()}

    assert statuses == {403}
