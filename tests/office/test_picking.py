"""Pickers: the server searches; nobody picks what they may not see."""

import re
from html import unescape

import pytest
from django.http import QueryDict
from django.urls import reverse

from delegates.forms import VisitForm
from investors.forms import MeetingForm
from itpo.office.picking import pickables
from tests.conftest import logged_in
from tests.factories import (
    AgencyFactory,
    CompanyFactory,
    ContactFactory,
    DealFactory,
    DelegateFactory,
    EventFactory,
    EventSeriesFactory,
    HostCountryFactory,
    MeetingFactory,
    MissionFactory,
    MissionLegFactory,
    OfficeFactory,
    PartnerFactory,
    PersonalLinkFactory,
    PostingFactory,
    ProgrammeFactory,
    ProjectProfileFactory,
    ResourceFactory,
    SectorFactory,
    TechnologyFactory,
    ThemeFactory,
    UserFactory,
    VisitFactory,
)

ARCHIVED = {"archived_at": "2026-01-01T00:00Z"}
CANCELLED = {"state": "cancelled", "cancelled_because": "Visa refused"}


def delegate(name, office, **more):
    return DelegateFactory(family_name=name, given_name="", **more)


def country(name, office, **more):
    return HostCountryFactory(name=name, **{"code": f"Z{chr(65 + len(name))}"} | more)


def agency(name, office, **more):
    return AgencyFactory(name=name, **more)


def programme(name, office, **more):
    return ProgrammeFactory(name=name, office=office, begins="2026-11", **more)


def visit(name, office, **more):
    officer = office.users.first()
    traveller = DelegateFactory(family_name=name, given_name="")
    return VisitFactory(office=office, officer=officer, delegate=traveller, ends="", **more)


def company(name, office, **more):
    return CompanyFactory(name=name, **{"name_ja": "桜工業"} | more)


def contact(name, office, **more):
    employer = CompanyFactory(name="Sakura Harness")
    return ContactFactory(family_name=name, given_name="", company=employer, **more)


def technology(name, office, **more):
    maker = CompanyFactory(name="Sakura Harness")
    return TechnologyFactory(name=name, company=maker, **more)


def mission(name, office, **more):
    return MissionFactory(name=name, office=office, begins="2026-11", **more)


def event(name, office, **more):
    return EventFactory(name=name, office=office, begins="2026-11", **more)


def meeting(name, office, **more):
    return MeetingFactory(subject=name, office=office, officer=office.users.first(), **more)


def project(name, office, **more):
    return ProjectProfileFactory(title=name, **more)


def deal(name, office, **more):
    return DealFactory(title=name, office=office, **more)


def officer_called(name, office, **more):
    return UserFactory(family_name=name, given_name="", office=office, **more)


def partner(name, office, **more):
    return PartnerFactory(name=name, **more)


def event_series(name, office, **more):
    return EventSeriesFactory(name=name, office=office, **more)


def resource(name, office, **more):
    return ResourceFactory(name=name, office=office, languages="fr, ja", **more)


def leg(name, office, **more):
    going = MissionFactory(name=name, office=office)
    return MissionLegFactory(mission=going, begins="2026-11", **more)


def sector(name, office, **more):
    return SectorFactory(name=name, code=f"{ord(name[-1]):04}", **more)


def theme(name, office, **more):
    return ThemeFactory(name=name, code="SDG 9.2", **more)


