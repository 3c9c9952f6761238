"""The lists of follow-ups and partners: each filter, and each column they are sorted by."""

import pytest
import time_machine

from tests.factories import FollowUpFactory, PartnerFactory, UserFactory
from tests.lists import (
    Narrowing,
    Sorting,
    Split,
    assert_narrows,
    assert_sorts,
    filters_of,
    listed,
    narrowed_ids,
    sortable_columns_of,
    sorted_ids,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

FOLLOW_UPS, PARTNERS = "office:follow-ups", "office:partners"
DONE = {"state": "done", "closed_at": "2026-11-20T00:00Z"}


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


def promise(officer, **more):
    return FollowUpFactory(owner=officer, **more)


NARROWINGS = [
    Narrowing(FOLLOW_UPS, "state", lambda by: Split("done", [promise(by, **DONE)], [promise(by)])),
    Narrowing(
        FOLLOW_UPS,
        "promised_by",
        lambda by: Split("company", [promise(by, promised_by="company")], [promise(by)]),
    ),
    Narrowing(
        FOLLOW_UPS,
        "owner",
        lambda by: Split(
            mori := UserFactory(office=by.office), [promise(mori), promise(mori)], [promise(by)]
        ),
    ),
    Narrowing(
        FOLLOW_UPS,
        "since",
        lambda by: Split(
            "2026-11-20", [promise(by, due_on="2026-11-20")], [promise(by, due_on="2026-11-19")]
        ),
    ),
    Narrowing(
        FOLLOW_UPS,
        "until",
        lambda by: Split(
            "2026-11-20", [promise(by, due_on="2026-11-20")], [promise(by, due_on="2026-11-21")]
        ),
    ),
    Narrowing(
        PARTNERS,
        "kind",
        lambda by: Split("bank", [PartnerFactory(kind="bank")], [PartnerFactory()]),
    ),
]
SORTINGS = [
    Sorting(
        FOLLOW_UPS,
        "due",
        lambda by: ([promise(by, due_on="2026-01-01"), promise(by, due_on="2027-01-01")], []),
    ),
    Sorting(
        FOLLOW_UPS, "what", lambda by: ([promise(by, what="Ask"), promise(by, what="Send")], [])
    ),
    Sorting(
        FOLLOW_UPS,
        "owner",
        lambda by: ([promise(by, due_on="2026-01-01"), promise(by, due_on="2027-01-01")], []),
    ),
    Sorting(
        PARTNERS, "name", lambda by: ([PartnerFactory(name="Ama"), PartnerFactory(name="Beni")], [])
    ),
    Sorting(
        PARTNERS,
        "short",
        lambda by: ([PartnerFactory(short_name="JICA"), PartnerFactory(short_name="METI")], []),
    ),
    Sorting(
        PARTNERS,
        "kind",
        lambda by: ([PartnerFactory(kind="bank"), PartnerFactory(kind="city")], []),
    ),
]


@pytest.mark.parametrize("case", NARROWINGS, ids=narrowed_ids(NARROWINGS))
def test_a_filter_keeps_what_it_says_and_nothing_else(officer, case):
    assert_narrows(case, officer)


@pytest.mark.parametrize("case", SORTINGS, ids=sorted_ids(SORTINGS))
def test_a_list_is_sorted_both_ways_with_what_is_not_known_last(officer, case):
    assert_sorts(case, officer)


def test_every_filter_and_every_column_has_a_case():
    assert {(case.url_name, case.filter) for case in NARROWINGS} == filters_of("office")
    assert {(case.url_name, case.column) for case in SORTINGS} == sortable_columns_of("office")


def test_what_is_open_and_mine_is_shown_unless_somebody_asks_for_more(desk, officer, colleague):
    mine, theirs = promise(officer), promise(colleague)
    done = promise(officer, **DONE)

    assert listed(desk, FOLLOW_UPS).rows == [mine]
    assert listed(desk, FOLLOW_UPS, state="").rows == [mine]
    assert listed(desk, FOLLOW_UPS, who="all").rows == [mine, theirs]
    assert listed(desk, FOLLOW_UPS, who="all", state="done").rows == [done]


def test_a_partner_without_a_short_name_comes_last(officer):
    named, unnamed = PartnerFactory(name="Beni", short_name="JICA"), PartnerFactory(name="Ama")

    assert_sorts(Sorting(PARTNERS, "short", lambda by: ([named], [unnamed])), officer)
