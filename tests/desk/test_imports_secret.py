"""Lists may name what is restricted: only who sent such a one and the managers read it."""

import pytest
from django.urls import reverse

from deals.models import Deal
from delegates.models import Delegate, Programme
from investors.models import Company, Contact, Event, Meeting, Mission, MissionLeg
from itpo.office.importing.kinds import kinds
from tests.conftest import logged_in
from tests.factories import ContributionFactory, DealFactory, MeetingFactory
from tests.importing import as_csv, differences, looked_at, taken_back, taken_in

pytestmark = pytest.mark.django_db

# What the rows of each kind tell of.
TABLES = {
    "companies": [Company],
    "contacts": [Contact],
    "delegates": [Delegate],
    "meetings": [Meeting],
    "deals": [Deal],
    "activities": [Programme, Mission, MissionLeg, Event],
}


def test_a_list_of_what_may_be_restricted_is_restricted():
    may_be = {
        name: any(getattr(model._default_manager.none(), "restricted_path", "") for model in tables)
        for name, tables in TABLES.items()
    }

    assert {name: kind.is_restricted for name, kind in kinds().items()} == may_be


def secret_deals(officer, manager):
    DealFactory(
        office=officer.office,
        owner=manager,
        ref="X-1",
        title="Secret plant of Hush",
        is_confidential=True,
        anonymous_description="A plant",
    )
    return as_csv({"ref": "X-1", "title": "Hidden works", "notes": "Secret"})


def secret_meetings(officer, manager):
    MeetingFactory(
        office=officer.office,
        officer=manager,
        subject="Secret talk",
        outcome="Hush",
        day="2026-03-02",
        is_restricted=True,
    )
    return as_csv({"subject": "Secret talk", "day": "2026-03-02", "outcome": "Hidden"})


@pytest.mark.parametrize(
    ("kind", "listed"), [("deals", secret_deals), ("meetings", secret_meetings)]
)
def test_a_colleague_finds_nothing_of_a_managers_list(kind, listed, officer, manager):
    run = looked_at(manager, kind, listed(officer, manager))
    client = logged_in(officer)
    pages = ["office:import", "office:import-columns", "office:import-errors"]

    assert "Secret" in str(run.plans)
    assert [client.get(reverse(page, args=[run.pk])).status_code for page in pages] == [404] * 3
    assert run.get_absolute_url() not in client.get(reverse("office:imports")).content.decode()
    assert "Secret" in logged_in(manager).get(run.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("kind", "listed"), [("deals", secret_deals), ("meetings", secret_meetings)]
)
def test_a_list_of_an_officer_tells_nothing_of_what_they_may_not_see(
    kind, listed, officer, manager
):
    run = looked_at(officer, kind, listed(officer, manager))

    assert [plan.get("candidates") for plan in run.plans] == [None]
    assert {before for _label, before, _after in differences(run)} <= {""}
    assert "Hush" not in str(run.plans)


def test_what_is_in_the_way_of_taking_back_tells_nothing_of_a_deal_one_no_longer_sees(
    officer, manager
):
    run = taken_in(officer, "deals", as_csv({"ref": "X-1", "title": "Plant"}))
    ContributionFactory(deal=Deal.objects.get())
    Deal.objects.update(
        title="Secret",
        owner=manager,
        is_confidential=True,
        anonymous_description="A plant",
    )

    refused = taken_back(officer, run)

    assert {what for _row, what, _why in refused.in_the_way} == {"Deal, restricted"}
    assert "Secret" not in str(refused.in_the_way)
