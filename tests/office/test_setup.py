"""An empty database gets what it needs, once."""

from datetime import date

import pytest

from itpo.office import setup
from itpo.office.models import Office, Rule, Sector, Theme, YearlyClosure
from itpo.office.working_days import WorkingDays
from tests.factories import OfficeFactory, SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, int, int, int]:
    return tuple(model.objects.count() for model in (Office, Rule, Sector, Theme))


NEW_YEARS_EVE = date(2026, 12, 31)


def test_an_empty_database_gets_an_office_with_rules_sectors_and_themes():
    office = setup.default_office()

    assert office.name == "UNIDO ITPO Tokyo"
    assert counts() == (1, len(setup.RULES), len(setup.SECTORS), len(setup.THEMES))
    assert list(
        office.rules.filter(subject=Rule.Subject.VISIT, anchor=Rule.Anchor.BEGINS).values_list(
            "offset", "unit", "what"
        )
    ) == [(-5, "working_days", "Confirm the visit and its meetings")]


def test_an_office_in_japan_closes_for_the_new_year_and_obon():
    office = setup.default_office()

    assert [one.days for one in office.yearly_closures.by_day()] == [
        "13 August – 16 August",
        "29 December – 3 January",
    ]
    assert WorkingDays(office, NEW_YEARS_EVE, NEW_YEARS_EVE).holiday_name(NEW_YEARS_EVE) == (
        "New Year"
    )


def test_an_office_elsewhere_closes_when_it_says():
    office = OfficeFactory(name="UNIDO ITPO Lagos", country_code="NG")

    setup.close_every_year(office)

    assert not office.yearly_closures.exists()


def test_every_row_of_the_setup_is_valid():
    setup.default_office()

    for model in (Office, Rule, Sector, Theme, YearlyClosure):
        for row in model.objects.all():
            row.full_clean()


def test_setting_up_twice_changes_nothing():
    first = setup.default_office()
    before = counts()

    again = setup.default_office()

    assert again == first
    assert counts() == before


def test_what_is_there_already_is_kept_as_it_is():
    office = OfficeFactory(name="UNIDO ITPO Lagos")
    SectorFactory(code="29")
    ThemeFactory(name="TICAD")

    found = setup.default_office()

    assert found == office
    assert counts() == (1, 0, 1, 1)


def test_no_word_names_two_sectors():
    words = [word for _code, _name, lines in setup.SECTORS for word in lines.splitlines()]

    assert sorted(words) == sorted(set(words))
    assert all(word == word.strip().lower() for word in words)
