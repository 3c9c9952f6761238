"""The page of totals: what it says, and where each number leads."""

import re
from datetime import date
from importlib import import_module

import pytest
from django.urls import reverse

from deals.models import Claim, Deal
from tests.conftest import logged_in
from tests.deals.importing.lists import SAMPLE, Lists
from tests.deals.rollup.families import part_of, say
from tests.factories import (
    ContributionFactory,
    DealFactory,
    ExchangeRateFactory,
    HostCountryFactory,
    MissionFactory,
    SectorFactory,
    UserFactory,
)

URL = reverse("deals:totals")
TAGS = re.compile(r"<[^>]+>")


@pytest.fixture
def deal(office):
    return lambda **more: DealFactory(office=office, **more)


def shown(client, **asked):
    """Each group of the page by its name, and what stands in the cells of each metric."""
    context = client.get(URL, asked).context
    groups = {group.name: rows for group, rows in context["groups"]}
    return {name: table(rows) for name, rows in {"": context["rows"], **groups}.items()}


def table(rows):
    return {
        str(row.label): [[line.words for line in cell.lines] for cell in row.cells] for row in rows
    }


def cell(client, metric, column, **asked):
    """One cell of the whole."""
    rows = client.get(URL, asked).context["rows"]
    row = next(row for row in rows if str(row.label) == metric)
    return next(one for one in row.cells if str(one.label) == column)


def listed(client, address):
    return list(client.get(address).context["list"].rows)


# --- Morocco, to be met exactly ---


@pytest.fixture
def imported(db, tmp_path):
    Lists(tmp_path).take_deals(SAMPLE / "deals.csv")
    officer = UserFactory(office=Deal.objects.first().office)
    return logged_in(officer)


def test_the_page_says_of_morocco_what_was_published(imported):
    assert shown(imported)["Morocco"] == {
        "Jobs": [["26,900"], [], ["10,000"], []],
        "Capital": [["2,886,000,000 MAD"], ["10,000,000 EUR", "333,000,000 MAD"], [], []],
    }
    text = " ".join(TAGS.sub(" ", imported.get(URL).content.decode()).split())
    morocco = text[text.index("Morocco 10 deals") :]
    assert morocco.startswith(
        "Morocco 10 deals · 3 figures lie inside a larger deal's and are not added again "
        "Jobs 26,900 not known 10,000 not known "
        "Capital 2,886,000,000 MAD"
    )


def test_each_number_of_morocco_leads_to_the_figures_behind_it(imported):
    context = imported.get(URL).context
    rows = next(rows for group, rows in context["groups"] if group.name == "Morocco")
    jobs = rows[0].cells

    planned = listed(imported, jobs[0].lines[0].url)
    actual = listed(imported, jobs[2].lines[0].url)

    assert sorted(claim.value for claim in planned) == [1600, 3000, 6300, 16000]
    assert [claim.deal.ref for claim in actual] == ["YZ-3"]


# --- what it says ---


def test_jobs_and_capital_stand_first_and_what_nobody_knows_is_not_known(desk, deal):
    say(deal(), 3, metric="units")

    assert shown(desk)[""] == {
        "Jobs": [[], [], [], []],
        "Capital": [[], [], [], []],
        "Units installed": [["3"], [], [], []],
    }
    assert "not known" in desk.get(URL).content.decode()


def test_what_nobody_planned_is_not_zero_and_zero_is_zero(desk, deal):
    say(deal(), 0)

    assert shown(desk)[""]["Jobs"] == [["0"], [], [], []]


def test_by_what_cannot_be_asked_it_is_by_country(desk, deal):
    say(deal(), 5)

    assert desk.get(URL, {"by": "owner", "years": "moon"}).context["by"] == "country"


@pytest.mark.parametrize(
    ("years", "called"), [("japan", "FY 2020 (Apr 2020 – Mar 2021)"), ("calendar", "2021")]
)
def test_years_are_japans_or_the_calendars_and_lead_to_the_figures_of_that_year(
    desk, deal, years, called
):
    claim = say(deal(), 5, as_of="2021-01")
    say(deal(), 7)
    say(deal(), 9, as_of="2022-05")

    context = desk.get(URL, {"by": "year", "years": years}).context
    groups = {group.name: rows for group, rows in context["groups"]}

    assert list(groups)[1:] == [called, "Not dated"]
    assert listed(desk, groups[called][0].cells[0].lines[0].url) == [claim]
    assert [one.value for one in listed(desk, groups["Not dated"][0].cells[0].lines[0].url)] == [7]


def test_by_sector_it_is_said_that_groups_do_not_add_up(desk, deal):
    one = deal()
    cars, textiles = SectorFactory.create_batch(2)
    one.sectors.set([cars, textiles])
    say(one, 100)

    assert list(shown(desk, by="sector")) == ["", str(cars), str(textiles)]
    assert "do not add up" in desk.get(URL, {"by": "sector"}).content.decode()
    assert "do not add up" not in desk.get(URL).content.decode()


def test_by_mission_each_leads_to_its_page_and_its_figures(desk, deal, office):
    mission = MissionFactory(office=office, name="Morocco 2014")
    claim = say(deal(), 100)
    ContributionFactory(deal=claim.deal, visit=None, mission=mission)
    other = say(deal(), 7)

    context = desk.get(URL, {"by": "mission"}).context
    (first, rows), (none, others) = context["groups"]

    assert (first.name, first.url) == ("Morocco 2014", mission.get_absolute_url())
    assert listed(desk, rows[0].cells[0].lines[0].url) == [claim]
    assert (none.name, listed(desk, others[0].cells[0].lines[0].url)) == ("No mission", [other])


