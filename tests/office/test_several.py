"""Doing the same with several rows: choosing, looking beforehand, doing, and what is refused."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deals.models import Deal
from investors.models import Company
from itpo.office import several
from itpo.office.models import FollowUp
from tests.conftest import logged_in
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    DealFactory,
    DelegateFactory,
    FollowUpFactory,
    MeetingFactory,
    MissionFactory,
    ProgrammeFactory,
    SectorFactory,
    UserFactory,
    VisitFactory,
)
from tests.lists import LISTS
from tests.several import do, lines, preview, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

COMPANIES, DEALS, FOLLOW_UPS = "investors:companies", "deals:deals", "office:follow-ups"
# How to make a row for each list that does the same with several.
ROWS = {
    COMPANIES: lambda officer: CompanyFactory(owner=officer),
    DEALS: lambda officer: DealFactory(office=officer.office, owner=officer),
    FOLLOW_UPS: lambda officer: FollowUpFactory(owner=officer),
    "investors:contacts": lambda officer: ContactFactory(),
    "investors:meetings": lambda officer: MeetingFactory(officer=officer, state="planned"),
    "investors:missions": lambda officer: MissionFactory(office=officer.office),
    "delegates:delegates": lambda officer: DelegateFactory(),
    "delegates:visits": lambda officer: VisitFactory(officer=officer, state="planned"),
    "delegates:programmes": lambda officer: ProgrammeFactory(office=officer.office),
}
STATES = {"investors:meetings": "held", "delegates:visits": "running"}


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


@pytest.fixture
def mori(officer):
    return UserFactory(office=officer.office, family_name="Mori")


# --- choosing ---


def test_every_list_that_does_the_same_with_several_is_tried():
    assert {page for page, listing in LISTS.items() if listing.several} == {*ROWS}


@pytest.mark.parametrize("page", ROWS)
def test_a_list_has_a_box_for_each_row_and_an_auditor_sees_none(page, officer, auditor):
    ROWS[page](officer)
    url = f"{reverse(page)}?who=all"

    mine = logged_in(officer).get(url).content.decode()
    theirs = logged_in(auditor).get(url).content.decode()

    assert mine.count('name="row"') == 1
    assert 'id="several"' in mine
    assert 'name="row"' not in theirs
    assert 'id="several"' not in theirs


def test_nothing_chosen_is_said_and_shows_the_list_as_it_was(desk):
    CompanyFactory()

    answer = desk.get(reverse(COMPANIES), {"do": "give", "q": "a", "row": ["x"]}, follow=True)

    assert told(answer) == ["Choose rows first."]
    assert answer.redirect_chain == [("/companies/?q=a", 302)]


def test_more_than_can_be_done_at_once_is_said(desk, monkeypatch):
    monkeypatch.setattr("itpo.office.several_pages.MOST", 2)
    CompanyFactory.create_batch(3)

    answer = desk.get(reverse(COMPANIES), {"do": "give", "all": "yes"}, follow=True)

    assert told(answer) == ["At most 2 at once: narrow the list."]


def test_all_that_match_are_those_of_the_filter_and_the_search(desk, officer):
    DealFactory(office=officer.office, title="Rice mill", stage="promoted")
    DealFactory(office=officer.office, title="Rice store", stage="identified")
    DealFactory(office=officer.office, title="Steel mill", stage="promoted")

    answer = desk.get(
        reverse(DEALS), {"do": "give", "all": "yes", "q": "rice", "stage": "promoted"}
    )

    assert [name for _row, name in answer.context["found"]] == ["Rice mill, Promoted"]
    assert answer.context["back"] == "/deals/?q=rice&stage=promoted"


@pytest.mark.parametrize("asked", ["nonsense", ""])
def test_what_a_list_cannot_do_is_not_there(desk, asked):
    company = CompanyFactory()

    assert preview(desk, COMPANIES, asked, [company]).status_code == 404
    assert do(desk, COMPANIES, asked, [company]).status_code == 404
    assert do(desk, "investors:contacts", "give", [company]).status_code == 404


def test_an_auditor_does_nothing(auditor, officer):
    company = CompanyFactory(owner=officer)
    browser = logged_in(auditor)

    shown = preview(browser, COMPANIES, "give", [company])
    answer = do(browser, COMPANIES, "give", [company], **{"to-owner": officer.pk})

    assert "list" in shown.context
    assert "lines" not in shown.context
    assert answer.status_code == 403


# --- looking beforehand ---


def test_a_preview_says_of_each_row_what_it_is_and_would_be_and_writes_nothing(desk, officer, mori):
    rows = [
        CompanyFactory(name="Ama", owner=officer),
        CompanyFactory(name="Beni", owner=mori),
        CompanyFactory(name="Cha", owner=None),
    ]

    answer = preview(desk, COMPANIES, "give", rows, **{"to-owner": mori.pk})

    assert lines(answer) == [
        ("Ama", "SATO Mika", "MORI Mika", ""),
        ("Beni", "MORI Mika", "", "MORI Mika looks after it already."),
        ("Cha", "nobody", "MORI Mika", ""),
    ]
    assert "Do it with 2 rows" in answer.content.decode()
    assert Company.objects.get(name="Ama").owner == officer


def test_a_filter_of_the_same_name_as_a_field_stays_a_filter(desk, officer, mori):
    CompanyFactory(name="Ama", owner=officer)
    CompanyFactory(name="Beni", owner=mori)

    asked = {"do": "give", "all": "yes", "owner": officer.pk, "to-owner": mori.pk}
    answer = desk.get(reverse(COMPANIES), asked)

    assert lines(answer) == [("Ama", "SATO Mika", "MORI Mika", "")]
    assert answer.context["back"] == f"/companies/?owner={officer.pk}"


def test_without_what_is_asked_there_is_a_sentence_and_no_preview(desk):
    follow_up = FollowUpFactory(owner__office__name="x")

    answer = preview(desk, COMPANIES, "give", [CompanyFactory()], **{"to-owner": ""})

    assert follow_up.pk
    assert answer.context["lines"] == []
    assert answer.context["form"].errors == {"owner": ["This field is required."]}


@pytest.mark.parametrize(
    ("page", "what"),
    [(page, action.name) for page, listing in LISTS.items() for action in listing.several],
)
def test_a_preview_costs_the_same_for_one_row_and_for_three(desk, officer, mori, page, what):
    sector = SectorFactory()
    said = {
        "to-owner": mori.pk,
        "to-sector": sector.pk,
        "to-days": 7,
        "to-reason": "late",
        "to-because": "no more",
        "to-on": "2026-11-20",
        "to-state": STATES.get(page, ""),
    }
    costs = []

    for more in (1, 2):
        rows = [ROWS[page](officer) for _ in range(more)]
        if what == "back":
            said["gone"] = "yes"
            LISTS[page].model.objects.update(archived_at="2026-11-20T03:00:00Z")
        if what == "untag":
            for row in rows:
                row.sectors.add(sector)
        with CaptureQueriesContext(connection) as queries:
            answer = desk.get(reverse(page), {"do": what, "all": "yes", **said})
        costs.append(len(queries))

    assert len(answer.context["possible"]) == 3
    assert costs[0] == costs[1]
    assert costs[0] <= 12


# --- doing it ---


def test_companies_are_given_to_somebody_else_with_a_line_in_their_history(desk, officer, mori):
    rows = CompanyFactory.create_batch(2, owner=officer)

    answer = do(desk, COMPANIES, "give", rows, asked="q=a&page=2", **{"to-owner": mori.pk})

    assert [one.owner for one in Company.objects.order_by("pk")] == [mori, mori]
    assert [row.history.first().history_user for row in rows] == [officer, officer]
    assert told(answer) == ["Give to somebody else: done with 2 rows."]
    assert answer.redirect_chain == [("/companies/?q=a", 302)]


def test_several_contacts_are_known_to_be_there(desk, officer):
    here, gone = ContactFactory(), ContactFactory(left_on=date(2026, 3, 31))
    contacts, today = "investors:contacts", {"to-on": "2026-11-21"}

    beforehand = lines(preview(desk, contacts, "still-there", [here, gone], **today))
    answer = do(desk, contacts, "still-there", [here, gone], **today)

    assert beforehand == [
        (str(here), "not checked", "21 Nov 2026", ""),
        (str(gone), "not checked", "", "They have left already."),
    ]
    here.refresh_from_db()
    assert (here.checked_on, here.history.first().history_user) == (date(2026, 11, 21), officer)
    assert "done with 1 row" in told(answer)[0]


def test_nobody_is_known_to_be_there_tomorrow(desk):
    answer = preview(
        desk, "investors:contacts", "still-there", [ContactFactory()], **{"to-on": "2026-11-22"}
    )

    assert answer.context["form"].errors == {"on": ["That day is still to come."]}


@pytest.mark.parametrize("page", [COMPANIES, DEALS])
def test_a_sector_is_added_and_taken_away(desk, officer, page):
    rice, steel = SectorFactory(name="Rice"), SectorFactory(name="Steel")
    row = CompanyFactory() if page == COMPANIES else DealFactory(office=officer.office)
    row.sectors.add(rice)

    do(desk, page, "tag", [row], **{"to-sector": steel.pk})
    tagged = {*row.sectors.all()}
    do(desk, page, "untag", [row], **{"to-sector": rice.pk})

    assert tagged == {rice, steel}
    assert [*row.sectors.all()] == [steel]
    assert row.history.first().history_user == officer


def test_deals_are_given_only_to_somebody_of_the_office(desk, officer, stranger, manager):
    deal = DealFactory(office=officer.office, owner=officer, title="Mill")

    answer = preview(desk, DEALS, "give", [deal], **{"to-owner": manager.pk})
    refused = preview(desk, DEALS, "give", [deal], **{"to-owner": stranger.pk})

    assert lines(answer) == [("Mill", "SATO Mika", str(manager), "")]
    assert refused.context["form"].errors


def test_follow_ups_are_moved_by_days_and_what_is_closed_is_named(desk, officer):
    opened = FollowUpFactory(owner=officer, what="Call", due_on=date(2026, 11, 20))
    closed = FollowUpFactory(
        owner=officer, what="Send", state="done", closed_at="2026-11-20T00:00Z"
    )
    said = {"to-days": 7, "to-reason": "away"}

    shown = preview(desk, FOLLOW_UPS, "move", [opened, closed], state="", who="all", **said)
    answer = do(desk, FOLLOW_UPS, "move", [opened, closed], **said)

    opened.refresh_from_db()
    assert lines(shown) == [("Call", "20 Nov 2026", "27 Nov 2026", "")]
    assert (opened.due_on, opened.reason) == (date(2026, 11, 27), "away")
    assert told(answer) == [
        "Move to another day: done with 1 row.",
        "Not done: Send. It was closed already: done.",
    ]


def test_what_is_restricted_is_not_given_away(desk, officer, mori):
    rows = [FollowUpFactory(owner=officer, is_restricted=True), FollowUpFactory(owner=officer)]

    answer = do(desk, FOLLOW_UPS, "give", rows, **{"to-owner": mori.pk})

    assert [one.owner for one in FollowUp.objects.order_by("pk")] == [officer, mori]
    assert told(answer)[1].endswith("It is for its owner and the managers only.")


def test_what_was_changed_meanwhile_is_refused_and_the_rest_is_done(desk, officer, mori):
    rows = [CompanyFactory(name="Ama", owner=officer), CompanyFactory(name="Beni", owner=officer)]
    Company.objects.filter(name="Ama").update(owner=mori)

    answer = do(desk, COMPANIES, "give", rows, **{"to-owner": mori.pk})

    assert told(answer) == [
        "Give to somebody else: done with 1 row.",
        "Not done: Ama. MORI Mika looks after it already.",
    ]


def test_a_row_that_is_refused_half_way_leaves_nothing_half_done(officer, mori):
    rows = CompanyFactory.create_batch(2, owner=officer)
    sector = SectorFactory()

    def half(company, said, by, at):
        company.sectors.add(sector)
        if company == rows[0]:
            raise several.NotPossible("No.")

    action = LISTS[COMPANIES].several[0]
    action = several.Action("half", "Half", action.form, action.before, action.after, half)
    done = several.carry_out(
        rows=Company.objects.all(),
        numbers=[row.pk for row in rows],
        action=action,
        said={"owner": mori},
        by=officer,
        at=None,
    )

    assert done == several.Done(1, [(str(rows[0]), "No.")])
    assert [list(row.sectors.all()) for row in rows] == [[], [sector]]


def test_what_one_may_not_see_is_neither_shown_nor_changed(officer, colleague, mori):
    secret = DealFactory(
        office=officer.office,
        owner=officer,
        is_confidential=True,
        anonymous_description="A plant",
    )
    browser = logged_in(colleague)

    shown = preview(browser, DEALS, "give", [secret])
    do(browser, DEALS, "give", [secret], **{"to-owner": mori.pk})

    assert shown.status_code == 302
    assert Deal.objects.get().owner == officer


def test_a_page_that_is_out_of_date_changes_nothing(desk, officer):
    company = CompanyFactory(owner=officer)

    answer = do(desk, COMPANIES, "give", [company], **{"to-owner": 999_999})

    assert told(answer) == ["This page was out of date. Choose the rows once more."]