# Name of the picker, how to make a row, what a row called Benali is shown as and told apart by.
PICKERS = {
    "delegates": (delegate, "BENALI", "Morocco"),
    "countries": (country, "Benali", "MX"),
    "agencies": (agency, "Benali", "Morocco"),
    "programmes": (programme, "Benali", "Nov 2026"),
    "visits": (visit, "BENALI, 16 Nov 2026", "Planned"),
    "companies": (company, "Benali", "桜工業"),
    "contacts": (contact, "BENALI", "Sakura Harness"),
    "technologies": (technology, "Benali", "Sakura Harness"),
    "missions": (mission, "Benali", "Nov 2026"),
    "events": (event, "Benali", "Nov 2026"),
    "meetings": (meeting, "Benali", "19 Nov 2026"),
    "projects": (project, "Benali", "Morocco"),
    "deals": (deal, "Benali", "Morocco · Identified"),
    "officers": (officer_called, "BENALI", "Officer"),
    "colleagues": (officer_called, "BENALI", "Officer"),
    "partners": (partner, "Benali", "Other"),
    "event-series": (event_series, "Benali", ""),
    "resources": (resource, "Benali", "Interpreter"),
    "interpreters": (resource, "Benali", "fr, ja"),
    "legs": (leg, "Benali: Morocco", "Nov 2026"),
    "sectors": (sector, "0105 Benali", ""),
    "themes": (theme, "Benali", "SDG 9.2"),
}
OWNED = [
    *("programmes", "visits", "missions", "events", "meetings", "deals"),
    *("officers", "colleagues", "event-series", "resources", "interpreters", "legs"),
]
CONFIDENTIAL = {"is_confidential": True, "anonymous_description": "A plant in Africa"}
RESTRICTED = [("deals", CONFIDENTIAL), ("meetings", {"is_restricted": True})]
NOT_OFFERED = [
    ("delegates", ARCHIVED),
    ("agencies", ARCHIVED),
    ("companies", ARCHIVED),
    ("contacts", {"left_on": "2026-01-01"}),
    ("programmes", {"is_ours": False}),
    ("visits", CANCELLED),
    ("missions", CANCELLED),
    ("events", {"state": "cancelled"}),
    ("projects", {"is_open": False}),
    ("officers", {"is_active": False}),
    ("officers", {"role": "auditor"}),
]


def pick(user, name, words):
    return logged_in(user).get(reverse("desk:pick", args=[name]), {"q": words})


def offered(user, name, words):
    """Number, name and what tells it apart, of each row the picker offers."""
    item = re.compile(
        r'<li role="option" data-value="(\d+)" data-label="([^"]*)">([^<]*)'
        r'(?: <span class="about">([^<]*)</span>)?</li>'
    )
    found = item.findall(pick(user, name, words).content.decode())
    assert all(label == shown for _pk, label, shown, _hint in found)
    return [(int(pk), unescape(label), unescape(hint)) for pk, label, _shown, hint in found]


def test_all_pickers_are_tested_here():
    assert sorted(pickables) == sorted(PICKERS)


@pytest.mark.parametrize("name", PICKERS)
def test_a_picker_offers_what_matches_with_what_tells_it_apart(officer, name):
    make, label, hint = PICKERS[name]
    code = {"code": "MX"} if name == "countries" else {}
    row = make("Benali", officer.office, **code)
    make("Somebody else", officer.office)

    assert offered(officer, name, "bena") == [(row.pk, label, hint)]
    assert offered(officer, name, " BENALI ") == [(row.pk, label, hint)]
    assert offered(officer, name, "Nobody") == []


@pytest.mark.parametrize("name", PICKERS)
def test_a_picker_says_when_nothing_matches(officer, name):
    page = pick(officer, name, "Nobody").content.decode().strip()

    assert page == '<li class="muted">Nobody and nothing of that name.</li>'


@pytest.mark.parametrize("name", OWNED)
def test_a_picker_offers_nothing_of_another_office(officer, stranger, name):
    PICKERS[name][0]("Benali", stranger.office)

    assert offered(officer, name, "Benali") == []
    assert len(offered(stranger, name, "Benali")) == 1


@pytest.mark.parametrize(("name", "why"), RESTRICTED)
def test_a_picker_offers_what_is_restricted_to_its_owner_and_the_managers(
    officer, colleague, manager, name, why
):
    row = PICKERS[name][0]("Benali", officer.office, **why)
    type(row).objects.update(**{"owner" if name == "deals" else "officer": officer})

    seen = [len(offered(viewer, name, "Benali")) for viewer in (officer, manager, colleague)]
    taken = [
        pickables[name].visible(viewer).filter(pk=row.pk).exists()
        for viewer in (officer, manager, colleague)
    ]

    assert seen == [1, 1, 0]
    assert taken == [True, True, False]


@pytest.mark.parametrize(("name", "why"), NOT_OFFERED)
def test_a_picker_offers_nothing_that_is_over(officer, name, why):
    PICKERS[name][0]("Benali", officer.office, **why)

    assert offered(officer, name, "Benali") == []


