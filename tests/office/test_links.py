"""A personal link opens what it names, for its version only; the table opens nothing."""

import pytest

from itpo.office.models import PersonalLink
from tests.factories import PersonalLinkFactory

pytestmark = pytest.mark.django_db


def test_a_link_opens_with_its_token_and_with_no_other():
    link, other = PersonalLinkFactory.create_batch(2)

    assert link.opens_with(link.token())
    for wrong in (other.token(), link.token().upper(), link.token()[:-1], "", "é"):
        assert not link.opens_with(wrong), wrong


def test_the_token_is_the_same_every_time_and_changes_with_the_version():
    link = PersonalLinkFactory()
    sent = link.token()
    assert PersonalLink.objects.get().token() == sent

    link.version += 1
    link.save()

    revoked = PersonalLink.objects.get()
    assert revoked.token() != sent
    assert not revoked.opens_with(sent)


def test_the_token_depends_on_the_secret_of_the_installation(settings):
    link = PersonalLinkFactory()
    sent = link.token()

    settings.SECRET_KEY = "another installation's secret"

    assert not link.opens_with(sent)


def test_the_token_is_long_and_is_kept_in_no_column():
    link = PersonalLinkFactory()

    kept = PersonalLink.objects.values().get()

    assert len(link.token()) == 64
    assert [name for name, value in kept.items() if link.token() in str(value)] == []
    assert not hasattr(PersonalLink, "history")
    assert link.token() not in str(link)


def test_the_tokens_of_many_links_differ():
    links = PersonalLinkFactory.create_batch(20)

    assert len({link.token() for link in links}) == 20


def test_the_holder_of_a_link_sees_no_records():
    link = PersonalLinkFactory()

    assert (link.sees_records, link.sees_restricted, link.is_superuser) == (False, False, False)
