"""A deal's page, and moving it on."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from deals import pipeline
from deals.models import Deal, Stage, StageChange
from tests.conftest import logged_in
from tests.factories import (
    ClaimFactory,
    ContributionFactory,
    DealFactory,
    FollowUpFactory,
    MeetingFactory,
    VerifiedClaimFactory,
)
from tests.tables import all_rows

pytestmark = pytest.mark.django_db


def move_url(deal: Deal) -> str:
    return reverse("deals:move", args=[deal.pk])


def status_url(deal: Deal) -> str:
    return reverse("deals:status", args=[deal.pk])


@time_machine.travel("2026-11-21T03:00:00Z", tick=False)
def test_a_deal_moves_on_with_who_when_and_why(desk, officer):
    deal = DealFactory(office=officer.office)

    response = desk.post(
        move_url(deal), {"to": "promoted", "happened": "2026-10", "reason": "Profile sent"}
    )

    deal.refresh_from_db()
    change = StageChange.objects.get()
    assert response.url == deal.get_absolute_url()
    assert deal.stage == "promoted"
    assert (change.changed_by, change.happened_shown, change.reason) == (
        officer,
        "Oct 2026",
        "Profile sent",
    )
    assert deal.history.first().history_user == officer


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"to": "operational"}, "to", "Select a valid choice"),
        ({"to": ""}, "to", "This field is required."),
        ({"to": "promoted", "happened": "soon"}, "happened", "cannot be read as a date"),
    ],
)
def test_a_move_that_is_not_allowed_says_so_and_writes_nothing(
    desk, officer, typed, field, sentence
):
    deal = DealFactory(office=officer.office)

    response = desk.post(move_url(deal), {**typed, "reason": "Kept, as typed"})

    deal.refresh_from_db()
    assert sentence in " ".join(response.context["form"].errors[field])
    assert 'value="Kept, as typed"' in response.content.decode()
    assert (deal.stage, StageChange.objects.count()) == ("identified", 0)


def test_a_stale_form_says_that_the_deal_has_moved(desk, officer):
    deal = DealFactory(office=officer.office, stage="negotiation")

    response = desk.post(move_url(deal), {"to": "negotiation"})

    assert "to" in response.context["form"].errors
    assert StageChange.objects.count() == 0


def test_a_confidential_deal_is_seen_by_its_owner_and_the_managers(
    officer, colleague, manager, auditor
):
    deal = DealFactory(
        office=officer.office,
        owner=officer,
        is_confidential=True,
        anonymous_description="A plant in Africa",
    )
    claim = VerifiedClaimFactory(deal=deal)

    answers = {
        user: [
            logged_in(user).get(url).status_code
            for url in (deal.get_absolute_url(), claim.get_absolute_url(), move_url(deal))
        ]
        for user in (officer, manager, colleague, auditor)
    }

    assert answers[officer] == answers[manager] == [200, 200, 200]
    assert answers[colleague] == [404, 404, 404]
    assert answers[auditor][:2] == [404, 404]


def test_unknown_is_said_and_is_not_zero(desk, officer):
    deal = DealFactory(office=officer.office)

    page = desk.get(deal.get_absolute_url()).content.decode()

    # Jobs and capital in three phases each; sectors, since when, what is expected next.
    assert page.count('class="unknown">not known</span>') == 9
    assert ">0<" not in page


def test_figures_stand_side_by_side_and_are_never_added(desk, officer):
    deal = DealFactory(office=officer.office)
    ClaimFactory(deal=deal, value=10000, as_of="2014")
    ClaimFactory(deal=deal, value=16000, as_of="2021")
    ClaimFactory(deal=deal, value=None, is_not_disclosed=True, metric="capital", phase="actual")

    page = desk.get(deal.get_absolute_url()).content.decode()

    assert "16,000" in page
    assert "26,000" not in page
    assert "the latest by its date" in page
    assert "1 other" in page
    assert "not disclosed" in page


def test_a_restricted_meeting_that_helped_is_named_to_those_who_may_see_it(
    officer, colleague, manager
):
    deal = DealFactory(office=officer.office)
    meeting = MeetingFactory(officer=officer, subject="Secret talk", is_restricted=True)
    ContributionFactory(deal=deal, visit=None, meeting=meeting)

    seen = {
        user: "Secret talk" in logged_in(user).get(deal.get_absolute_url()).content.decode()
        for user in (officer, manager, colleague)
    }

    assert seen == {officer: True, manager: True, colleague: False}


def test_a_restricted_next_step_is_shown_to_those_who_may_see_it(officer, colleague):
    deal = DealFactory(office=officer.office)
    deal.follow_ups.add(FollowUpFactory(owner=officer, what="Secret step", is_restricted=True))

    steps = {
        user: logged_in(user).get(reverse("deals:deals")).context["list"].rows[0].next_what
        for user in (officer, colleague)
    }

    assert steps == {officer: "Secret step", colleague: None}


def test_the_next_step_is_the_earliest_open_follow_up(desk, officer):
    deal = DealFactory(office=officer.office)
    later = FollowUpFactory(owner=officer, due_on="2026-12-24")
    sooner = FollowUpFactory(owner=officer, due_on="2026-12-01")
    deal.follow_ups.add(later, sooner)

    rows = desk.get(reverse("deals:deals")).context["list"].rows

    assert [(row.title, row.next_what) for row in rows] == [(deal.title, sooner.what)]


# --- pages that are out of date ---


def test_a_move_from_a_stage_the_deal_has_left_says_so_and_the_next_press_decides(
    desk, officer, colleague
):
    deal = DealFactory(office=officer.office, stage="promoted")
    shown = desk.get(move_url(deal)).context["form"]["shown"].value()
    pipeline.move(deal=deal, to=Stage.NEGOTIATION, by=colleague, at=timezone.now())
    before = all_rows()

    typed = {"shown": shown, "to": "negotiation", "reason": "They answered"}
    stale = desk.post(move_url(deal), typed)
    written = all_rows() != before
    form = stale.context["form"]
    again = desk.post(move_url(deal), {**typed, "shown": form["shown"].value(), "to": "concluded"})

    deal.refresh_from_db()
    assert form.errors == {
        "__all__": [
            "Somebody has moved it meanwhile: it is in “Negotiation” now. Look, then decide."
        ]
    }
    assert form["reason"].value() == "They answered"
    assert not written
    assert (again.url, deal.stage) == (deal.get_absolute_url(), "concluded")


def test_a_deal_that_has_ended_meanwhile_is_not_moved(desk, officer):
    deal = DealFactory(office=officer.office, status="lost", lost_because="Too dear")
    before = all_rows()

    response = desk.post(move_url(deal), {"shown": "identified", "to": "promoted"})

    assert response.context["form"].errors == {"__all__": ["The deal is lost."]}
    assert all_rows() == before


@pytest.mark.parametrize(
    ("typed", "stands", "said"),
    [
        ({"to": "delayed", "reason": "No land"}, ("delayed", ""), "Noted: delayed."),
        ({"to": "lost", "reason": "Too dear"}, ("lost", "Too dear"), "Noted: lost."),
    ],
)
def test_how_a_deal_is_doing_is_said_on_its_own_page(desk, officer, typed, stands, said):
    deal = DealFactory(office=officer.office)

    page = desk.post(status_url(deal), typed, follow=True).content.decode()

    deal.refresh_from_db()
    change = deal.stage_changes.get()
    assert (deal.status, deal.lost_because) == stands
    assert (change.to_status, change.reason, change.changed_by) == (
        typed["to"],
        typed["reason"],
        officer,
    )
    assert said in page


@pytest.mark.parametrize(
    ("given", "typed", "field", "sentence"),
    [
        ({}, {"to": "lost"}, "reason", "Say why the deal is lost or given up."),
        ({}, {"to": ""}, "to", "This field is required."),
        ({}, {"to": "dancing"}, "to", "Select a valid choice."),
        ({}, {"to": "delayed", "reason": "x" * 201}, "reason", "Ensure this value has at most"),
        ({"status": "delayed"}, {"to": "delayed"}, "to", "The deal is delayed already."),
        (
            {"status": "lost", "lost_because": "Too dear"},
            {"to": "ongoing"},
            "__all__",
            "The deal is lost.",
        ),
    ],
)
def test_what_cannot_be_said_of_a_deal_is_refused_and_writes_nothing(
    desk, officer, given, typed, field, sentence
):
    deal = DealFactory(office=officer.office, **given)
    before = all_rows()

    response = desk.post(status_url(deal), typed)

    assert list(response.context["form"].errors) == [field]
    assert response.context["form"].errors[field][0].startswith(sentence)
    assert all_rows() == before
