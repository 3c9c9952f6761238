"""Finding anyone or anything: by each of its words, and never what the reader may not see."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from itpo.office.finding import EACH, find, findables
from tests.factories import (
    AgencyFactory,
    CompanyFactory,
    ContactFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    EventFactory,
    HostCountryFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionLegFactory,
    PartnerFactory,
    PostingFactory,
    ProgrammeFactory,
    ProjectProfileFactory,
    TechnologyFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db


def hits(viewer, words):
    return {
        str(group.heading): [(hit.label, hit.hint) for hit in group.hits]
        for group in find(viewer, words)
    }


def delegate(by):
    benali = DelegateFactory(family_name="Benali", given_name="Karim", name_local="كريم")
    PostingFactory(delegate=benali, agency__name="Maroc Invest", agency__short_name="AMDIE")


def visit(by):
    VisitFactory(
        officer=by,
        delegate__family_name="Benali",
        purpose="Factory tour",
        begins="1990s",
        ends="",
    )


def meeting(by):
    row = MeetingFactory(officer=by, subject="First talk", day="2026-11-19")
    MeetingPartyFactory(meeting=row, company__name="Sakura", company__name_ja="桜工業")


def mission(by):
    row = MissionFactory(office=by.office, name="Tangier week", begins="2016", ends="")
    MissionLegFactory(mission=row, country__name="Morocco")


def deal(by):
    row = DealFactory(office=by.office, title="Harness plant")
    DealCompanyFactory(deal=row, company__name="Sakura", company__name_ja="桜工業")


# Heading, how to make one, words that find it, what it is shown as.
FOUND = [
    ("Delegates", delegate, ["benali", "Karim", "كريم", "morocc", "invest", "AMDIE", "kar ben"],
     ("BENALI Karim", "Morocco")),
    ("Visits", visit, ["benali", "factory", "tour morocco"],
     ("BENALI Karim, 1990s", "Factory tour")),
    ("Agencies", lambda by: AgencyFactory(name="Agence fictive", short_name="AF"),
     ["fictive", "AF", "morocco"], ("Agence fictive", "Morocco")),
    ("Host countries", lambda by: HostCountryFactory(), ["moro"], ("Morocco", "")),
    ("Programmes", lambda by: ProgrammeFactory(
        office=by.office, name="Spring", region_typed="Africa", sectors_typed="Food", begins="2026"
    ), ["spring", "africa", "food"], ("Spring", "2026")),
    ("Project profiles", lambda by: ProjectProfileFactory(
        title="Solar park", summary="Fifty megawatts", sectors_typed="Energy",
        agency=AgencyFactory(name="Maroc Solaire"),
    ), ["solar", "megawatts", "energy", "solaire", "morocco"], ("Solar park", "Morocco")),
    ("Companies", lambda by: CompanyFactory(
        name="Sakura", name_ja="桜工業", reading="サクラ", corporate_number="7000012050002"
    ), ["sakura", "桜", "サクラ", "7000012050002"], ("Sakura 桜工業", "")),
    ("Contacts", lambda by: ContactFactory(
        family_name="Yamada", given_name="Haruo", family_name_ja="山田", given_name_ja="春夫",
        reading="ヤマダ", company__name="Sakura", company__name_ja="桜工業",
    ), ["yamada", "haruo", "山田", "春夫", "ヤマダ", "sakura", "桜"],
     ("YAMADA Haruo 山田春夫", "Sakura")),
    ("Technologies", lambda by: TechnologyFactory(
        name="Incinerator", summary="Burns waste", sectors_typed="Waste",
        company__name="Sakura", company__name_ja="桜工業",
    ), ["incin", "burns", "waste", "sakura", "桜"], ("Incinerator", "Sakura")),
    ("Meetings", meeting, ["first", "sakura", "桜"], ("First talk", "19 Nov 2026")),
    ("Missions", mission, ["tangier", "morocco"], ("Tangier week", "2016")),
    ("Events", lambda by: EventFactory(
        office=by.office, name="Ports", country=HostCountryFactory(), organisers_typed="JETRO",
        begins="2026-11",
    ), ["ports", "morocco", "jetro"], ("Ports", "Nov 2026")),
    ("Deals", deal, ["harness", "sakura", "桜", "morocco"], ("Harness plant", "Morocco")),
    ("Partners", lambda by: PartnerFactory(name="A bank", short_name="AB"), ["bank", "AB"],
     ("A bank", "AB")),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "make", "words", "shown"), FOUND, ids=[f[0] for f in FOUND])
def test_everything_is_found_by_each_of_its_words(officer, heading, make, words, shown):
    make(officer)

    found = {word: hits(officer, word).get(heading) for word in words}

    assert list(found.values()) == [[shown]] * len(words)
    assert heading not in hits(officer, "nothing of that name")


def test_every_kind_has_its_words_tested():
    assert {str(one.heading) for one in findables} == {case[0] for case in FOUND}


def test_each_hit_leads_to_its_page_and_each_kind_to_its_list(desk, officer):
    for _heading, make, _words, _shown in FOUND:
        make(officer)

    pages = {
        hit.url: desk.get(hit.url).status_code
        for word in ("morocco", "sakura", "bank", "spring")
        for group in find(officer, word)
        for hit in group.hits
    }
    lists = {one.list_name: desk.get(reverse(one.list_name)).status_code for one in findables}

    assert set(pages.values()) == {200}
    assert set(lists.values()) == {200}


CONFIDENTIAL = {"is_confidential": True, "anonymous_description": "A plant"}


def test_what_is_restricted_is_found_by_its_owner_and_the_managers(officer, colleague, manager):
    DealFactory(office=officer.office, owner=officer, title="Needle works", **CONFIDENTIAL)
    MeetingFactory(officer=officer, subject="Needle talk", is_restricted=True)

    seen = [sorted(hits(viewer, "needle")) for viewer in (officer, manager, colleague)]

    assert seen == [["Deals", "Meetings"], ["Deals", "Meetings"], []]


def test_another_office_finds_only_what_all_share(officer, stranger):
    for factory, name in (
        (ProgrammeFactory, "name"),
        (MissionFactory, "name"),
        (EventFactory, "name"),
        (DealFactory, "title"),
    ):
        factory(office=officer.office, **{name: "Needle"})
    MeetingFactory(officer=officer, subject="Needle")
    VisitFactory(officer=officer, purpose="Needle")
    CompanyFactory(name="Needle")

    assert sorted(hits(officer, "needle")) == [
        "Companies", "Deals", "Events", "Meetings", "Missions", "Programmes", "Visits",
    ]  # fmt: skip
    assert sorted(hits(stranger, "needle")) == ["Companies"]
    assert find(AnonymousUser(), "needle") == []


def test_a_few_of_a_kind_are_shown_and_where_there_are_more_all_of_them_are_a_press_away(
    desk, officer
):
    CompanyFactory.create_batch(EACH - 1, name="Needle & Sons")
    (few,) = find(officer, "needle")
    CompanyFactory(name="Needle & Daughters")
    CompanyFactory(name="Needle & Sons")
    (more,) = find(officer, "needle")

    page = desk.get(reverse("desk:find"), {"q": "needle & sons"}).content.decode()

    assert (len(few.hits), few.more) == (EACH - 1, "")
    assert (len(more.hits), more.more) == (EACH, "/companies/?q=")
    assert more.hits[0].label == "Needle & Daughters"  # the best of them are not left out
    assert 'href="/companies/?q=needle%20%26%20sons"' in page
    assert len(desk.get("/companies/?q=needle%20%26%20sons").context["list"].rows) == EACH


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_everywhere_is_one_query(officer, rows, django_assert_num_queries):
    for _row in range(rows):
        CompanyFactory(name="Needle")
        DealFactory(office=officer.office, title="Needle")
        VisitFactory(officer=officer, purpose="Needle")

    with django_assert_num_queries(1):  # one UNION over all kinds
        found = find(officer, "needle")

    assert [len(group.hits) for group in found] == [rows] * 3


def test_without_words_nothing_is_looked_for(desk, officer, django_assert_num_queries):
    CompanyFactory()

    with django_assert_num_queries(0):
        assert find(officer, "") == []

    page = desk.get(reverse("desk:find"), {"q": " \x00 "}).content.decode()
    assert "Type a name, a company, a country." in page


@pytest.mark.parametrize("words", ["%", "_", "'", '"', "\\", "a" * 5000, "<b>", "桜" * 200])
def test_whatever_is_typed_is_looked_for_as_it_is(desk, officer, words):
    CompanyFactory(name="Sakura")

    page = desk.get(reverse("desk:find"), {"q": words, "part": "1"}).content.decode()

    assert "Nobody and nothing of that name." in page
    assert "<main" not in page


def test_names_are_shown_as_text(desk):
    CompanyFactory(name='<img src=x onerror="a">')

    page = desk.get(reverse("desk:find"), {"q": "onerror"}).content.decode()

    assert "<img" not in page
    assert "&lt;img src=x" in page
