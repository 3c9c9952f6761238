"""Technology transfers: what each institution has, and what they have together."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from tests.conftest import logged_in
from tests.factories import ClaimFactory, DealFactory, InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db


def words(response):
    """A page's words, each gap as one blank."""
    return " ".join(strip_tags(response.content.decode().replace("<", " <")).split())


def cells(response):
    """What stands in the last row of a deal's page: all institutions together."""
    row = response.content.decode().split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[-1]
    return [" ".join(strip_tags(one.replace("<", " <")).split()) for one in row.split("<td")[1:]]


def last_row(desk, deal):
    response = desk.get(reverse("deals:transfer", args=[deal.pk]))
    return [one.split(">", 1)[-1].strip() for one in cells(response)]


def a_deal(officer, **more):
    return DealFactory(office=officer.office, owner=officer, title="Incinerators", **more)


def units(deal, value, where=None, **more):
    said = {"metric": "units", "phase": "actual", "value": value, **more}
    return ClaimFactory(deal=deal, institution=where, **said)


def test_the_units_of_two_institutions_are_added_up_and_what_is_unknown_is_no_zero(desk, officer):
    deal = a_deal(officer)
    for value in (1, 2):
        units(deal, value, InstitutionFactory(deal=deal))
    InstitutionFactory(deal=deal)  # nobody has said anything of it

    assert last_row(desk, deal) == [
        "Together",
        "3 in 2 institutions · actual",
        "not known",
        "not known",
    ]


def test_planned_and_actual_units_are_never_one_number(desk, officer):
    deal = a_deal(officer)
    units(deal, 1, InstitutionFactory(deal=deal))
    units(deal, 4, InstitutionFactory(deal=deal), phase="planned")

    assert last_row(desk, deal)[1] == "4 in 1 institution · planned 1 in 1 institution · actual"


def test_who_does_not_disclose_it_is_counted_as_such_and_not_as_zero(desk, officer):
    deal = a_deal(officer)
    units(deal, 2, InstitutionFactory(deal=deal))
    units(deal, None, InstitutionFactory(deal=deal), is_not_disclosed=True)

    said = last_row(desk, deal)[1]

    assert said == "2 in 2 institutions, 1 does not disclose it · actual"


def test_where_nobody_discloses_it_there_is_no_number(desk, officer):
    deal = a_deal(officer)
    units(deal, None, InstitutionFactory(deal=deal), is_not_disclosed=True)

    assert last_row(desk, deal)[1] == "not disclosed in 1 institution · actual"


def test_what_is_said_of_the_whole_counts_instead_of_its_institutions(desk, officer):
    deal = a_deal(officer)
    units(deal, 2, InstitutionFactory(deal=deal))
    units(deal, 5)

    assert last_row(desk, deal)[1] == "5 actual · said of the deal as a whole"


def test_what_was_withdrawn_counts_nowhere(desk, officer):
    deal = a_deal(officer)
    where = InstitutionFactory(deal=deal)
    claim = units(deal, 2, where)
    desk.post(reverse("deals:withdraw", args=[claim.pk]), {"because": "Counted twice"})

    assert last_row(desk, deal)[1] == "not known"


def test_a_deal_without_institutions_says_what_to_do(desk, officer):
    deal = a_deal(officer)

    page = words(desk.get(reverse("deals:transfer", args=[deal.pk])))

    assert "No institution yet. Add where the technology was installed or taught." in page
    assert "Together" not in page


def test_the_list_has_the_institutions_of_all_deals_and_what_is_unknown_of_each(desk, officer):
    first = InstitutionFactory(deal=a_deal(officer), name="Agadir hospital")
    second = InstitutionFactory(deal=a_deal(officer), name="Bamako hospital")
    units(first.deal, Decimal(7), first)

    page = desk.get(reverse("deals:transfers"))

    shown = [
        (row.institution, [len(one.phases) for one in row.metrics]) for row in page.context["rows"]
    ]
    assert shown == [(first, [1, 0, 0]), (second, [0, 0, 0])]
    assert "7 actual not known not known" in words(page)


def test_a_confidential_deals_institutions_are_seen_by_its_owner_and_managers(
    desk, managers_desk, officer
):
    deal = a_deal(officer, is_confidential=True, anonymous_description="A clinic")
    where = InstitutionFactory(deal=deal)
    other = logged_in(UserFactory(office=officer.office))
    address = reverse("deals:transfer", args=[deal.pk])

    answers = [
        (
            browser.get(address).status_code,
            [row.institution for row in browser.get(reverse("deals:transfers")).context["rows"]],
        )
        for browser in (desk, managers_desk, other)
    ]

    assert answers == [(200, [where]), (200, [where]), (404, [])]


def test_the_auditor_reads_but_is_offered_nothing_to_change(officer, auditor):
    deal = a_deal(officer)
    InstitutionFactory(deal=deal, name="Agadir hospital")

    page = logged_in(auditor).get(reverse("deals:transfer", args=[deal.pk])).content.decode()

    assert "Agadir hospital" in page
    assert [one for one in ("Add an institution", "Record a figure", "Remove") if one in page] == []
