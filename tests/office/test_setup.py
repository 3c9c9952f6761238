"""An empty database gets what it needs, once."""

from datetime import UTC, date, datetime

import pytest

from itpo.office import setup, usual_rules
from itpo.office.models import Office, Rule, RuleText, Sector, Theme, YearlyClosure
from itpo.office.working_days import WorkingDays
from tests.factories import OfficeFactory, RuleFactory, SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, int, int, int]:
    return tuple(model.objects.count() for model in (Office, Rule, Sector, Theme))


AT = datetime(2026, 11, 20, tzinfo=UTC)
NEW_YEARS_EVE = date(2026, 12, 31)


def test_an_empty_database_gets_an_office_with_rules_sectors_and_themes():
    office = setup.default_office()

    assert office.name == "UNIDO ITPO Tokyo"
    given = len(usual_rules.RULES) + len(usual_rules.MAILS)
    assert counts() == (1, given, len(setup.SECTORS), len(setup.THEMES))
    assert list(
        office.rules.filter(subject=Rule.Subject.VISIT, anchor=Rule.Anchor.BEGINS)
        .order_by("offset")
        .values_list("offset", "unit", "what", "condition", "is_active")
    ) == [
        (-30, "working_days", "Get the papers ready", "papers", True),
        (-5, "working_days", "Confirm the visit and its meetings", "", True),
        (-2, "working_days", "Brief whoever meets the delegate", "", True),
    ]


def test_every_subject_has_a_rule_and_no_mail_leaves_before_a_manager_has_read_it():
    office = setup.default_office()

    assert set(office.rules.in_use().values_list("subject", flat=True)) == set(Rule.Subject)
    assert {rule.writes_mails for rule in office.rules.in_use()} == {False}
    mails = office.rules.exclude(tells=Rule.Tells.OWNER)
    assert {rule.texts.filter(language="en").count() for rule in mails} == {1}
    for text in RuleText.objects.all():
        text.full_clean()


def test_an_office_gets_the_usual_rules_once_whatever_it_makes_of_them():
    office = OfficeFactory()
    RuleFactory(office=office, what="Thank whoever met the delegate", offset=1)

    assert usual_rules.usual_for_new_offices(at=AT) == 1
    kept = office.rules.get(what="Thank whoever met the delegate")
    assert (kept.offset, office.rules.count()) == (
        1,
        len(usual_rules.RULES) + len(usual_rules.MAILS),
    )

    office.rules.all().delete()
    assert usual_rules.usual_for_new_offices(at=AT) == 0
    assert office.rules.count() == 0


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
