from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from deals.deal_rows import rows_of
from deals.models import Claim, Deal, Stage, StageChange, Status
from itpo.office.models import Office, User
from tests.conftest import logged_in
from tests.factories import (
    ClaimFactory,
    DealCompanyFactory,
    DealFactory,
    FollowUpFactory,
    HostCountryFactory,
    OfficeFactory,
    VerifiedClaimFactory,
)

TODAY = date(2026, 11, 21)
LIST = "admin:deals_deal_changelist"


@pytest.fixture(autouse=True)
def clock():
    with travel(datetime(2026, 11, 21, 3, 0, tzinfo=UTC), tick=False):
        yield


class Rows(HTMLParser):
    """The words of each row of a list, cell by cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.in_cell = False
        self.feed(page[page.index('id="result_list"') :].split("<tbody>")[1].split("</tbody>")[0])

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".split())


def rows(client: Client, **asked: str) -> list[list[str]]:
    """What the deal list says, without the tick boxes."""
    page = client.get(reverse(LIST), asked).content.decode()
    return [cells[1:] for cells in Rows(page).rows] if "<tbody>" in page else []


def titles(client: Client, **asked: str) -> list[str]:
    return [cells[0] for cells in rows(client, **asked)]


def line(deal: Deal, viewer: User):
    return rows_of([deal], viewer, TODAY)[deal.pk]


def test_a_row_says_everything_a_manager_asks(managers_desk: Client, officer: User):
    deal = DealFactory(
        title="Wire harness, Kenitra",
        office=officer.office,
        owner=officer,
        stage=Stage.NEGOTIATION,
        stage_since=date(2026, 11, 1),
    )
    DealCompanyFactory(deal=deal, company__name="Example Parts")
    DealCompanyFactory(deal=deal, company__name="Sample Metals")
    deal.follow_ups.add(
        FollowUpFactory(owner=officer, what="Send the offer", due_on=date(2026, 11, 18)),
        FollowUpFactory(owner=officer, what="Call the bank", due_on=date(2026, 12, 1)),
    )
    ClaimFactory(deal=deal, value=Decimal(4500))
    VerifiedClaimFactory(deal=deal, value=Decimal(1600))

    assert rows(managers_desk) == [
        [
            "Wire harness, Kenitra",
            "Negotiation",
            "Example Parts, Sample Metals",
            "Morocco",
            "SATO Mika",
            "20 days",
            "Send the offer 18 Nov 2026 3 days late",
            "4,500",
            "1,600",
        ]
    ]


def test_a_row_says_what_is_not_known(managers_desk: Client, office: Office):
    DealFactory(title="Solar pumps", office=office, country=None, stage_since=None)

    unknown = "not known"
    assert rows(managers_desk) == [
        ["Solar pumps", "Identified", *[unknown] * 4, "nothing planned", unknown, unknown]
    ]


def test_deals_stand_in_the_order_of_their_stages(managers_desk: Client, office: Office):
    for stage in sorted(Stage, key=str):
        DealFactory(office=office, title=f"B {stage}", stage=stage)
    DealFactory(office=office, title="A identified")

    assert titles(managers_desk) == [
        "A identified",
        "B identified",
        "B promoted",
        "B negotiation",
        "B concluded",
        "B operational",
    ]


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_list_costs_the_same_for_any_number_of_deals(
    managers_desk: Client, officer: User, number: int
):
    for _ in range(number):
        deal = DealFactory(office=officer.office, owner=officer)
        DealCompanyFactory(deal=deal)
        ClaimFactory(deal=deal)
        deal.follow_ups.add(FollowUpFactory(owner=officer))
    managers_desk.get(reverse(LIST))

    with CaptureQueriesContext(connection) as queries:
        page = managers_desk.get(reverse(LIST))

    assert len(page.context["cl"].result_list) == number
    # session, user, count, numbers, deals, companies, next steps, claims; countries and owners
    # of the filters
    assert len(queries) == 10


def test_a_step_due_today_says_so(officer: User):
    deal = DealFactory(office=officer.office)
    deal.follow_ups.add(FollowUpFactory(owner=officer, what="Call", due_on=TODAY))

    assert line(deal, officer).next_step == (
        'Call<br>21 Nov 2026 <span class="tag due">today</span>'
    )


def test_a_step_to_come_is_not_late_and_done_ones_do_not_count(officer: User):
    deal = DealFactory(office=officer.office)
    later = FollowUpFactory(owner=officer, what="Call", due_on=TODAY + timedelta(days=1))
    done = FollowUpFactory(owner=officer, state="done", closed_at=datetime(2026, 1, 1, tzinfo=UTC))
    deal.follow_ups.add(later, done)

    assert line(deal, officer).next_step == "Call<br>22 Nov 2026"


def test_a_deal_that_is_over_needs_no_next_step(officer: User):
    lost = DealFactory(office=officer.office, status=Status.LOST, lost_because="No power")
    running = DealFactory(office=officer.office, stage=Stage.OPERATIONAL)

    said = [line(deal, officer).next_step for deal in (lost, running)]

    assert said == ["nothing more to do", "nothing more to do"]


def test_several_figures_about_the_same_thing_are_not_added(officer: User):
    deal = DealFactory(office=officer.office)
    ClaimFactory(deal=deal, value=Decimal(10000), as_of="2014")
    ClaimFactory(deal=deal, value=Decimal(16000), as_of="2016")
    ClaimFactory(deal=deal, value=Decimal(11000), as_of="2015")

    assert line(deal, officer).planned_jobs == "16,000"


def test_a_withdrawn_figure_is_not_reported(officer: User):
    deal = DealFactory(office=officer.office)
    ClaimFactory(
        deal=deal, withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC), withdrawn_because="Misread"
    )

    assert line(deal, officer).planned_jobs is None


def test_an_announced_figure_is_called_that_and_not_planned(officer: User):
    deal = DealFactory(office=officer.office)
    ClaimFactory(deal=deal, value=Decimal(3000), phase=Claim.Phase.ANNOUNCED)

    assert line(deal, officer).planned_jobs == "3,000 announced"


def test_an_actual_figure_nobody_checked_waits_for_that(officer: User):
    deal = DealFactory(office=officer.office)
    ClaimFactory(deal=deal, value=Decimal(900), phase=Claim.Phase.ACTUAL)

    assert line(deal, officer).verified_jobs == "900, to verify"


def test_a_figure_that_is_withheld_is_no_zero(officer: User):
    deal = DealFactory(office=officer.office)
    for phase in (Claim.Phase.PLANNED, Claim.Phase.ACTUAL):
        ClaimFactory(deal=deal, value=None, is_not_disclosed=True, phase=phase)

    said = line(deal, officer)

    assert (said.planned_jobs, said.verified_jobs) == ("not disclosed", "not disclosed")


def test_other_metrics_are_no_jobs(officer: User):
    deal = DealFactory(office=officer.office)
    ClaimFactory(deal=deal, metric=Claim.Metric.PEOPLE)

    assert line(deal, officer).planned_jobs is None


def test_the_list_is_filtered_by_next_step(managers_desk: Client, officer: User):
    late, planned, _none = (
        DealFactory(office=officer.office, title=title) for title in ("Late", "Planned", "None")
    )
    late.follow_ups.add(FollowUpFactory(owner=officer, due_on=TODAY - timedelta(days=1)))
    planned.follow_ups.add(FollowUpFactory(owner=officer, due_on=TODAY))

    assert titles(managers_desk, next="late") == ["Late"]
    assert titles(managers_desk, next="none") == ["None"]


def test_the_list_is_filtered_by_what_is_verified(managers_desk: Client, office: Office):
    VerifiedClaimFactory(deal=DealFactory(office=office, title="Checked"))
    ClaimFactory(deal=DealFactory(office=office, title="Waiting"), phase=Claim.Phase.ACTUAL)
    DealFactory(office=office, title="Bare")

    assert titles(managers_desk, verified="yes") == ["Checked"]
    assert titles(managers_desk, verified="waiting") == ["Waiting"]
    assert titles(managers_desk, verified="no") == ["Bare", "Waiting"]


def test_the_list_is_filtered_by_stage_status_kind_country_and_owner(
    managers_desk: Client, officer: User
):
    kenya = HostCountryFactory(code="KE", name="Kenya")
    DealFactory(
        office=officer.office,
        title="Sought",
        stage=Stage.PROMOTED,
        status=Status.DORMANT,
        kind=Deal.Kind.LICENSING,
        country=kenya,
        owner=officer,
    )
    DealFactory(office=officer.office, title="Other")
    filters = [
        {"stage__exact": "promoted"},
        {"status__exact": "dormant"},
        {"kind__exact": "licensing"},
        {"country__id__exact": str(kenya.pk)},
        {"owner__id__exact": str(officer.pk)},
    ]

    assert [titles(managers_desk, **one) for one in filters] == [["Sought"]] * 5


def test_the_filters_offer_no_user_of_another_office(
    managers_desk: Client, officer: User, stranger: User
):
    DealFactory(office=officer.office)

    page = managers_desk.get(reverse(LIST)).content.decode()

    assert f"owner__id__exact={officer.pk}" in page
    assert f"owner__id__exact={stranger.pk}" not in page


@pytest.mark.parametrize("words", ["kenitra", "例示", "moro", "YZ-9", "harness morocco"])
def test_the_list_is_searched_by_title_company_country_and_reference(
    managers_desk: Client, office: Office, words: str
):
    deal = DealFactory(office=office, title="Harness plant, Kenitra", ref="YZ-9")
    DealCompanyFactory(deal=deal, company__name_ja="例示繊維")
    DealCompanyFactory(deal=deal, company__name_ja="例示部品")
    DealFactory(office=office, title="Rice mill", country=HostCountryFactory(code="KE", name="X"))

    assert titles(managers_desk, q=words) == ["Harness plant, Kenitra"]


def test_a_confidential_deal_is_seen_by_the_manager_and_not_by_the_auditor(
    managers_desk: Client, auditor: User, office: Office
):
    DealFactory(
        office=office, title="Secret", is_confidential=True, anonymous_description="A plant"
    )

    assert titles(managers_desk) == ["Secret"]
    assert titles(logged_in(auditor)) == []


def test_a_part_of_a_confidential_deal_does_not_name_it_to_the_auditor(
    auditor: User, office: Office
):
    whole = DealFactory(
        office=office, title="Secret", is_confidential=True, anonymous_description="A plant"
    )
    part = DealFactory(office=office, title="Part")
    part.parent, part.parent_relation = whole, "part"
    part.save()
    desk = logged_in(auditor)

    page = desk.get(reverse("admin:deals_deal_change", args=[part.pk])).content.decode()
    history = desk.get(reverse("admin:deals_deal_history", args=[part.pk])).content.decode()
    earlier = desk.get(
        reverse("admin:deals_deal_simple_history", args=[part.pk, part.history.first().pk])
    ).content.decode()

    assert "restricted" in page
    assert "restricted" in earlier
    assert [text for text in (page, history, earlier) if "Secret" in text] == []


def test_a_new_deal_is_identified_and_belongs_to_the_managers_office(
    managers_desk: Client, manager: User
):
    elsewhere = OfficeFactory(name="UNIDO ITPO Elsewhere")

    answer = managers_desk.post(
        reverse("admin:deals_deal_add"),
        {
            "title": "Tomato paste plant",
            "kind": "greenfield",
            "stage": "operational",
            "status": "lost",
            "office": elsewhere.pk,
            **no_rows("company_roles"),
        },
    )

    assert answer.status_code == 302
    deal = Deal.objects.get()
    assert (deal.office, deal.stage, deal.status) == (manager.office, "identified", "ongoing")


def test_a_change_leaves_stage_and_office_alone_and_is_in_the_history(
    managers_desk: Client, manager: User
):
    deal = DealFactory(office=manager.office, title="Old", stage=Stage.PROMOTED)

    managers_desk.post(
        reverse("admin:deals_deal_change", args=[deal.pk]),
        {"title": "New", "kind": "other", "stage": "operational", **no_rows("company_roles")},
    )

    deal.refresh_from_db()
    assert (deal.title, deal.stage) == ("New", "promoted")
    assert deal.history.first().history_user == manager


def test_a_reference_in_use_is_refused_in_the_form(managers_desk: Client, office: Office):
    DealFactory(office=office, ref="YZ-1")

    answer = managers_desk.post(
        reverse("admin:deals_deal_add"),
        {"title": "Twin", "kind": "other", "ref": "YZ-1", **no_rows("company_roles")},
    )

    assert "There is a deal with this reference already." in answer.content.decode()
    assert Deal.objects.count() == 1


def test_what_the_form_does_not_show_is_checked_too(managers_desk: Client, office: Office):
    """Django's own form would leave this to the database, which answers with an error page."""
    deal = DealFactory(office=office)

    answer = managers_desk.post(
        reverse("admin:deals_deal_change", args=[deal.pk]),
        {"title": "New", "kind": "other", "is_confidential": "on", **no_rows("company_roles")},
    )

    assert "Say how others may call a confidential deal." in answer.content.decode()


