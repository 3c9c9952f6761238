"""What helped a deal, in the admin: by the verbs, and never after the decision."""

import pytest
from django.urls import reverse
from django.utils import timezone

from deals.models import Contribution
from tests.factories import ContributionFactory, DealFactory, UserFactory, VisitFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:deals_contribution_changelist")
ADD = reverse("admin:deals_contribution_add")
REFUSED = "What came after the investor&#x27;s decision cannot have influenced it."


def change_url(row: Contribution) -> str:
    return reverse("admin:deals_contribution_change", args=[row.pk])


def ours(office, **values) -> Contribution:
    return ContributionFactory(
        deal__office=office, visit__officer=UserFactory(office=office), **values
    )


@pytest.fixture
def typed(office):
    """A visit in 2019 to a deal decided in 2016."""
    visit = VisitFactory(officer=UserFactory(office=office), begins="2019", ends="")
    deal = DealFactory(office=office, decided="2016-06")
    said = {"role": "promotion", "strength": "decisive", "evidence": "Letter"}
    return {"deal": deal.pk, "visit": visit.pk, **said}


def test_what_came_after_the_decision_is_refused_with_a_sentence(managers_desk, typed):
    response = managers_desk.post(ADD, typed)

    assert REFUSED in response.content.decode()
    assert not Contribution.objects.exists()


def test_what_carried_out_the_decision_is_taken(managers_desk, manager, typed):
    managers_desk.post(ADD, {**typed, "role": "implementation"})

    row = Contribution.objects.get()
    assert (row.role, row.accepted_by, row.decided_on) == (
        "implementation",
        manager,
        row.deal.decided_latest,
    )


def test_whoever_changes_it_has_accepted_it(managers_desk, manager, office):
    row = ours(office, accepted_by=None, accepted_at=None)

    managers_desk.post(
        change_url(row), {"role": "promotion", "strength": "informed", "evidence": "Mail"}
    )

    row.refresh_from_db()
    assert (row.strength, row.evidence, row.accepted_by) == ("informed", "Mail", manager)
    assert row.accepted_at <= timezone.now()


def test_a_change_to_what_would_have_come_too_late_is_refused(managers_desk, office):
    row = ours(
        office, role="implementation", visit__begins="2019", visit__ends="", deal__decided="2016"
    )

    response = managers_desk.post(
        change_url(row), {"role": "promotion", "strength": "informed", "evidence": "Mail"}
    )

    row.refresh_from_db()
    assert REFUSED in response.content.decode()
    assert (row.role, row.evidence) == ("implementation", "Letter of the company")


def test_what_was_moved_past_the_decision_can_be_listed(managers_desk, office):
    moved, _stays = (
        ours(office, visit__begins="2016", visit__ends="", deal__decided="2016-06")
        for _row in range(2)
    )
    moved.visit.begins = "2017"
    moved.visit.save()

    listed = managers_desk.get(LIST, {"order": "late"}).context["cl"].result_list

    assert list(listed) == [moved]
