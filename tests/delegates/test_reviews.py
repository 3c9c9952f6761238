"""Reading applications: points by criterion, each reader their own, and notes."""

import pytest

from delegates import reviews
from delegates.models import Application, Programme, ReviewNote, Score
from itpo.office.states import NotPossible
from tests.factories import (
    ApplicationFactory,
    CriterionFactory,
    DelegateFactory,
    ManagerFactory,
    ProgrammeFactory,
    ScoreFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

State = Application.State


@pytest.fixture
def programme(office) -> Programme:
    return ProgrammeFactory(office=office)


@pytest.fixture
def aims(programme):
    return CriterionFactory(programme=programme, name="Aims", most=5, position=1)


@pytest.fixture
def project(programme):
    return CriterionFactory(programme=programme, name="Project", most=10, position=2)


@pytest.fixture
def application(programme) -> Application:
    return ApplicationFactory(programme=programme, state=State.SUBMITTED)


def points_of(application):
    return list(
        Score.objects.filter(application=application)
        .order_by("pk")
        .values_list("criterion__name", "by__email", "points")
    )


def test_each_reader_gives_points_of_their_own(application, aims, project, officer, colleague):
    reviews.score(application=application, points={aims.pk: 4, project.pk: 0}, by=officer)
    reviews.score(application=application, points={aims.pk: 2}, by=colleague)

    assert points_of(application) == [
        ("Aims", "sato@example.org", 4),
        ("Project", "sato@example.org", 0),
        ("Aims", "mori@example.org", 2),
    ]


def test_a_reader_thinks_it_over_and_what_is_not_named_stays(application, aims, project, officer):
    reviews.score(application=application, points={aims.pk: 4, project.pk: 7}, by=officer)

    reviews.score(application=application, points={aims.pk: 5}, by=officer)

    assert points_of(application) == [
        ("Aims", "sato@example.org", 5),
        ("Project", "sato@example.org", 7),
    ]
    assert list(Score.history.order_by("history_id").values_list("points", "history_user")) == [
        (4, officer.pk),
        (7, officer.pk),
        (5, officer.pk),
    ]


def test_points_are_taken_back_and_the_history_says_by_whom(application, aims, officer, colleague):
    reviews.score(application=application, points={aims.pk: 4}, by=officer)
    reviews.score(application=application, points={aims.pk: 1}, by=colleague)

    kept = reviews.score(application=application, points={aims.pk: None}, by=officer)

    assert kept == []
    assert points_of(application) == [("Aims", "mori@example.org", 1)]
    gone = Score.history.get(history_type="-")
    assert (gone.points, gone.history_user) == (4, officer)


def test_taking_back_what_was_never_given_changes_nothing(application, aims, officer):
    assert reviews.score(application=application, points={aims.pk: None}, by=officer) == []

    assert Score.history.count() == 0


def test_the_same_points_again_are_no_change(application, aims, officer):
    reviews.score(application=application, points={aims.pk: 4}, by=officer)

    reviews.score(application=application, points={aims.pk: 4}, by=officer)

    assert Score.history.count() == 1


@pytest.mark.parametrize("points", [-1, 6])
def test_points_out_of_bounds_are_refused_beside_their_field(
    application, aims, project, officer, points
):
    with pytest.raises(NotPossible, match=r"^Give from 0 to 5 points\.$") as refused:
        reviews.score(application=application, points={project.pk: 3, aims.pk: points}, by=officer)

    assert refused.value.field == f"criterion-{aims.pk}"
    assert points_of(application) == []


def test_a_criterion_of_another_programme_is_refused(application, officer):
    other = CriterionFactory()

    with pytest.raises(NotPossible, match="does not judge by this criterion"):
        reviews.score(application=application, points={other.pk: 3}, by=officer)

    assert Score.objects.count() == 0


def test_who_waits_for_a_seat_is_still_read(programme, aims, officer):
    waiting = ApplicationFactory(
        programme=programme, state=State.WAITING_LIST, decided_at="2026-11-20T03:00:00Z"
    )

    reviews.score(application=waiting, points={aims.pk: 3}, by=officer)

    assert points_of(waiting) == [("Aims", "sato@example.org", 3)]


@pytest.mark.parametrize("state", [one for one in State if one not in reviews.READ_IN])
def test_no_points_are_given_before_it_is_there_or_after_it_is_decided(
    programme, aims, officer, state
):
    application = ApplicationFactory(
        programme=programme,
        state=state,
        decided_at="2026-11-20T03:00:00Z",
        offer_until="2026-11-28",
        delegate=DelegateFactory() if state == State.ACCEPTED else None,
    )

    with pytest.raises(NotPossible, match="while an application is submitted"):
        reviews.score(application=application, points={aims.pk: 3}, by=officer)

    assert points_of(application) == []


def test_notes_are_kept_as_said_by_whom(application, officer, colleague):
    reviews.note(application=application, text="  Knows the sector.\n", by=officer)
    reviews.note(application=application, text="Speaks to the right people.", by=colleague)

    assert list(ReviewNote.objects.order_by("pk").values_list("by__email", "text")) == [
        ("sato@example.org", "Knows the sector."),
        ("mori@example.org", "Speaks to the right people."),
    ]
    assert list(
        ReviewNote.history.order_by("history_id").values_list("history_user", flat=True)
    ) == [officer.pk, colleague.pk]


def test_something_can_be_said_after_the_decision_too(programme, officer):
    declined = ApplicationFactory(
        programme=programme, state=State.DECLINED, decided_at="2026-11-20T03:00:00Z"
    )

    reviews.note(application=declined, text="Ask again next year.", by=officer)

    assert declined.review_notes.get().text == "Ask again next year."


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_note_is_refused_beside_its_field(application, officer, text):
    with pytest.raises(NotPossible, match="Write what you think of it") as refused:
        reviews.note(application=application, text=text, by=officer)

    assert refused.value.field == "text"
    assert ReviewNote.objects.count() == 0


def test_an_auditor_reads_and_writes_nothing(application, aims, auditor):
    with pytest.raises(NotPossible, match="not write"):
        reviews.score(application=application, points={aims.pk: 3}, by=auditor)
    with pytest.raises(NotPossible, match="not write"):
        reviews.note(application=application, text="Yes", by=auditor)

    assert (Score.objects.count(), ReviewNote.objects.count()) == (0, 0)


def test_a_reading_adds_up_the_averages_of_its_criteria(application, aims, project):
    sato, mori = UserFactory(), ManagerFactory()
    scores = [
        ScoreFactory(application=application, criterion=aims, by=sato, points=4),
        ScoreFactory(application=application, criterion=aims, by=mori, points=1),
        ScoreFactory(application=application, criterion=project, by=sato, points=0),
    ]

    reading = reviews.reading([aims, project], scores)

    assert [row.average for row in reading.rows] == [2.5, 0]
    assert (reading.total, reading.most) == (2.5, 15)
    assert (reading.readers, reading.missing) == (2, 0)
    assert (reading.of(sato), reading.of(mori)) == ({aims.pk: 4, project.pk: 0}, {aims.pk: 1})
    assert [row.field for row in reading.rows] == [
        f"criterion-{aims.pk}",
        f"criterion-{project.pk}",
    ]


def test_what_nobody_has_read_is_not_known_rather_than_nothing(aims, project):
    reading = reviews.reading([aims, project], [])

    assert ([row.average for row in reading.rows], reading.total) == ([None, None], None)
    assert (reading.missing, reading.readers, reading.most) == (2, 0, 15)
