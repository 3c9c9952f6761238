"""Saying on a page whether something helped a deal."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deals.models import Contribution, Deal
from tests.conftest import logged_in
from tests.factories import (
    ConfirmationFactory,
    ContributionFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    HostCountryFactory,
    MeetingFactory,
    MeetingPartyFactory,
    VisitFactory,
)
from tests.tables import all_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(officer) -> Deal:
    found = DealFactory(office=officer.office, country=HostCountryFactory(), decided="2020")
    DealCompanyFactory(deal=found)
    return found


def talk(officer, deal, **values):
    """A meeting of the deal's company with somebody from its country."""
    found = MeetingFactory(
        officer=officer, **{"state": "held", "day": date(2019, 3, 3), "subject": "Talk", **values}
    )
    MeetingPartyFactory(meeting=found, company=deal.companies.first())
    guest = DelegateFactory(country=deal.country)
    MeetingPartyFactory(meeting=found, company=None, delegate=guest)
    return found


def page(deal) -> str:
    return reverse("deals:help", args=[deal.pk])


def answer(browser, deal, thing, yes=True, way="meeting", **typed):
    """Press a button of the form of one thing."""
    key = f"{way}-{thing.pk}"
    typed = {"role": "promotion", "strength": "decisive", "evidence": "Letter", **typed}
    sent = {f"{key}-{name}": value for name, value in typed.items()}
    sent |= {"of": key, "answer": "yes" if yes else "no"}
    url = reverse("deals:help-answer", args=[deal.pk])
    return browser.post(url, sent, follow=True)


def keys(response) -> list[str]:
    return [one.key for one, _form in response.context["proposed"]]


def test_what_is_accepted_moves_from_the_proposals_to_what_helped(desk, officer, deal):
    meeting = talk(officer, deal)
    before = keys(desk.get(page(deal)))

    after = answer(desk, deal, meeting, evidence_url="https://example.org/letter")

    row = Contribution.objects.get()
    assert before == [f"meeting-{meeting.pk}"]
    assert keys(after) == []
    assert after.context["helped"] == [row]
    assert (row.role, row.strength, row.evidence, row.evidence_url, row.accepted_by) == (
        "promotion",
        "decisive",
        "Letter",
        "https://example.org/letter",
        officer,
    )


def test_that_it_did_not_help_needs_a_reason_only(desk, officer, deal):
    meeting = talk(officer, deal)

    after = answer(desk, deal, meeting, yes=False, role="", strength="", evidence="Golf")

    row = Contribution.objects.get()
    assert (row.strength, row.evidence, row.accepted_by) == ("none", "Golf", officer)
    assert (keys(after), after.context["helped"], after.context["dismissed"]) == ([], [], [row])


@pytest.mark.parametrize(
    ("yes", "typed", "field", "sentence"),
    [
        (True, {"evidence": ""}, "evidence", "Say on what evidence."),
        (False, {"evidence": " "}, "evidence", "Say why it did not help."),
        (True, {"strength": ""}, "strength", "This field is required."),
        (True, {"strength": "none"}, "strength", "Select a valid choice."),
        (True, {"evidence_url": "no address"}, "evidence_url", "Enter a valid URL."),
    ],
)
def test_what_is_missing_is_said_beside_it_and_what_was_typed_stays(
    desk, officer, deal, yes, typed, field, sentence
):
    meeting = talk(officer, deal)
    other = talk(officer, deal)
    before = all_rows()

    response = answer(desk, deal, meeting, yes=yes, role="negotiation", **typed)

    forms = {one.key: form for one, form in response.context["proposed"]}
    refused = forms[f"meeting-{meeting.pk}"]
    assert all_rows() == before
    assert [one.startswith(sentence) for one in refused.errors[field]] == [True]
    assert refused["role"].value() == "negotiation"
    assert not forms[f"meeting-{other.pk}"].is_bound


def test_what_came_after_the_decision_is_refused_on_the_page(desk, officer, deal):
    meeting = talk(officer, deal, day=date(2021, 1, 1))
    before = all_rows()

    response = answer(desk, deal, meeting)

    assert all_rows() == before
    assert [str(one) for one in response.context["messages"]] == [
        "The investor decided 2020; “Talk” (1 Jan 2021) came later and cannot have influenced "
        "that. What helped to carry it out is “implementation”."
    ]


