"""The pages of a programme: who is invited, what is missing, who is late, and what it asks."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from delegates.models import Attendance, Programme, Question
from tests.factories import (
    ApplicationDocumentFactory,
    ApplicationFactory,
    AttendanceFactory,
    ChecklistItemFactory,
    DelegateFactory,
    InvitationFactory,
    ProgrammeFactory,
    QuestionFactory,
    RequiredDocumentFactory,
    TrainingSessionFactory,
    VisitFactory,
)
from tests.uploaded import sent

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon_in_tokyo():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


@pytest.fixture
def programme(officer):
    return ProgrammeFactory(
        office=officer.office,
        name="Delegates 2026",
        seats=3,
        state="call_open",
        call_closes_on=date(2026, 11, 18),
        asks_aims=False,
        asks_projects=False,
        asks_travel=False,
    )


def accepted(programme, officer, **visit):
    return ApplicationFactory(
        programme=programme,
        state="accepted",
        decided_at=NOON,
        delegate=DelegateFactory(),
        visit=VisitFactory(officer=officer, programme=programme, **visit),
    )


def shown(desk, programme, **query):
    return desk.get(programme.get_absolute_url(), query).context


def agencies(page):
    return [(one.state, [str(late) for late in one.late]) for one in page["invited"].agencies]


def late(page):
    return [[str(one) for one in row.late] for row in page["invited"].others]


def test_an_agency_that_has_not_answered_in_time_is_late_by_days(desk, programme):
    InvitationFactory(programme=programme, agency__name="A")
    InvitationFactory(programme=programme, agency__name="B", answer_by=date(2026, 11, 21))
    InvitationFactory(programme=programme, agency__name="C", declined_at=NOON)
    named = InvitationFactory(programme=programme, agency__name="D", most=2)
    ApplicationFactory(programme=programme, invitation=named, state="submitted")

    page = shown(desk, programme)

    assert agencies(page) == [
        ("not opened yet", ["no answer: 3 days late"]),
        ("not opened yet", []),
        ("declined", []),
        ("named 1 of 2", []),
    ]
    assert [(value, count) for value, _label, count in page["counts"]] == [
        ("", 5),
        ("late", 1),
        ("missing", 2),
    ]


def test_a_form_not_handed_in_says_what_is_missing_and_is_late_after_the_call(desk, programme):
    letter = RequiredDocumentFactory(programme=programme, text="Letter")
    photo = RequiredDocumentFactory(programme=programme, text="Photo")
    RequiredDocumentFactory(programme=programme, text="If you like", is_required=False)
    QuestionFactory(programme=programme, step="post", text="Why you?", is_required=True)
    application = ApplicationFactory(programme=programme, state="started")
    ApplicationDocumentFactory(application=application, required=letter)
    reopened = ApplicationFactory(
        programme=programme, state="started", open_until=date(2026, 11, 25)
    )

    rows = {row.application: row for row in shown(desk, programme)["invited"].others}

    row = rows[application]
    assert (row.documents.done, row.documents.of) == (1, 2)
    assert {photo.text, "Why you?"} <= set(row.missing)
    assert not {letter.text, "If you like"} & set(row.missing)
    assert [str(one) for one in row.late] == ["the form: 3 days late"]
    assert (rows[reopened].due_on, rows[reopened].late) == (date(2026, 11, 25), [])


def test_a_checklist_counts_back_from_the_arrival(desk, programme, officer):
    arriving = accepted(programme, officer, begins="2026-12-01", ends="2026-12-11")
    ChecklistItemFactory(visit=arriving.visit, text="Flight", days_before=7)
    ChecklistItemFactory(visit=arriving.visit, text="Letter", days_before=12)
    ChecklistItemFactory(visit=arriving.visit, days_before=60, done_at=NOON)
    ChecklistItemFactory(visit=arriving.visit, days_before=90, is_needed=False)

    (row,) = shown(desk, programme)["invited"].others

    assert (row.checklist.done, row.checklist.of) == (1, 3)
    assert [str(one) for one in row.late] == ["Letter: 2 days late"]


def test_a_report_is_late_two_weeks_after_the_visit(desk, programme, officer):
    accepted(programme, officer, begins="2026-10-26", ends="2026-11-06", state="completed")
    accepted(programme, officer, begins="2026-10-26", ends="2026-11-07", state="completed")
    handed_in = accepted(programme, officer, begins="2026-09", ends="2026-09", state="completed")
    handed_in.report_submitted_at = NOON
    handed_in.save()

    page = shown(desk, programme)

    assert sorted(late(page)) == [[], [], ["the report: 1 day late"]]
    assert sorted(row.missing for row in page["invited"].others) == [
        [],
        ["the report"],
        ["the report"],
    ]


def test_nobody_is_late_for_what_is_cancelled(desk, programme):
    InvitationFactory(programme=programme)
    ApplicationFactory(programme=programme)
    Programme.objects.update(state="cancelled")

    page = shown(desk, programme)

    assert (agencies(page), late(page)) == ([("not opened yet", [])], [[]])


def test_seats_are_counted_as_accepted_offered_free_and_waited_for(desk, programme, officer):
    accepted(programme, officer)
    ApplicationFactory(
        programme=programme, state="offered", decided_at=NOON, offer_until=date(2026, 11, 25)
    )
    ApplicationFactory(programme=programme, state="waiting_list", decided_at=NOON)

    page = shown(desk, programme)

    seats = page["seats"]
    assert (seats.accepted, seats.offered, page["free"], seats.waiting) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("show", "names"), [("late", ["Late one"]), ("missing", ["Late one", "Reopened"]), ("x", None)]
)
def test_a_chip_narrows_the_table_and_leaves_the_counts(desk, programme, show, names):
    named = InvitationFactory(programme=programme, agency__name="Agency")
    for name, until in (("Late one", None), ("Reopened", date(2026, 11, 25))):
        ApplicationFactory(programme=programme, invitation=named, given_name=name, open_until=until)
    ApplicationFactory(programme=programme, given_name="Done", state="submitted")

    page = shown(desk, programme, show=show)

    assert [row.name for row in page["invited"].people] == (
        names or ["Late one", "Reopened", "Done"]
    )
    assert [count for _value, _label, count in page["counts"]] == [4, 1, 2]


def test_ten_delegates_cost_what_one_costs(desk, programme, officer, django_assert_num_queries):
    for _ in range(10):
        invitation = InvitationFactory(programme=programme)
        ApplicationFactory(
            programme=programme, invitation=invitation, agency=invitation.agency, state="started"
        )
        ChecklistItemFactory(visit=accepted(programme, officer).visit)

    # Session, user, navigation, programme, deals, chain, follow-ups; who was invited: five.
    with django_assert_num_queries(12):
        desk.get(programme.get_absolute_url())


# --- buttons ---


def test_what_becomes_of_a_programme_is_asked_for_in_verbs(desk, programme):
    programme.state = "draft"
    programme.save()

    response = desk.get(programme.get_absolute_url())

    assert [str(move["label"]) for move in response.context["moves"]] == [
        *("Open the call", "Begin the programme", "Complete", "Cancel the programme")
    ]


def test_next_years_is_made_with_one_button(desk, programme):
    response = desk.post(reverse("delegates:programme-copy", args=[programme.pk]), follow=True)

    new = Programme.objects.get(name="Delegates 2027")
    assert response.redirect_chain == [(new.get_absolute_url(), 302)]
    assert (new.state, new.copied_from) == ("draft", programme)


def test_the_usual_is_asked_with_one_button_and_only_where_nothing_is(desk, programme):
    url = reverse("delegates:programme-ask-usual", args=[programme.pk])

    desk.post(url)
    again = desk.post(url, follow=True)

    assert Question.objects.filter(programme=programme).count() == 8
    assert "The programme asks something already; nothing was added." in again.content.decode()


def test_a_call_that_is_over_is_not_opened_and_the_page_says_so(desk, programme):
    Programme.objects.update(state="draft")

    url = reverse("delegates:programme-state", args=[programme.pk])
    page = desk.post(url, {"to": "call_open"}, follow=True).content.decode()

    programme.refresh_from_db()
    assert programme.state == "draft"
    assert "The call closed on 18 Nov 2026." in page


def test_a_new_programme_of_ours_asks_the_usual_and_anothers_does_not(desk, officer):
    url = reverse("desk:add", args=["delegates.programme"])
    desk.post(url, {"name": "Ours", "is_ours": "on"})
    desk.post(url, {"name": "Theirs"})

    asked = [(one.name, one.questions.count()) for one in Programme.objects.order_by("pk")]
    assert asked == [("Ours", 8), ("Theirs", 0)]


def test_an_answered_question_keeps_its_place_and_kind_and_is_not_removed(desk, programme):
    question = QuestionFactory(programme=programme, step="aims", kind="text")
    ApplicationFactory(programme=programme, answers={"aims": {question.name: "Much"}})
    typed = {"text": "Other words?", "step": "post", "kind": "line"}

    form = desk.post(
        reverse("desk:change", args=["delegates.question", question.pk]), typed
    ).context["form"]
    page = desk.post(
        reverse("desk:remove", args=["delegates.question", question.pk]), follow=True
    ).content.decode()

    sentence = ["Somebody has answered already; add another question."]
    assert form.errors == {"step": sentence, "kind": sentence}
    assert "Somebody has answered" in page
    assert Question.objects.get().text == question.text


def test_seats_that_are_taken_are_not_taken_away(desk, programme, officer):
    for _ in range(2):
        accepted(programme, officer)

    form = desk.post(
        reverse("desk:change", args=["delegates.programme", programme.pk]),
        {"name": programme.name, "seats": "1"},
    ).context["form"]

    assert form.errors["seats"] == ["2 seats are accepted or offered already."]


def test_what_moves_up_is_of_that_programme(desk, programme, officer):
    first, second = (QuestionFactory(programme=programme) for _ in range(2))
    elsewhere = QuestionFactory(programme__office=officer.office)
    url = reverse("delegates:programme-move-up", args=[programme.pk])

    answers = [
        desk.post(url, {"kind": kind, "row": row}).status_code
        for kind, row in (
            ("question", second.pk),
            ("question", elsewhere.pk),
            ("nonsense", first.pk),
            ("question", "9" * 30),
        )
    ]

    assert answers == [302, 404, 404, 404]
    assert list(programme.questions.in_order()) == [second, first]


# --- inviting ---


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("draft", False),
        ("call_open", True),
        ("call_closed", True),
        ("selection", True),
        ("running", False),
        ("completed", False),
        ("cancelled", False),
    ],
)
def test_inviting_is_offered_only_while_it_is_possible(desk, programme, state, offered):
    Programme.objects.update(state=state)

    page = desk.get(programme.get_absolute_url()).content.decode()

    assert (reverse("delegates:invite-agency", args=[programme.pk]) in page) == offered
    assert (reverse("delegates:invite-delegate", args=[programme.pk]) in page) == offered


def test_an_auditor_is_offered_no_inviting(client, auditor, programme):
    client.force_login(auditor)

    page = client.get(programme.get_absolute_url()).content.decode()

    assert reverse("delegates:invite-agency", args=[programme.pk]) not in page


# --- training ---


def test_attendance_is_saved_and_a_wrong_file_is_told_beside_it(desk, officer):
    session = TrainingSessionFactory(programme__office=officer.office)
    visit = VisitFactory(officer=officer, programme=session.programme)
    url = reverse("delegates:training-save", args=[session.pk])

    page = desk.post(
        url,
        {f"visit-{visit.pk}": "present", "visit-x": "absent", "material": sent(b"MZ")},
        follow=True,
    ).content.decode()

    session.refresh_from_db()
    assert list(Attendance.objects.values_list("visit", "state")) == [(visit.pk, "present")]
    assert session.material is None
    assert "This is neither a PDF nor a picture" in page
    assert 'value="present" checked' in page


def test_the_page_of_a_visit_says_which_sessions_they_were_at(desk, officer):
    visit = VisitFactory(officer=officer)
    was_there = AttendanceFactory(visit=visit).session
    was_not = AttendanceFactory(visit=visit, state="absent").session

    page = desk.get(visit.get_absolute_url())

    assert page.context["visit"].trained_in == was_there.topic
    assert was_there.topic in page.content.decode()
    assert was_not.topic not in page.content.decode()
