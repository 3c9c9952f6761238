"""Narrowing and sorting the lists of the workspace: what a case says, and how it is checked."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.test import Client
from django.urls import reverse

import deals.contribution_list as contributions
import deals.lists as deals
import delegates.lists as delegates
import investors.lists as investors
import itpo.office.lists as office
from itpo.office.listing import Listing
from itpo.office.models import User
from tests.conftest import logged_in

# Each list by the name of its page.
LISTS: dict[str, Listing] = {
    "office:follow-ups": office.FOLLOW_UPS,
    "office:partners": office.PARTNERS,
    "delegates:delegates": delegates.DELEGATES,
    "delegates:visits": delegates.VISITS,
    "delegates:agencies": delegates.AGENCIES,
    "delegates:countries": delegates.COUNTRIES,
    "delegates:programmes": delegates.PROGRAMMES,
    "delegates:applications": delegates.APPLICATIONS,
    "delegates:projects": delegates.PROJECTS,
    "investors:companies": investors.COMPANIES,
    "investors:contacts": investors.CONTACTS,
    "investors:technologies": investors.TECHNOLOGIES,
    "investors:missions": investors.MISSIONS,
    "investors:events": investors.EVENTS,
    "investors:meetings": investors.MEETINGS,
    "investors:schedules": investors.SCHEDULES,
    "deals:deals": deals.DEALS,
    "deals:claims": deals.CLAIMS,
    "deals:rates": deals.RATES,
    "deals:transfers": deals.TRANSFERS,
    "deals:contributions": contributions.CONTRIBUTIONS,
}


class Split(NamedTuple):
    """A value of a filter, and which rows stay and which go when the list is narrowed by it."""

    value: Any
    stays: Sequence[Any]
    goes: Sequence[Any]


class Narrowing(NamedTuple):
    """One filter of one list, and how to make rows for it."""

    url_name: str
    filter: str
    make: Callable[[User], Split]


class Sorting(NamedTuple):
    """One column a list can be sorted by; rows in that order, and those it says nothing of."""

    url_name: str
    column: str
    make: Callable[[User], tuple[Sequence[Any], Sequence[Any]]]


def narrowed_ids(cases: Sequence[Narrowing]) -> list[str]:
    names = [f"{case.url_name.partition(':')[2]}-{case.filter}" for case in cases]
    return [f"{name}{names[:at].count(name) or ''}" for at, name in enumerate(names)]


def sorted_ids(cases: Sequence[Sorting]) -> list[str]:
    return [f"{case.url_name.partition(':')[2]}-{case.column}" for case in cases]


def filters_of(app: str) -> set[tuple[str, str]]:
    """Every filter of every list of an app."""
    return {
        (url_name, name)
        for url_name, listing in LISTS.items()
        if url_name.startswith(f"{app}:") and listing.filters is not None
        for name in listing.filters.base_filters
    }


def sortable_columns_of(app: str) -> set[tuple[str, str]]:
    return {
        (url_name, column.name)
        for url_name, listing in LISTS.items()
        if url_name.startswith(f"{app}:")
        for column in listing.columns
        if column.order
    }


def listed(browser: Client, url_name: str, **asked: Any) -> Any:
    """What a list shows when it is asked so."""
    return browser.get(reverse(url_name), asked).context["list"]


def assert_narrows(case: Narrowing, officer: User) -> None:
    """The list has all rows without the filter, and with it those that are to stay."""
    browser, split = logged_in(officer), case.make(officer)
    value = getattr(split.value, "pk", split.value)

    before = listed(browser, case.url_name)
    after = listed(browser, case.url_name, **{case.filter: value})

    assert {*split.goes} <= {*before.rows}
    assert sorted(after.rows, key=_number) == sorted(split.stays, key=_number)
    assert [one.label for one in after.chosen] == [
        str(LISTS[case.url_name].filters.base_filters[case.filter].label)
    ]


def assert_sorts(case: Sorting, officer: User) -> None:
    """Both ways, and what is not known comes last both times."""
    known, unknown = case.make(officer)
    browser = logged_in(officer)

    up = listed(browser, case.url_name, sort=case.column)
    down = listed(browser, case.url_name, sort=f"-{case.column}")

    mine = {*known, *unknown}
    assert [row for row in up.rows if row in mine] == [*known, *unknown]
    assert [row for row in down.rows if row in mine] == [*reversed(known), *reversed(unknown)]
    assert [head.sorted for head in up.heads if head.name == case.column] == ["ascending"]
    assert [head.sorted for head in down.heads if head.name == case.column] == ["descending"]


def _number(row: Any) -> int:
    return int(row.pk)