def test_who_was_slower_is_told_so(desk, managers_desk, officer, deal):
    meeting = talk(officer, deal)
    answer(managers_desk, deal, meeting)
    before = all_rows()

    response = answer(desk, deal, meeting, yes=False)

    said = f"{Contribution.objects.get().accepted_by} has accepted it already."
    assert all_rows() == before
    assert [str(one) for one in response.context["messages"]] == [said]


def test_what_a_hand_made_request_names_must_be_there_and_seen(desk, colleague, officer, deal):
    secret = talk(officer, deal, is_restricted=True)
    before = all_rows()

    answers = [
        answer(logged_in(colleague), deal, secret),
        answer(desk, deal, secret, way="claim"),
        answer(desk, deal, VisitFactory(), way="event"),
        desk.post(reverse("deals:help-answer", args=[deal.pk]), {"of": "meeting-x"}),
    ]

    assert [one.status_code for one in answers] == [404] * 4
    assert all_rows()["deals.Contribution"] == before["deals.Contribution"]


def test_what_the_company_said_can_be_the_evidence(desk, officer, deal):
    meeting = talk(officer, deal)
    said = ConfirmationFactory(
        deal=deal, needed="helpful", sooner="same", without="same", answered_by="Yamada Taro",
        answered_at=datetime(2026, 3, 3, 1, tzinfo=UTC),
    )  # fmt: skip

    answer(desk, deal, meeting, evidence="", confirmed=str(said.pk))

    assert Contribution.objects.get().evidence == (
        "The company (Yamada Taro, 3 Mar 2026): It helped, but was not decisive."
    )


def test_what_was_moved_past_the_decision_is_marked(desk, officer, deal):
    row = ContributionFactory(deal=deal, visit__officer=officer, visit__begins="2019")
    mark = "dated after the decision: look again"
    before = [mark in desk.get(url).content.decode() for url in (page(deal), f"/deals/{deal.pk}/")]
    row.visit.begins = row.visit.ends = "2021"
    row.visit.save()

    after = [mark in desk.get(url).content.decode() for url in (page(deal), f"/deals/{deal.pk}/")]

    assert (before, after) == ([False, False], [True, True])


def test_the_deals_page_has_what_helped_in_order_of_time(desk, officer, deal):
    days = [date(2019, 5, 1), None, date(2018, 1, 1)]
    late, undated, early = (
        ContributionFactory(deal=deal, visit=None, meeting=MeetingFactory(officer=officer, day=day))
        for day in days
    )
    ContributionFactory(deal=deal, visit__officer=officer, strength="none")

    shown = desk.get(deal.get_absolute_url()).context["contributions"]

    assert list(shown) == [early, late, undated]


def test_only_the_latest_twenty_are_shown_and_the_rest_counted(desk, officer, deal):
    for _one in range(22):
        talk(officer, deal)

    with CaptureQueriesContext(connection) as queries:
        response = desk.get(page(deal))

    assert (len(keys(response)), response.context["count"]) == (20, 22)
    assert "the latest 20 are shown" in response.content.decode()
    assert len(queries) <= 12


def test_an_auditor_reads_and_is_asked_nothing(auditor, officer, deal):
    talk(officer, deal)

    response = logged_in(auditor).get(page(deal))

    assert "Talk" in response.content.decode()
    assert "It helped" not in response.content.decode()


def test_the_form_of_a_record_refuses_what_came_too_late_too(desk, officer, deal):
    visit = VisitFactory(officer=officer, begins="2021", ends="")
    typed = {"visit": visit.pk, "role": "promotion", "strength": "decisive", "evidence": "Letter"}
    url = f"{reverse('desk:add', args=['deals.contribution'])}?deal={deal.pk}"
    before = all_rows()

    response = desk.post(url, typed)

    assert response.context["form"].non_field_errors() == [
        "What came after the investor's decision cannot have influenced it."
    ]
    assert response.context["form"]["evidence"].value() == "Letter"
    assert all_rows() == before


def test_the_form_offers_only_what_its_reader_sees(colleague, officer, stranger, deal):
    secret = talk(officer, deal, is_restricted=True)
    theirs = VisitFactory(officer=stranger)
    url = f"{reverse('desk:add', args=['deals.contribution'])}?deal={deal.pk}"
    said = {"role": "promotion", "strength": "decisive", "evidence": "Letter"}

    errors = [
        logged_in(colleague).post(url, {**said, way: thing.pk}).context["form"].errors
        for way, thing in (("meeting", secret), ("visit", theirs))
    ]

    assert [one.get(way) for one, way in zip(errors, ("meeting", "visit"), strict=True)] == [
        ["Choose one from the list that opens."]
    ] * 2
    assert not Contribution.objects.exists()
