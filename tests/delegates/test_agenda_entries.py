"""What the delegates app has on the agenda of a visit."""

from datetime import UTC, date, datetime, time

import pytest

from itpo.office.agenda import GUEST, Kind, agenda_of
from tests.factories import (
    LinkedApplicationFactory,
    OfficeFactory,
    PartnerFactory,
    ProgrammeFactory,
    TrainingSessionFactory,
    VisitFactory,
)


def accepted(visit):
    """The personal link of whoever comes on a visit."""
    return LinkedApplicationFactory(
        programme=visit.programme,
        visit=visit,
        delegate=visit.delegate,
        state="accepted",
        decided_at=datetime(2026, 10, 1, tzinfo=UTC),
    ).link


def short(entries):
    return [(one.kind, one.day, one.clock, one.title) for one in entries]


def test_a_visit_has_its_first_and_last_day_on_its_agenda(officer):
    visit = VisitFactory(officer=officer, begins="2026-11-16", ends="2026-11-27", place="Tokyo")

    found = agenda_of(visit, officer)

    assert short(found) == [
        (Kind.FIRST_DAY, date(2026, 11, 16), "", "First day of the visit"),
        (Kind.LAST_DAY, date(2026, 11, 27), "", "Last day of the visit"),
    ]
    assert [(one.place, one.url) for one in found] == [("Tokyo", visit.get_absolute_url())] * 2


def test_a_day_known_in_part_is_on_no_agenda(officer):
    visit = VisitFactory(officer=officer, begins="2026-11", ends="about 2026-11-27")

    assert short(agenda_of(visit, officer)) == [
        (Kind.LAST_DAY, date(2026, 11, 27), "", "Last day of the visit")
    ]


def test_training_stands_in_the_offices_own_time(officer):
    programme = ProgrammeFactory(office=officer.office)
    visit = VisitFactory(officer=officer, programme=programme, begins="", ends="")
    TrainingSessionFactory(
        programme=programme,
        topic="Investor targeting",
        held_on=date(2026, 11, 18),
        begins_at=time(9, 30),
        ends_at=time(11, 0),
        place="Room 2",
        trainer="Dr. Abe",
        partner=PartnerFactory(name="JETRO"),
    )

    [session] = agenda_of(visit, officer)

    assert (session.kind, session.title, session.place) == (
        Kind.TRAINING,
        "Investor targeting",
        "Room 2",
    )
    assert (session.clock, session.city) == ("09:30–11:00", "Tokyo")
    assert session.starts.astimezone(UTC) == datetime(2026, 11, 18, 0, 30, tzinfo=UTC)
    assert session.with_whom == "Dr. Abe, JETRO"


def test_training_without_a_time_lasts_all_day(officer):
    programme = ProgrammeFactory(office=officer.office)
    visit = VisitFactory(officer=officer, programme=programme, begins="", ends="")
    TrainingSessionFactory(programme=programme, topic="Visit to Nagoya")

    [session] = agenda_of(visit, officer)

    assert session.is_all_day


def test_training_of_another_programme_is_on_nobodys_agenda(officer):
    visit = VisitFactory(
        officer=officer, programme=ProgrammeFactory(office=officer.office), begins="", ends=""
    )
    TrainingSessionFactory()

    assert agenda_of(visit, officer) == []


def test_a_cancelled_visit_has_no_agenda(officer):
    programme = ProgrammeFactory(office=officer.office)
    visit = VisitFactory(
        officer=officer, programme=programme, state="cancelled", cancelled_because="No visa"
    )
    TrainingSessionFactory(programme=programme)

    assert agenda_of(visit, officer) == []
    assert agenda_of(visit, GUEST) == []


def test_who_comes_sees_the_agenda_without_the_workspaces_pages(officer):
    programme = ProgrammeFactory(office=officer.office)
    visit = VisitFactory(officer=officer, programme=programme)
    TrainingSessionFactory(programme=programme, topic="Investor targeting")

    found = agenda_of(visit, accepted(visit))

    assert [one.title for one in found] == [
        "First day of the visit",
        "Investor targeting",
        "Last day of the visit",
    ]
    assert [one.url for one in found] == ["", "", ""]
    assert agenda_of(visit, GUEST) == found


def test_nobody_sees_the_agenda_of_another_visit(officer):
    visit = VisitFactory(officer=officer, programme=ProgrammeFactory(office=officer.office))
    another = VisitFactory(officer=officer, programme=visit.programme)

    assert agenda_of(another, accepted(visit)) == []


@pytest.mark.parametrize("state", ["submitted", "withdrawn"])
def test_whoever_is_not_accepted_sees_no_agenda(officer, state):
    visit = VisitFactory(officer=officer, programme=ProgrammeFactory(office=officer.office))
    link = accepted(visit)
    link.application.state = state

    assert agenda_of(visit, link) == []


def test_another_offices_training_is_not_seen_by_an_officer(officer):
    elsewhere = ProgrammeFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere"))
    visit = VisitFactory(officer=officer, programme=elsewhere, begins="", ends="")
    TrainingSessionFactory(programme=elsewhere)

    assert agenda_of(visit, officer) == []
