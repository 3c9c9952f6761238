"""The published list of deals, added up for Morocco: to be met exactly."""

import pytest

from deals.models import Deal
from deals.rollup import rolled_up
from tests.deals.importing.lists import SAMPLE, Lists
from tests.deals.rollup.families import sums_of

MOROCCO = {
    ("jobs", "planned"): 26_900,
    ("jobs", "actual"): 10_000,
    ("capital", "planned", "MAD"): 2_886_000_000,
    ("capital", "announced", "MAD"): 333_000_000,
    ("capital", "announced", "EUR"): 10_000_000,
}


@pytest.fixture
def imported(lists: Lists) -> None:
    lists.take_deals(SAMPLE / "deals.csv")


def test_morocco_adds_up_to_what_was_published(imported):
    groups = rolled_up(Deal.objects.all(), by="country")

    morocco = groups[str(Deal.objects.filter(country__code="MA")[0].country_id)]
    assert sums_of(morocco) == MOROCCO
    assert morocco.left_out == 3  # Tangier's jobs; SEBN's jobs and capital


def test_nothing_is_announced_or_verified_where_nobody_said_so(imported):
    morocco = rolled_up(Deal.objects.filter(country__code="MA"))[""]

    assert (morocco.of("jobs", "announced"), morocco.of("jobs", "verified")) == ({}, {})
