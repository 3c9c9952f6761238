"""The history of a record, in words."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from itpo.office.changes import LONGEST, changes_of, changes_since, latest_version
from itpo.office.history import sign
from tests.conftest import logged_in
from tests.factories import (
    CompanyFactory,
    DealFactory,
    HostCountryFactory,
    MeetingFactory,
    MissionFactory,
    SectorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def last(thing, viewer):
    """What was changed last, by its heading: before and after."""
    (change,) = changes_of(thing, viewer, number=1)
    return {one.label: (one.before, one.after) for one in change.fields}


def save(thing, by=None, **changes):
    for name, value in changes.items():
        setattr(thing, name, value)
    sign(thing, by)
    thing.save()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": "Plant"}, {"Title": ("Works", "Plant")}),
        ({"notes": "Slow"}, {"Notes": ("nothing", "Slow")}),
        ({"kind": "licensing"}, {"Kind": ("Other", "Licensing")}),
        ({"is_confidential": True, "anonymous_description": "A plant"},
         {"Confidential": ("no", "yes"), "How others may call it": ("nothing", "A plant")}),
        ({"expected_on": "2027-03-31"}, {"Next stage expected": ("nothing", "31 Mar 2027")}),
        ({"country": None}, {"Host country": ("Morocco", "nothing")}),
        ({"status": "delayed"}, {"Status": ("Ongoing", "Delayed")}),
    ],
)  # fmt: skip
def test_a_change_is_said_in_the_words_of_the_page(manager, changes, told):
    deal = DealFactory(office=manager.office, title="Works")

    save(deal, **changes)

    assert last(deal, manager) == told


def test_a_date_known_in_part_is_told_once_and_as_typed(officer):
    mission = MissionFactory(office=officer.office, begins="2016-06")

    save(mission, begins="1990s")

    assert last(mission, officer) == {"Begins": ("2016-06", "1990s")}


def test_a_moment_is_told_in_the_readers_time(officer):
    meeting = MeetingFactory(officer=officer)

    save(meeting, starts_at="2026-11-19T05:30Z")

    with timezone.override(officer.time_zone):
        told = last(meeting, officer)

    assert told == {"Starts": ("nothing", "19 Nov 2026 14:30")}


def test_several_records_are_named_however_they_were_changed(officer):
    company, food, cars = CompanyFactory(), SectorFactory(name="Food"), SectorFactory(name="Cars")
    company.sectors.add(food)
    assert last(company, officer) == {"Sectors": ("nothing", str(food))}

    company.sectors.add(cars)
    assert last(company, officer) == {"Sectors": (str(food), f"{food}, {cars}")}

    company.sectors.clear()
    assert last(company, officer) == {"Sectors": (f"{food}, {cars}", "nothing")}


def test_a_long_text_is_told_in_part(officer):
    company = CompanyFactory(notes="x" * LONGEST)

    save(company, notes="y" * (LONGEST + 1))

    assert last(company, officer) == {"Notes": ("x" * LONGEST, "y" * LONGEST + "…")}


def test_what_the_reader_may_not_see_is_not_named(officer, colleague, manager):
    secret = DealFactory(
        office=officer.office,
        owner=officer,
        title="Secret plant",
        is_confidential=True,
        anonymous_description="A plant",
    )
    part = DealFactory(office=officer.office)
    save(part, parent=secret, parent_relation="part")

    told = [last(part, viewer)["Larger deal"][1] for viewer in (officer, manager, colleague)]

    assert told == ["Secret plant", "Secret plant", "restricted"]


def test_an_owner_of_another_office_is_not_named(officer, stranger):
    company = CompanyFactory()

    save(company, owner=stranger)

    assert last(company, officer) == {"Who looks after it": ("nothing", "restricted")}


@time_machine.travel("2026-11-21T03:00:00Z", tick=False)
def test_each_change_says_who_when_and_whether_it_was_the_first(officer):
    company = CompanyFactory(name="Sakura")
    save(company, by=officer, name="Ume")
    save(company, by=officer)

    told = changes_of(company, officer, number=10)

    assert [(one.by, one.is_first, len(one.fields)) for one in told] == [
        ("SATO Mika", False, 0),
        ("SATO Mika", False, 1),
        ("a rule or an import", True, 0),
    ]
    assert {one.at.isoformat() for one in told} == {"2026-11-21T03:00:00+00:00"}


def test_changes_come_in_pages_each_beside_the_version_before_it(officer):
    company = CompanyFactory(name="A")
    for name in "BCD":
        save(company, name=name)

    def told(**part):
        return [
            (one.before, one.after)
            for change in changes_of(company, officer, **part)
            for one in change.fields
        ]

    assert told(number=2) == [("C", "D"), ("B", "C")]
    assert told(number=2, start=2) == [("A", "B")]


@pytest.mark.parametrize("several", [1, 3])
def test_a_history_costs_the_same_for_any_number_of_changes(
    officer, several, django_assert_num_queries
):
    company = CompanyFactory()
    for _change in range(several):
        save(company, owner=UserFactory(office=officer.office), parent=CompanyFactory())
        company.sectors.add(SectorFactory())

    # The versions, their sectors; what users, companies and sectors are called.
    with django_assert_num_queries(5):
        told = changes_of(company, officer, number=30)

    assert len(told) == 2 * several + 1


def test_what_happened_since_a_version_is_one_change_signed_by_the_latest(officer, colleague):
    company = CompanyFactory(name="A", address="Here")
    version = latest_version(company)
    save(company, by=officer, name="B")
    save(company, by=colleague, name="C", address="There")
    save(company, by=colleague, address="Here")

    (change,) = changes_since(company, version, officer)

    assert change.by == "MORI Mika"
    assert [(one.name, one.before, one.after) for one in change.fields] == [("name", "A", "C")]
    assert changes_since(company, latest_version(company), officer) == []


def test_a_version_of_another_record_or_none_says_nothing(officer):
    company, other = CompanyFactory(), CompanyFactory()
    save(company, name="B")
    save(other, name="C")

    for version in (0, 999999, other.history.last().pk, other.history.first().pk):
        assert changes_since(company, version, officer) == []


def test_a_record_no_version_was_kept_of_has_none(officer):
    deal = DealFactory(office=officer.office)
    deal.history.all().delete()

    assert latest_version(deal) == 0
    assert changes_of(deal, officer, number=5) == []
    page = logged_in(officer).get(reverse("desk:history", args=["deals.deal", deal.pk]))
    assert "No change was kept." in page.content.decode()


def test_a_history_is_read_by_whoever_may_read_the_record(officer, colleague, stranger, auditor):
    deal = DealFactory(office=officer.office)
    secret = DealFactory(
        office=officer.office, owner=officer, is_confidential=True, anonymous_description="A plant"
    )
    urls = [reverse("desk:history", args=["deals.deal", one.pk]) for one in (deal, secret)]

    answers = {
        viewer.email: [logged_in(viewer).get(url).status_code for url in urls]
        for viewer in (officer, colleague, auditor, stranger)
    }

    assert list(answers.values()) == [[200, 200], [200, 404], [200, 404], [404, 404]]


@pytest.mark.parametrize(
    "label", ["office.user", "office.personallink", "deals.stagechange", "deals", "a.b", "a.b.c"]
)
def test_there_is_no_history_of_what_has_no_page(desk, officer, label):
    assert desk.get(f"/history/{label}/{officer.pk}/").status_code == 404


def test_a_history_shows_names_as_text(desk, officer):
    country = HostCountryFactory()
    save(country, visa_notes='<img src=x onerror="a">')

    page = desk.get(reverse("desk:history", args=["delegates.hostcountry", country.pk]))

    assert "<img" not in page.content.decode()