@pytest.mark.parametrize("name", PICKERS)
def test_a_picker_offers_ten_at_most(officer, name):
    for letter in "ABCDEFGHIJKL":
        code = {"code": f"X{letter}"} if name == "countries" else {}
        PICKERS[name][0](f"Benali {letter}", officer.office, **code)

    assert len(offered(officer, name, "Benali")) == 10
    assert len(offered(officer, name, "")) == 10


@pytest.mark.parametrize("name", PICKERS)
def test_a_picker_shows_names_as_text_and_never_as_markup(officer, name):
    code = {"code": "MX"} if name == "countries" else {}
    PICKERS[name][0]('<img src=x onerror="a">', officer.office, **code)

    page = pick(officer, name, "onerror").content.decode()

    assert "<img" not in page.lower()
    assert "&lt;img" in page.lower()
    assert 'onerror="a"' not in page.lower()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", PICKERS)
def test_a_picker_costs_the_same_for_any_number_of_rows(
    officer, name, rows, django_assert_num_queries
):
    for letter in "ABC"[:rows]:
        code = {"code": f"X{letter}"} if name == "countries" else {}
        PICKERS[name][0](f"Benali {letter}", officer.office, **code)
    browser = logged_in(officer)

    with django_assert_num_queries(3):  # session, user, rows
        page = browser.get(reverse("desk:pick", args=[name]), {"q": "Benali"})

    assert page.content.decode().count("<li role") == rows


def test_a_picker_nobody_registered_is_not_found(desk):
    assert desk.get("/pick/passwords/").status_code == 404


