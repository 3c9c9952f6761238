"""Logging a meeting: kind, who met, what came of it, what was promised by whom until when."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from investors.models import Company, Meeting
from itpo.office.models import FollowUp
from tests.conftest import logged_in
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    DelegateFactory,
    MeetingFactory,
    MissionFactory,
    VisitFactory,
)

LOG = reverse("investors:log-meeting")
NOW = "2026-11-21T03:00:00Z"
NO_PROMISES = {"promise-TOTAL_FORMS": "0", "promise-INITIAL_FORMS": "0"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


def promises(*rows: dict[str, str]) -> dict[str, str]:
    data = {"promise-TOTAL_FORMS": str(len(rows)), "promise-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"promise-{number}-{name}": value for name, value in row.items()}
    return data


def test_a_meeting_in_a_visit_with_promises_of_two_sides(desk, officer):
    visit = VisitFactory(officer=officer)
    contact, other = ContactFactory(), CompanyFactory()

    response = desk.post(
        LOG,
        {
            "kind": "visit",
            "day": "2026-11-20",
            "visit": visit.pk,
            "delegates": [visit.delegate.pk],
            "contacts": [contact.pk],
            "companies": [contact.company.pk, other.pk],
            "outcome": "They will discuss it internally.",
            "interest": "high",
            **promises(
                {"what": "Send the price list", "promised_by": "us", "due_on": "2026-11-27"},
                {"what": "Name an engineer", "promised_by": "company", "due_on": "2026-12-01"},
                {"what": "", "promised_by": "us", "due_on": ""},
            ),
        },
    )

    meeting = Meeting.objects.get()
    assert response.url == visit.get_absolute_url()
    assert (meeting.state, meeting.day, meeting.interest) == ("held", date(2026, 11, 20), "high")
    assert meeting.subject == f"Meeting with {contact.company}, {other}"
    assert list(
        meeting.parties.order_by("pk").values_list("officer", "company", "contact", "delegate")
    ) == [
        (officer.pk, None, None, None),
        (None, contact.company.pk, contact.pk, None),
        (None, other.pk, None, None),
        (None, None, None, visit.delegate.pk),
    ]
    made = FollowUp.objects.order_by("pk")
    assert list(made.values_list("what", "promised_by", "due_on", "owner")) == [
        ("Send the price list", "us", date(2026, 11, 27), officer.pk),
        ("Name an engineer", "company", date(2026, 12, 1), officer.pk),
    ]
    assert list(meeting.follow_ups.order_by("pk")) == list(made)
    assert list(visit.follow_ups.order_by("pk")) == list(made)


def test_a_company_not_on_record_is_made_with_the_meeting(desk):
    desk.post(
        LOG, {"kind": "call", "day": "2026-11-21", "new_company": "Fictive Co.", **NO_PROMISES}
    )

    company = Company.objects.get()
    assert company.name == "Fictive Co."
    assert list(Meeting.objects.get().companies.all()) == [company]


def test_a_meeting_still_to_come_is_planned(desk):
    desk.post(
        LOG,
        {"kind": "video", "day": "2026-12-01", "companies": [CompanyFactory().pk], **NO_PROMISES},
    )

    assert list(Meeting.objects.values_list("state", "kind")) == [("planned", "video")]


def test_a_meeting_later_today_is_planned_at_its_time(desk):
    desk.post(
        LOG,
        {
            "kind": "visit",
            "day": "2026-11-21",
            "starts": "14:30",
            "new_company": "Fictive Co.",
            **NO_PROMISES,
        },
    )

    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.starts_at) == (
        "planned",
        datetime(2026, 11, 21, 5, 30, tzinfo=UTC),
    )
    assert meeting.when == "21 Nov 2026, 14:30 (Tokyo)"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"new_company": "A", "starts": "half past two"}, "starts", "Write the time as 14:30."),
        ({"new_company": "A", "starts": "14:30", "day": ""}, "day", "Say on which day, too."),
        ({}, "companies", "Say who met: a company, a person or a delegate."),
        ({"companies": ["999"]}, "companies", "Choose from the list that opens."),
        ({"new_company": "A", "kind": "dance"}, "kind", "Select a valid choice"),
        ({"new_company": "A", "day": "2026-02-30"}, "day", "Choose a day, or write it as"),
        ({"new_company": "A", "visit": "visit", "day": "2026-01-01"}, "day", "outside it"),
        ({"new_company": "A", "visit": "visit", "mission": "mission"}, "mission", "not of several"),
        ({"new_company": "A", "visit": "cancelled"}, "visit", "The visit was cancelled."),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_writes_nothing(
    desk, officer, typed, field, sentence
):
    rows = {
        "visit": VisitFactory(officer=officer),
        "cancelled": VisitFactory(officer=officer, state="cancelled", cancelled_because="No visa"),
        "mission": MissionFactory(office=officer.office),
    }
    typed = {
        name: rows[value].pk if isinstance(value, str) and value in rows else value
        for name, value in typed.items()
    }

    response = desk.post(
        LOG,
        {"kind": "visit", "day": "2026-11-21", "outcome": "Kept, as typed", **NO_PROMISES, **typed},
    )

    form = response.context["form"]
    assert sentence in " ".join(form.errors[field])
    assert "Kept, as typed</textarea>" in response.content.decode()
    assert (Meeting.objects.count(), Company.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("row", "field", "sentence"),
    [
        ({"what": "Send it"}, "due_on", "Say until when, or it will be forgotten."),
        ({"due_on": "2026-12-01"}, "what", "Say what was promised."),
        ({"what": "Send it", "due_on": "soon"}, "due_on", "Choose a day, or write it as"),
        ({"what": "x" * 201, "due_on": "2026-12-01"}, "what", "at most 200 characters"),
    ],
)
def test_a_promise_needs_words_and_a_day(desk, row, field, sentence):
    response = desk.post(
        LOG,
        {
            "kind": "visit",
            "day": "2026-11-21",
            "new_company": "A",
            **promises({"promised_by": "us", **row}),
        },
    )

    errors = response.context["promises"].errors[0]
    assert sentence in " ".join(errors[field])
    assert (Meeting.objects.count(), FollowUp.objects.count()) == (0, 0)


def test_the_form_knows_the_visit_it_was_opened_from(desk, officer):
    visit = VisitFactory(officer=officer, begins="2026-11-02", ends="2026-11-06")

    page = desk.get(LOG, {"visit": visit.pk}).content.decode()

    assert f'name="visit" value="{visit.pk}"' in page
    assert f'name="delegates" value="{visit.delegate.pk}"' in page
    assert 'value="2026-11-02"' in page


def test_another_offices_visit_cannot_be_chosen(desk, stranger):
    foreign = VisitFactory(officer=stranger)

    page = desk.get(LOG, {"visit": foreign.pk}).content.decode()
    response = desk.post(
        LOG, {"kind": "visit", "new_company": "A", "visit": foreign.pk, **NO_PROMISES}
    )

    assert f'name="visit" value="{foreign.pk}"' not in page
    assert list(response.context["form"].errors) == ["visit"]
    assert Meeting.objects.count() == 0


def test_a_restricted_meeting_is_seen_by_its_officer_and_the_managers(
    desk, officer, colleague, manager
):
    desk.post(
        LOG,
        {
            "kind": "visit",
            "day": "2026-11-21",
            "new_company": "Secret Co.",
            "is_restricted": "on",
            **promises({"what": "Say nothing", "promised_by": "us", "due_on": "2026-11-27"}),
        },
    )

    url = Meeting.objects.get().get_absolute_url()
    assert [logged_in(user).get(url).status_code for user in (officer, manager, colleague)] == [
        200,
        200,
        404,
    ]
    assert FollowUp.objects.get().is_restricted


def test_an_auditor_does_not_log_meetings(auditor):
    response = logged_in(auditor).post(LOG, {"kind": "visit", "new_company": "A", **NO_PROMISES})

    assert (response.status_code, Meeting.objects.count()) == (403, 0)


def test_a_meeting_names_everybody_who_met(desk, officer):
    meeting = MeetingFactory(officer=officer)
    contact, delegate = ContactFactory(), DelegateFactory()
    meeting.parties.create(company=contact.company, contact=contact)
    meeting.parties.create(delegate=delegate)
    meeting.parties.create(name="Somebody from the embassy")

    page = desk.get(meeting.get_absolute_url()).content.decode()

    for name in (str(contact), str(contact.company), str(delegate), "Somebody from the embassy"):
        assert name in page


# --- writing down what came of it ---


def outcome_url(meeting):
    return reverse("investors:write-down", args=[meeting.pk])


def test_what_came_of_a_meeting_is_written_down_with_what_was_promised(desk, officer):
    meeting = MeetingFactory(officer=officer, state="planned", day="2026-11-20")

    shown = desk.get(outcome_url(meeting)).context["form"]
    response = desk.post(
        outcome_url(meeting),
        {
            "state": "held",
            "outcome": "They will discuss it.",
            "interest": "medium",
            **promises({"what": "Send it", "promised_by": "us", "due_on": "2026-11-27"}),
        },
    )

    meeting.refresh_from_db()
    assert shown["state"].value() == "held"
    assert response.url == meeting.get_absolute_url()
    assert (meeting.state, meeting.outcome, meeting.interest) == (
        "held",
        "They will discuss it.",
        "medium",
    )
    assert [one.what for one in meeting.follow_ups.all()] == ["Send it"]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"state": ""}, "state", "This field is required."),
        ({"state": "planned"}, "state", "Select a valid choice."),
        ({"state": "held"}, "state", "A meeting still to come cannot have been held."),
        ({"state": "cancelled", "interest": "huge"}, "interest", "Select a valid choice."),
        (
            {"state": "cancelled", "outcome": "a\x00b"},
            "outcome",
            "Null characters are not allowed.",
        ),
    ],
)
def test_what_cannot_be_written_down_is_said_beside_the_field(
    desk, officer, typed, field, sentence
):
    meeting = MeetingFactory(officer=officer, state="planned", day="2026-11-22")

    response = desk.post(
        outcome_url(meeting), {"outcome": "Kept, as typed", **NO_PROMISES, **typed}
    )

    form = response.context["form"]
    meeting.refresh_from_db()
    assert list(form.errors) == [field]
    assert form.errors[field][0].startswith(sentence)
    assert form["outcome"].value() == typed.get("outcome", "Kept, as typed")
    assert (meeting.state, meeting.outcome) == ("planned", "")


@pytest.mark.parametrize("given", [{}, {"promise-TOTAL_FORMS": "x", "promise-INITIAL_FORMS": "0"}])
def test_a_page_that_sends_no_promises_at_all_is_answered_all_the_same(desk, officer, given):
    meeting = MeetingFactory(officer=officer, state="planned", day="2026-11-20")

    response = desk.post(outcome_url(meeting), {"state": "held", **given})

    assert response.status_code == 200
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_who_writes_down_what_somebody_else_just_did_is_told_and_decides(desk, officer, colleague):
    meeting = MeetingFactory(officer=officer, state="planned", day="2026-11-20")
    seen = desk.get(outcome_url(meeting)).context["form"]["seen"].value()
    theirs = {"state": "held", "outcome": "They will discuss it.", **NO_PROMISES}
    logged_in(colleague).post(outcome_url(meeting), theirs)

    typed = {"state": "no_show", "outcome": "Nobody came.", **NO_PROMISES}
    first = desk.post(outcome_url(meeting), {**typed, "seen": seen})

    meeting.refresh_from_db()
    form = first.context["form"]
    (told,) = form.errors["__all__"]
    assert told.startswith(f"{colleague} wrote meanwhile: ")
    assert "They will discuss it." in told
    assert (meeting.state, form["outcome"].value()) == ("held", "Nobody came.")
    desk.post(outcome_url(meeting), {**typed, "seen": form["seen"].value()})
    meeting.refresh_from_db()
    assert (meeting.state, meeting.outcome) == ("no_show", "Nobody came.")


def test_what_was_written_down_before_stands_in_the_form(desk, officer):
    meeting = MeetingFactory(
        officer=officer, state="no_show", outcome="Nobody came", interest="low"
    )

    form = desk.get(outcome_url(meeting)).context["form"]

    assert [form[name].value() for name in ("state", "outcome", "interest")] == [
        "no_show",
        "Nobody came",
        "low",
    ]


def test_others_write_nothing_down(officer, colleague, stranger, auditor):
    meeting = MeetingFactory(officer=officer, state="planned", is_restricted=True)

    answers = [
        logged_in(user).post(outcome_url(meeting), {"state": "held", **NO_PROMISES}).status_code
        for user in (colleague, stranger, auditor)
    ]

    meeting.refresh_from_db()
    assert (answers, meeting.state) == ([404, 404, 403], "planned")
