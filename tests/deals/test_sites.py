"""What ran and was closed or moved elsewhere."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from deals import sites
from deals.models import SiteChange
from itpo.office.states import NotPossible
from tests.conftest import logged_in
from tests.factories import DealFactory, VerifiedClaimFactory
from tests.tables import all_rows

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def record(deal, by, **said):
    told = {"kind": "closure", "source": "The company's report", "at": NOON, **said}
    return sites.record(deal=deal, by=by, **told)


def test_a_closure_is_recorded_and_its_figures_are_to_be_checked_again(officer):
    deal = DealFactory(stage="operational")
    later = VerifiedClaimFactory(deal=deal, check_again_on="2027-10-01")
    earlier = VerifiedClaimFactory(deal=deal, metric="women", check_again_on="2018-01-01")
    elsewhere = VerifiedClaimFactory(check_again_on="2027-10-01")

    change = record(deal, officer, happened="2019-03", reason=" Wages ")

    for claim in (later, earlier, elsewhere):
        claim.refresh_from_db()
    assert SiteChange.objects.get() == change
    assert (change.happened_shown, change.reason) == ("Mar 2019", "Wages")
    assert (change.recorded_by, change.recorded_at) == (officer, NOON)
    assert change.history.get().history_user == officer
    assert [claim.check_again_on for claim in (later, earlier, elsewhere)] == [
        date(2019, 3, 1),
        date(2018, 1, 1),
        date(2027, 10, 1),
    ]
    assert later.history.latest().history_user == officer


def test_a_closure_nobody_dated_has_the_figures_checked_from_today(officer):
    claim = VerifiedClaimFactory(deal=DealFactory(stage="operational"))

    record(claim.deal, officer)

    claim.refresh_from_db()
    assert claim.check_again_on == date(2026, 11, 21)


@pytest.mark.parametrize("stage", ["identified", "promoted", "negotiation", "concluded"])
def test_what_does_not_run_is_not_closed(officer, stage):
    deal = DealFactory(stage=stage)
    before = all_rows()

    with pytest.raises(NotPossible, match="Only what is operational can be closed or moved"):
        record(deal, officer)

    assert all_rows() == before


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"happened": "2026-11-22"}, "has not happened yet"),
        ({"happened": "soon"}, "cannot be read as a date"),
        ({"source": " "}, "This field cannot be blank"),
        ({"moved_to": "VN"}, "Only what moved has a country it moved to"),
        ({"kind": "burnt"}, "is not a valid choice"),
    ],
)
def test_what_is_said_badly_of_a_site_is_refused(officer, said, sentence):
    deal = DealFactory(stage="operational")
    before = all_rows()

    with pytest.raises(ValidationError, match=sentence):
        record(deal, officer, **said)

    assert all_rows() == before


def test_the_page_says_loudly_that_it_closed(desk, officer):
    deal = DealFactory(office=officer.office, stage="operational")
    record(deal, officer, kind="relocation", happened="2019", moved_to="VN")

    page = desk.get(deal.get_absolute_url()).content.decode()

    assert "Moved elsewhere: Vietnam · 2019" in " ".join(page.split())


def test_a_closure_of_what_does_not_run_is_refused_on_the_page(desk, officer):
    deal = DealFactory(office=officer.office, stage="concluded")
    url = f"{reverse('desk:add', args=['deals.sitechange'])}?deal={deal.pk}"

    response = desk.post(url, {"kind": "closure", "happened": "2019", "source": "A letter"})

    assert response.context["form"].errors == {
        "__all__": ["Only what is operational can be closed or moved."]
    }
    assert SiteChange.objects.count() == 0


@pytest.mark.parametrize(
    ("happened", "usual", "checked_since"),
    [
        # A later day: due then, or when it would have been due anyway.
        ("2027-02-01", date(2027, 2, 1), date(2027, 10, 1)),
        ("2028", date(2027, 10, 1), date(2027, 10, 1)),
        # An earlier one.
        ("2018", date(2018, 1, 1), date(2027, 10, 1)),
        # Nobody knows: from the day it was recorded.
        ("", date(2026, 11, 21), date(2027, 10, 1)),
        ("2019-03", date(2019, 3, 1), date(2027, 10, 1)),
    ],
)
def test_a_corrected_day_moves_the_day_figures_are_due(officer, happened, usual, checked_since):
    deal = DealFactory(office=officer.office, stage="operational")
    claim = VerifiedClaimFactory(deal=deal, check_again_on="2027-10-01")
    change = record(deal, officer, happened="2019-03")
    since = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
    checked = VerifiedClaimFactory(
        deal=deal, metric="women", verified_at=since, check_again_on="2027-10-01"
    )

    with time_machine.travel("2029-01-01T03:00:00Z", tick=False):
        response = logged_in(officer).post(
            reverse("desk:change", args=["deals.sitechange", change.pk]),
            {"kind": "closure", "happened": happened, "source": "Report"},
        )

    assert response.url == deal.get_absolute_url()
    for one in (claim, checked):
        one.refresh_from_db()
    assert (claim.check_again_on, checked.check_again_on) == (usual, checked_since)
    assert change.history.latest().history_user == officer


def test_another_closure_still_stands_when_one_is_corrected(officer):
    deal = DealFactory(stage="operational")
    claim = VerifiedClaimFactory(deal=deal, check_again_on="2027-10-01")
    record(deal, officer, happened="2020-05")
    wrong = record(deal, officer, happened="2019-03")

    wrong.happened = "2025"
    sites.correct(change=wrong, by=officer)

    claim.refresh_from_db()
    assert claim.check_again_on == date(2020, 5, 1)