def test_nobody_adds_up_another_offices_deals(desk, stranger):
    say(DealFactory(office=stranger.office), 100)

    assert shown(desk) == {"": {"Jobs": [[]] * 4, "Capital": [[]] * 4}}


# --- money ---


@pytest.fixture
def in_yen(office):
    office.currency = "JPY"
    office.save()


def rate(one, other, on, value, source="United Nations"):
    ExchangeRateFactory(from_currency=one, to_currency=other, on=on, rate=value, source=source)


def money(deal, value, currency, as_of):
    return say(deal, value, metric="capital", currency=currency, as_of=as_of)


def test_a_total_is_converted_beside_the_originals_at_the_rate_of_each_day(desk, deal, in_yen):
    rate("MAD", "JPY", date(2021, 1, 31), "11.5")
    rate("USD", "JPY", date(2022, 1, 1), 115)
    rate("EUR", "USD", date(2022, 1, 1), "1.1")
    money(deal(), 1000, "MAD", "2021-01")
    money(deal(), 100, "EUR", "2022-01-01")
    money(deal(), 5, "JPY", "")

    found = cell(desk, "Capital", "Planned")

    assert [line.words for line in found.lines] == ["100 EUR", "5 JPY", "1,000 MAD"]
    assert (found.converted.shown, found.converted.missing) == ("≈ 24,155 JPY", "")
    page = desk.get(URL).content.decode()
    assert "1 MAD = 11.5 JPY" in page
    assert "1 USD = 115 JPY" in page
    assert "31 Jan 2021 · United Nations" in page


def test_where_one_rate_is_missing_no_part_is_shown_as_the_whole(desk, deal, in_yen):
    rate("MAD", "JPY", date(2020, 12, 30), 11)
    rate("EUR", "JPY", date(2022, 1, 1), 130)
    money(deal(), 1000, "MAD", "2021-01")
    money(deal(), 100, "EUR", "2022-01-01")
    money(deal(), 100, "EUR", "")

    found = cell(desk, "Capital", "Planned")

    assert found.converted.shown == ""
    assert found.converted.missing == (
        "rate missing: 1 of 3 figures converted; missing: EUR not dated, MAD 31 Jan 2021"
    )


def test_what_is_in_the_offices_currency_only_needs_no_converting(desk, deal, in_yen):
    money(deal(), 5, "JPY", "")

    found = cell(desk, "Capital", "Planned")

    assert [line.words for line in found.lines] == ["5 JPY"]
    assert (found.converted.shown, found.converted.missing) == ("", "")


# --- confidential deals ---


@pytest.fixture
def hidden(deal):
    """Three confidential deals, none of which is more than half of what they add."""
    return [
        say(deal(is_confidential=True, anonymous_description=f"Plant {name}"), value)
        for name, value in (("b", 100), ("a", 60), ("c", 40))
    ]


def test_confidential_deals_are_in_the_whole_only_and_it_says_how_many(desk, deal, hidden):
    say(deal(), 7)

    (line,) = cell(desk, "Jobs", "Planned").lines

    assert (line.words, line.note) == ("207", "with 3 confidential deals")
    assert shown(desk)["Morocco"]["Jobs"] == [["7"], [], [], []]
    assert [one.value for one in listed(desk, line.url)] == [7]


def test_of_two_nothing_is_added(desk, deal, hidden):
    Claim.objects.filter(pk=hidden[0].pk).update(
        withdrawn_at="2026-01-01T00:00Z", withdrawn_because="Counted twice"
    )

    assert cell(desk, "Jobs", "Planned").lines == []


def test_others_read_only_how_confidential_deals_may_be_called(desk, managers_desk, hidden):
    assert desk.get(URL).context["anonymous"] == ["Plant a", "Plant b", "Plant c"]
    assert managers_desk.get(URL).context["anonymous"] == []
    assert cell(managers_desk, "Jobs", "Planned").lines[0].note == ""


def test_a_part_of_a_confidential_whole_counts_for_who_does_not_see_the_whole(desk, deal):
    whole = deal(is_confidential=True, anonymous_description="A plant")
    say(whole, 100)
    say(part_of(whole), 40)

    assert shown(desk)[""]["Jobs"] == [["40"], [], [], []]


def test_of_many_groups_a_page_shows_some_and_leads_to_the_rest(desk, deal, monkeypatch):
    monkeypatch.setattr(import_module("deals.views.totals"), "PER_PAGE", 1)
    for code, name in (("KE", "Kenya"), ("GH", "Ghana")):
        say(deal(country=HostCountryFactory(code=code, name=name)), 5)

    first, second = [desk.get(URL, asked).context for asked in ({}, {"page": 2})]

    assert [[group.name for group, _rows in one["groups"]] for one in (first, second)] == [
        ["Ghana"],
        ["Kenya"],
    ]
    assert (first["page"].next, second["page"].previous) == ("?page=2", "?page=1")
    assert [table(one["rows"])["Jobs"][0] for one in (first, second)] == [["10"], ["10"]]