@pytest.mark.django_db
def test_who_is_not_logged_in_is_offered_nothing(client):
    CompanyFactory(name="Benali")

    answer = client.get(reverse("desk:pick", args=["companies"]), {"q": "Benali"})

    assert (answer.status_code, answer.content) == (302, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("name", PICKERS)
def test_the_holder_of_a_personal_link_picks_nothing(officer, name):
    PICKERS[name][0]("Benali", officer.office)
    link = PersonalLinkFactory(office=officer.office)

    assert list(pickables[name].search(link, "Benali")) == []
    assert list(pickables[name].visible(link)) == []


@pytest.mark.parametrize(
    ("words", "offers"),
    [
        ("sakura", 1),
        ("桜", 1),
        ("サクラ", 1),
        ("7000012050002", 1),
        ("sakura 桜", 1),
        ("sakura 梅", 0),
    ],
)
def test_a_company_is_found_by_any_of_its_names_and_by_its_number(officer, words, offers):
    CompanyFactory(
        name="Sakura Harness",
        name_ja="桜ハーネス",
        reading="サクラハーネス",
        corporate_number="7000012050002",
    )

    assert len(offered(officer, "companies", words)) == offers


@pytest.mark.parametrize("words", ["Benali", "karim", "كريم", "Morocco", "AMDIE", "benali amdie"])
def test_a_delegate_is_found_by_name_country_and_agency_once(officer, words):
    benali = DelegateFactory(family_name="Benali", given_name="Karim", name_local="كريم")
    for _post in range(2):
        PostingFactory(delegate=benali, agency__short_name="AMDIE")

    assert [pk for pk, _label, _hint in offered(officer, "delegates", words)] == [benali.pk]


def test_a_renamed_agency_is_offered_under_its_new_name_only(officer):
    former = AgencyFactory(name="Invest in Morocco")
    AgencyFactory(name="Morocco Now", predecessor=former, country=former.country)

    labels = [label for _pk, label, _hint in offered(officer, "agencies", "Morocco")]

    assert labels == ["Morocco Now"]


# --- what a form takes ---


def visit_form(officer, **picked):
    return VisitForm({name: str(value) for name, value in picked.items()}, viewer=officer)


def meeting_form(officer, **picked):
    data = QueryDict(mutable=True)
    for name, values in picked.items():
        data.setlist(name, [str(value) for value in values])
    return MeetingForm(data, viewer=officer)


def test_what_was_picked_is_taken(officer):
    row = programme("Benali", officer.office)
    companies = [company("Sakura", officer.office), company("Ume", officer.office)]

    one = visit_form(officer, programme=row.pk)
    several = meeting_form(officer, companies=[each.pk for each in companies])

    assert "programme" not in one.errors
    assert one.cleaned_data["programme"] == row
    assert "companies" not in several.errors
    assert sorted(several.cleaned_data["companies"], key=lambda each: each.pk) == companies


def test_nothing_picked_is_nothing(officer):
    one, several = visit_form(officer, programme=""), meeting_form(officer)
    one.is_valid(), several.is_valid()

    assert one.cleaned_data["programme"] is None
    assert list(several.cleaned_data["companies"]) == []


FORGED = ["0", "999999", "-1", "abc", "1.5", "²", "9" * 19, "9" * 5000, "1 OR 1=1"]


@pytest.mark.parametrize("number", FORGED, ids=lambda number: number[:12])
def test_what_is_not_in_the_list_is_refused_in_a_sentence_and_not_shown_as_chosen(officer, number):
    one = visit_form(officer, programme=number)
    several = meeting_form(officer, companies=[company("Sakura", officer.office).pk, number])

    assert one.errors["programme"] == ["Choose one from the list that opens."]
    assert several.errors["companies"] == ["Choose from the list that opens."]
    assert 'type="hidden"' not in str(one["programme"])
    assert str(several["companies"]).count('type="hidden"') == 1


def test_what_belongs_to_another_office_is_refused_and_its_name_not_told(officer, stranger):
    theirs = programme("Secret programme", stranger.office)
    mission_of_theirs = mission("Secret mission", stranger.office)
    visit_of_theirs = visit("Secret", stranger.office)

    one = visit_form(officer, programme=theirs.pk)
    other = meeting_form(officer, mission=[mission_of_theirs.pk], visit=[visit_of_theirs.pk])

    assert one.errors["programme"] == ["Choose one from the list that opens."]
    assert other.errors["mission"] == ["Choose one from the list that opens."]
    assert other.errors["visit"] == ["Choose one from the list that opens."]
    assert "ecret" not in str(one) + str(other)


def test_a_form_shown_again_keeps_what_was_chosen_with_its_name(officer):
    row = programme("Fish & chips", officer.office)
    companies = [company("Sakura", officer.office), company("Ume", officer.office)]

    one = str(visit_form(officer, programme=row.pk)["programme"])
    several = str(meeting_form(officer, companies=[each.pk for each in companies])["companies"])

    chosen = re.compile(r'<input type="hidden" name="(\w+)" value="(\d+)"><span>([^<]*)</span>')
    assert chosen.findall(one) == [("programme", str(row.pk), "Fish &amp; chips")]
    assert sorted(chosen.findall(several)) == [
        ("companies", str(each.pk), each.name) for each in companies
    ]


def test_a_form_shown_for_the_first_time_has_what_the_page_knows_already(officer):
    row = visit("Benali", officer.office)

    form = MeetingForm(viewer=officer, initial={"visit": row.pk, "delegates": [row.delegate_id]})

    assert f'value="{row.pk}"><span>BENALI, 16 Nov 2026</span>' in str(form["visit"])
    assert f'value="{row.delegate_id}"><span>BENALI</span>' in str(form["delegates"])


@pytest.mark.parametrize("rows", [1, 3])
def test_showing_what_was_chosen_costs_the_same_for_any_number(
    officer, rows, django_assert_num_queries
):
    contacts = [contact(f"Yamada {n}", officer.office).pk for n in range(rows)]
    form = meeting_form(officer, contacts=contacts)

    with django_assert_num_queries(2):  # checking the contacts, naming them
        shown = str(form["contacts"])

    assert shown.count('type="hidden"') == rows


def test_forms_of_two_people_do_not_share_what_may_be_picked(officer, stranger):
    ours = programme("Ours", officer.office)
    theirs = programme("Theirs", OfficeFactory(name=stranger.office.name))

    first, second = VisitForm(viewer=officer), VisitForm(viewer=stranger)

    assert list(first.fields["programme"].queryset) == [ours]
    assert list(second.fields["programme"].queryset) == [theirs]
