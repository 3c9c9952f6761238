"""Who was at a session, and what was handed out."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from delegates import training
from delegates.models import Attendance, TrainingSession
from itpo.office.models import Document
from itpo.office.states import NotPossible
from tests.factories import AttendanceFactory, TrainingSessionFactory, VisitFactory
from tests.uploaded import pdf, sent

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture
def session(officer):
    return TrainingSessionFactory(programme__office=officer.office)


def come_to(session, officer):
    return VisitFactory(officer=officer, programme=session.programme)


def noted():
    return list(Attendance.objects.order_by("visit").values_list("visit", "state"))


def test_attendance_is_noted_changed_taken_back_and_signed(session, officer, colleague):
    amina, selam, kwame = (come_to(session, officer) for _ in range(3))
    states = {amina.pk: "present", selam.pk: "absent", kwame.pk: ""}

    first = training.note_attendance(session=session, states=states, by=officer)
    second = training.note_attendance(
        session=session, states={amina.pk: "present", selam.pk: ""}, by=colleague
    )

    assert (first, second) == (2, 1)
    assert noted() == [(amina.pk, "present")]
    signed = Attendance.history.order_by("history_id").values_list("history_type", "history_user")
    assert list(signed) == [("+", officer.pk), ("+", officer.pk), ("-", colleague.pk)]


def test_who_is_left_out_stays_as_noted(session, officer):
    excused = AttendanceFactory(session=session, visit=come_to(session, officer), state="excused")

    training.note_attendance(
        session=session, states={come_to(session, officer).pk: "present"}, by=officer
    )

    excused.refresh_from_db()
    assert excused.state == "excused"


def test_who_is_not_of_the_programme_or_cancelled_was_not_there(session, officer):
    cancelled = VisitFactory(
        officer=officer,
        programme=session.programme,
        state="cancelled",
        cancelled_because="Visa refused",
    )

    for visit in (VisitFactory(officer=officer), cancelled):
        with pytest.raises(NotPossible) as refusal:
            training.note_attendance(session=session, states={visit.pk: "present"}, by=officer)
        assert str(refusal.value) == (
            "Somebody is no longer in the programme. Look once more, then save."
        )

    assert noted() == []


def test_a_state_nobody_knows_writes_nothing(session, officer):
    amina, selam = come_to(session, officer), come_to(session, officer)

    with pytest.raises(NotPossible):
        training.note_attendance(
            session=session, states={amina.pk: "present", selam.pk: "asleep"}, by=officer
        )

    assert noted() == []


def test_material_is_kept_as_what_it_is(session, officer):
    upload = sent(pdf(), name="../handout.pdf", content_type="text/html")

    kept = training.keep_material(session=session, upload=upload, by=officer, at=NOW)

    session.refresh_from_db()
    assert session.material == kept
    assert (kept.title, kept.content_type, kept.office) == (
        "handout.pdf",
        "application/pdf",
        officer.office,
    )
    assert kept.uploaded_by == officer


def test_what_is_no_pdf_or_picture_is_no_material(session, officer):
    with pytest.raises(ValidationError):
        training.keep_material(session=session, upload=sent(b"MZ nonsense"), by=officer, at=NOW)

    session.refresh_from_db()
    assert (session.material, Document.objects.count()) == (None, 0)


def test_a_session_is_taken_away_until_somebody_was_there(session, officer):
    other = AttendanceFactory().session

    training.remove(session=session, by=officer)
    with pytest.raises(NotPossible) as refusal:
        training.remove(session=other, by=officer)

    assert list(TrainingSession.objects.all()) == [other]
    assert str(refusal.value) == f"It is noted who was at “{other}”: the session stays."
