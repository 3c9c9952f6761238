"""What managers did in the admin about a confidential deal is no other officer's to read."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.urls import reverse

from deals.models import Deal
from tests.conftest import logged_in
from tests.factories import DealFactory, UserFactory

SECRET = "Kestrel plant"
LATER = "Kestrel works"


@pytest.fixture
def deal(office, manager):
    """A confidential deal as a manager has renamed it in the admin, which keeps a log of it."""
    deal = DealFactory(
        office=office,
        owner=UserFactory(office=office),
        title=SECRET,
        is_confidential=True,
        anonymous_description="A plant",
    )
    deal.title = LATER
    deal.save()
    LogEntry.objects.log_actions(manager.pk, [deal], CHANGE, single_object=True)
    return deal


def pages(deal: Deal) -> list[str]:
    version = deal.history.first()
    return [
        reverse("admin:index"),
        reverse("admin:deals_deal_history", args=[deal.pk]),
        reverse("admin:deals_deal_simple_history", args=[deal.pk, version.pk]),
        reverse("desk:history", args=["deals.deal", deal.pk]),
    ]


def test_the_log_of_a_confidential_deal_is_read_by_managers_alone(
    deal, colleague, auditor, managers_desk
):
    assert LogEntry.objects.get().object_repr == LATER
    assert LATER in managers_desk.get(pages(deal)[1]).content.decode()

    for user in (colleague, auditor):
        read = [logged_in(user).get(url) for url in pages(deal)]
        assert [one.status_code for one in read[1:]].count(200) == 0
        assert [one for one in read if "Kestrel" in one.content.decode()] == []


def test_the_log_itself_is_no_table_of_the_admin():
    assert LogEntry not in admin.site._registry