def test_a_company_can_join_a_deal(managers_desk: Client, office: Office):
    role = DealCompanyFactory(deal__office=office)
    other = DealCompanyFactory().company
    rows_of_form = {
        "company_roles-TOTAL_FORMS": "2",
        "company_roles-INITIAL_FORMS": "1",
        "company_roles-0-id": role.pk,
        "company_roles-0-deal": role.deal.pk,
        "company_roles-0-company": role.company.pk,
        "company_roles-0-role": "investor",
        "company_roles-1-deal": role.deal.pk,
        "company_roles-1-company": other.pk,
        "company_roles-1-role": "partner",
    }

    answer = managers_desk.post(
        reverse("admin:deals_deal_change", args=[role.deal.pk]),
        {"title": "Same", "kind": "other", **rows_of_form},
    )

    assert answer.status_code == 302
    assert list(role.deal.companies.order_by("pk")) == [role.company, other]


@pytest.mark.parametrize("number", [1, 3])
def test_a_deals_page_costs_the_same_for_any_number_of_companies(
    managers_desk: Client, office: Office, number: int
):
    deal = DealFactory(office=office)
    companies = [DealCompanyFactory(deal=deal).company.name for _ in range(number)]
    url = reverse("admin:deals_deal_change", args=[deal.pk])
    managers_desk.get(url)

    with CaptureQueriesContext(connection) as queries:
        page = managers_desk.get(url).content.decode()

    assert [name for name in companies if name not in page] == []
    assert len(queries) == 11


def test_chosen_deals_move_one_stage_on_by_the_verb(managers_desk: Client, manager: User):
    moving = DealFactory(office=manager.office, title="Moving", stage=Stage.PROMOTED)
    done = DealFactory(office=manager.office, title="Done", stage=Stage.OPERATIONAL)

    answer = managers_desk.post(
        reverse(LIST),
        {"action": "move_on", "_selected_action": [moving.pk, done.pk]},
        follow=True,
    )

    assert [str(message) for message in answer.context["messages"]] == [
        "Done: It is operational already.",
        "1 deal moved on.",
    ]
    change = StageChange.objects.get()
    assert (change.deal, change.to_stage, change.changed_by) == (moving, "negotiation", manager)


def test_an_auditor_moves_no_deal(auditor: User, office: Office):
    deal = DealFactory(office=office)

    logged_in(auditor).post(
        reverse(LIST), {"action": "move_on", "_selected_action": [deal.pk]}, follow=True
    )

    deal.refresh_from_db()
    assert deal.stage == "identified"


def test_the_deal_list_can_delete_nothing(managers_desk: Client, office: Office):
    DealFactory(office=office)

    page = managers_desk.get(reverse(LIST)).content.decode()

    assert "delete_selected" not in page
    assert "delete_selected" not in dict(admin.site.actions)


def no_rows(prefix: str) -> dict[str, str]:
    return {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
